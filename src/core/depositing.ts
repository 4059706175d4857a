// Depositing: staff put a licence into a cell. It counts only when the door was seen to open and shut and staff confirm.

import { type Cell, cellSizes, chooseCell } from './cell.ts';
import type { Item, ItemId } from './item.ts';
import { boardWorks, doorReads, type Kiosk } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, showProblem } from './visit.ts';

/** Envelopes are thin; more than these in one cell are no longer told apart. */
const mostTogether = 5;

/** A cell is given out only when its board answers and its door reads closed. */
export function isUsable(kiosk: Kiosk, cell: Cell): boolean {
  return boardWorks(kiosk, cell.id) && doorReads(kiosk, cell.id) === 'closed';
}

/** A cell in which only items of the same addressee lie, free to be collected, and one more of that size fits. */
function mayShare(kiosk: Kiosk, cell: Cell, item: Item): boolean {
  const { state } = cell;
  if (state.is !== 'occupied' || state.items.length >= mostTogether) return false;
  if (cellSizes.indexOf(cell.size) < cellSizes.indexOf(item.size)) return false;
  return state.items.every((id) => {
    const inside = kiosk.items.get(id);
    return inside?.addressee === item.addressee && inside.state.is === 'inCell';
  });
}

/** With what already waits for the same person, or else a free one. */
function cellFor(kiosk: Kiosk, item: Item): Cell | undefined {
  const shared = [...kiosk.cells.values()].find((cell) => mayShare(kiosk, cell, item) && isUsable(kiosk, cell));
  return shared ?? chooseCell(kiosk.cells.values(), item.size, (cell) => isUsable(kiosk, cell));
}

export function deposit(turn: Turn, visit: Visit, itemId: ItemId): void {
  const item = turn.kiosk.items.get(itemId);
  if (item?.state.is !== 'expected') return showProblem(turn, 'notNow', { visit });
  const cell = cellFor(turn.kiosk, item);
  if (cell === undefined) return showProblem(turn, 'noFreeCell', { visit });
  const items = cell.state.is === 'occupied' ? cell.state.items : [];
  turn.setCell(cell.id, { is: 'reserved', items, coming: itemId });
  turn.setItem(itemId, { is: 'assigned', cell: cell.id });
  orderOpen(turn, visit, { cell: cell.id, items: [itemId], why: 'deposit' });
}

export function confirmDeposit(turn: Turn, putIn: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'confirmDeposit') return;
  const { cell } = session;
  const { state } = turn.cell(cell);
  if (state.is !== 'openDeposit') return;
  const by = session.visit.holder.person;
  if (putIn) {
    turn.setCell(cell, { is: 'occupied', items: [...state.items, state.coming] });
    turn.setItem(state.coming, { is: 'inCell', cell, since: turn.now });
    turn.record({ is: 'itemDeposited', item: state.coming, cell, by });
  } else {
    turn.setItem(state.coming, { is: 'expected' });
    turn.record({ is: 'depositCancelled', item: state.coming, cell, by });
    turn.doubtCell(cell, 'depositCancelled', state.items, 'deposit');
  }
  goHome(turn, session.visit);
}
