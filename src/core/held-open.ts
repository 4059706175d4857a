// Held open: a door that nobody shuts. The person is asked after a minute and staff are told; after three minutes without
// anybody the cell is set aside; after five there is an alarm.

import { type CellId, itemsIn } from './cell.ts';
import { handOver } from './collecting.ts';
import type { Door } from './door.ts';
import { doorReads, type Kiosk } from './kiosk.ts';
import { isDepositing } from './opening.ts';
import { noteSaidShut, saidMs } from './said-shut.ts';
import type { Session } from './session.ts';
import type { Turn } from './turn.ts';
import { endVisit, goHome, idleUntil } from './visit.ts';

type AtDoor = Extract<Session, { at: 'doorOpen' }>;

/** First a reminder, then the visit ends and the screen only asks for the door to be shut. */
export function doorOpenTooLong(turn: Turn, session: AtDoor): void {
  const { doorOpenMs } = turn.kiosk.settings;
  if (!session.heldOpenTold) {
    return turn.go({ ...session, heldOpenTold: true, deadline: turn.now + 2 * doorOpenMs });
  }
  const order = turn.order(session.order);
  const inside = itemsIn(turn.cell(session.cell));
  if (order.why === 'recall') turn.doubtCell(session.cell, 'recall', inside, 'recall');
  else if (order.why === 'collect' || order.why === 'reopen' || isDepositing(order.why))
    turn.doubtCell(session.cell, 'doorLeftOpen', inside, 'doorLeftOpen');
  endVisit(turn, 'problem');
}

/** Staff hear of every door that stays open, whoever opened it and whether or not anybody is still there. */
export function doorsTick(turn: Turn): void {
  const { doorOpenMs, doorAlarmMs } = turn.kiosk.settings;
  for (const [cell, door] of turn.kiosk.doors) {
    if (door.reads !== 'open' || !isWatched(turn, cell) || turn.kiosk.session.at === 'openingAll') continue;
    const lasted = turn.now - door.since;
    if (door.told === 'nothing' && lasted >= doorOpenMs) {
      turn.record({ is: 'doorHeldOpen', cell });
      tell(turn, cell, door, 'heldOpen');
    } else if (door.told === 'heldOpen' && lasted >= doorAlarmMs) {
      turn.record({ is: 'doorAlarm', cell });
      tell(turn, cell, door, 'alarm');
    }
  }
}

function isWatched(turn: Turn, cell: CellId): boolean {
  const known = turn.kiosk.cells.get(cell);
  return known?.state.is !== 'outOfService' && known?.fault !== 'sensorStuckOpen';
}

function tell(turn: Turn, cell: CellId, door: Door, told: Door['told']): void {
  turn.set({ doors: new Map(turn.kiosk.doors).set(cell, { ...door, told }) });
}

/** A door that nobody in a session has open and that somebody should shut; null when all is well. */
export function strayOpenDoor(kiosk: Kiosk, now: number): CellId | null {
  for (const [cell, door] of kiosk.doors) {
    const known = kiosk.cells.get(cell);
    if (door.reads !== 'open' || known === undefined || known.state.is === 'outOfService') continue;
    const said = kiosk.saidShut.get(cell);
    if (known.fault !== 'sensorStuckOpen' && (said === undefined || now - said.lastAt > saidMs)) return cell;
  }
  return null;
}

/** Somebody stands before a door that the sensor calls open. */
export function maySayShut(kiosk: Kiosk, cell: CellId): boolean {
  const { session } = kiosk;
  if (doorReads(kiosk, cell) !== 'open') return false;
  return session.at === 'welcome' || (session.at === 'doorOpen' && session.cell === cell && session.heldOpenTold);
}

export function sayShut(turn: Turn, cell: CellId): void {
  noteSaidShut(turn, cell);
  const { session } = turn.kiosk;
  if (session.at !== 'doorOpen') return;
  const { visit, order } = session;
  const deadline = idleUntil(turn);
  switch (turn.order(order).why) {
    case 'collect':
      return turn.go({ at: 'didYouTake', visit, order, cell, deadline });
    case 'reopen':
      return handOver(turn, session);
    case 'deposit':
    case 'takeBack':
      return turn.go({ at: 'confirmDeposit', visit, order, cell, labelSeen: session.labelSeen, deadline });
    case 'dropOff':
      return turn.go({ at: 'confirmDropOff', visit, order, cell, shutAt: null, slammed: false, deadline });
    case 'recall':
      return turn.go({ at: 'confirmRecall', visit, order, cell, deadline });
    case 'look':
    case 'test':
    case 'emergency':
      return goHome(turn, visit);
  }
}
