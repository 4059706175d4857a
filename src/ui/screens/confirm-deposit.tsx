// Confirm deposit: the door is shut again; only the person knows whether the licence is in.

import { CellScene } from '../parts/bank.tsx';
import { Question } from '../parts/question.tsx';
import { useView } from '../shown.ts';
import type { ScreenAt } from './screen.tsx';

export function ConfirmDeposit({ screen }: { readonly screen: ScreenAt<'confirmDeposit'> }) {
  const { language } = useView();
  return (
    <>
      <CellScene cell={screen.cell} />
      <p className="about">{screen.title[language]}</p>
      <Question
        yes={{ act: { act: 'confirmDeposit', putIn: true }, says: 'putInYes' }}
        no={{ act: { act: 'confirmDeposit', putIn: false }, says: 'putInNo' }}
      />
    </>
  );
}
