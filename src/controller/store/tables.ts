// Tables: items, cells, orders, jobs, rights, staff and PINs, from rows to the words of the rules and back.

import type { Database } from 'better-sqlite3';
import { certain, failed, ok, type Result } from '../../base/result.ts';
import type { Cell, CellFault, CellState } from '../../core/cell.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { DeviceTest } from '../../core/device-test.ts';
import { isSettled, type OpenOrder, type OpenOrderState } from '../../core/door.ts';
import type { DropOff } from '../../core/drop-off.ts';
import type { Emergency } from '../../core/emergency-end.ts';
import type { Changes as StepChanges } from '../../core/event.ts';
import type { Hold, Item, ItemId, ItemState } from '../../core/item.ts';
import type { PinRecord } from '../../core/kiosk.ts';
import type { Staff } from '../../core/person.ts';
import type { CodeTries, PickupCheck } from '../../core/pickup-code.ts';
import { isOpenJob, isSurelyCut, mayBeOut, type PrintJob, type PrintJobState } from '../../core/print-job.ts';
import type { Right } from '../../core/right.ts';
import { signatureText } from '../../core/signature.ts';
import type { Words } from '../../core/words.ts';
import type { Keys } from '../keys.ts';

/** What one step changed; whatever is left out stays as it is. */
export type Changes = Partial<Omit<StepChanges, 'facts'>> & Pick<StepChanges, 'facts'>;

/** What was on disk, in the words of the rules. Size and height of a cell stand in the site file. */
export interface Saved {
  readonly items: readonly Item[];
  readonly cells: readonly Omit<Cell, 'size' | 'heightCm'>[];
  /** Those without an outcome. */
  readonly orders: readonly OpenOrder[];
  /** Those that something may still settle. */
  readonly jobs: readonly PrintJob[];
  /** Highest copy of each document of which paper may be out, those among `jobs` not counted. */
  readonly copies: readonly { readonly document: string; readonly copy: number }[];
  /** Of the slips that were sent the last one has not been proved to be cut. */
  readonly slipMayHang: boolean;
  readonly rights: readonly Right[];
  readonly staff: readonly Staff[];
  readonly pins: readonly PinRecord[];
  readonly codeTries: readonly CodeTries[];
  readonly tests: readonly DeviceTest[];
  readonly suspended: ReadonlyMap<string, number>;
  readonly emergency: Emergency | null;
  readonly rightsAsOf: number | null;
  readonly cursor: number;
  readonly enrolled: boolean;
}

export interface Tables {
  /** Inside the caller's transaction. */
  write(changes: Changes): void;
  /** Failed with the table and column whose content this program did not write. */
  read(): Result<Saved, string>;
}

// A tag that is missing here does not compile, and one that is on disk and not here is damage.
const cellStates = {
  free: true,
  reserved: true,
  kept: true,
  openDeposit: true,
  occupied: true,
  openCollect: true,
  openRecall: true,
  justEmptied: true,
  openService: true,
  unverified: true,
  outOfService: true,
} satisfies Record<CellState['is'], true>;
const itemStates = {
  expected: true,
  assigned: true,
  inCell: true,
  collecting: true,
  recalling: true,
  recalled: true,
  handedOver: true,
  disputed: true,
  frozen: true,
  missing: true,
  cancelled: true,
  lost: true,
} satisfies Record<ItemState['is'], true>;
const orderStates = {
  ordered: true,
  acted: true,
  opened: true,
  notDetected: true,
  notSent: true,
  unknown: true,
} satisfies Record<OpenOrderState['is'], true>;
const jobStates = {
  queued: true,
  sent: true,
  printing: true,
  stopped: true,
  done: true,
  failed: true,
  expired: true,
  notConfirmed: true,
} satisfies Record<PrintJobState['is'], true>;

type ItemRow = Omit<Item, 'title' | 'maskedName' | 'hold' | 'state' | 'lowCell' | 'dropOff'> & {
  readonly sealedDropOff: string | null;
  readonly lowCell: number;
  readonly sealedTitle: string;
  readonly sealedMaskedName: string;
  readonly hold: string;
  readonly state: string;
};
type Stated<Value extends { readonly state: unknown }> = Omit<Value, 'state'> & { readonly state: string };
interface CellRow {
  readonly id: Cell['id'];
  readonly state: string;
  readonly opens: number;
  readonly fault: CellFault | null;
}
type OrderRow = Omit<Stated<OpenOrder>, 'items'> & { readonly items: string };
type JobRow = Omit<Stated<PrintJob>, 'delivery' | 'sheet'> & { readonly sealedDelivery: string | null };
type RightRow = Omit<Right, 'pickup'> & { readonly pickup: string | null };
type StaffRow = Omit<Staff, 'badge'> & { readonly sealedBadge: string };

