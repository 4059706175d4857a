// PIN: six digits of a member of staff, shown as dots only and forgotten as soon as they are sent.

import { useState } from 'react';
import { Sign } from '../parts/icons.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { Two } from '../parts/two.tsx';
import { useKiosk, useSecondsTo, useView } from '../shown.ts';
import { line, say } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

const places = [1, 2, 3, 4, 5, 6];

export function Pin({ screen }: { readonly screen: ScreenAt<'pin'> }) {
  const kiosk = useKiosk();
  const { language } = useView();
  const [typed, setTyped] = useState('');
  const locked = useSecondsTo(screen.lockedUntil ?? 0);

  function take(digits: string): void {
    setTyped(digits.length === places.length ? '' : digits);
    if (digits.length === places.length) void kiosk.send({ act: 'pin', digits });
  }

  if (locked > 0) {
    return (
      <p className="todo">
        <Two of={line('pinLocked', { seconds: locked })} />
      </p>
    );
  }
  return (
    <>
      <p className="pin-said" role="status">
        {screen.wrong === 0 ? null : (
          <>
            <Sign of="warning" />
            <Two of={line('pinWrong')} />
          </>
        )}
      </p>
      <div className="dots" role="img" aria-label={say(line('pinTyped', { count: typed.length }), language)}>
        {places.map((place) => (
          <span key={place} className={place <= typed.length ? 'pin-dot filled' : 'pin-dot'} />
        ))}
      </div>
      <Keypad typed={typed} most={places.length} onTyped={take} />
    </>
  );
}
