// Close door: a door stands open after its session. Says which one and nothing of whose it was. Somebody who sees that it
// is shut can say so: then the sensor is wrong, and the screen lets the next person on.

import { CellScene } from '../parts/bank.tsx';
import { CallUs } from '../parts/call-us.tsx';
import { ItIsShut } from '../parts/it-is-shut.tsx';
import type { ScreenAt } from './screen.tsx';

export function CloseDoor({ screen }: { readonly screen: ScreenAt<'closeDoor'> }) {
  return (
    <>
      <CellScene cell={screen.cell} />
      <ItIsShut cell={screen.cell} />
      <CallUs />
    </>
  );
}
