// Cell: one compartment of a cabinet and what is known of its content, which always is of one addressee. The door is
// another matter (door.ts).

import type { ItemId } from './item.ts';

declare const isCellId: unique symbol;
/** As printed on the door, e.g. A07. */
export type CellId = string & { readonly [isCellId]: true };

export function cellIdOf(text: string): CellId {
  if (!/^[A-Z]{1,2}\d{1,3}$/.test(text))
    throw new Error('a cell is named by one or two letters and up to three digits, e.g. A07');
  return text as CellId;
}

export const cellSizes = ['small', 'medium', 'large'] as const;
export type CellSize = (typeof cellSizes)[number];

/** Why nobody knows for sure what is inside. */
export type Doubt =
  | 'restart'
  | 'doorLeftOpen'
  | 'openedWithoutOrder'
  /** Another door was ordered to open, or another one moved with it. */
  | 'wrongDoor'
  /** It opened after everybody had given it up. */
  | 'openedLate'
  | 'depositCancelled'
  /** A person may have left an envelope inside, and nobody saw how that ended. */
  | 'dropOff'
  | 'notMine'
  | 'leftInside'
  | 'recall'
  | 'saidEmpty'
  | 'boardLost'
  /** The label of another cell was scanned while its door should have stood open. */
  | 'wrongLabel'
  | 'foundElsewhere'
  | 'emergency';

export type CellState =
  | { readonly is: 'free' }
  /** Kept for `coming`; `items` of the same addressee lie in it already. */
  | { readonly is: 'reserved'; readonly items: readonly ItemId[]; readonly coming: ItemId }
  /** Nothing is inside; kept until then for something that is on its way to the hall. */
  | { readonly is: 'kept'; readonly item: ItemId; readonly until: number }
  | { readonly is: 'openDeposit'; readonly items: readonly ItemId[]; readonly coming: ItemId }
  | { readonly is: 'occupied'; readonly items: readonly ItemId[] }
  | { readonly is: 'openCollect'; readonly items: readonly ItemId[] }
  /** `items` is everything inside; which of it staff take out stands in the order. */
  | { readonly is: 'openRecall'; readonly items: readonly ItemId[] }
  /** Emptied by its addressee, who may still open it again until then. */
  | { readonly is: 'justEmptied'; readonly items: readonly ItemId[]; readonly until: number }
  | { readonly is: 'openService' }
  /** Never assigned before staff have looked; `items` is what may be inside. */
  | { readonly is: 'unverified'; readonly why: Doubt; readonly items: readonly ItemId[] }
  | { readonly is: 'outOfService'; readonly why: 'lock' | 'staff'; readonly items: readonly ItemId[] };

/** A fault that does not keep the cell from being opened: the licence in it can still be had. */
export type CellFault = 'sensorStuckOpen' | 'slowLock';

export interface Cell {
  readonly id: CellId;
  readonly size: CellSize;
  /** From the floor to the middle of the door; null when the site file does not say. */
  readonly heightCm: number | null;
  readonly state: CellState;
  /** Times it was opened; the least used of the fitting cells is taken first. */
  readonly opens: number;
  readonly fault?: CellFault;
}

/** Everything that is, may be or is about to be inside: items of one addressee. */
export function itemsIn({ state }: Pick<Cell, 'state'>): readonly ItemId[] {
  if (!('items' in state)) return [];
  return 'coming' in state ? [...state.items, state.coming] : state.items;
}

/** Reach of somebody who sits, from the floor to the middle of the door (15 to 48 inches). */
const reachCm = { least: 38, most: 122 };

/** Where the site file does not say how high a cell is, nobody may be sent to it who cannot reach everything. */
export function isWithinReach({ heightCm }: Pick<Cell, 'heightCm'>): boolean {
  return heightCm !== null && heightCm >= reachCm.least && heightCm <= reachCm.most;
}

/** What the label inside a cell says to the scanner. */
export function cellLabel(cell: CellId): string {
  return `CELL:${cell}`;
}

export function cellOfLabel(text: string): CellId | null {
  const name = /^CELL:([A-Z]{1,2}\d{1,3})$/.exec(text)?.[1];
  return name === undefined ? null : cellIdOf(name);
}

export interface CellNeed {
  readonly size: CellSize;
  /** That one was too small. */
  readonly largerThan: CellSize | null;
  readonly low: boolean;
}

/**
 * The cell for an item: free and usable, within reach where that is needed, the smallest size that fits, least used first,
 * then by name. `usable` leaves out cells whose board is offline or whose door does not read closed.
 */
export function chooseCell(
  cells: Iterable<Cell>,
  { size, largerThan, low }: CellNeed,
  usable: (cell: Cell) => boolean,
): Cell | undefined {
  const rank = (one: CellSize) => cellSizes.indexOf(one);
  const least = Math.max(rank(size), largerThan === null ? 0 : rank(largerThan) + 1);
  return [...cells]
    .filter(
      (cell) => cell.state.is === 'free' && rank(cell.size) >= least && (!low || isWithinReach(cell)) && usable(cell),
    )
    .sort((a, b) => rank(a.size) - rank(b.size) || a.opens - b.opens || a.id.localeCompare(b.id))[0];
}
