// Drop-offs: missing papers of cases that people may leave in a cell: the signed permission, what became of each envelope,
// the task for staff, and one message when staff have it.

import type { DropOffLine, ItemStateAtCentral } from '../contract/admin.ts';
import type { Change } from '../contract/sync.ts';
import type { CellId } from '../core/cell.ts';
import { dropOffNumber, dropOffText } from '../core/drop-off.ts';
import type { Fact } from '../core/fact.ts';
import { itemIdOf, type RecallPlace } from '../core/item.ts';
import { personKeyOf } from '../core/person.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { dayMs, type ItemRow, tellAddressee } from './rights.ts';
import { papersText } from './sms-text.ts';
import { addTask, closeTasks } from './tasks.ts';

/** A kiosk clock may be that much behind. */
const earlierMs = 5 * 60_000;

export type DropOffRow = ItemRow & {
  readonly missing_zh: string;
  readonly missing_en: string;
  readonly valid_from: number;
  readonly valid_to: number;
};

export function isDropOff(row: ItemRow): row is DropOffRow {
  return row.missing_zh !== null;
}

export function validityFrom(now: number, days: number) {
  return { validFrom: now - earlierMs, validTo: now + days * dayMs };
}

/** What the kiosk is told: signed for this person, this case and this kiosk. */
export function dropOffNews({ keys, verifyLink }: Pick<Office, 'keys' | 'verifyLink'>, row: DropOffRow): Change {
  const { kiosk, case_number: caseNumber, size, masked_name: maskedName } = row;
  const id = itemIdOf(row.item);
  const addressee = personKeyOf(row.person);
  const verify = verifyLink('').replace(/\/$/, '');
  const validity = { validFrom: row.valid_from, validTo: row.valid_to };
  const text = dropOffText({ item: id, caseNumber, person: addressee, verify, ...validity }, kiosk);
  return {
    is: 'dropOffAsked',
    item: { id, title: { zh: row.title_zh, en: row.title_en }, caseNumber, size, addressee, maskedName },
    dropOff: { missing: { zh: row.missing_zh, en: row.missing_en }, verify, ...validity },
    signature: keys.sign(text),
  };
}

type Received = Extract<Fact, { is: 'dropOffReceived' }>;

/** The receipt counts, whatever the office decided meanwhile: the papers are there, and the moment stays. */
export async function dropOffReceived(
  office: Office,
  queries: Queries,
  {
    kiosk,
    id,
    at,
    fact,
    row,
  }: {
    readonly kiosk: string;
    readonly id: string;
    readonly at: number;
    readonly fact: Received;
    readonly row: ItemRow;
  },
): Promise<void> {
  const now = office.clock.now();
  const { item, cell, shutAt, clockOffsetMs, evidence } = fact;
  await queries.query(
    `insert into drop_off_receipts (kiosk, fact, item, number, cell, shut_at, at, clock_offset_ms, evidence)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [kiosk, id, item, dropOffNumber(id), cell, shutAt, at, clockOffsetMs, evidence],
  );
  const state: ItemStateAtCentral = row.state === 'cancelled' ? 'cancelled' : 'inCell';
  await queries.query('update items set state = $2, cell = $3, changed_at = $4 where item = $1', [
    item,
    state,
    cell,
    now,
  ]);
  await addCollectTask(queries, { row, cause: id, cell, since: shutAt ?? at, now });
}

/** Staff saw it in another cell than the books said: the task names that one. */
export async function dropOffMoved(
  queries: Queries,
  {
    row,
    cause,
    cell,
    now,
  }: {
    readonly row: ItemRow;
    readonly cause: string;
    readonly cell: CellId;
    readonly now: number;
  },
): Promise<void> {
  const [receipt] = await queries.query<{ since: number }>(
    'select coalesce(shut_at, at) as since from drop_off_receipts where item = $1 order by at limit 1',
    [row.item],
  );
  if (receipt === undefined) return;
  await closeTasks(queries, { kiosk: row.kiosk, kind: 'collectDropOff', item: row.item, now });
  await addCollectTask(queries, { row, cause, cell, since: receipt.since, now });
}

async function addCollectTask(
  queries: Queries,
  {
    row,
    cause,
    cell,
    since,
    now,
  }: {
    readonly row: ItemRow;
    readonly cause: string;
    readonly cell: CellId;
    readonly since: number;
    readonly now: number;
  },
): Promise<void> {
  const why = `papers of case ${row.case_number}, since ${new Date(since).toISOString()}`;
  await addTask(queries, { kiosk: row.kiosk, kind: 'collectDropOff', cause, item: row.item, cell, why, now });
}

/** Staff took the envelope out: the papers of the case are received, and the person gets one message. */
export async function dropOffCollected(
  office: Office,
  queries: Queries,
  { row, place }: { readonly row: ItemRow; readonly place: RecallPlace },
): Promise<void> {
  const now = office.clock.now();
  const window = place.is === 'window' ? place.window : null;
  await closeTasks(queries, { kiosk: row.kiosk, kind: 'collectDropOff', item: row.item, now });
  await queries.query('update items set state = $2, cell = null, place = $3, changed_at = $4 where item = $1', [
    row.item,
    row.state === 'cancelled' ? 'cancelled' : 'received',
    window,
    now,
  ]);
  const [told] = await queries.query("select 1 from sms where kind = 'papers' and cause = $1", [row.item]);
  if (row.state === 'cancelled' || told !== undefined) return;
  await tellAddressee(office, queries, row, { kind: 'papers', cause: row.item, text: papersText });
}

export async function listDropOffs(queries: Queries): Promise<readonly DropOffLine[]> {
  const rows = await queries.query<
    DropOffRow & { readonly changed_at: number; readonly number: string | null; readonly shut_at: number | null }
  >(
    `select items.*, receipt.number, receipt.shut_at from items left join lateral (
       select number, shut_at from drop_off_receipts where drop_off_receipts.item = items.item order by at limit 1
     ) receipt on true
     where missing_zh is not null order by changed_at desc, items.item limit 1000`,
  );
  return rows.map((row) => ({
    id: row.item,
    kiosk: row.kiosk,
    person: row.person,
    title: { zh: row.title_zh, en: row.title_en },
    missing: { zh: row.missing_zh, en: row.missing_en },
    caseNumber: row.case_number,
    maskedName: row.masked_name,
    state: row.state,
    cell: row.cell,
    validTo: row.valid_to,
    number: row.number,
    shutAt: row.shut_at,
    changedAt: row.changed_at,
  }));
}
