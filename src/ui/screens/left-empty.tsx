// Left empty: nothing was put in. Only who had the door open can say whether the cell is as it was before.

import { CellScene } from '../parts/bank.tsx';
import { Question } from '../parts/question.tsx';
import type { ScreenAt } from './screen.tsx';

export function LeftEmpty({ screen }: { readonly screen: ScreenAt<'leftEmpty'> }) {
  const isShared = screen.others > 0;
  return (
    <>
      <CellScene cell={screen.cell} />
      <Question
        yes={{ act: { act: 'answerLeftEmpty', empty: true }, says: isShared ? 'leftAsBefore' : 'leftEmptyYes' }}
        no={{ act: { act: 'answerLeftEmpty', empty: false }, says: 'leftEmptyNo' }}
      />
    </>
  );
}
