// Wrong door: another door moved where one was ordered to open. A wire is crossed or a relay sticks: nobody may trust this
// board, so it opens nothing more until a technician says so, and both cells are set aside.

import { type CellId, itemsIn } from './cell.ts';
import type { OpenOrder } from './door.ts';
import { doorReads, type Kiosk } from './kiosk.ts';
import { isDepositing, settleNotOpened } from './opening.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { endVisit, showProblem } from './visit.ts';

/** A door that hangs on the same pulse has moved by then; polling and a slow latch included. */
const sameMovementMs = 2_000;
const watchMs = 3_500;
/** A door that never reads shut again does not keep the next person away. */
const waitMs = 180_000;

/** The order for another cell that may have moved this door; undefined when none was under way. */
export function orderInMotion({ kiosk, now }: Turn, cell: CellId): OpenOrder | undefined {
  return [...kiosk.orders.values()].findLast((order) => order.cell !== cell && mayMoveDoors(order, now));
}

function mayMoveDoors({ state }: OpenOrder, now: number): boolean {
  switch (state.is) {
    case 'ordered':
      return true;
    case 'acted':
      return now - state.at <= watchMs;
    case 'opened':
      return state.evidence === 'sensor' && now - state.at <= sameMovementMs;
    case 'notDetected':
    case 'unknown':
      return now - state.at <= sameMovementMs;
    case 'notSent':
      return false;
  }
}

export function wrongDoorMoved(turn: Turn, order: OpenOrder, moved: CellId): void {
  turn.record({ is: 'wrongDoorOpened', order: order.id, ordered: order.cell, cell: moved });
  if (order.state.is === 'ordered' || order.state.is === 'acted') settleNotOpened(turn, order, 'notDetected');
  for (const cell of [order.cell, moved]) {
    setAside(turn, cell, cell === order.cell && isDepositing(order.why) ? 'deposit' : 'wrongDoor');
    suspend(turn, turn.kiosk.settings.boardOf.get(cell));
  }
  const { session } = turn.kiosk;
  if (session.at === 'wrongDoor') return turn.go({ ...session, moved: [...session.moved, moved] });
  if (!('order' in session) || session.order !== order.id) return;
  turn.go({
    at: 'wrongDoor',
    visit: session.visit,
    order: order.id,
    cell: order.cell,
    moved: [moved],
    deadline: turn.now + waitMs,
  });
}

function setAside(turn: Turn, id: CellId, dispute: 'wrongDoor' | 'deposit'): void {
  const cell = turn.cell(id);
  if (cell.state.is === 'unverified' || cell.state.is === 'outOfService') return;
  turn.doubtCell(id, 'wrongDoor', itemsIn(cell), dispute);
}

function suspend(turn: Turn, board: string | undefined): void {
  if (board === undefined || turn.kiosk.suspended.has(board)) return;
  turn.setSuspended(new Map(turn.kiosk.suspended).set(board, turn.now));
  turn.record({ is: 'boardSuspended', board });
}

/** Doors that this person is asked to shut without taking anything. */
export function doorsToShut(kiosk: Kiosk): readonly CellId[] {
  const { session } = kiosk;
  if (session.at !== 'wrongDoor') return [];
  return [...session.moved, session.cell].filter((cell) => doorReads(kiosk, cell) === 'open');
}

/** Each time a door is shut: when it was the last, the person is told how it goes on. */
export function wrongDoorShut(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at === 'wrongDoor' && doorsToShut(turn.kiosk).length === 0)
    showProblem(turn, 'wrongDoor', { visit: session.visit, cell: session.cell });
}

export function wrongDoorLeft(turn: Turn): void {
  endVisit(turn, 'problem');
}

export function mayResume(kiosk: Kiosk, board: string): boolean {
  return kiosk.session.at === 'technician' && kiosk.suspended.has(board);
}

/** The technician has found and mended the reason. */
export function resumeBoard(turn: Turn, visit: Visit, board: string): void {
  const rest = new Map(turn.kiosk.suspended);
  rest.delete(board);
  turn.setSuspended(rest);
  turn.record({ is: 'boardResumed', board, by: visit.holder.person });
}
