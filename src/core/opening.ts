// Opening: one order to open one cell, from the durable intent over the pulse to what the sensor, or a person, says.

import type { CellId } from './cell.ts';
import type { OpenOrder, OpenReason } from './door.ts';
import type { ItemId } from './item.ts';
import { boardWorks, doorReads } from './kiosk.ts';
import type { Session, Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil, showProblem } from './visit.ts';

/** The board driver always answers sooner; the last net under it. */
const pulseMs = 6_000;
/** A latch that is going to open has opened by then (reference: stuck lock). */
const detectMs = 1_500;
/** From pulse to pulse on one coil at least 3 s: it is made for short pulses only. */
const restMs = 3_200;
const tries = 3;

export interface OpenWish {
  readonly cell: CellId;
  readonly item: ItemId | null;
  readonly why: OpenReason;
}

type Opening = Extract<Session, { at: 'opening' }>;

export function orderOpen(turn: Turn, visit: Visit, { cell, item, why }: OpenWish, attempt = 1): void {
  if (!boardWorks(turn.kiosk, cell)) {
    giveBack(turn, { cell, item, why });
    return showProblem(turn, 'boardOffline', { visit, cell });
  }
  const by = visit.holder.person;
  turn.addOrder({ id: turn.id, cell, item, why, by, at: turn.now, state: { is: 'ordered' } });
  turn.record({ is: 'openOrdered', order: turn.id, cell, item, why, by });
  if (why === 'collect' && item !== null) turn.setItem(item, { is: 'collecting', cell, since: turn.now });
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
    giveBack(turn, order);
    if (session.at === 'opening' && session.order === orderId)
      showProblem(turn, 'boardOffline', { visit: session.visit, cell: order.cell });
    return;
  }
  turn.setOrder(orderId, { is: 'acted', at: turn.now, acknowledged: outcome === 'acknowledged' });
  if (session.at === 'opening' && session.order === orderId)
    turn.go({ ...session, stage: 'watching', deadline: turn.now + detectMs });
}

/** The deadline of an opening has passed: look again, try again, or ask the person. */
export function openingLate(turn: Turn, session: Opening): void {
  const order = turn.order(session.order);
  if (session.stage === 'resting') return orderOpen(turn, session.visit, order, session.attempt + 1);
  if (session.sensorSaidOpen || session.attempt >= tries || session.stage === 'pulsing') {
    return turn.go({
      at: 'didItOpen',
      visit: session.visit,
      order: order.id,
      cell: order.cell,
      deadline: idleUntil(turn),
    });
  }
  settleNotOpened(turn, order, 'notDetected');
  turn.go({ ...session, stage: 'resting', deadline: order.at + restMs });
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
    deadline: turn.now + doorOpenMs,
  });
}

function noteOpened(turn: Turn, order: OpenOrder, evidence: 'sensor' | 'statement'): void {
  turn.setOrder(order.id, { is: 'opened', at: turn.now, evidence });
  turn.record({ is: 'opened', order: order.id, cell: order.cell, evidence });
  const { cell, item } = order;
  if (item !== null && order.why === 'deposit') turn.setCell(cell, { is: 'openDeposit', item }, true);
  else if (item !== null && (order.why === 'collect' || order.why === 'reopen'))
    turn.setCell(cell, { is: 'openCollect', item }, true);
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
    if (order.why === 'deposit') return turn.go({ at: 'confirmDeposit', visit, order: order.id, cell, deadline });
    if (order.why === 'look' || order.why === 'test') return goHome(turn, visit);
    return turn.go({ at: 'didYouTake', visit, order: order.id, cell, deadline });
  }
  if (order.state.is === 'ordered' || order.state.is === 'acted') settleNotOpened(turn, order, 'notDetected');
  if (order.why !== 'look' && order.why !== 'test') lockFailed(turn, order);
  showProblem(turn, 'doorDidNotOpen', { visit, cell });
}

/** The licence is still behind the door that sticks: the cell is taken out of use and staff open it by key. */
function lockFailed(turn: Turn, { cell, item, why }: OpenOrder): void {
  turn.setCell(cell, { is: 'outOfService', why: 'lock', item: why === 'collect' ? item : null });
  turn.record({ is: 'cellOutOfService', cell, why: 'lock' });
  if (item !== null && why === 'deposit') turn.setItem(item, { is: 'expected' });
  if (item !== null && why === 'collect') turn.setItem(item, { is: 'disputed', cell, why: 'boardLost' });
}

/** Nobody answered whether it opened: then nobody knows, and the cell is set aside. */
export function openingAbandoned(turn: Turn, order: OpenOrder): void {
  if (order.state.is === 'ordered' || order.state.is === 'acted') settleNotOpened(turn, order, 'unknown');
  if (order.why !== 'look' && order.why !== 'test')
    turn.doubtCell(order.cell, 'doorLeftOpen', order.item, 'doorLeftOpen');
}

function settleNotOpened(turn: Turn, order: OpenOrder, why: 'notDetected' | 'notSent' | 'unknown'): void {
  turn.setOrder(order.id, { is: why, at: turn.now });
  turn.record({ is: 'notOpened', order: order.id, cell: order.cell, why });
}

/** Nothing left the computer: cell and item are as they were before the order. */
function giveBack(turn: Turn, { cell, item, why }: OpenWish): void {
  if (item === null) return;
  if (why === 'deposit') {
    turn.setCell(cell, { is: 'free' });
    turn.setItem(item, { is: 'expected' });
  }
  if (why !== 'collect') return;
  if (turn.item(item).state.is !== 'collecting') return;
  const content = turn.cell(cell).state;
  if (content.is === 'occupied') turn.setItem(item, { is: 'inCell', cell, since: turn.now });
  else if (content.is === 'unverified') turn.setItem(item, { is: 'disputed', cell, why: 'restart' });
  else turn.doubtCell(cell, 'leftInside', item, 'leftInside');
}
