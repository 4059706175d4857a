// Confirm deposit: the door is shut again; only the person knows whether the licence is in.

import { CellScene } from '../parts/bank.tsx';
import { Button } from '../parts/button.tsx';
import { Sign } from '../parts/icons.tsx';
import { Question } from '../parts/question.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function ConfirmDeposit({ screen }: { readonly screen: ScreenAt<'confirmDeposit'> }) {
  const { language } = useView();
  const putIn = { act: 'confirmDeposit', putIn: true } as const;
  const notIn = { act: 'confirmDeposit', putIn: false } as const;
  return (
    <>
      <CellScene cell={screen.cell} />
      <p className="about">{screen.title[language]}</p>
      {screen.labelMissing ? (
        <Question yes={{ act: { act: 'openAgain' }, says: 'openForLabel' }} no={{ act: notIn, says: 'putInNo' }} />
      ) : screen.takingBack ? (
        <Question yes={{ act: notIn, says: 'backOut' }} no={{ act: putIn, says: 'backStill' }} />
      ) : (
        <Question yes={{ act: putIn, says: 'putInYes' }} no={{ act: notIn, says: 'putInNo' }} />
      )}
      {screen.takingBack ? null : (
        <Button act={{ act: 'largerCell' }}>
          <Sign of="plus" />
          <Two of={line('largerCell')} />
        </Button>
      )}
    </>
  );
}
