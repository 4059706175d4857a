// Confirm drop-off: the door is shut; only the person knows whether the envelope is inside.

import { CellScene } from '../parts/bank.tsx';
import { Button } from '../parts/button.tsx';
import { Sign } from '../parts/icons.tsx';
import { Question } from '../parts/question.tsx';
import { Two } from '../parts/two.tsx';
import { useView } from '../shown.ts';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function ConfirmDropOff({ screen }: { readonly screen: ScreenAt<'confirmDropOff'> }) {
  const { language } = useView();
  return (
    <>
      <CellScene cell={screen.cell} />
      <p className="about">{screen.title[language]}</p>
      <Question
        yes={{ act: { act: 'confirmDropOff', putIn: true }, says: 'dropOffYes' }}
        no={{ act: { act: 'confirmDropOff', putIn: false }, says: 'dropOffNo' }}
      />
      <Button act={{ act: 'openAgain' }}>
        <Sign of="again" />
        <Two of={line('openOnceMore')} />
      </Button>
    </>
  );
}
