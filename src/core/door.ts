// Door: what the sensor reads, and beside it the record of each order to open. Neither is ever taken for the other.

import type { CellId } from './cell.ts';
import type { ItemId } from './item.ts';
import type { PersonKey } from './person.ts';

export type DoorReading = 'open' | 'closed' | 'unknown';

export interface Door {
  readonly reads: DoorReading;
  /** UTC ms of the last change of reading. */
  readonly since: number;
  /** What staff have been told of a door that stays open. */
  readonly told: 'nothing' | 'heldOpen' | 'alarm';
}

/** `takeBack`: staff undo the last deposit of their batch. `dropOff`: a person leaves an envelope. */
export type OpenReason =
  | 'deposit'
  | 'dropOff'
  | 'collect'
  | 'reopen'
  | 'takeBack'
  | 'recall'
  | 'look'
  | 'test'
  | 'emergency';

/**
 * Life of one order to open one cell, written before the lock is pulsed.
 * ordered → acted → opened | notDetected; ordered → notSent; ordered or acted → unknown after a crash.
 */
export type OpenOrderState =
  /** The intent is durable; the pulse may or may not have gone out. */
  | { readonly is: 'ordered' }
  /** The pulse went out; the board may have said so. That is not an open door. */
  | { readonly is: 'acted'; readonly at: number; readonly acknowledged: boolean }
  | { readonly is: 'opened'; readonly at: number; readonly evidence: 'sensor' | 'statement' }
  | { readonly is: 'notDetected'; readonly at: number }
  /** Nothing left the computer. */
  | { readonly is: 'notSent'; readonly at: number }
  /** The program ended between order and outcome; never repeated by itself. */
  | { readonly is: 'unknown'; readonly at: number };

export interface OpenOrder {
  /** UUIDv7 of the event that led to it. */
  readonly id: string;
  readonly cell: CellId;
  /** What the door is opened for: all that is taken out, or the one that is put in. */
  readonly items: readonly ItemId[];
  readonly why: OpenReason;
  /** Who is authorised: the addressee or a member of staff. */
  readonly by: PersonKey;
  readonly at: number;
  readonly state: OpenOrderState;
}

export function isSettled(order: OpenOrder): boolean {
  return order.state.is !== 'ordered' && order.state.is !== 'acted';
}
