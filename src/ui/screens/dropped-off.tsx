// Dropped off: the papers are received, with the moment the door shut and a number to write down; the slip is one touch away.

import { hallMoment } from '../hall-time.ts';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { Sign } from '../parts/icons.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

/** Enough of a hash to compare by eye. */
const shown = 16;

export function DroppedOff({ screen }: { readonly screen: ScreenAt<'droppedOff'> }) {
  const { language, elder } = useView();
  const { title, caseNumber, cell, shutAt, number, place, item, slip } = screen;
  return (
    <>
      {elder ? null : (
        <p className="about">
          {title[language]} {caseNumber}
        </p>
      )}
      <div className="facts">
        <div className="fact">
          <Sign of="wait" />
          <Two of={line('submittedAt')} />
          <strong>{hallMoment(shutAt)}</strong>
        </div>
        <div className="fact">
          <Sign of="proof" />
          <Two of={line('receiptNumber')} />
          <strong className="case-number">{number}</strong>
        </div>
        <div className="fact">
          <Sign of="cell" />
          <Two of={line('cell')} />
          <strong>{cell}</strong>
        </div>
      </div>
      {elder || place === null ? null : (
        <p className="chain-place">
          <Two of={line('chainPlace', { row: place.row })} alone /> · {place.hash.slice(0, shown)}
        </p>
      )}
      <Choice act={{ act: 'printDropOff', item }} works={slip} sign="receipt">
        <Two of={line(slip.works ? 'printDropOff' : 'writeDown')} />
      </Choice>
      <div className="answers">
        <Button act={{ act: 'back' }} look="main">
          <Sign of="plus" />
          <Two of={line('somethingElse')} />
        </Button>
      </div>
    </>
  );
}
