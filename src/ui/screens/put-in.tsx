// Put in: the door is open for a deposit; shutting it leads on.

import { CellScene } from '../parts/bank.tsx';
import { useView } from '../shown.ts';
import type { ScreenAt } from './screen.tsx';

export function PutIn({ screen }: { readonly screen: ScreenAt<'putIn'> }) {
  const { language } = useView();
  return (
    <>
      <CellScene cell={screen.cell} />
      <p className="about">{screen.title[language]}</p>
    </>
  );
}
