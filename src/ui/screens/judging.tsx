// Judging: the device did what it should; the technician says whether it was as it should be.

import { Question } from '../parts/question.tsx';

export function Judging() {
  return (
    <Question
      yes={{ act: { act: 'judgeTest', good: true }, says: 'judgeGood' }}
      no={{ act: { act: 'judgeTest', good: false }, says: 'judgeBad' }}
    />
  );
}
