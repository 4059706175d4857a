// Dropping off: a person leaves an envelope with the missing papers of a case. It counts as received when the sensor saw the
// door open and shut and the person says that it is inside; the moment the door shut is the time of submission. Whatever is
// less than that is a doubt: staff look, and the moment is kept for what they find.

import { type CellId, chooseCell } from './cell.ts';
import { isUsable } from './depositing.ts';
import type { DropOff, DropOffReceipt } from './drop-off.ts';
import { dropOffProblem, dropOffsOf, type Envelope } from './drop-off-list.ts';
import type { Item, ItemId } from './item.ts';
import type { Kiosk } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import { noteSaidShut } from './said-shut.ts';
import { type Session, type Visit, visitOf } from './session.ts';
import type { Turn } from './turn.ts';
import { idleUntil, showProblem } from './visit.ts';

/** A door that shuts this soon has taken in nothing yet. */
const slamMs = 2_000;

export function newDropOff(asked: Pick<DropOff, 'missing' | 'validFrom' | 'validTo' | 'verify'>): DropOff {
  return { ...asked, givenUp: 0, shut: null, receipt: null };
}

export function showDropOffs(turn: Turn, visit: Visit): void {
  turn.go({ at: 'dropOffs', visit, deadline: idleUntil(turn) });
}

function ownEnvelope(kiosk: Kiosk, visit: Visit, id: ItemId, now: number): Envelope | undefined {
  return dropOffsOf(kiosk, visit, now).find((one) => one.id === id);
}

/** Decided here, whatever the list showed before: central may have withdrawn the case. */
export function dropOff(turn: Turn, visit: Visit, id: ItemId): void {
  const envelope = ownEnvelope(turn.kiosk, visit, id, turn.now);
  const problem = envelope === undefined ? 'notNow' : dropOffProblem(envelope, turn.now);
  if (envelope === undefined || problem !== null) return showProblem(turn, problem ?? 'notNow', { visit });
  const need = { size: envelope.size, largerThan: null, low: envelope.lowCell === true };
  const cell = chooseCell(turn.kiosk.cells.values(), need, (one) => isUsable(turn.kiosk, one));
  if (cell === undefined) return showProblem(turn, 'bankFull', { visit });
  turn.setDropOff(id, { shut: null });
  turn.setCell(cell.id, { is: 'reserved', items: [], coming: id });
  turn.setItem(id, { is: 'assigned', cell: cell.id });
  orderOpen(turn, visit, { cell: cell.id, items: [id], why: 'dropOff' });
}

/** The sensor saw the door shut. The moment is kept, whoever says what of it afterwards. */
export function dropOffShut(turn: Turn, session: Extract<Session, { at: 'doorOpen' }>): void {
  const { visit, order, cell, openedAt } = session;
  for (const item of turn.order(order).items) turn.setDropOff(item, { shut: { cell, at: turn.now } });
  const slammed = turn.now - openedAt < slamMs;
  turn.go({ at: 'confirmDropOff', visit, order, cell, shutAt: turn.now, slammed, deadline: idleUntil(turn) });
}

type Confirming = Extract<Session, { at: 'confirmDropOff' }>;

export function confirmDropOff(turn: Turn, putIn: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'confirmDropOff') return;
  const { visit, cell } = session;
  const { state } = turn.cell(cell);
  if (state.is !== 'openDeposit') return;
  const item = state.coming;
  noteSaidShut(turn, cell);
  if (!putIn) return notPutIn(turn, session, item);
  const { state: opening } = turn.order(session.order);
  const isSeen = opening.is === 'opened' && opening.evidence === 'sensor' && session.shutAt !== null;
  if (!isSeen || session.slammed) {
    turn.doubtCell(cell, 'dropOff', [item], 'deposit');
    return showProblem(turn, 'dropOffUnsure', { visit, cell });
  }
  turn.setCell(cell, { is: 'occupied', items: [item] });
  turn.layIn(item, cell);
  receive(turn, turn.item(item), { cell, shutAt: session.shutAt, evidence: 'sensor' });
  turn.go({ at: 'droppedOff', visit, item, deadline: idleUntil(turn) });
}

function receive(
  turn: Turn,
  { id, addressee }: Item,
  seen: Pick<DropOffReceipt, 'cell' | 'shutAt' | 'evidence'>,
): void {
  const { clockOffsetMs } = turn.kiosk;
  turn.setDropOff(id, { receipt: { ...seen, fact: turn.nextFactId(), at: turn.now, clockOffsetMs } });
  turn.record({ is: 'dropOffReceived', item: id, person: addressee, ...seen, clockOffsetMs });
}

/** Whether it is empty nobody has seen, so the cell waits for staff; the person may try once more with another one. */
function notPutIn(turn: Turn, { visit, cell }: Confirming, item: ItemId): void {
  const { givenUp = 0 } = turn.item(item).dropOff ?? {};
  turn.setItem(item, { is: 'expected' });
  turn.setDropOff(item, { givenUp: givenUp + 1 });
  turn.record({ is: 'depositCancelled', item, cell, by: visit.holder.person });
  turn.doubtCell(cell, 'depositCancelled', [], 'deposit');
  showProblem(turn, 'dropOffNotIn', { visit, cell });
}

/** The same cell once more: it was forgotten, or the door slammed. */
export function openForDropOffAgain(turn: Turn, { visit, cell }: Confirming): void {
  const { state } = turn.cell(cell);
  if (state.is !== 'openDeposit') return;
  turn.setCell(cell, { ...state, is: 'reserved' });
  orderOpen(turn, visit, { cell, items: [state.coming], why: 'dropOff' });
}

/** Nobody said whether it is inside. */
export function dropOffLeft(turn: Turn, { cell }: Confirming): void {
  const { state } = turn.cell(cell);
  if (state.is === 'openDeposit') turn.doubtCell(cell, 'dropOff', [state.coming], 'deposit');
}

/** Staff looked and found it: received when its door was seen to shut, where it was. */
export function receiveFound(turn: Turn, { id }: Item, cell: CellId): void {
  const item = turn.item(id);
  const shut = item.dropOff?.shut ?? null;
  receive(turn, item, { cell, shutAt: shut?.cell === cell ? shut.at : null, evidence: 'staff' });
}

/** Staff looked and it is not there: never put in, or, where it was received, lost. */
export function settleMissingEnvelope(turn: Turn, { id, hold }: Item, { receipt }: DropOff, cell: CellId): void {
  if (receipt !== null) {
    turn.setItem(id, { is: 'lost', at: turn.now });
    return turn.record({ is: 'itemMissing', item: id, cell });
  }
  turn.setItem(id, hold.withdrawn === null ? { is: 'expected' } : { is: 'cancelled' });
}

/** Its slip can be had at the end of the drop-off and at every later visit of the same person. */
export function mayPrintDropOff(kiosk: Kiosk, id: ItemId, now: number): boolean {
  const { session } = kiosk;
  if (session.at !== 'droppedOff' && session.at !== 'dropOffs') return false;
  const visit = visitOf(session);
  return visit !== null && (ownEnvelope(kiosk, visit, id, now)?.dropOff.receipt ?? null) !== null;
}
