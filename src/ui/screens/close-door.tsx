// Close door: a door stands open after its session. Says which one and nothing of whose it was.

import { CellScene } from '../parts/bank.tsx';
import { CallUs } from '../parts/call-us.tsx';
import type { ScreenAt } from './screen.tsx';

export function CloseDoor({ screen }: { readonly screen: ScreenAt<'closeDoor'> }) {
  return (
    <>
      <CellScene cell={screen.cell} />
      <CallUs />
    </>
  );
}
