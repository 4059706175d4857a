// Open all: the emergency opening of every cell. Two members of staff are needed. One door after the other is ordered, each
// once; its content is in doubt from the order on. Nobody is signed out while a door is open.

import { type CellId, itemsIn } from './cell.ts';
import { boardWorks, type Kiosk, openDoors } from './kiosk.ts';
import { detectMs, noteOpened, pulseMs, settleNotOpened } from './opening.ts';
import type { Holder } from './person.ts';
import { noteSaidShut } from './said-shut.ts';
import type { Session, Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { idleUntil } from './visit.ts';

const secondWithinMs = 60_000;
/** Between two coils, so that the supply of the locks is never asked for two at once. */
const gapMs = 500;

type OpeningAll = Extract<Session, { at: 'openingAll' }>;

export function askOpenAll(turn: Turn, visit: Visit): void {
  turn.go({ at: 'secondPerson', visit, refused: false, deadline: turn.now + secondWithinMs });
}

/** Somebody else of the staff, with a PIN of their own. */
export function secondCard(turn: Turn, session: Extract<Session, { at: 'secondPerson' }>, holder: Holder): void {
  const { visit, deadline } = session;
  if (!turn.kiosk.staff.has(holder.person) || holder.person === visit.holder.person)
    return turn.go({ ...session, refused: true });
  turn.go({ at: 'secondPin', visit, second: holder, deadline });
}

export function beginOpenAll(turn: Turn, { visit, second }: Extract<Session, { at: 'secondPin' }>): void {
  const left = [...turn.kiosk.cells.keys()];
  const by = [visit.holder.person, second.person] as const;
  turn.setEmergency({ since: turn.now, by, isServing: false });
  turn.record({ is: 'openAllBegan', by: by[0], second: by[1], cells: left.length });
  openNext(turn, { at: 'openingAll', visit, left, order: null, failed: [], stopped: false, deadline: turn.now });
}

function openNext(turn: Turn, session: OpeningAll): void {
  const { visit } = session;
  const failed = [...session.failed];
  let left = session.stopped ? [] : session.left;
  let [cell] = left;
  while (cell !== undefined && !boardWorks(turn.kiosk, cell)) {
    failed.push(cell);
    left = left.slice(1);
    [cell] = left;
  }
  if (cell === undefined) return turn.go({ ...session, left: [], failed, order: null, deadline: turn.now });
  const items = itemsIn(turn.cell(cell));
  if (turn.cell(cell).state.is !== 'outOfService') turn.doubtCell(cell, 'emergency', items, 'emergency');
  const order = { id: turn.id, cell, items, why: 'emergency', by: visit.holder.person, at: turn.now } as const;
  turn.addOrder({ ...order, state: { is: 'ordered' } });
  turn.record({ is: 'openOrdered', order: turn.id, cell, items, why: 'emergency', by: order.by });
  turn.ask({ do: 'pulse', order: turn.id, cell });
  turn.go({ ...session, left: left.slice(1), failed, order: turn.id, deadline: turn.now + pulseMs });
}

/** The pulse went out, or could not. */
export function pulsedForAll(turn: Turn, session: OpeningAll, cell: CellId, isSent: boolean): void {
  if (isSent) return turn.go({ ...session, deadline: turn.now + detectMs });
  turn.go({ ...session, order: null, failed: [...session.failed, cell], deadline: turn.now + gapMs });
}

/** A door moved. It is the one at hand, or one that had its turn; what else moves gets its turn still. */
export function sawOpenForAll(turn: Turn, session: OpeningAll, cell: CellId): void {
  const order = session.order === null ? undefined : turn.order(session.order);
  if (order?.cell === cell) {
    noteOpened(turn, order, 'sensor');
    return turn.go({ ...session, order: null, deadline: turn.now + gapMs });
  }
  if (order !== undefined && session.left.includes(cell))
    turn.record({ is: 'wrongDoorOpened', order: order.id, ordered: order.cell, cell });
}

export function openAllTick(turn: Turn, session: OpeningAll): void {
  if (turn.now < session.deadline) return;
  if (session.order !== null) {
    const order = turn.order(session.order);
    settleNotOpened(turn, order, 'notDetected');
    return turn.go({ ...session, order: null, failed: [...session.failed, order.cell], deadline: turn.now + gapMs });
  }
  if (session.left.length > 0 && !session.stopped) return openNext(turn, session);
  if (openDoors(turn.kiosk).length === 0) toWorksheet(turn, session);
}

function toWorksheet(turn: Turn, { visit, failed }: OpeningAll): void {
  turn.record({ is: 'openAllEnded', failed: failed.length });
  turn.go({ at: 'worksheet', visit: { ...visit, list: { is: 'worksheet' } }, deadline: idleUntil(turn) });
}

export function mayStopOpenAll({ session }: Kiosk): boolean {
  return session.at === 'openingAll' && !session.stopped && session.left.length > 0;
}

export function stopOpenAll(turn: Turn, session: OpeningAll): void {
  turn.record({ is: 'openAllStopped', by: session.visit.holder.person, left: session.left.length });
  turn.go({ ...session, stopped: true, left: [] });
}

/** Nothing more is ordered; a sensor may stick at open for ever. */
export function maySayAllShut({ session }: Kiosk): boolean {
  return session.at === 'openingAll' && session.order === null && session.left.length === 0;
}

export function sayAllShut(turn: Turn, session: OpeningAll): void {
  for (const cell of openDoors(turn.kiosk)) noteSaidShut(turn, cell);
  toWorksheet(turn, session);
}

/** For the screen: how far it is. */
export function progressOf(kiosk: Kiosk, session: OpeningAll) {
  const since = kiosk.emergency?.since ?? 0;
  const opened = [...kiosk.orders.values()].filter(
    (order) => order.why === 'emergency' && order.at >= since && order.state.is === 'opened',
  ).length;
  return { opened, of: kiosk.cells.size, failed: session.failed, stillOpen: openDoors(kiosk) };
}
