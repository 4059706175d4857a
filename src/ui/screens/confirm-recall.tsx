// Confirm recall: staff have shut the door; where is what they took out? Each answer ends this cell.

import { useState } from 'react';
import { Button, Tap } from '../parts/button.tsx';
import { Sign } from '../parts/icons.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

const shortest = 6;
const longest = 20;

export function ConfirmRecall({ screen }: { readonly screen: ScreenAt<'confirmRecall'> }) {
  const { language } = useView();
  const [typed, setTyped] = useState<string | null>(null);
  const titles = screen.items.map(({ title, caseNumber }) => `${title[language]} ${caseNumber}`).join(' · ');
  if (typed !== null) {
    return (
      <>
        <p className="about">{titles}</p>
        <div className="search">
          <p className="search-typed">
            <Two of={line('mailNumber')} alone />
            <output>{typed}</output>
          </p>
          <Keypad typed={typed} most={longest} wide onTyped={setTyped} />
        </div>
        <div className="answers answers-pair">
          <Tap onTap={() => setTyped(null)}>
            <Sign of="back" />
            <Two of={line('back')} />
          </Tap>
          {typed.length < shortest ? null : (
            <Button act={{ act: 'recalled', place: { is: 'mailed', number: typed } }} look="main">
              <Sign of="yes" />
              <Two of={line('mailed')} />
            </Button>
          )}
        </div>
      </>
    );
  }
  return (
    <>
      <p className="about">{titles}</p>
      <div className="answers answers-grid">
        {screen.counters.map((window) => (
          <Button key={window} act={{ act: 'recalled', place: { is: 'window', window } }} look="main">
            <Sign of="yes" />
            <Two of={line('atWindow', { window })} />
          </Button>
        ))}
      </div>
      <div className="answers answers-grid">
        {screen.isDropOff ? null : (
          <>
            <Tap onTap={() => setTyped('')}>
              <Sign of="proof" />
              <Two of={line('mailed')} />
            </Tap>
            <Button act={{ act: 'recalled', place: { is: 'redeposited' } }}>
              <Sign of="again" />
              <Two of={line('redeposited')} />
            </Button>
          </>
        )}
        <Button act={{ act: 'notRecalled', why: 'leftInside' }}>
          <Sign of="cell" />
          <Two of={line('leftInside')} />
        </Button>
        <Button act={{ act: 'notRecalled', why: 'notThere' }}>
          <Sign of="question" />
          <Two of={line('notThere')} />
        </Button>
      </div>
    </>
  );
}
