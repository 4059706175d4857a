// Depositing: staff put a licence into a cell. It counts only when the door was seen to open and shut and staff confirm,
// and where the site has labels inside its cells, when that of this cell was scanned.

import { type Cell, type CellId, type CellNeed, cellSizes, chooseCell, isWithinReach, itemsIn } from './cell.ts';
import { isClosedByEmergency } from './emergency-end.ts';
import type { Item, ItemId } from './item.ts';
import { boardWorks, doorReads, type Kiosk } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import { recallReason } from './recalling.ts';
import type { Session, Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil, showProblem } from './visit.ts';

/** Envelopes are thin; more than these in one cell are no longer told apart. */
const mostTogether = 5;

const dayMs = 86_400_000;

/** A cell is given out only when its board answers and its door reads closed. */
export function isUsable(kiosk: Kiosk, cell: Cell): boolean {
  return boardWorks(kiosk, cell.id) && doorReads(kiosk, cell.id) === 'closed' && !isClosedByEmergency(kiosk);
}

/** A cell in which only items of the same addressee lie, free to be collected, and one more of that size fits. */
function mayShare(kiosk: Kiosk, cell: Cell, item: Item): boolean {
  const { state } = cell;
  if (state.is !== 'occupied' || state.items.length >= mostTogether) return false;
  if (cellSizes.indexOf(cell.size) < cellSizes.indexOf(item.size)) return false;
  if (item.lowCell === true && !isWithinReach(cell)) return false;
  return state.items.every((id) => {
    const inside = kiosk.items.get(id);
    return inside?.addressee === item.addressee && inside.state.is === 'inCell' && recallReason(inside) === null;
  });
}

/** With what already waits for the same person, or else a free one; a free one that is larger than `than` when that is too small. */
export function cellFor(kiosk: Kiosk, item: Item, than: Cell['size'] | null): Cell | undefined {
  const usable = (cell: Cell) => isUsable(kiosk, cell);
  const need: CellNeed = { size: item.size, largerThan: than, low: item.lowCell === true };
  const shared = [...kiosk.cells.values()].find((cell) => mayShare(kiosk, cell, item) && usable(cell));
  return than === null && shared !== undefined ? shared : chooseCell(kiosk.cells.values(), need, usable);
}

export function deposit(turn: Turn, visit: Visit, itemId: ItemId, largerThan: Cell['size'] | null = null): void {
  const item = turn.kiosk.items.get(itemId);
  if (item?.state.is !== 'expected' || item.dropOff !== undefined) return showProblem(turn, 'notNow', { visit });
  const cell = keptCell(turn, itemId, largerThan) ?? cellFor(turn.kiosk, item, largerThan);
  if (cell === undefined) return showProblem(turn, 'noFreeCell', { visit });
  const items = cell.state.is === 'occupied' ? cell.state.items : [];
  turn.setCell(cell.id, { is: 'reserved', items, coming: itemId });
  turn.setItem(itemId, { is: 'assigned', cell: cell.id });
  orderOpen(turn, visit, { cell: cell.id, items: [itemId], why: 'deposit' });
}

/** The one that was kept for it, as long as it is usable; whatever happens, it is kept no longer. */
function keptCell(turn: Turn, item: ItemId, largerThan: Cell['size'] | null): Cell | undefined {
  const kept = [...turn.kiosk.cells.values()].find(({ state }) => state.is === 'kept' && state.item === item);
  if (kept === undefined) return undefined;
  turn.setCell(kept.id, { is: 'free' });
  turn.record({ is: 'cellKeptEnded', item, cell: kept.id, why: 'used' });
  return largerThan === null && isUsable(turn.kiosk, kept) ? turn.cell(kept.id) : undefined;
}

type Confirming = Extract<Session, { at: 'confirmDeposit' }>;

export function mayConfirm(kiosk: Kiosk, session: Confirming, putIn: boolean): boolean {
  const isDeposit = kiosk.orders.get(session.order)?.why === 'deposit';
  return !putIn || !isDeposit || session.labelSeen || !kiosk.settings.cellLabels;
}

