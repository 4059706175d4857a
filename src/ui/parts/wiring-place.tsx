// Wiring place: which bank a found board is, and how many cells hang on it.

import { useState } from 'react';
import type { WiringQuestion } from '../../contract/view.ts';
import { line } from '../text/line.ts';
import { Button, Tap } from './button.tsx';
import { Keypad } from './keypad.tsx';
import { Two } from './two.tsx';

const banks = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

export function WiringPlace({ question }: { readonly question: Extract<WiringQuestion, { ask: 'place' }> }) {
  const [bank, setBank] = useState('A');
  const [typed, setTyped] = useState('');
  const count = Number(typed);
  const { board, bits, disturbed } = question;
  return (
    <>
      {disturbed ? (
        <p className="hint">
          <Two of={line('wireTwoSwitches')} />
        </p>
      ) : (
        <>
          <div className="wiring-banks">
            {banks.map((letter) => (
              <Tap key={letter} look="key" pressed={letter === bank} onTap={() => setBank(letter)}>
                {letter}
              </Tap>
            ))}
          </div>
          <div className="search">
            <p className="search-typed">
              <Two of={line('wireCount', { bank, bits })} alone />
              <output>{typed}</output>
            </p>
            <Keypad typed={typed} most={2} wide onTyped={setTyped} />
          </div>
        </>
      )}
      <div className="answers">
        {disturbed || count < 1 || count > bits ? null : (
          <Button act={{ act: 'placeBoard', board, bank, count }} look="main">
            <Two of={line('wirePlaced', { bank, count })} />
          </Button>
        )}
        <Button act={{ act: 'wiring', say: { is: 'leftOut', board } }}>
          <Two of={line('wireLeaveOut')} alone />
        </Button>
        <Button act={{ act: 'wiring', say: { is: 'search' } }}>
          <Two of={line('wireSearch')} alone />
        </Button>
      </div>
    </>
  );
}
