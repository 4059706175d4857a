// Did it open: there is no sensor that could say, so the person is asked.

import { CellScene } from '../parts/bank.tsx';
import { Question } from '../parts/question.tsx';
import type { ScreenAt } from './screen.tsx';

export function DidItOpen({ screen }: { readonly screen: ScreenAt<'didItOpen'> }) {
  return (
    <>
      <CellScene cell={screen.cell} />
      <Question
        yes={{ act: { act: 'answerOpened', opened: true }, says: 'openYes' }}
        no={{ act: { act: 'answerOpened', opened: false }, says: 'openNo' }}
      />
    </>
  );
}
