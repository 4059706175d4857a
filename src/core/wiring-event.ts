// Wiring events: what the technician says to the wizard, what the boards say, and what the wizard asks for.

import type { CellId } from './cell.ts';
import type { BoardHere, BoardKey, PlannedBoard } from './wiring.ts';

/** Everything that the technician can say or order. */
export type WiringAct =
  | { readonly is: 'search' }
  /** `columns`: how its cells stand, for a bank that no site file draws. */
  | {
      readonly is: 'placed';
      readonly plan: PlannedBoard;
      readonly bank: string;
      readonly columns: readonly (readonly CellId[])[];
    }
  | { readonly is: 'leftOut'; readonly board: BoardKey }
  | { readonly is: 'allShut' }
  /** The only word that fires a lock: once, and only the one that is named. */
  | { readonly is: 'go'; readonly board: BoardKey; readonly channel: number }
  | { readonly is: 'door'; readonly opened: CellId | 'none' | 'several' }
  | { readonly is: 'sensor'; readonly has: 'none' | 'broken' }
  | { readonly is: 'shut' }
  /** This channel, or this cell, stays as it is. */
  | { readonly is: 'giveUp' }
  /** Learns this channel, anew if it was learnt before. */
  | { readonly is: 'learn'; readonly board: BoardKey; readonly channel: number }
  /** Accepts this cell anew after a repair: its channel is learnt again first. */
  | { readonly is: 'repeat'; readonly cell: CellId }
  | { readonly is: 'accept' }
  | { readonly is: 'stop' };

export type WiringEvent =
  | { readonly is: 'tick' }
  | { readonly is: 'said'; readonly act: WiringAct }
  | { readonly is: 'found'; readonly boards: readonly BoardHere[] }
  /** null: no answer. */
  | { readonly is: 'read'; readonly board: BoardKey; readonly bits: readonly boolean[] | null }
  | {
      readonly is: 'fired';
      readonly board: BoardKey;
      readonly channel: number;
      readonly outcome: 'acknowledged' | 'silent' | 'notSent' | 'refused';
    };

export type WiringEffect =
  | { readonly do: 'find' }
  | { readonly do: 'fire'; readonly board: BoardHere; readonly channel: number };
