// Doors: every movement of a cell door gets exactly one explanation: an order, a bounce, a look, or none (an alarm).

import type { CellId } from './cell.ts';
import { itemsIn } from './cell.ts';
import { doorShut } from './collecting.ts';
import type { Door, DoorReading } from './door.ts';
import { isDepositing, opened } from './opening.ts';
import type { Turn } from './turn.ts';
import { endVisit, goHome, idleUntil } from './visit.ts';

/** Doors bounce: an edge this soon after the last one is the same movement. */
const bounceMs = 2_000;

export function doorChanged(turn: Turn, cell: CellId, reads: DoorReading): void {
  const before = turn.kiosk.doors.get(cell)?.reads ?? 'unknown';
  if (before === reads) return;
  turn.set({ doors: new Map(turn.kiosk.doors).set(cell, { reads, since: turn.now, told: 'nothing' }) });
  if (reads === 'open') sawOpen(turn, cell, before);
  if (reads === 'closed' && before === 'open') sawClosed(turn, cell);
}

function sawOpen(turn: Turn, cell: CellId, before: DoorReading): void {
  const { session } = turn.kiosk;
  if ((session.at === 'opening' || session.at === 'didItOpen') && session.cell === cell) {
    const order = turn.order(session.order);
    // A reading that was unknown or open before the pulse proves nothing; the person is asked.
    if (before === 'closed') opened(turn, order, session.visit);
    return;
  }
  if (session.at === 'doorOpen' && session.cell === cell) return;
  if (
    (session.at === 'collected' || session.at === 'didYouTake' || session.at === 'confirmDeposit') &&
    session.cell === cell
  ) {
    const { doorOpenMs } = turn.kiosk.settings;
    const { visit, order } = session;
    // Emptied and shut, and now open once more: what is said of it from here on must outlast a power cut.
    if (session.at === 'collected') turn.setCell(cell, { is: 'openCollect', items: itemsIn(turn.cell(cell)) });
    return turn.go({
      at: 'doorOpen',
      visit,
      order,
      cell,
      openedAt: turn.now - bounceMs,
      heldOpenTold: false,
      labelSeen: session.at === 'confirmDeposit' && session.labelSeen,
      deadline: turn.now + doorOpenMs,
    });
  }
  const { state } = turn.cell(cell);
  if (state.is === 'unverified' || state.is === 'outOfService' || state.is === 'openService') {
    if (before === 'closed') turn.record({ is: 'openedWithoutOrder', cell });
    return;
  }
  if (before === 'unknown' && state.is === 'free') return turn.doubtCell(cell, 'boardLost', [], 'boardLost');
  if (before === 'unknown') return turn.doubtCell(cell, 'boardLost', itemsIn(turn.cell(cell)), 'boardLost');
  turn.record({ is: 'openedWithoutOrder', cell });
  turn.doubtCell(cell, 'openedWithoutOrder', itemsIn(turn.cell(cell)), 'openedWithoutOrder');
}

function sawClosed(turn: Turn, cell: CellId): void {
  turn.record({ is: 'doorClosed', cell });
  const { session } = turn.kiosk;
  if (session.at !== 'doorOpen' || session.cell !== cell) return;
  const { visit, order } = session;
  switch (turn.order(order).why) {
    case 'collect':
    case 'reopen':
      return doorShut(turn, session);
    case 'deposit':
    case 'takeBack': {
      const { labelSeen } = session;
      return turn.go({ at: 'confirmDeposit', visit, order, cell, labelSeen, deadline: idleUntil(turn) });
    }
    case 'look':
    case 'test':
      return goHome(turn, visit);
  }
}

/** Staff hear of every door that stays open, whoever opened it and whether or not anybody is still there. */
export function doorsTick(turn: Turn): void {
  const { doorOpenMs, doorAlarmMs } = turn.kiosk.settings;
  for (const [cell, door] of turn.kiosk.doors) {
    if (door.reads !== 'open' || turn.kiosk.cells.get(cell)?.state.is === 'outOfService') continue;
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

function tell(turn: Turn, cell: CellId, door: Door, told: Door['told']): void {
  turn.set({ doors: new Map(turn.kiosk.doors).set(cell, { ...door, told }) });
}

/** First a reminder, then the visit ends and the screen only asks for the door to be shut. */
export function doorOpenTooLong(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at !== 'doorOpen') return;
  const { doorOpenMs } = turn.kiosk.settings;
  if (!session.heldOpenTold) {
    return turn.go({ ...session, heldOpenTold: true, deadline: turn.now + 2 * doorOpenMs });
  }
  const order = turn.order(session.order);
  if (order.why === 'collect' || order.why === 'reopen' || isDepositing(order.why)) {
    turn.doubtCell(session.cell, 'doorLeftOpen', itemsIn(turn.cell(session.cell)), 'doorLeftOpen');
  }
  endVisit(turn, 'problem');
}
