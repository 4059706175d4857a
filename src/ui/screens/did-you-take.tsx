// Did you take: the door shut so soon, or nobody saw it, that only the person knows.

import { CellScene } from '../parts/bank.tsx';
import { Question } from '../parts/question.tsx';
import { SomethingWrong } from '../parts/something-wrong.tsx';
import type { ScreenAt } from './screen.tsx';

export function DidYouTake({ screen }: { readonly screen: ScreenAt<'didYouTake'> }) {
  return (
    <>
      <CellScene cell={screen.cell} />
      <Question
        yes={{ act: { act: 'answerTaken', taken: true }, says: 'takeYes' }}
        no={{ act: { act: 'answerTaken', taken: false }, says: 'takeNo' }}
      />
      <SomethingWrong />
    </>
  );
}
