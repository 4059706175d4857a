// Wiring plan: from "bank A, twelve cells" to the names of the cells, where they should hang and how they stand.

import { type CellId, cellIdOf } from './cell.ts';
import { type BoardHere, keyOf, type WiringState } from './wiring.ts';
import type { WiringAct } from './wiring-event.ts';

const cellsInAColumn = 10;

/** Cells of a bank are numbered on from board to board, channels from 1. Undefined where no such plan can be. */
export function planBoard(
  state: WiringState,
  board: BoardHere,
  { bank, count }: { readonly bank: string; readonly count: number },
): Extract<WiringAct, { is: 'placed' }> | undefined {
  if (!/^[A-Z]{1,2}$/.test(bank) || !Number.isInteger(count) || count < 1 || count > board.bits) return undefined;
  const ofBank = new RegExp(`^${bank}\\d+$`);
  const taken = state.plan.flatMap(({ cells }) => cells.map(({ cell }) => cell)).filter((cell) => ofBank.test(cell));
  const last = Math.max(0, ...taken.map((cell) => Number(cell.slice(bank.length))));
  if (last + count > 999) return undefined;
  const cells = Array.from({ length: count }, (_, place) => ({
    cell: cellIdOf(`${bank}${String(last + place + 1).padStart(2, '0')}`),
    size: 'small' as const,
    channel: place + 1,
  }));
  const others = state.plan.filter(({ name }) => name === `board${bank}` || name.startsWith(`board${bank}-`)).length;
  return {
    is: 'placed',
    plan: { board: keyOf(board), name: others === 0 ? `board${bank}` : `board${bank}-${others + 1}`, cells },
    bank,
    columns: columnsOf(cells.map(({ cell }) => cell)),
  };
}

/** Nobody has drawn this bank: ten to a column, to be put right in the site file. */
function columnsOf(cells: readonly CellId[]): readonly (readonly CellId[])[] {
  return Array.from({ length: Math.ceil(cells.length / cellsInAColumn) }, (_, column) =>
    cells.slice(column * cellsInAColumn, (column + 1) * cellsInAColumn),
  );
}
