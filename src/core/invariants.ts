// Invariants: what must hold at every moment of the locker life-cycle. Each is a function of its own; a line names a breach.
// Of the twelve these are nos. 1, 2 and 12, and what they rest on; the others need a whole step (step-laws.ts) or everything
// that was recorded (fact-books.ts).

import { type Cell, type CellId, itemsIn } from './cell.ts';
import { cellOf } from './item.ts';
import type { Kiosk } from './kiosk.ts';
import { isUnderWay, mayBeOut, type PrinterKind } from './print-job.ts';

type Invariant = (kiosk: Kiosk) => readonly string[];

function cellsWhere(kiosk: Kiosk, isBroken: (cell: Cell) => boolean, breach: (cell: CellId) => string): string[] {
  return [...kiosk.cells.values()].filter(isBroken).map(({ id }) => breach(id));
}

/** No. 1. A cell holds items of at most one addressee. */
export const oneAddresseePerCell: Invariant = (kiosk) => {
  const addressees = new Map<CellId, Set<string>>();
  const note = (cell: CellId, person: string) =>
    addressees.set(cell, (addressees.get(cell) ?? new Set<string>()).add(person));
  for (const item of kiosk.items.values()) {
    const cell = cellOf(item);
    if (cell !== null) note(cell, item.addressee);
  }
  for (const cell of kiosk.cells.values())
    for (const item of itemsIn(cell)) note(cell.id, kiosk.items.get(item)?.addressee ?? 'nobody');
  return [...addressees].filter(([, people]) => people.size > 1).map(([cell]) => `cell ${cell} has two addressees`);
};

/** No. 2. An item is in at most one cell. */
export const oneCellPerItem: Invariant = (kiosk) => {
  const lines: string[] = [];
  const places = new Map<string, CellId>();
  for (const cell of kiosk.cells.values()) {
    if (cell.state.is === 'justEmptied') continue;
    for (const item of itemsIn(cell)) {
      const other = places.get(item);
      if (other !== undefined) lines.push(`one item is in ${other} and in ${cell.id}`);
      places.set(item, cell.id);
    }
  }
  return lines;
};

/** What an item says of its cell, the cell says of the item. */
export const itemAndCellAgree: Invariant = (kiosk) => {
  const lines: string[] = [];
  for (const item of kiosk.items.values()) {
    const cell = cellOf(item);
    const known = cell === null ? undefined : kiosk.cells.get(cell);
    if (
      item.state.is === 'inCell' &&
      (known === undefined || known.state.is === 'free' || !itemsIn(known).includes(item.id))
    )
      lines.push(`item in cell ${cell} that is ${known?.state.is}`);
    if (known?.state.is === 'free') lines.push(`free cell ${cell} is some item's place`);
  }
  const isExpectedInside = (cell: Cell) =>
    cell.state.is === 'occupied' &&
    (cell.state.items.length === 0 || cell.state.items.some((item) => kiosk.items.get(item)?.state.is === 'expected'));
  return [
    ...lines,
    ...cellsWhere(kiosk, isExpectedInside, (cell) => `occupied cell ${cell} holds nothing or what is expected`),
  ];
};

/** A cell that is kept for an item, or open for it, and the item on its way say so of each other. */
export const comingIsAssigned: Invariant = (kiosk) => {
  const lines: string[] = [];
  for (const { id, state } of kiosk.cells.values()) {
    if (state.is !== 'reserved' && state.is !== 'openDeposit') continue;
    const item = kiosk.items.get(state.coming);
    if (item?.state.is !== 'assigned' || item.state.cell !== id)
      lines.push(`cell ${id} is kept for an item that is ${item?.state.is}`);
  }
  for (const { state } of kiosk.items.values()) {
    if (state.is !== 'assigned') continue;
    const is = kiosk.cells.get(state.cell)?.state.is;
    if (is !== 'reserved' && is !== 'openDeposit') lines.push(`an item is assigned to a cell that is ${is}`);
  }
  return lines;
};

/** What somebody is about to take out lies in the cell that opens. */
export const collectingIsInside: Invariant = (kiosk) =>
  [...kiosk.items.values()].flatMap(({ id, state }) => {
    if (state.is !== 'collecting') return [];
    const cell = kiosk.cells.get(state.cell);
    return cell !== undefined && itemsIn(cell).includes(id)
      ? []
      : [`an item is collected from ${state.cell} without being in it`];
  });

/** No. 12. Nothing opens for a citizen without the session that asked for it: at most one door for each visit. */
export const openForSomebody: Invariant = (kiosk) => {
  const { session } = kiosk;
  const here = 'order' in session && 'cell' in session ? session.cell : null;
  return cellsWhere(
    kiosk,
    ({ id, state }) => ['openCollect', 'openDeposit', 'openRecall'].includes(state.is) && id !== here,
    (cell) => `cell ${cell} is open for nobody`,
  );
};

/** No. 12. Per bank only one unlock pulse at a time; here: one in the whole kiosk. */
export const oneOrderAtATime: Invariant = (kiosk) => {
  const live = [...kiosk.orders.values()].filter((order) => order.state.is === 'ordered' || order.state.is === 'acted');
  return live.length > 1 ? ['more than one order to open at a time'] : [];
};

