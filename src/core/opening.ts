// Opening: one order to open one cell, from the durable intent over the pulse to what the sensor, or a person, says.

import type { CellId } from './cell.ts';
import { itemsIn } from './cell.ts';
import type { OpenOrder, OpenReason } from './door.ts';
import type { ItemId } from './item.ts';
import { boardWorks, doorReads } from './kiosk.ts';
import { pulsedForAll } from './open-all.ts';
import type { Problem } from './problem.ts';
import type { Session, Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil, showProblem } from './visit.ts';

/** The board driver always answers sooner, also when a coil has to rest or another lock comes first; the last net under it. */
export const pulseMs = 12_000;
/** A latch that is going to open has opened by then (reference: stuck lock). */
export const detectMs = 1_500;
/** From pulse to pulse on one coil at least 3 s: it is made for short pulses only. */
const restMs = 3_200;
const tries = 3;

/** Something is to go in, or the last that went in comes out again: the door is asked about in the same way. */
export function isDepositing(why: OpenReason): boolean {
  return why === 'deposit' || why === 'takeBack' || why === 'dropOff';
}

export interface OpenWish {
  readonly cell: CellId;
  readonly items: readonly ItemId[];
  readonly why: OpenReason;
}

type Opening = Extract<Session, { at: 'opening' }>;

export function orderOpen(turn: Turn, visit: Visit, { cell, items, why }: OpenWish, attempt = 1): void {
  if (!boardWorks(turn.kiosk, cell)) {
    giveBack(turn, { cell, items, why });
    return showProblem(turn, stuckProblem(turn, { cell, items, why }) ?? 'boardOffline', { visit, cell });
  }
  const by = visit.holder.person;
  turn.addOrder({ id: turn.id, cell, items, why, by, at: turn.now, state: { is: 'ordered' } });
  turn.record({ is: 'openOrdered', order: turn.id, cell, items, why, by });
  if (why === 'collect') for (const item of items) turn.setItem(item, { is: 'collecting', cell, since: turn.now });
  if (why === 'recall') for (const item of items) turn.setItem(item, { is: 'recalling', cell, since: turn.now });
  turn.ask({ do: 'pulse', order: turn.id, cell });
  turn.go({
    at: 'opening',
    stage: 'pulsing',
    visit,
    order: turn.id,
    cell,
    attempt,
    // A sensor that says "open" before the pulse never holds the pulse back; it only cannot prove anything afterwards.
    sensorSaidOpen: doorReads(turn.kiosk, cell) !== 'closed',
    deadline: turn.now + pulseMs,
  });
}

export function pulsed(turn: Turn, orderId: string, outcome: 'acknowledged' | 'silent' | 'notSent'): void {
  const order = turn.kiosk.orders.get(orderId);
  if (order?.state.is !== 'ordered') return;
  const { session } = turn.kiosk;
  if (outcome === 'notSent') {
    settleNotOpened(turn, order, 'notSent');
    // An earlier pulse of this opening did leave: the latch may have let go since, and only the person knows.
    if (session.at === 'opening' && session.order === orderId && session.attempt > 1)
      return askWhetherOpen(turn, session);
    giveBack(turn, order);
    if (session.at === 'openingAll' && session.order === orderId) pulsedForAll(turn, session, order.cell, false);
    if (session.at === 'opening' && session.order === orderId)
      showProblem(turn, stuckProblem(turn, order) ?? 'boardOffline', { visit: session.visit, cell: order.cell });
    return;
  }
  turn.setOrder(orderId, { is: 'acted', at: turn.now, acknowledged: outcome === 'acknowledged' });
  if (session.at === 'openingAll' && session.order === orderId) pulsedForAll(turn, session, order.cell, true);
  if (session.at === 'opening' && session.order === orderId)
    turn.go({ ...session, stage: 'watching', deadline: turn.now + detectMs });
}

