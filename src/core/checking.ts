// Checking: a technician opens a doubtful cell, looks, and says what is inside. Only that makes it usable again.

import { type CellId, itemsIn } from './cell.ts';
import type { Item } from './item.ts';
import { doorReads } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { idleUntil } from './visit.ts';

export function mayBeLookedAt(turn: Turn, cell: CellId): boolean {
  const is = turn.kiosk.cells.get(cell)?.state.is;
  return is === 'unverified' || is === 'outOfService';
}

export function openForLook(turn: Turn, visit: Visit, cell: CellId): void {
  if (mayBeLookedAt(turn, cell)) orderOpen(turn, visit, { cell, items: [], why: 'look' });
}

export function mayBeVerified(turn: Turn, cell: CellId): boolean {
  return mayBeLookedAt(turn, cell) && doorReads(turn.kiosk, cell) === 'closed';
}

export function verifyCell(turn: Turn, visit: Visit, cell: CellId, found: 'empty' | 'item'): void {
  if (!mayBeVerified(turn, cell)) return;
  const items = itemsIn(turn.cell(cell)).map((id) => turn.item(id));
  turn.record({ is: 'cellVerified', cell, by: visit.holder.person, found });
  if (turn.cell(cell).fault === 'slowLock') turn.setFault(cell, null);
  if (found === 'item' && items.length > 0) {
    turn.setCell(cell, { is: 'occupied', items: items.map(({ id }) => id) });
    for (const item of items) turn.layIn(item.id, cell);
  } else if (found === 'item') {
    // Something lies there that no item explains: nobody gets the cell before it is sorted out.
    turn.setCell(cell, { is: 'outOfService', why: 'staff', items: [] });
    turn.record({ is: 'cellOutOfService', cell, why: 'staff' });
  } else {
    turn.setCell(cell, { is: 'free' });
    for (const item of items) settleMissingItem(turn, item, cell);
  }
  turn.go({ at: 'technician', visit, deadline: idleUntil(turn) });
}

/** The cell is empty: where the item went follows from how it came to be in doubt. */
function settleMissingItem(turn: Turn, item: Item, cell: CellId): void {
  const { state } = item;
  const gone = state.is === 'disputed' || state.is === 'frozen' || state.is === 'missing';
  if (!gone) return;
  const deposited = [...turn.kiosk.rights.values()].some((right) => right.item === item.id);
  if (state.is === 'disputed' && !deposited) return turn.setItem(item.id, { is: 'expected' });
  const byAddressee =
    state.is === 'disputed' && (state.why === 'restart' || state.why === 'leftInside' || state.why === 'doorLeftOpen');
  if (byAddressee) {
    turn.setItem(item.id, { is: 'handedOver', cell, at: turn.now, evidence: 'statement' });
    const { addressee } = item;
    // Whoever opened the cell last in this run; before that nobody knows of an agent.
    const took = [...turn.kiosk.orders.values()].findLast(
      ({ why, items }) => why === 'collect' && items.includes(item.id),
    );
    const person = took?.by ?? addressee;
    return turn.record({
      is: 'itemHandedOver',
      item: item.id,
      cell,
      person,
      addressee,
      proof: 'card',
      evidence: 'statement',
    });
  }
  turn.setItem(item.id, { is: 'lost', at: turn.now });
  turn.record({ is: 'itemMissing', item: item.id, cell });
}