/** At most one job under way on a printer, and no copy that may be out twice. */
export const oneJobPerPrinter: Invariant = (kiosk) => {
  const lines: string[] = [];
  const busy = new Set<PrinterKind>();
  const copies = new Set<string>();
  for (const job of kiosk.jobs.values()) {
    if (isUnderWay(job) && busy.has(job.printer)) lines.push(`two jobs under way on ${job.printer}`);
    if (isUnderWay(job)) busy.add(job.printer);
    if (!mayBeOut(job)) continue;
    const copy = `${job.document} copy ${job.copy}`;
    if (copies.has(copy)) lines.push(`${copy} went out twice`);
    copies.add(copy);
  }
  return lines;
};

/** No. 3, afterwards. A cell in doubt, out of use or without its board is given to nothing: what is on its way in has a cell kept for it. */
export const assignedHasItsCell: Invariant = (kiosk) =>
  [...kiosk.items.values()].flatMap(({ state }) => {
    if (state.is !== 'assigned') return [];
    const is = kiosk.cells.get(state.cell)?.state.is;
    return is === 'reserved' || is === 'openDeposit' ? [] : [`item on its way into cell ${state.cell} that is ${is}`];
  });

/** What central has withdrawn lies in no cell as something to be collected. */
export const withdrawnIsNotOffered: Invariant = (kiosk) =>
  [...kiosk.items.values()].flatMap(({ state, hold }) =>
    state.is === 'inCell' && hold.withdrawn !== null ? [`item in cell ${state.cell} is offered though withdrawn`] : [],
  );

/** What was taken out by staff, or is being taken out, is nobody's to collect. */
export const recalledIsInNoCell: Invariant = (kiosk) =>
  [...kiosk.cells.values()].flatMap((cell) =>
    cell.state.is === 'occupied' && cell.state.items.some((item) => kiosk.items.get(item)?.state.is === 'recalled')
      ? [`cell ${cell.id} holds what was taken out`]
      : [],
  );

/** A board on which a wrong door moved opens nothing before a technician says so. */
export const suspendedBoardRests: Invariant = (kiosk) =>
  [...kiosk.orders.values()].flatMap((order) => {
    const board = kiosk.settings.boardOf.get(order.cell);
    const isLive = order.state.is === 'ordered' || order.state.is === 'acted';
    return isLive && board !== undefined && kiosk.suspended.has(board)
      ? [`${board} is stopped and opens ${order.cell}`]
      : [];
  });

/** No. 7. Everything is opened only as an emergency of two people. */
export const openAllIsAnEmergency: Invariant = ({ session, emergency }) => {
  const isOpening = session.at === 'openingAll';
  if (!isOpening) return [];
  return emergency === null || emergency.by[0] === emergency.by[1] ? ['everything is opened without two people'] : [];
};

/** What a person has left is taken out by staff and by nobody else, and lies in its cell only when it was received. */
export const envelopeIsNotCollected: Invariant = (kiosk) =>
  [...kiosk.items.values()].flatMap(({ state, dropOff }) => {
    if (dropOff === undefined) return [];
    if (state.is === 'collecting' || state.is === 'handedOver') return [`an envelope is ${state.is}`];
    return state.is === 'inCell' && dropOff.receipt === null
      ? [`an envelope lies in ${state.cell} and was not received`]
      : [];
  });

/** A receipt on the sensor's word names the moment at which the door was seen to shut. */
export const receivedAtAMoment: Invariant = (kiosk) =>
  [...kiosk.items.values()].flatMap(({ dropOff }) => {
    const receipt = dropOff?.receipt ?? null;
    return receipt?.evidence === 'sensor' && receipt.shutAt === null
      ? [`received in ${receipt.cell} at no moment`]
      : [];
  });

/** A cell is kept for one thing that is still to come, and that thing has one cell kept. */
export const keptForOneToCome: Invariant = (kiosk) => {
  const kept = new Set<string>();
  return [...kiosk.cells.values()].flatMap(({ id, state }) => {
    if (state.is !== 'kept') return [];
    const is = kiosk.items.get(state.item)?.state.is;
    const lines = is === 'expected' ? [] : [`cell ${id} is kept for an item that is ${is}`];
    if (kept.has(state.item)) lines.push(`two cells are kept for one item, ${id} among them`);
    kept.add(state.item);
    return lines;
  });
};

const invariants: readonly Invariant[] = [
  assignedHasItsCell,
  withdrawnIsNotOffered,
  recalledIsInNoCell,
  suspendedBoardRests,
  openAllIsAnEmergency,
  oneAddresseePerCell,
  oneCellPerItem,
  itemAndCellAgree,
  comingIsAssigned,
  collectingIsInside,
  openForSomebody,
  oneOrderAtATime,
  oneJobPerPrinter,
  envelopeIsNotCollected,
  receivedAtAMoment,
  keptForOneToCome,
];

export function breaches(kiosk: Kiosk): readonly string[] {
  return invariants.flatMap((invariant) => invariant(kiosk));
}
