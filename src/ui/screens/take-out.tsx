// Take out: the door is open. Says what to take and from where, and hears when something is wrong with it. When it has
// stood open for too long nobody's name is on the screen any more, only which door to shut.

import { CellScene } from '../parts/bank.tsx';
import { ItIsShut } from '../parts/it-is-shut.tsx';
import { SomethingWrong } from '../parts/something-wrong.tsx';
import { Taken } from '../parts/taken.tsx';
import type { ScreenAt } from './screen.tsx';

export function TakeOut({ screen }: { readonly screen: ScreenAt<'takeOut'> }) {
  return (
    <>
      <CellScene cell={screen.cell} />
      {screen.openTooLong ? <ItIsShut cell={screen.cell} /> : <Taken items={screen.items} />}
      <SomethingWrong />
    </>
  );
}
