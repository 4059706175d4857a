// Restarted: something was under way at these cells when the program ended. Names nobody; whoever stands there knows.

import { CellScene } from '../parts/bank.tsx';
import { CallUs } from '../parts/call-us.tsx';
import { Two } from '../parts/two.tsx';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function Restarted({ screen }: { readonly screen: ScreenAt<'restarted'> }) {
  const [first] = screen.cells;
  return (
    <>
      {first === undefined ? null : <CellScene cell={first} />}
      <p className="hint">
        <Two of={line('restartedHint')} />
      </p>
      <CallUs />
    </>
  );
}
