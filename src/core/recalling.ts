// Recalling: staff take out what stayed too long, was withdrawn or is wanted elsewhere, cell by cell. An item can be
// collected until the moment at which its door is ordered to open for staff: exactly one of the two gets it.

import { type CellId, itemsIn } from './cell.ts';
import { noteMissing } from './collecting.ts';
import type { Item, ItemId, RecallPlace } from './item.ts';
import type { Kiosk } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil, showProblem } from './visit.ts';

/** In the order of what is told first. */
export const recallReasons = ['cancelled', 'frozen', 'dropOff', 'asked', 'overdue'] as const;
export type RecallReason = (typeof recallReasons)[number];

/** Why staff should take this item out; null when they should not. */
export function recallReason({ state, hold, dropOff }: Item): RecallReason | null {
  if (state.is === 'frozen' && state.cell !== null) return hold.withdrawn ?? 'frozen';
  if (state.is !== 'inCell') return null;
  if (dropOff !== undefined) return 'dropOff';
  if (hold.isRecalled) return 'asked';
  return hold.isOver ? 'overdue' : null;
}

export interface Recall {
  readonly cell: CellId;
  readonly reason: RecallReason;
  /** What is to come out; other items of the same addressee may stay. */
  readonly items: readonly ItemId[];
}

/** In walking order. A cell in doubt is not here: somebody has to look into it first. */
export function recallList(kiosk: Kiosk): readonly Recall[] {
  return [...kiosk.cells.values()].flatMap((cell) => {
    if (cell.state.is !== 'occupied') return [];
    const due = cell.state.items.flatMap((id) => {
      const item = kiosk.items.get(id);
      const reason = item === undefined ? null : recallReason(item);
      return reason === null ? [] : [{ id, reason }];
    });
    const reason = recallReasons.find((one) => due.some((item) => item.reason === one));
    return reason === undefined ? [] : [{ cell: cell.id, reason, items: due.map(({ id }) => id) }];
  });
}

export function showRecalls(turn: Turn, visit: Visit): void {
  turn.go({ at: 'worklist', visit: { ...visit, list: { is: 'recall', skipped: [] } }, deadline: idleUntil(turn) });
}

/** Left for later; it comes again with the next visit of staff. */
export function skipRecall(turn: Turn, visit: Visit, cell: CellId): void {
  const skipped = visit.list?.is === 'recall' ? visit.list.skipped : [];
  const list = { is: 'recall', skipped: [...skipped, cell] } as const;
  turn.go({ at: 'worklist', visit: { ...visit, list }, deadline: idleUntil(turn) });
}

/** Decided here, whatever the list showed before: its addressee or central may have been faster. */
export function recall(turn: Turn, visit: Visit, cell: CellId): void {
  const entry = recallList(turn.kiosk).find((one) => one.cell === cell);
  if (entry === undefined) return showProblem(turn, 'itemCollected', { visit, cell });
  orderOpen(turn, visit, { cell, items: entry.items, why: 'recall' });
}

/** What somebody has left is handed on at a window; it is never put in again. */
export function mayBeRecalledTo(kiosk: Kiosk, order: string, place: RecallPlace): boolean {
  return place.is === 'window' || !holdsEnvelope(kiosk, order);
}

export function holdsEnvelope(kiosk: Kiosk, order: string): boolean {
  return kiosk.orders.get(order)?.items.some((item) => kiosk.items.get(item)?.dropOff !== undefined) === true;
}

/** Taken out, and where it is now. */
export function recalled(turn: Turn, place: RecallPlace): void {
  const { session } = turn.kiosk;
  if (session.at !== 'confirmRecall') return;
  const { visit, cell } = session;
  const { items } = turn.order(session.order);
  for (const item of items) {
    turn.record({ is: 'itemRecalled', item, cell, by: visit.holder.person, place });
    if (place.is === 'redeposited') putBackInHand(turn, item);
    else turn.setItem(item, { is: 'recalled', at: turn.now, place });
  }
  const rest = itemsIn(turn.cell(cell)).filter((item) => !items.includes(item));
  turn.setCell(cell, rest.length === 0 ? { is: 'free' } : { is: 'occupied', items: rest });
  goHome(turn, visit);
}

/** Staff have it and put it in again at once: its time begins anew. */
function putBackInHand(turn: Turn, item: ItemId): void {
  turn.setHold(item, { until: null, isOver: false, isExtended: false, isRecalled: false });
  const { withdrawn } = turn.item(item).hold;
  if (withdrawn === null) turn.setItem(item, { is: 'expected' });
  else turn.setItem(item, withdrawn === 'cancelled' ? { is: 'cancelled' } : { is: 'frozen', cell: null });
}

export function notRecalled(turn: Turn, why: 'notThere' | 'leftInside'): void {
  const { session } = turn.kiosk;
  if (session.at !== 'confirmRecall') return;
  const { visit, cell } = session;
  const { items } = turn.order(session.order);
  turn.record({ is: 'recallNotDone', cell, items, why, by: visit.holder.person });
  const inside = itemsIn(turn.cell(cell));
  if (why === 'leftInside') {
    for (const item of items) turn.layIn(item, cell);
    turn.setCell(cell, { is: 'occupied', items: inside });
  } else {
    for (const item of items) noteMissing(turn, item, cell);
    turn.doubtCell(cell, 'saidEmpty', inside, 'recall');
  }
  goHome(turn, visit);
}

/** The time of an item is over: staff are told once, and its addressee is asked to come today. */
export function watchHolds(turn: Turn): void {
  for (const { id: cell, state } of turn.kiosk.cells.values()) {
    if (state.is !== 'occupied') continue;
    for (const id of state.items) {
      const { state: at, hold } = turn.item(id);
      if (at.is !== 'inCell' || hold.isOver || hold.until === null || turn.now <= hold.until) continue;
      turn.setHold(id, { isOver: true });
      turn.record({ is: 'itemExpired', item: id, cell });
    }
  }
}
