// Collecting: a person takes everything out of a cell that lies there for them, and what is said and done around it.

import { type CellId, itemsIn } from './cell.ts';
import { deliveryOf } from './delivery.ts';
import { cellOf, type ItemId } from './item.ts';
import { isPerhapsPutIn, isUnheardOf, itemsWaitingFor, type Kiosk, nothingWaits, openProblem } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import { printDeliveryAfterHandOver } from './printing.ts';
import type { Problem } from './problem.ts';
import { checkRight } from './right.ts';
import { noteSaidShut } from './said-shut.ts';
import type { Session, Visit } from './session.ts';
import type { Signature } from './signature.ts';
import type { Turn } from './turn.ts';
import { idleUntil, showProblem } from './visit.ts';

export function showLicences(turn: Turn, visit: Visit): void {
  if (itemsWaitingFor(turn.kiosk, visit, turn.now).length === 0) {
    const why = nothingWaits(turn.kiosk, visit.holder.person);
    turn.record({ is: 'collectRefused', item: null, person: visit.holder.person, why });
    return showProblem(turn, why, { visit });
  }
  turn.go({ at: 'licences', visit, deadline: idleUntil(turn) });
}

/**
 * Why this person may not open this cell now; null when they may. Whoever opens a door can reach everything behind it, so
 * they need a right to each item inside. The list says it beforehand, so that nobody touches what is then refused.
 */
export function collectProblem(kiosk: Kiosk, cell: CellId, visit: Visit, now: number): Problem | null {
  const { person } = visit.holder;
  const known = kiosk.cells.get(cell);
  const inside = known === undefined ? [] : itemsIn(known);
  const own = itemsWaitingFor(kiosk, visit, now).filter((item) => cellOf(item) === cell);
  if (own.length === 0) return nothingWaits(kiosk, person);
  for (const id of inside) {
    const item = kiosk.items.get(id);
    if (item === undefined || own.includes(item)) continue;
    if (item.state.is === 'frozen') return 'itemFrozen';
    if (item.addressee === person && isPerhapsPutIn(kiosk, item)) continue;
    return item.addressee === person ? 'lookAtCell' : 'moreInside';
  }
  const granted = own.filter((item) => !isUnheardOf(kiosk, item) || item.addressee !== person);
  for (const { id } of granted.length === 0 ? own : granted) {
    const rights = [...kiosk.rights.values()].filter(
      (one) => one.item === id && one.person === person && one.cell === cell,
    );
    // One that was granted anew stands beside the old one; any that is good opens.
    const refusals = [...rights, undefined].map((right) =>
      checkRight(
        right,
        { item: id, cell, person },
        { now, rightsAsOf: kiosk.rightsAsOf, maxAgeMs: kiosk.settings.rightsAgeMs },
      ),
    );
    if (!refusals.includes(null)) return refusals[0] ?? 'notReleased';
  }
  return openProblem(kiosk, cell);
}

/** Chosen from the list: the site may want a signature before the door opens. */
export function collect(turn: Turn, visit: Visit, cell: CellId): void {
  const mayBeOpened = collectProblem(turn.kiosk, cell, visit, turn.now) === null;
  if (turn.kiosk.settings.signature === 'none' || !mayBeOpened) return openFor(turn, visit, cell, null);
  turn.go({ at: 'sign', visit, cell, deadline: idleUntil(turn) });
}

export interface Signed {
  readonly strokes: Signature;
  readonly sha256: string | null;
}

export function sign(turn: Turn, signed: Signed | null): void {
  const { session } = turn.kiosk;
  if (session.at === 'sign') openFor(turn, session.visit, session.cell, signed);
}

/** The decision is made here, at the moment of the pulse, whatever the screen showed before. */
function openFor(turn: Turn, visit: Visit, cell: CellId, signed: Signed | null): void {
  const { person } = visit.holder;
  const own = itemsWaitingFor(turn.kiosk, visit, turn.now).filter((item) => cellOf(item) === cell);
  const refusal = collectProblem(turn.kiosk, cell, visit, turn.now);
  if (refusal !== null) {
    turn.record({ is: 'collectRefused', item: own[0]?.id ?? null, person, why: refusal });
    return showProblem(turn, refusal, { visit });
  }
  const items = own.map(({ id }) => id);
  const others = (visit.signed ?? []).filter((one) => one !== cell);
  if (signed !== null) {
    const { strokes, sha256 } = signed;
    turn.keepSignature({ order: turn.id, at: turn.now, strokes });
    turn.record({ is: 'deliverySigned', order: turn.id, cell, items, person, sha256 });
  }
  orderOpen(turn, { ...visit, signed: signed === null ? others : [...others, cell] }, { cell, items, why: 'collect' });
}

type AtCell = Extract<Session, { at: 'doorOpen' | 'didYouTake' | 'collected' }>;

/** The door shut. A slam within two seconds is not yet a hand-over. */
export function doorShut(turn: Turn, session: Extract<Session, { at: 'doorOpen' }>, slamMs = 2_000): void {
  const { visit, order, cell } = session;
  const { why } = turn.order(order);
  if (why === 'collect' && turn.now - session.openedAt < slamMs) {
    return turn.go({ at: 'didYouTake', visit, order, cell, deadline: idleUntil(turn) });
  }
  handOver(turn, session);
}

function missingFrom(turn: Turn, cell: CellId): readonly ItemId[] {
  return itemsIn(turn.cell(cell)).filter((item) => turn.item(item).state.is === 'missing');
}