/** After a deposit: it is in, or it is not. After taking back: it is still in, or it is out. */
export function confirmDeposit(turn: Turn, putIn: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'confirmDeposit') return;
  const { cell, order, visit } = session;
  const { state } = turn.cell(cell);
  if (state.is !== 'openDeposit') return;
  const item = state.coming;
  const takingBack = turn.order(order).why === 'takeBack';
  if (!putIn) return notInside(turn, session, 'done');
  turn.setCell(cell, { is: 'occupied', items: [...state.items, item] });
  turn.layIn(item, cell);
  if (takingBack) return goHome(turn, visit);
  const until = turn.now + turn.item(item).hold.days * dayMs;
  turn.setHold(item, { until, isOver: false, isExtended: false });
  turn.record({ is: 'itemDeposited', item, cell, by: visit.holder.person });
  goHome(turn, { ...visit, batch: [...visit.batch, { item, cell }] });
}

/** It does not fit: the scan is kept, and the cell is dealt with as one in which nothing was put. */
export function askForLarger(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at === 'confirmDeposit') notInside(turn, session, 'larger');
}

/** The label was not scanned before the door shut: the same cell once more. It stays open on the books, for something may lie inside. */
export function openAgain(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at !== 'confirmDeposit') return;
  const { state } = turn.cell(session.cell);
  if (state.is !== 'openDeposit') return;
  orderOpen(turn, session.visit, { cell: session.cell, items: [state.coming], why: 'deposit' });
}

function notInside(turn: Turn, { visit, order, cell }: Confirming, then: 'done' | 'larger'): void {
  const { state } = turn.cell(cell);
  if (state.is !== 'openDeposit') return;
  turn.setItem(state.coming, { is: 'expected' });
  turn.record({ is: 'depositCancelled', item: state.coming, cell, by: visit.holder.person });
  turn.doubtCell(cell, 'depositCancelled', state.items, 'deposit');
  const batch = visit.batch.filter(({ item }) => item !== state.coming);
  turn.go({ at: 'leftEmpty', visit: { ...visit, batch }, order, cell, then, deadline: idleUntil(turn) });
}

/**
 * Staff say whether the cell is as it was before. It is given out again without a look only when the sensor saw the door
 * open and shut as well.
 */
export function answerLeftEmpty(turn: Turn, isEmpty: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'leftEmpty') return;
  const { visit, cell, then } = session;
  const order = turn.order(session.order);
  const { state } = turn.cell(cell);
  const sawIt =
    order.state.is === 'opened' && order.state.evidence === 'sensor' && doorReads(turn.kiosk, cell) === 'closed';
  if (isEmpty && sawIt && state.is === 'unverified') {
    const by = visit.holder.person;
    turn.record({
      is: 'cellVerified',
      cell,
      by,
      found: state.items.length === 0 ? 'empty' : 'item',
      inside: state.items,
    });
    turn.setCell(cell, state.items.length === 0 ? { is: 'free' } : { is: 'occupied', items: state.items });
    for (const item of state.items) if (turn.item(item).state.is === 'disputed') turn.layIn(item, cell);
  }
  const [item] = order.items;
  if (then === 'larger' && item !== undefined) return deposit(turn, visit, item, turn.cell(cell).size);
  goHome(turn, visit);
}

/** The last item of this batch, when it still lies where it was put. */
export function lastOfBatch(kiosk: Kiosk, { batch }: Visit): { readonly item: ItemId; readonly cell: CellId } | null {
  const last = batch.at(-1);
  if (last === undefined) return null;
  const state = kiosk.items.get(last.item)?.state;
  return state?.is === 'inCell' && state.cell === last.cell ? last : null;
}

/** Undo: the cell opens once more, the last item is taken out, and that is confirmed. */
export function takeBack(turn: Turn, visit: Visit): void {
  const last = lastOfBatch(turn.kiosk, visit);
  const state = last === null ? null : turn.cell(last.cell).state;
  if (last === null || state?.is !== 'occupied') return showProblem(turn, 'notNow', { visit });
  const { item, cell } = last;
  turn.setCell(cell, { is: 'reserved', items: state.items.filter((one) => one !== item), coming: item });
  turn.setItem(item, { is: 'assigned', cell });
  orderOpen(turn, visit, { cell, items: [item], why: 'takeBack' });
}

/** The label of another cell was scanned: another door stands open, and nobody knows what is where. */
export function wrongLabel(turn: Turn, session: Extract<Session, { at: 'doorOpen' }>, found: CellId): void {
  const { cell, visit } = session;
  turn.record({ is: 'wrongLabel', cell, found });
  for (const one of [turn.cell(cell), turn.cell(found)]) {
    turn.doubtCell(one.id, 'wrongLabel', itemsIn(one), 'openedWithoutOrder');
  }
  showProblem(turn, 'wrongCell', { visit, cell });
}