export function createTables(database: Database, seal: Pick<Keys, 'seal' | 'open' | 'sealForCentral'>): Tables {
  const putItem = database.prepare<[ItemRow]>(
    `insert into item (id, sealed_title, case_number, size, addressee, sealed_masked_name, hold, state, low_cell,
       sealed_drop_off)
     values (:id, :sealedTitle, :caseNumber, :size, :addressee, :sealedMaskedName, :hold, :state, :lowCell,
       :sealedDropOff)
     on conflict (id) do update set sealed_title = :sealedTitle, case_number = :caseNumber, size = :size,
       addressee = :addressee, sealed_masked_name = :sealedMaskedName, hold = :hold, state = :state,
       low_cell = :lowCell, sealed_drop_off = :sealedDropOff`,
  );
  const putCell = database.prepare<[CellRow]>(
    `insert into cell (id, state, opens, fault) values (:id, :state, :opens, :fault)
     on conflict (id) do update set state = :state, opens = :opens, fault = :fault`,
  );
  const putOrder = database.prepare<[OrderRow & { readonly isSettled: number }]>(
    `insert into open_order (id, cell, items, why, by_person, at, state, is_settled)
     values (:id, :cell, :items, :why, :by, :at, :state, :isSettled)
     on conflict (id) do update set state = :state, is_settled = :isSettled`,
  );
  const putJob = database.prepare<[JobRow & { readonly isEnded: number; readonly mayBeOut: number }]>(
    `insert into print_job (id, document, kind, printer, person, copy, reprint_of, at, expires_at, state, is_ended, may_be_out,
       sealed_delivery, number)
     values (:id, :document, :kind, :printer, :person, :copy, :reprintOf, :at, :expiresAt, :state, :isEnded, :mayBeOut,
       :sealedDelivery, (select coalesce(max(number), 0) + 1 from print_job))
     on conflict (id) do update set state = :state, is_ended = :isEnded, may_be_out = :mayBeOut,
       sealed_delivery = :sealedDelivery`,
  );
  const putRight = database.prepare<[RightRow]>(
    `insert into pickup_right values (:id, :item, :cell, :person, :validFrom, :validTo, :pickup)
     on conflict (id) do update set item = :item, cell = :cell, person = :person, valid_from = :validFrom,
       valid_to = :validTo, pickup = :pickup`,
  );
  const dropRight = database.prepare<[string]>('delete from pickup_right where id = ?');
  const putStaff = database.prepare<[StaffRow]>(
    `insert into staff values (:person, :role, :sealedBadge, :pinHash)
     on conflict (person) do update set role = :role, sealed_badge = :sealedBadge, pin_hash = :pinHash`,
  );
  const dropStaff = database.prepare<[string]>('delete from staff where person = ?');
  const putPin = database.prepare<[PinRecord]>(
    'insert into pin values (:person, :wrong, :lastAt) on conflict (person) do update set wrong = :wrong, last_at = :lastAt',
  );
  const dropPin = database.prepare<[string]>('delete from pin where person = ?');
  const putTries = database.prepare<[CodeTries]>(
    `insert into code_tries values (:subject, :wrong, :lastAt)
     on conflict (subject) do update set wrong = :wrong, last_at = :lastAt`,
  );
  const dropTries = database.prepare<[string]>('delete from code_tries where subject = ?');
  const putSignature = database.prepare<[string, string, number]>('insert into signature values (?, ?, ?)');
  const putTest = database.prepare<[DeviceTest]>(
    `insert into device_test values (:device, :level, :at, :outcome, :detail)
     on conflict (device, level) do update set at = :at, outcome = :outcome, detail = :detail`,
  );
  const dropSuspended = database.prepare('delete from suspended_board');
  const putSuspended = database.prepare<[string, number]>('insert into suspended_board values (?, ?)');
  const putEmergency = database.prepare<[string | null]>('update kiosk set emergency = ?');
  const putRightsAsOf = database.prepare<[number]>('update kiosk set rights_as_of = ?');
  const putCursor = database.prepare<[number]>('update kiosk set cursor = ?');

  const allItems = database.prepare<[], ItemRow>(
    `select id, sealed_title as sealedTitle, case_number as caseNumber, size, addressee,
       sealed_masked_name as sealedMaskedName, hold, state, low_cell as lowCell, sealed_drop_off as sealedDropOff from item order by id`,
  );
  const allCells = database.prepare<[], CellRow>('select id, state, opens, fault from cell order by id');
  const openOrders = database.prepare<[], OrderRow>(
    'select id, cell, items, why, by_person as by, at, state from open_order where is_settled = 0 order by id',
  );
  const openJobs = database.prepare<[], JobRow>(
    `select id, document, kind, printer, person, copy, reprint_of as reprintOf, at, expires_at as expiresAt, state,
       sealed_delivery as sealedDelivery
     from print_job where is_ended = 0 order by number`,
  );
  const copiesOut = database.prepare<[], { document: string; copy: number }>(
    'select document, max(copy) as copy from print_job where may_be_out = 1 and is_ended = 1 group by document',
  );
  // Not by its id, which begins with the time: a clock that was set back would hide a slip that hangs uncut.
  const lastSlip = database.prepare<[], { id: string; state: string }>(
    "select id, state from print_job where may_be_out = 1 and printer = 'receiptPrinter' order by number desc limit 1",
  );
  const allRights = database.prepare<[], RightRow>(
    'select id, item, cell, person, valid_from as validFrom, valid_to as validTo, pickup from pickup_right order by id',
  );
  const allStaff = database.prepare<[], StaffRow>(
    'select person, role, sealed_badge as sealedBadge, pin_hash as pinHash from staff order by person',
  );
  const allPins = database.prepare<[], PinRecord>('select person, wrong, last_at as lastAt from pin order by person');
  const allTries = database.prepare<[], CodeTries>(
    'select subject, wrong, last_at as lastAt from code_tries order by subject',
  );
  const allTests = database.prepare<[], DeviceTest>(
    'select device, level, at, outcome, detail from device_test order by device, level',
  );
  const allSuspended = database.prepare<[], { board: string; since: number }>(
    'select board, since from suspended_board order by board',
  );
  const kiosk = database.prepare<
    [],
    { rightsAsOf: number | null; cursor: number; enrolledAt: number | null; emergency: string | null }
  >('select rights_as_of as rightsAsOf, cursor, enrolled_at as enrolledAt, emergency from kiosk');

  return {
    write(changes) {
      for (const { title, maskedName, hold, state, lowCell, dropOff, ...item } of changes.items ?? [])
        putItem.run({
          ...item,
          lowCell: lowCell === true ? 1 : 0,
          sealedTitle: seal.seal(JSON.stringify(title), `item.title/${item.id}`),
          sealedMaskedName: seal.seal(maskedName, `item.maskedName/${item.id}`),
          hold: JSON.stringify(hold),
          sealedDropOff: dropOff === undefined ? null : seal.seal(JSON.stringify(dropOff), `item.dropOff/${item.id}`),
          state: JSON.stringify(state),
        });
      for (const { id, state, opens, fault = null } of changes.cells ?? [])
        putCell.run({ id, state: JSON.stringify(state), opens, fault });
      for (const order of changes.orders ?? [])
        putOrder.run({
          ...order,
          items: JSON.stringify(order.items),
          state: JSON.stringify(order.state),
          isSettled: isSettled(order) ? 1 : 0,
        });
      for (const { delivery, sheet: _, ...job } of changes.jobs ?? []) {
        const isKept = delivery !== undefined && isOpenJob(job);
        putJob.run({
          ...job,
          state: JSON.stringify(job.state),
          isEnded: isOpenJob(job) ? 0 : 1,
          mayBeOut: mayBeOut(job) ? 1 : 0,
          sealedDelivery: isKept ? seal.seal(JSON.stringify(delivery), `print_job.delivery/${job.id}`) : null,
        });
      }
      for (const { pickup, ...right } of changes.rights ?? [])
        putRight.run({ ...right, pickup: pickup === undefined ? null : JSON.stringify(pickup) });
      for (const right of changes.rightsRevoked ?? []) {
        dropRight.run(right);
        dropTries.run(right);
      }
      for (const tries of changes.codeTries ?? []) putTries.run(tries);
      for (const { order, strokes, at } of changes.signatures ?? [])
        putSignature.run(order, seal.sealForCentral(signatureText(strokes), `signature/${order}`), at);
      for (const { badge, ...staff } of changes.staff ?? [])
        putStaff.run({ ...staff, sealedBadge: seal.seal(badge, `staff.badge/${staff.person}`) });
      for (const test of changes.tests ?? []) putTest.run(test);
      for (const pin of changes.pins ?? []) putPin.run(pin);
      for (const person of changes.staffRemoved ?? []) {
        dropStaff.run(person);
        dropPin.run(person);
      }
      if (changes.suspended !== undefined) {
        dropSuspended.run();
        for (const [board, since] of changes.suspended) putSuspended.run(board, since);
      }
      if (changes.emergency !== undefined)
        putEmergency.run(changes.emergency === null ? null : JSON.stringify(changes.emergency));
      if (changes.rightsAsOf !== undefined) putRightsAsOf.run(changes.rightsAsOf);
      if (changes.cursor !== undefined) putCursor.run(changes.cursor);
    },
    read() {
      const damage: string[] = [];
      const opened = (sealed: string, about: string): string => {
        const text = seal.open(sealed, about);
        if (!text.ok) damage.push(`${about}: the seal does not open with this kiosk's key`);
        return text.ok ? text.value : '""';
      };
      /** The check constraint has seen that it is JSON with a tag; here the tag must be one that the rules know. */
      const stateOf = <State extends { readonly is: string }>(
        text: string,
        known: Readonly<Record<State['is'], true>>,
        about: string,
      ): State => {
        const state = JSON.parse(text) as State;
        if (!Object.hasOwn(known, state.is)) damage.push(`${about}: unknown state`);
        return state;
      };
      const { rightsAsOf, cursor, enrolledAt, emergency } = certain(kiosk.get(), 'the row of the kiosk');
      const last = lastSlip.get();
      const saved: Saved = {
        items: allItems
          .all()
          .map(({ sealedTitle, sealedMaskedName, sealedDropOff, hold, state, lowCell, ...item }) => ({
            ...item,
            ...(lowCell === 1 ? { lowCell: true as const } : {}),
            ...(sealedDropOff === null
              ? {}
              : { dropOff: JSON.parse(opened(sealedDropOff, `item.dropOff/${item.id}`)) as DropOff }),
            title: JSON.parse(opened(sealedTitle, `item.title/${item.id}`)) as Words,
            maskedName: opened(sealedMaskedName, `item.maskedName/${item.id}`),
            hold: JSON.parse(hold) as Hold,
            state: stateOf(state, itemStates, `item.state/${item.id}`),
          })),
        cells: allCells.all().map(({ fault, ...cell }) => ({
          ...cell,
          state: stateOf(cell.state, cellStates, `cell.state/${cell.id}`),
          ...(fault === null ? {} : { fault }),
        })),
        orders: openOrders.all().map((order) => ({
          ...order,
          items: JSON.parse(order.items) as readonly ItemId[],
          state: stateOf(order.state, orderStates, `open_order.state/${order.id}`),
        })),
        jobs: openJobs.all().map(({ sealedDelivery, ...job }) => ({
          ...job,
          state: stateOf(job.state, jobStates, `print_job.state/${job.id}`),
          ...(sealedDelivery === null
            ? {}
            : { delivery: JSON.parse(opened(sealedDelivery, `print_job.delivery/${job.id}`)) as Delivery }),
        })),
        copies: copiesOut.all(),
        slipMayHang: last !== undefined && !isSurelyCut(stateOf(last.state, jobStates, `print_job.state/${last.id}`)),
        rights: allRights
          .all()
          .map(({ pickup, ...right }) =>
            pickup === null ? right : { ...right, pickup: JSON.parse(pickup) as PickupCheck },
          ),
        staff: allStaff.all().map(({ sealedBadge, ...staff }) => ({
          ...staff,
          badge: opened(sealedBadge, `staff.badge/${staff.person}`),
        })),
        pins: allPins.all(),
        codeTries: allTries.all(),
        tests: allTests.all(),
        suspended: new Map(allSuspended.all().map(({ board, since }) => [board, since])),
        emergency: emergency === null ? null : (JSON.parse(emergency) as Emergency),
        rightsAsOf,
        cursor,
        enrolled: enrolledAt !== null,
      };
      return damage.length === 0 ? ok(saved) : failed(damage.slice(0, 5).join('; '));
    },
  };
}
