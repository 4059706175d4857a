// Turn: the working copy of one step. Collects what changes, which facts are recorded and what is to be done, in order.

import { certain } from '../base/result.ts';
import type { Cell, CellFault, CellId, CellState, Doubt } from './cell.ts';
import type { OpenOrder, OpenOrderState } from './door.ts';
import type { DropOff } from './drop-off.ts';
import type { Emergency } from './emergency-end.ts';
import type { Changes, Effect, Moment } from './event.ts';
import type { Fact, Recorded } from './fact.ts';
import type { Dispute, Hold, Item, ItemId, ItemState } from './item.ts';
import type { Kiosk, PinRecord } from './kiosk.ts';
import type { PersonKey, Staff } from './person.ts';
import type { CodeTries } from './pickup-code.ts';
import type { PrintJob, PrintJobState } from './print-job.ts';
import type { Right } from './right.ts';
import type { Session } from './session.ts';
import type { KeptSignature } from './signature.ts';

export interface StepResult {
  readonly kiosk: Kiosk;
  readonly effects: readonly Effect[];
  readonly changes: Changes;
}

export interface Turn {
  readonly now: number;
  readonly id: string;
  readonly kiosk: Kiosk;
  set(part: Partial<Kiosk>): void;
  go(session: Session): void;
  record(fact: Fact): void;
  /** Id of the fact that is recorded next. */
  nextFactId(): string;
  ask(effect: Effect): void;
  item(id: ItemId): Item;
  setItem(id: ItemId, state: ItemState): void;
  setHold(id: ItemId, part: Partial<Hold>): void;
  /** Of an envelope. */
  setDropOff(id: ItemId, part: Partial<DropOff>): void;
  /** It lies in this cell: free to be collected, unless central has withdrawn it. */
  layIn(id: ItemId, cell: CellId): void;
  addItem(item: Item): void;
  cell(id: CellId): Cell;
  setCell(id: CellId, state: CellState, opened?: boolean): void;
  /** A change of it is a fact. */
  setFault(id: CellId, fault: CellFault | null): void;
  order(id: string): OpenOrder;
  addOrder(order: OpenOrder): void;
  setOrder(id: string, state: OpenOrderState): void;
  job(id: string): PrintJob;
  addJob(job: PrintJob): void;
  setJob(id: string, state: PrintJobState): void;
  setRight(right: Right): void;
  revokeRight(id: string): void;
  setStaff(staff: Staff): void;
  removeStaff(person: PersonKey): void;
  setPin(pin: PinRecord): void;
  setCodeTries(tries: CodeTries): void;
  keepSignature(signature: KeptSignature): void;
  setSuspended(boards: ReadonlyMap<string, number>): void;
  setEmergency(emergency: Emergency | null): void;
  setRightsAsOf(asOf: number): void;
  setCursor(cursor: number): void;
  /** Nobody knows for sure what is in the cell any more: it is set aside, and its items with it. */
  doubtCell(cell: CellId, why: Doubt, items: readonly ItemId[], dispute: Dispute): void;
  end(): StepResult;
}

function changed<Key, Value>(before: ReadonlyMap<Key, Value>, after: ReadonlyMap<Key, Value>): readonly Value[] {
  if (before === after) return [];
  return [...after].filter(([key, value]) => before.get(key) !== value).map(([, value]) => value);
}

function withEntry<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value);
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** A doubt about the cell says nothing new about these. */
function isSettled(is: ItemState['is']): boolean {
  return ['handedOver', 'recalled', 'missing', 'lost', 'cancelled', 'frozen'].includes(is);
}

/** Ids of the facts of one step: the event's own id, then the same with the last digits counted up. */
function factId(eventId: string, number: number): string {
  const tail = (Number.parseInt(eventId.slice(-8), 16) + number) % 2 ** 32;
  return eventId.slice(0, -8) + tail.toString(16).padStart(8, '0');
}

