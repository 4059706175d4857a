// Opening: the lock was told to open; the number and the place are already shown, so that the person can go there.

import { CellScene } from '../parts/bank.tsx';
import { Two } from '../parts/two.tsx';
import { line } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

export function Opening({ screen }: { readonly screen: ScreenAt<'opening'> }) {
  return (
    <>
      <CellScene cell={screen.cell} />
      <p className="hint">
        <Two of={line(screen.attempt > 1 ? 'openingAgain' : 'openingHint')} />
      </p>
    </>
  );
}
