// Code: the six digits of the message, then the last four of the phone. Nothing of it is kept once it is sent.

import { useState } from 'react';
import { Sign } from '../parts/icons.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { Two } from '../parts/two.tsx';
import { useKiosk, useSecondsTo } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

const codeDigits = 6;
const phoneDigits = 4;
const places = [1, 2, 3, 4, 5, 6];

function Boxes({ typed, count, now }: { readonly typed: string; readonly count: number; readonly now: boolean }) {
  return (
    <span className={now ? 'boxes boxes-now' : 'boxes'}>
      {places.slice(0, count).map((place) => (
        <span key={place} className="box">
          {typed[place - 1] ?? ''}
        </span>
      ))}
    </span>
  );
}

export function Code({ screen }: { readonly screen: ScreenAt<'code'> }) {
  const kiosk = useKiosk();
  const [typed, setTyped] = useState('');
  const locked = useSecondsTo(screen.lockedUntil ?? 0);
  const code = typed.slice(0, codeDigits);
  const phone = typed.slice(codeDigits);

  function take(digits: string): void {
    const isWhole = digits.length === codeDigits + phoneDigits;
    setTyped(isWhole ? '' : digits);
    if (isWhole)
      void kiosk.send({ act: 'enterCode', code: digits.slice(0, codeDigits), phone: digits.slice(codeDigits) });
  }

  if (locked > 0) {
    return (
      <p className="todo">
        <Two of={line('codeLocked', { seconds: locked })} />
      </p>
    );
  }
  if (screen.checking) {
    return (
      <p className="hint">
        <Two of={line('codeChecking')} />
      </p>
    );
  }
  return (
    <>
      <p className="pin-said" role="status">
        {screen.wrong === 0 ? null : (
          <>
            <Sign of="warning" />
            <Two of={line('codeWrong')} />
          </>
        )}
      </p>
      <div className="code-part">
        <Two of={line('codeDigits')} />
        <Boxes typed={code} count={codeDigits} now={code.length < codeDigits} />
      </div>
      <div className="code-part">
        <Two of={line('codePhone')} />
        <Boxes typed={phone} count={phoneDigits} now={code.length === codeDigits} />
      </div>
      <Keypad typed={typed} most={codeDigits + phoneDigits} wide onTyped={take} />
    </>
  );
}