export function createTurn(before: Kiosk, { now, id }: Moment): Turn {
  let kiosk = before;
  let rightsAsOf: number | undefined;
  let cursor: number | undefined;
  const facts: Recorded[] = [];
  const effects: Effect[] = [];
  const signatures: KeptSignature[] = [];

  const turn: Turn = {
    now,
    id,
    get kiosk() {
      return kiosk;
    },
    set(part) {
      kiosk = { ...kiosk, ...part };
    },
    go(session) {
      kiosk = { ...kiosk, session };
    },
    record(fact) {
      facts.push({ id: factId(id, facts.length), at: now, fact });
    },
    nextFactId: () => factId(id, facts.length),
    ask(effect) {
      effects.push(effect);
    },
    item: (item) => certain(kiosk.items.get(item), `item ${item}`),
    setItem(item, state) {
      kiosk = { ...kiosk, items: withEntry(kiosk.items, item, { ...turn.item(item), state }) };
    },
    setHold(id, part) {
      const item = turn.item(id);
      kiosk = { ...kiosk, items: withEntry(kiosk.items, id, { ...item, hold: { ...item.hold, ...part } }) };
    },
    setDropOff(id, part) {
      const item = turn.item(id);
      const dropOff = { ...certain(item.dropOff, `envelope ${id}`), ...part };
      kiosk = { ...kiosk, items: withEntry(kiosk.items, id, { ...item, dropOff }) };
    },
    layIn(id, cell) {
      const isWithdrawn = turn.item(id).hold.withdrawn !== null;
      turn.setItem(id, isWithdrawn ? { is: 'frozen', cell } : { is: 'inCell', cell, since: now });
    },
    addItem(item) {
      kiosk = { ...kiosk, items: withEntry(kiosk.items, item.id, item) };
    },
    cell: (cell) => certain(kiosk.cells.get(cell), `cell ${cell}`),
    setCell(cell, state, opened = false) {
      const old = turn.cell(cell);
      kiosk = { ...kiosk, cells: withEntry(kiosk.cells, cell, { ...old, state, opens: old.opens + (opened ? 1 : 0) }) };
    },
    setFault(id, fault) {
      const { fault: before, ...cell } = turn.cell(id);
      if (before === (fault ?? undefined)) return;
      kiosk = { ...kiosk, cells: withEntry(kiosk.cells, id, fault === null ? cell : { ...cell, fault }) };
      turn.record(fault === null ? { is: 'cellFaultEnded', cell: id } : { is: 'cellFault', cell: id, fault });
    },
    order: (order) => certain(kiosk.orders.get(order), `order ${order}`),
    addOrder(order) {
      kiosk = { ...kiosk, orders: withEntry(kiosk.orders, order.id, order) };
    },
    setOrder(order, state) {
      kiosk = { ...kiosk, orders: withEntry(kiosk.orders, order, { ...turn.order(order), state }) };
    },
    job: (job) => certain(kiosk.jobs.get(job), `job ${job}`),
    addJob(job) {
      kiosk = { ...kiosk, jobs: withEntry(kiosk.jobs, job.id, job) };
    },
    setJob(job, state) {
      kiosk = { ...kiosk, jobs: withEntry(kiosk.jobs, job, { ...turn.job(job), state }) };
    },
    setRight(right) {
      kiosk = { ...kiosk, rights: withEntry(kiosk.rights, right.id, right) };
    },
    revokeRight(right) {
      kiosk = { ...kiosk, rights: without(kiosk.rights, right) };
    },
    setStaff(staff) {
      kiosk = { ...kiosk, staff: withEntry(kiosk.staff, staff.person, staff) };
    },
    removeStaff(person) {
      kiosk = { ...kiosk, staff: without(kiosk.staff, person) };
    },
    setPin(pin) {
      kiosk = { ...kiosk, pins: withEntry(kiosk.pins, pin.person, pin) };
    },
    setCodeTries(tries) {
      kiosk = { ...kiosk, codeTries: withEntry(kiosk.codeTries, tries.subject, tries) };
    },
    keepSignature(signature) {
      signatures.push(signature);
    },
    setSuspended(suspended) {
      kiosk = { ...kiosk, suspended };
    },
    setEmergency(emergency) {
      kiosk = { ...kiosk, emergency };
    },
    setRightsAsOf(asOf) {
      rightsAsOf = asOf;
      kiosk = { ...kiosk, rightsAsOf: asOf };
    },
    setCursor(value) {
      cursor = value;
    },
    doubtCell(cell, why, items, dispute) {
      turn.setCell(cell, { is: 'unverified', why, items });
      turn.record({ is: 'cellDoubted', cell, why, items });
      for (const item of items) {
        const { is } = turn.item(item).state;
        if (isSettled(is)) continue;
        turn.setItem(item, { is: 'disputed', cell, why: dispute });
        turn.record({ is: 'itemDisputed', item, cell, why: dispute });
      }
    },
    end: () => ({
      kiosk,
      effects,
      changes: {
        items: changed(before.items, kiosk.items),
        cells: changed(before.cells, kiosk.cells),
        orders: changed(before.orders, kiosk.orders),
        jobs: changed(before.jobs, kiosk.jobs),
        rights: changed(before.rights, kiosk.rights),
        rightsRevoked: [...before.rights.keys()].filter((right) => !kiosk.rights.has(right)),
        staff: changed(before.staff, kiosk.staff),
        staffRemoved: [...before.staff.keys()].filter((person) => !kiosk.staff.has(person)),
        pins: changed(before.pins, kiosk.pins),
        codeTries: changed(before.codeTries, kiosk.codeTries),
        signatures,
        tests: changed(before.tests, kiosk.tests),
        ...(before.suspended === kiosk.suspended ? {} : { suspended: kiosk.suspended }),
        ...(before.emergency === kiosk.emergency ? {} : { emergency: kiosk.emergency }),
        ...(rightsAsOf === undefined ? {} : { rightsAsOf }),
        ...(cursor === undefined ? {} : { cursor }),
        facts,
      },
    }),
  };
  return turn;
}
