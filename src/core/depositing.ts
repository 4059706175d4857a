// Depositing: staff put a licence into a cell. It counts only when the door was seen to open and shut and staff confirm.

import { type Cell, chooseCell } from './cell.ts';
import type { ItemId } from './item.ts';
import { boardWorks, doorReads, type Kiosk } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, showProblem } from './visit.ts';

/** A cell is given out only when its board answers and its door reads closed. */
export function isUsable(kiosk: Kiosk, cell: Cell): boolean {
  return boardWorks(kiosk, cell.id) && doorReads(kiosk, cell.id) === 'closed';
}

export function deposit(turn: Turn, visit: Visit, itemId: ItemId): void {
  const item = turn.kiosk.items.get(itemId);
  if (item?.state.is !== 'expected') return showProblem(turn, 'notNow', { visit });
  const cell = chooseCell(turn.kiosk.cells.values(), item.size, (one) => isUsable(turn.kiosk, one));
  if (cell === undefined) return showProblem(turn, 'noFreeCell', { visit });
  turn.setCell(cell.id, { is: 'reserved', item: itemId });
  turn.setItem(itemId, { is: 'assigned', cell: cell.id });
  orderOpen(turn, visit, { cell: cell.id, item: itemId, why: 'deposit' });
}

export function confirmDeposit(turn: Turn, putIn: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'confirmDeposit') return;
  const { item } = turn.order(session.order);
  if (item === null) return;
  const by = session.visit.holder.person;
  if (putIn) {
    turn.setCell(session.cell, { is: 'occupied', item });
    turn.setItem(item, { is: 'inCell', cell: session.cell, since: turn.now });
    turn.record({ is: 'itemDeposited', item, cell: session.cell, by });
  } else {
    turn.setItem(item, { is: 'expected' });
    turn.record({ is: 'depositCancelled', item, cell: session.cell, by });
    turn.doubtCell(session.cell, 'depositCancelled', null, 'leftInside');
  }
  goHome(turn, session.visit);
}
