// Sheet: the worksheet on paper, what should lie in which cell, to walk along the wall with and tick off. No names stand on it.

import { type CellId, type CellState, itemsIn } from './cell.ts';
import { worksheet } from './checking.ts';
import type { Kiosk } from './kiosk.ts';
import { orderSheet } from './printing.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';
import type { Words } from './words.ts';

/** The cells in doubt, every day; every cell, now and then. */
export type SheetChoice = 'doubtful' | 'all';

export interface Sheet {
  readonly which: SheetChoice;
  readonly at: number;
  /** In walking order. */
  readonly cells: readonly {
    readonly cell: CellId;
    readonly state: CellState['is'];
    readonly items: readonly { readonly title: Words; readonly caseNumber: string }[];
  }[];
}

/** A slip of more lines than these is one that no printer here takes at once. */
export const mostSheetLines = 180;

function sheetOf(kiosk: Kiosk, { which, at }: Pick<Sheet, 'which' | 'at'>): Sheet {
  const shown = which === 'all' ? [...kiosk.cells.keys()] : worksheet(kiosk);
  return {
    which,
    at,
    cells: shown.flatMap((id) => {
      const cell = kiosk.cells.get(id);
      if (cell === undefined) return [];
      const items = itemsIn(cell).flatMap((item) => kiosk.items.get(item) ?? []);
      const state = cell.state.is;
      return [{ cell: id, state, items: items.map(({ title, caseNumber }) => ({ title, caseNumber })) }];
    }),
  };
}

/** There is something to print, and not too much for a slip; central prints larger ones. */
export function maySheetBePrinted(kiosk: Kiosk, which: SheetChoice): boolean {
  const { cells } = sheetOf(kiosk, { which, at: 0 });
  const lines = cells.reduce((sum, { items }) => sum + Math.max(1, items.length), 0);
  return lines > 0 && lines <= mostSheetLines;
}

/** Always of what is booked now: one that did not come out is made anew. */
export function printSheet(turn: Turn, visit: Visit, which: SheetChoice, reprintOf: string | null = null): void {
  orderSheet(turn, visit, sheetOf(turn.kiosk, { which, at: turn.now }), reprintOf);
}
