// Wrong door: another door moved than the one that was asked for. Shows which to shut, and whom to call.

import { CellScene } from '../parts/bank.tsx';
import { CallUs } from '../parts/call-us.tsx';
import { CaseNumber } from '../parts/case-number.tsx';
import type { ScreenAt } from './screen.tsx';

export function WrongDoor({ screen }: { readonly screen: ScreenAt<'wrongDoor'> }) {
  const [first] = screen.cells;
  return (
    <>
      {first === undefined ? null : <CellScene cell={first} />}
      <div className="facts">
        <CaseNumber of={screen.caseNumber} />
        <CallUs />
      </div>
    </>
  );
}
