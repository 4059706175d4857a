// Books: what the kiosk believes of its cells and items, in the few words that the actors and the oracles need.

import { type CellId, itemsIn } from '../../src/core/cell.ts';
import { worksheet } from '../../src/core/checking.ts';
import { cellOf, type ItemId } from '../../src/core/item.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';

export type Belief =
  /** Nothing is inside. */
  | { readonly is: 'empty' }
  | { readonly is: 'holds'; readonly items: readonly string[] }
  /** Somebody has to look, or is at it. */
  | { readonly is: 'doubtful'; readonly items: readonly string[] };

export function beliefOf(kiosk: Kiosk, id: CellId): Belief {
  const cell = kiosk.cells.get(id);
  if (cell === undefined) return { is: 'doubtful', items: [] };
  switch (cell.state.is) {
    case 'free':
    case 'kept':
    case 'justEmptied':
      return { is: 'empty' };
    case 'occupied':
      return { is: 'holds', items: itemsIn(cell) };
    case 'reserved':
    case 'openDeposit':
    case 'openCollect':
    case 'openRecall':
    case 'openService':
    case 'unverified':
    case 'outOfService':
      return { is: 'doubtful', items: itemsIn(cell) };
  }
}

/** Where the kiosk believes an item to be. */
export interface ItemBelief {
  readonly is: string;
  readonly cell: CellId | null;
}

export function itemBeliefOf(kiosk: Kiosk, id: string): ItemBelief | undefined {
  const item = kiosk.items.get(id as ItemId);
  return item === undefined ? undefined : { is: item.state.is, cell: cellOf(item) };
}

/** Cells that somebody has to look into. */
export function doubtfulCells(kiosk: Kiosk): readonly CellId[] {
  return worksheet(kiosk);
}

export function hasRightTo(kiosk: Kiosk, item: string, cell: CellId): boolean {
  return [...kiosk.rights.values()].some((right) => right.item === item && right.cell === cell);
}