/** The deadline of an opening has passed: look again, try again, or ask the person. */
export function openingLate(turn: Turn, session: Opening): void {
  const order = turn.order(session.order);
  if (session.stage === 'resting') {
    if (!boardWorks(turn.kiosk, order.cell)) return askWhetherOpen(turn, session);
    return orderOpen(turn, session.visit, order, session.attempt + 1);
  }
  if (session.sensorSaidOpen || session.attempt >= tries || session.stage === 'pulsing')
    return askWhetherOpen(turn, session);
  // The coil rests from the end of its pulse, not from the wish for it: the line may have been busy in between.
  const pulsedAt = order.state.is === 'acted' ? order.state.at : order.at;
  settleNotOpened(turn, order, 'notDetected');
  turn.go({ ...session, stage: 'resting', deadline: pulsedAt + restMs });
}

function askWhetherOpen(turn: Turn, { visit, order, cell }: Opening): void {
  turn.go({ at: 'didItOpen', visit, order, cell, deadline: idleUntil(turn) });
}

/** The sensor saw the door open. */
export function opened(turn: Turn, order: OpenOrder, visit: Visit): void {
  noteOpened(turn, order, 'sensor');
  const { doorOpenMs } = turn.kiosk.settings;
  turn.go({
    at: 'doorOpen',
    visit,
    order: order.id,
    cell: order.cell,
    openedAt: turn.now,
    heldOpenTold: false,
    labelSeen: false,
    deadline: turn.now + doorOpenMs,
  });
}

export function noteOpened(turn: Turn, order: OpenOrder, evidence: 'sensor' | 'statement'): void {
  turn.setOrder(order.id, { is: 'opened', at: turn.now, evidence });
  turn.record({ is: 'opened', order: order.id, cell: order.cell, evidence });
  const { cell, items } = order;
  const { state } = turn.cell(cell);
  // What was seen before says nothing of what lies inside from now on.
  if (order.why === 'dropOff') for (const item of items) turn.setDropOff(item, { shut: null });
  if (isDepositing(order.why) && (state.is === 'reserved' || state.is === 'openDeposit'))
    turn.setCell(cell, { ...state, is: 'openDeposit' }, true);
  if (order.why === 'test') turn.setCell(cell, state, true);
  if (order.why === 'recall') turn.setCell(cell, { is: 'openRecall', items: itemsIn({ state }) }, true);
  if (order.why === 'collect' || order.why === 'reopen') {
    // One that was said to be missing stays on the list of its cell, though no order is for it any more.
    turn.setCell(cell, { is: 'openCollect', items: [...new Set([...itemsIn({ state }), ...items])] }, true);
  }
}

/** The sensor cannot tell; the person can. Where it is blind it will not see the door shut either, so that is asked too. */
export function answerOpened(turn: Turn, didOpen: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'didItOpen') return;
  const order = turn.order(session.order);
  const { visit, cell } = session;
  if (didOpen) {
    noteOpened(turn, order, 'statement');
    const deadline = idleUntil(turn);
    if (order.why === 'dropOff')
      return turn.go({ at: 'confirmDropOff', visit, order: order.id, cell, shutAt: null, slammed: false, deadline });
    if (isDepositing(order.why))
      return turn.go({ at: 'confirmDeposit', visit, order: order.id, cell, labelSeen: false, deadline });
    if (order.why === 'recall') return turn.go({ at: 'confirmRecall', visit, order: order.id, cell, deadline });
    if (isLook(order)) return goHome(turn, visit);
    return turn.go({ at: 'didYouTake', visit, order: order.id, cell, deadline });
  }
  if (order.state.is === 'ordered' || order.state.is === 'acted') settleNotOpened(turn, order, 'notDetected');
  if (!isLook(order) || order.why === 'test') lockFailed(turn, order);
  showProblem(turn, stuckProblem(turn, order) ?? 'doorDidNotOpen', { visit, cell });
}

/** Opened for eyes only: whatever comes of it says nothing new about the content. */
function isLook({ why }: OpenOrder): boolean {
  return why === 'look' || why === 'test' || why === 'emergency';
}

/** A door has shut for this envelope here already: it was to be opened once more. */
function mayLieInside(turn: Turn, { cell, items }: Pick<OpenWish, 'cell' | 'items'>): boolean {
  return items.some((item) => turn.item(item).dropOff?.shut?.cell === cell);
}

