// Take out: the door is open. Says what to take and from where, and hears when something is wrong with it.

import { CellScene } from '../parts/bank.tsx';
import { SomethingWrong } from '../parts/something-wrong.tsx';
import { useView } from '../shown.ts';
import type { ScreenAt } from './screen.tsx';

export function TakeOut({ screen }: { readonly screen: ScreenAt<'takeOut'> }) {
  const { language } = useView();
  return (
    <>
      <CellScene cell={screen.cell} />
      <p className="about">{screen.title[language]}</p>
      <SomethingWrong />
    </>
  );
}
