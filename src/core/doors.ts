// Doors: every movement of a cell door gets exactly one explanation: its order, a bounce, an order that was given up, an
// order for another door, or none (an alarm).

import type { CellId } from './cell.ts';
import { itemsIn } from './cell.ts';
import { doorShut } from './collecting.ts';
import type { DoorReading } from './door.ts';
import { dropOffShut } from './dropping-off.ts';
import { openedLate, orderGivenUp } from './late-opening.ts';
import { sawOpenForAll } from './open-all.ts';
import { opened } from './opening.ts';
import { sensorCloses } from './said-shut.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil } from './visit.ts';
import { orderInMotion, wrongDoorMoved, wrongDoorShut } from './wrong-door.ts';

/** Doors bounce: an edge this soon after the last one is the same movement. */
const bounceMs = 2_000;

export function doorChanged(turn: Turn, cell: CellId, reads: DoorReading): void {
  const before = turn.kiosk.doors.get(cell)?.reads ?? 'unknown';
  if (before === reads) return;
  turn.set({ doors: new Map(turn.kiosk.doors).set(cell, { reads, since: turn.now, told: 'nothing' }) });
  if (reads === 'open') sawOpen(turn, cell, before);
  if (reads === 'closed') sensorCloses(turn, cell);
  if (reads === 'closed' && before === 'open') sawClosed(turn, cell);
  wrongDoorShut(turn);
}

function sawOpen(turn: Turn, cell: CellId, before: DoorReading): void {
  const { session } = turn.kiosk;
  if ((session.at === 'opening' || session.at === 'didItOpen') && session.cell === cell) {
    const order = turn.order(session.order);
    // A reading that was unknown or open before the pulse proves nothing; the person is asked.
    if (before === 'closed') opened(turn, order, session.visit);
    return;
  }
  if (session.at === 'openingAll') return sawOpenForAll(turn, session, cell);
  if (session.at === 'doorOpen' && session.cell === cell) return;
  if (
    (session.at === 'collected' ||
      session.at === 'didYouTake' ||
      session.at === 'confirmDeposit' ||
      session.at === 'confirmDropOff' ||
      session.at === 'confirmRecall') &&
    session.cell === cell
  ) {
    const { doorOpenMs } = turn.kiosk.settings;
    const { visit, order } = session;
    // Emptied and shut, and now open once more: what is said of it from here on must outlast a power cut.
    if (session.at === 'collected') turn.setCell(cell, { is: 'openCollect', items: itemsIn(turn.cell(cell)) });
    if (session.at === 'confirmDropOff')
      for (const item of turn.order(order).items) turn.setDropOff(item, { shut: null });
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
  if (before === 'closed') {
    const givenUp = orderGivenUp(turn, cell);
    if (givenUp !== undefined) return openedLate(turn, givenUp);
    const other = orderInMotion(turn, cell);
    if (other !== undefined) return wrongDoorMoved(turn, other, cell);
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
    case 'dropOff':
      return dropOffShut(turn, session);
    case 'recall':
      return turn.go({ at: 'confirmRecall', visit, order, cell, deadline: idleUntil(turn) });
    case 'look':
    case 'test':
    case 'emergency':
      return goHome(turn, visit);
  }
}