/** Whoever came to leave something hears of that, and not of a licence that is safe. */
function stuckProblem(turn: Turn, { cell, items, why }: OpenWish): Problem | null {
  if (why !== 'dropOff') return null;
  return mayLieInside(turn, { cell, items }) ? 'dropOffUnsure' : 'dropOffDoorStuck';
}

/** The licence is still behind the door that sticks: the cell is taken out of use and staff open it by key. */
function lockFailed(turn: Turn, { cell, items, why }: OpenOrder): void {
  const { state } = turn.cell(cell);
  // One that was opened before, and is opened once more, may hold it already.
  const isComing =
    (why === 'deposit' && state.is === 'reserved') || (why === 'dropOff' && !mayLieInside(turn, { cell, items }));
  const coming = isComing ? items : [];
  const elsewhere = isComing || why === 'reopen' ? items : [];
  const inside = itemsIn({ state }).filter((item) => !elsewhere.includes(item));
  turn.setCell(cell, { is: 'outOfService', why: 'lock', items: inside });
  turn.record({ is: 'cellOutOfService', cell, why: 'lock' });
  for (const item of coming) turn.setItem(item, { is: 'expected' });
  // Nobody has told yet that it may be here.
  if (state.is === 'openDeposit') turn.record({ is: 'itemDisputed', item: state.coming, cell, why: 'boardLost' });
  for (const item of inside)
    if (turn.item(item).hold.withdrawn === null) turn.setItem(item, { is: 'disputed', cell, why: 'boardLost' });
    else turn.layIn(item, cell);
}

/** Nobody answered whether it opened: then nobody knows, and the cell is set aside. */
export function openingAbandoned(turn: Turn, order: OpenOrder): void {
  if (order.state.is === 'ordered' || order.state.is === 'acted') settleNotOpened(turn, order, 'unknown');
  if (isLook(order)) return;
  const inside = itemsIn(turn.cell(order.cell));
  if (order.why === 'recall') turn.doubtCell(order.cell, 'recall', inside, 'recall');
  else turn.doubtCell(order.cell, 'doorLeftOpen', inside, 'doorLeftOpen');
}

export function settleNotOpened(turn: Turn, order: OpenOrder, why: 'notDetected' | 'notSent' | 'unknown'): void {
  turn.setOrder(order.id, { is: why, at: turn.now });
  turn.record({ is: 'notOpened', order: order.id, cell: order.cell, why });
}

/** Nothing left the computer: cell and item are as they were before the order, in doubt when that had been opened before. */
function giveBack(turn: Turn, { cell, items, why }: OpenWish): void {
  const { state } = turn.cell(cell);
  if (why === 'takeBack' && state.is === 'reserved') {
    turn.setCell(cell, { is: 'occupied', items: [...state.items, state.coming] });
    turn.layIn(state.coming, cell);
  }
  if (why === 'deposit' && state.is === 'openDeposit')
    return turn.doubtCell(cell, 'depositCancelled', itemsIn({ state }), 'deposit');
  if (why === 'deposit' && state.is === 'reserved') {
    turn.setCell(cell, state.items.length === 0 ? { is: 'free' } : { is: 'occupied', items: state.items });
    turn.setItem(state.coming, { is: 'expected' });
  }
  if (why === 'dropOff' && state.is === 'reserved') {
    if (mayLieInside(turn, { cell, items })) return turn.doubtCell(cell, 'dropOff', items, 'deposit');
    turn.setCell(cell, { is: 'free' });
    turn.setItem(state.coming, { is: 'expected' });
  }
  if (why === 'reopen' && state.is === 'openCollect')
    return turn.doubtCell(cell, 'leftInside', itemsIn({ state }), 'leftInside');
  if (why !== 'collect' && why !== 'recall') return;
  const taking = items.filter((item) => ['collecting', 'recalling'].includes(turn.item(item).state.is));
  if (taking.length === 0) return;
  if (state.is !== 'occupied' && state.is !== 'unverified')
    return turn.doubtCell(cell, 'leftInside', taking, 'leftInside');
  for (const item of taking) {
    if (state.is === 'occupied') turn.layIn(item, cell);
    else turn.setItem(item, { is: 'disputed', cell, why: 'restart' });
  }
}
