// Late opening: a latch that stuck lets go after everybody has given up. The door belongs to the order of a moment ago: the
// same person goes on where they were, and when nobody is there any more the cell is set aside.

import { type CellId, itemsIn } from './cell.ts';
import type { OpenOrder } from './door.ts';
import { opened } from './opening.ts';
import { type Session, visitOf } from './session.ts';
import type { Turn } from './turn.ts';

const linkedMs = 60_000;

/** The last order for this door, when it was given up as not opened no more than a minute after it was given. */
export function orderGivenUp({ kiosk, now }: Turn, cell: CellId): OpenOrder | undefined {
  const last = [...kiosk.orders.values()].findLast((order) => order.cell === cell);
  const gaveUp = last?.state.is === 'notDetected' || last?.state.is === 'unknown';
  return last !== undefined && gaveUp && now - last.at <= linkedMs ? last : undefined;
}

export function openedLate(turn: Turn, order: OpenOrder): void {
  const { session } = turn.kiosk;
  const { cell } = order;
  turn.record({ is: 'openedLate', order: order.id, cell });
  const visit = visitOf(session);
  if (visit?.holder.person === order.by && isFree(session) && backToTheOrder(turn, order)) {
    turn.setFault(cell, 'slowLock');
    return opened(turn, order, visit);
  }
  const known = turn.cell(cell);
  if (known.state.is !== 'unverified') turn.doubtCell(cell, 'openedLate', itemsIn(known), 'openedLate');
}

/** The person is not at another door, and no paper of theirs is on its way. */
function isFree(session: Session): boolean {
  switch (session.at) {
    case 'problem':
    case 'menu':
    case 'licences':
    case 'documents':
    case 'deposit':
    case 'worklist':
    case 'worksheet':
    case 'technician':
      return true;
    default:
      return false;
  }
}

/** Cell and items as they were when the door was ordered; false when something else became of them meanwhile. */
function backToTheOrder(turn: Turn, { cell, items, why }: OpenOrder): boolean {
  const { state } = turn.cell(cell);
  if (state.is !== 'outOfService' && state.is !== 'unverified') return why === 'reopen';
  if (state.is === 'outOfService' && state.why !== 'lock') return false;
  switch (why) {
    case 'collect':
      if (!items.every((item) => turn.item(item).state.is === 'disputed')) return false;
      for (const item of items) turn.setItem(item, { is: 'collecting', cell, since: turn.now });
      return true;
    case 'recall':
      for (const item of items) turn.setItem(item, { is: 'recalling', cell, since: turn.now });
      return true;
    case 'deposit':
    case 'dropOff':
    case 'takeBack':
      // Nobody's licence is laid behind a lock that sticks.
      return false;
    case 'reopen':
    case 'look':
    case 'test':
      return true;
    case 'emergency':
      return false;
  }
}