export function handOver(turn: Turn, { visit, order, cell }: AtCell): void {
  const { items, state, why } = turn.order(order);
  const missing = missingFrom(turn, cell);
  noteSaidShut(turn, cell);
  const taken = items.filter((item) => !missing.includes(item) && turn.item(item).state.is !== 'handedOver');
  if (why === 'collect') {
    const evidence = state.is === 'opened' ? state.evidence : 'statement';
    for (const item of taken) {
      turn.setItem(item, { is: 'handedOver', cell, at: turn.now, evidence });
      const { person } = visit.holder;
      const { addressee } = turn.item(item);
      turn.record({ is: 'itemHandedOver', item, cell, person, addressee, proof: visit.proof.is, evidence });
      endDelegations(turn, item);
    }
  }
  const perhapsInside = itemsIn(turn.cell(cell)).filter((item) => !items.includes(item));
  if (missing.length > 0) {
    turn.doubtCell(cell, 'saidEmpty', [...new Set([...missing, ...perhapsInside])], 'notMine');
    return showProblem(turn, 'cellEmpty', { visit, cell });
  }
  const reopenUntil = turn.now + turn.kiosk.settings.reopenMs;
  if (perhapsInside.length > 0) turn.doubtCell(cell, 'depositCancelled', perhapsInside, 'deposit');
  else turn.setCell(cell, { is: 'justEmptied', items, until: reopenUntil });
  const delivery = deliveryOf(turn.kiosk, visit, order);
  const closedAt = turn.now;
  turn.go({ at: 'collected', visit, order, cell, reopenUntil, closedAt, delivery, deadline: idleUntil(turn) });
  if (why === 'collect') printDeliveryAfterHandOver(turn);
}

/** An agent's right is for one time, whoever came in the end. */
function endDelegations(turn: Turn, item: ItemId): void {
  const { addressee } = turn.item(item);
  for (const right of turn.kiosk.rights.values())
    if (right.item === item && right.person !== addressee) turn.revokeRight(right.id);
}

export function answerTaken(turn: Turn, taken: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'didYouTake') return;
  if (taken) return handOver(turn, session);
  const { items, why } = turn.order(session.order);
  const inside = items.filter((item) => turn.item(item).state.is !== 'missing');
  // What is booked as handed over stays so: only the door is opened once more.
  orderOpen(turn, session.visit, { cell: session.cell, items: inside, why: why === 'reopen' ? why : 'collect' });
}

/** The same person may open the emptied cell again for a while: something may have been left behind. */
export function reopen(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at !== 'collected' || turn.now > session.reopenUntil) return;
  orderOpen(turn, session.visit, { cell: session.cell, items: turn.order(session.order).items, why: 'reopen' });
}

/** Nothing that should be in the cell is there. */
export function sayEmpty(turn: Turn): void {
  const session = cellSession(turn);
  if (session === null) return;
  const { items } = turn.order(session.order);
  for (const item of items) noteMissing(turn, item, session.cell);
  turn.doubtCell(session.cell, 'saidEmpty', [...new Set([...itemsIn(turn.cell(session.cell)), ...items])], 'notMine');
  showProblem(turn, 'cellEmpty', { visit: session.visit, cell: session.cell });
}

/** One of several is not there: the others are handed over as usual, and staff look for that one. */
export function sayMissing(turn: Turn, item: ItemId): void {
  const session = cellSession(turn);
  if (session === null) return;
  const { items } = turn.order(session.order);
  if (!items.includes(item)) return;
  const others = items.filter((one) => one !== item && turn.item(one).state.is !== 'missing');
  if (others.length === 0) return sayEmpty(turn);
  noteMissing(turn, item, session.cell);
  if (session.at !== 'collected') return turn.go({ ...session, deadline: Math.max(session.deadline, idleUntil(turn)) });
  const inside = [...new Set([...itemsIn(turn.cell(session.cell)), item])];
  const notTaken = inside.filter((one) => turn.item(one).state.is !== 'handedOver');
  turn.doubtCell(session.cell, 'saidEmpty', notTaken, 'notMine');
  showProblem(turn, 'cellEmpty', { visit: session.visit, cell: session.cell });
}

export function noteMissing(turn: Turn, item: ItemId, cell: CellId): void {
  if (turn.item(item).state.is === 'missing') return;
  turn.setItem(item, { is: 'missing', cell, at: turn.now });
  turn.record({ is: 'itemMissing', item, cell });
}

export function sayNotMine(turn: Turn): void {
  const session = cellSession(turn);
  if (session === null) return;
  const { items } = turn.order(session.order);
  for (const item of items) {
    if (turn.item(item).state.is === 'missing') continue;
    turn.setItem(item, { is: 'disputed', cell: session.cell, why: 'notMine' });
    turn.record({ is: 'itemDisputed', item, cell: session.cell, why: 'notMine' });
  }
  const inside = [...new Set([...itemsIn(turn.cell(session.cell)), ...items])];
  turn.setCell(session.cell, { is: 'unverified', why: 'notMine', items: inside });
  turn.record({ is: 'cellDoubted', cell: session.cell, why: 'notMine', items: inside });
  showProblem(turn, 'notYourItem', { visit: session.visit, cell: session.cell });
}

function cellSession(turn: Turn): AtCell | null {
  const { session } = turn.kiosk;
  return session.at === 'doorOpen' || session.at === 'collected' || session.at === 'didYouTake' ? session : null;
}
