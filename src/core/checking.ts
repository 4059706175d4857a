// Checking: staff open a doubtful cell, look, and say what is inside. Only that makes it usable again. What lies in another
// cell than the books say is moved in the books, and the cell it was booked in becomes doubtful in its turn.

import { type CellId, itemsIn } from './cell.ts';
import { receiveFound, settleMissingEnvelope } from './dropping-off.ts';
import { settleEmergency } from './emergency-end.ts';
import { cellOf, type Item, type ItemId } from './item.ts';
import { doorReads, type Kiosk } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil } from './visit.ts';

/** More than these cannot lie in one cell. */
export const mostFound = 10;

function isDoubtful(kiosk: Kiosk, cell: CellId): boolean {
  const is = kiosk.cells.get(cell)?.state.is;
  return is === 'unverified' || is === 'outOfService';
}

/** Every cell that somebody has to look into, in walking order. */
export function worksheet(kiosk: Kiosk): readonly CellId[] {
  return [...kiosk.cells.keys()].filter((cell) => isDoubtful(kiosk, cell));
}

export function showWorksheet(turn: Turn, visit: Visit): void {
  turn.go({ at: 'worksheet', visit: { ...visit, list: { is: 'worksheet' } }, deadline: idleUntil(turn) });
}

export function mayBeLookedAt(kiosk: Kiosk, cell: CellId): boolean {
  return atWork(kiosk) && isDoubtful(kiosk, cell);
}

export function mayBeVerified(kiosk: Kiosk, cell: CellId): boolean {
  return mayBeLookedAt(kiosk, cell) && doorReads(kiosk, cell) === 'closed';
}

function atWork({ session }: Kiosk): boolean {
  return session.at === 'technician' || session.at === 'worksheet';
}

/** A free cell is kept out of use, e.g. because its door is bent. Looking into it and finding it empty takes it back. */
export function mayBeClosed(kiosk: Kiosk, cell: CellId): boolean {
  return kiosk.session.at === 'technician' && kiosk.cells.get(cell)?.state.is === 'free';
}

export function closeCell(turn: Turn, visit: Visit, cell: CellId): void {
  turn.setCell(cell, { is: 'outOfService', why: 'staff', items: [] });
  turn.record({ is: 'cellClosed', cell, by: visit.holder.person });
}

export function openForLook(turn: Turn, visit: Visit, cell: CellId): void {
  orderOpen(turn, visit, { cell, items: [], why: 'look' });
}

/** What the eyes can have seen: whatever is booked here first, then what is looked for, then what lies elsewhere. */
export function candidatesFor(kiosk: Kiosk, cell: CellId): readonly Item[] {
  const known = kiosk.cells.get(cell);
  const booked = known === undefined ? [] : itemsIn(known);
  const rank = (item: Item): number => {
    if (booked.includes(item.id)) return 0;
    switch (item.state.is) {
      case 'missing':
      case 'disputed':
      case 'lost':
        return 1;
      case 'expected':
        // Said not to be put in: it may lie there all the same.
        return item.dropOff?.shut?.cell === cell ? 2 : 9;
      case 'handedOver':
        // Left behind: it may still lie where it was handed over.
        return item.state.cell === cell ? 2 : 9;
      case 'inCell':
        return 3;
      case 'frozen':
        return item.state.cell === null ? 9 : 3;
      default:
        return 9;
    }
  };
  return [...kiosk.items.values()].filter((item) => rank(item) < 9).sort((one, other) => rank(one) - rank(other));
}

/** A cell is of one addressee: what lies there of somebody else is taken out first. */
export function mayBeFound(kiosk: Kiosk, cell: CellId, found: readonly ItemId[]): boolean {
  const items = candidatesFor(kiosk, cell).filter(({ id }) => found.includes(id));
  return items.length === found.length && new Set(items.map(({ addressee }) => addressee)).size === 1;
}

export function verifyCell(turn: Turn, visit: Visit, cell: CellId, found: 'empty' | 'item' | 'other'): void {
  const booked = itemsIn(turn.cell(cell));
  if (found === 'item' && booked.length > 0) return foundItems(turn, visit, cell, booked);
  noteVerified(turn, visit, cell, { found, inside: [] });
  if (found === 'empty') turn.setCell(cell, { is: 'free' });
  else {
    // Something lies there that no item explains: nobody gets the cell before it is sorted out.
    turn.setCell(cell, { is: 'outOfService', why: 'staff', items: [] });
    turn.record({ is: 'cellOutOfService', cell, why: 'staff' });
  }
  for (const item of booked) settleMissingItem(turn, turn.item(item), cell);
  goOn(turn, visit);
}

/** Exactly these lie in the cell. */
export function foundItems(turn: Turn, visit: Visit, cell: CellId, found: readonly ItemId[]): void {
  const booked = itemsIn(turn.cell(cell));
  noteVerified(turn, visit, cell, { found: 'item', inside: found });
  turn.setCell(cell, { is: 'occupied', items: found });
  for (const item of found) {
    const before = turn.item(item);
    if (!booked.includes(item)) moveHere(turn, visit, before, cell);
    turn.layIn(item, cell);
    if (before.dropOff?.receipt === null) receiveFound(turn, before, cell);
  }
  for (const item of booked) if (!found.includes(item)) settleMissingItem(turn, turn.item(item), cell);
  goOn(turn, visit);
}

function noteVerified(
  turn: Turn,
  visit: Visit,
  cell: CellId,
  { found, inside }: { readonly found: 'empty' | 'item' | 'other'; readonly inside: readonly ItemId[] },
): void {
  turn.record({ is: 'cellVerified', cell, by: visit.holder.person, found, inside });
  if (turn.cell(cell).fault === 'slowLock') turn.setFault(cell, null);
}

/** The cell in which it was booked holds something else, or nothing. */
function moveHere(turn: Turn, visit: Visit, item: Item, cell: CellId): void {
  const was = cellOf(item);
  turn.record({ is: 'itemFound', item: item.id, cell, was, by: visit.holder.person });
  const old = was === null ? undefined : turn.kiosk.cells.get(was);
  if (old === undefined || old.id === cell || !itemsIn(old).includes(item.id)) return;
  const rest = itemsIn(old).filter((one) => one !== item.id);
  if (old.state.is === 'outOfService') turn.setCell(old.id, { ...old.state, items: rest });
  else turn.doubtCell(old.id, 'foundElsewhere', rest, 'foundElsewhere');
}

function goOn(turn: Turn, visit: Visit): void {
  settleEmergency(turn);
  goHome(turn, visit);
}

/** The cell is empty: where the item went follows from how it came to be in doubt. */
function settleMissingItem(turn: Turn, item: Item, cell: CellId): void {
  const { state } = item;
  if (cellOf(item) !== cell) return;
  const gone = state.is === 'disputed' || state.is === 'frozen' || state.is === 'missing';
  if (!gone) return;
  if (item.dropOff !== undefined) return settleMissingEnvelope(turn, item, item.dropOff, cell);
  const deposited = [...turn.kiosk.rights.values()].some((right) => right.item === item.id);
  if (state.is === 'disputed' && !deposited && item.hold.withdrawn === null)
    return turn.setItem(item.id, { is: 'expected' });
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
