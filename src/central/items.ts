// Items: licences from their announcement on, and what the back office decides about them.

import { certain, failed, ok, type Result } from '../base/result.ts';
import { uuidV7 } from '../base/uuid.ts';
import type { ItemLine, ItemStateAtCentral, Made } from '../contract/admin.ts';
import type { Change } from '../contract/sync.ts';
import type { CellSize } from '../core/cell.ts';
import { type ItemId, itemIdOf, usualHoldDays } from '../core/item.ts';
import type { Elsewhere } from '../core/session.ts';
import type { Words } from '../core/words.ts';
import type { Queries } from './database.ts';
import { grantToAgents } from './delegations.ts';
import { dropOffNews, isDropOff, validityFrom } from './drop-offs.ts';
import { announce } from './feed.ts';
import { lockName } from './name-lock.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { hasRight, type ItemRow, itemPhonePlace, makeReady, revokeRight } from './rights.ts';
import { addTask, closeTasks } from './tasks.ts';

export interface NewItem {
  readonly id: string | undefined;
  readonly kiosk: string;
  readonly idNumber: string;
  readonly title: Words;
  readonly caseNumber: string;
  readonly size: CellSize;
  readonly phone?: string | undefined;
  readonly holdDays: number;
  readonly lowCell: boolean;
  /** Papers that come from the person, for so many days from now. */
  readonly dropOff?: { readonly missing: Words; readonly days: number };
}

export const personPhonePlace = (person: string) => `people.phone:${person}`;

export async function expectItem(office: Office, given: NewItem): Promise<Result<Made, Refusal>> {
  const { database, keys, clock, random } = office;
  const now = clock.now();
  const person = keys.personKey(given.idNumber);
  const id = itemIdOf(given.id ?? uuidV7(now, random(10)));
  return database.transaction(async (queries) => {
    const { title, kiosk, size, caseNumber } = given;
    await lockName(queries, 'item', id);
    const [before] = await queries.query<ItemRow>('select * from items where item = $1', [id]);
    if (before !== undefined) {
      const same =
        before.kiosk === kiosk &&
        before.person === person &&
        before.title_zh === title.zh &&
        before.title_en === title.en &&
        before.case_number === caseNumber &&
        before.size === size &&
        before.low_cell === given.lowCell &&
        before.missing_zh === (given.dropOff?.missing.zh ?? null) &&
        before.missing_en === (given.dropOff?.missing.en ?? null);
      return same ? ok({ id, added: false }) : failed(refusal('taken'));
    }
    const [hall] = await queries.query('select 1 from kiosks where kiosk = $1 for no key update', [kiosk]);
    if (hall === undefined) return failed(refusal('kioskNotRegistered'));
    const [known] = await queries.query<{ masked_name: string; sealed_phone: string | null }>(
      'select masked_name, sealed_phone from people where person = $1',
      [person],
    );
    if (known === undefined) return failed(refusal('unknownPerson'));
    const own = known.sealed_phone === null ? undefined : keys.unseal(known.sealed_phone, personPhonePlace(person));
    const phone = given.phone ?? own;
    if (phone === undefined) return failed(refusal('noPhone'));
    const validity = given.dropOff === undefined ? null : validityFrom(now, given.dropOff.days);
    const [row] = await queries.query<ItemRow>(
      `insert into items (item, kiosk, person, title_zh, title_en, case_number, size, masked_name, sealed_phone,
         hold_days, low_cell, state, changed_at, missing_zh, missing_en, valid_from, valid_to)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'expected', $12, $13, $14, $15, $16)
       returning *`,
      [
        id,
        kiosk,
        person,
        title.zh,
        title.en,
        caseNumber,
        size,
        known.masked_name,
        keys.seal(phone, itemPhonePlace(id)),
        given.holdDays,
        given.lowCell,
        now,
        given.dropOff?.missing.zh ?? null,
        given.dropOff?.missing.en ?? null,
        validity?.validFrom ?? null,
        validity?.validTo ?? null,
      ],
    );
    const item = {
      id,
      title,
      caseNumber,
      size,
      addressee: person,
      maskedName: known.masked_name,
    };
    const added = certain(row, 'the new item');
    const change: Change = isDropOff(added) ? dropOffNews(office, added) : { is: 'itemExpected', item };
    await announce(queries, { kiosk, change, now });
    // Not fields of the item: a kiosk of 0.1.0 could not read it, and would not know of the item at all.
    if (given.holdDays !== usualHoldDays)
      await announce(queries, { kiosk, change: { is: 'holdDays', item: id, days: given.holdDays }, now });
    if (given.lowCell) await announce(queries, { kiosk, change: { is: 'lowCellNeeded', item: id }, now });
    return ok({ id, added: true });
  });
}

/** The row stays locked until the commit. */
export async function lockItem(queries: Queries, item: string): Promise<ItemRow | undefined> {
  const [row] = await queries.query<ItemRow>('select * from items where item = $1 for update', [item]);
  return row;
}

export async function setItem(
  queries: Queries,
  item: string,
  { state, cell, now }: { readonly state: ItemStateAtCentral; readonly cell: string | null; readonly now: number },
): Promise<void> {
  await queries.query('update items set state = $2, cell = $3, changed_at = $4 where item = $1', [
    item,
    state,
    cell,
    now,
  ]);
}

/** Staff are to take it out of that cell. */
export async function wantOut(
  queries: Queries,
  {
    row: { kiosk, item },
    ...task
  }: {
    readonly row: ItemRow;
    readonly cell: string | null;
    readonly why: 'frozen' | 'cancelled' | 'asked';
    /** What led to it. */
    readonly cause: string;
    readonly now: number;
  },
): Promise<void> {
  await addTask(queries, { ...task, kiosk, kind: 'recall', item });
}

export type ItemOrder = 'freeze' | 'cancel' | 'release' | 'recall' | 'keep';

/** What the back office decides about an item; news for its kiosk. An item in somebody's hands is out of its reach. */
export async function orderItem(
  office: Office,
  { item, order }: { readonly item: ItemId; readonly order: ItemOrder },
): Promise<Result<Made, Refusal>> {
  const now = office.clock.now();
  return office.database.transaction(async (queries) => {
    // The kiosk before the item, as messages lock them, so that neither ever waits for the other in a ring.
    await queries.query(
      'select 1 from kiosks where kiosk = (select kiosk from items where item = $1) for no key update',
      [item],
    );
    const row = await lockItem(queries, item);
    if (row === undefined) return failed(refusal('notFound'));
    const { kiosk, cell, state } = row;
    if (isDropOff(row) && order !== 'cancel')
      return failed(refusal('notNow', { detail: 'papers that somebody leaves can only be withdrawn' }));
    if (state === 'received' || state === 'handedOver' || state === 'cancelled' || state === 'recalled')
      return failed(refusal('notNow', { detail: `it is ${state}` }));
    switch (order) {
      case 'freeze':
        if (state !== 'expected' && state !== 'inCell') return failed(refusal('notNow', { detail: `it is ${state}` }));
        await announce(queries, { kiosk, change: { is: 'itemFrozen', item }, now });
        await setItem(queries, item, { state: 'frozen', cell, now });
        if (cell !== null) await wantOut(queries, { row, cell, why: 'frozen', cause: `freeze ${item} ${now}`, now });
        break;
      case 'release':
        if (state !== 'frozen') return failed(refusal('notNow', { detail: `it is ${state}` }));
        await announce(queries, { kiosk, change: { is: 'itemReleased', item }, now });
        await setItem(queries, item, { state: cell === null ? 'expected' : 'inCell', cell, now });
        await closeTasks(queries, { kiosk, kind: 'recall', item, why: 'frozen', now });
        // Put in while it was frozen: nobody has been told yet.
        if (cell !== null && !(await hasRight(queries, item))) {
          await makeReady(office, queries, row, cell);
          await grantToAgents(office, queries, row, cell);
        }
        break;
      case 'keep':
        if (state !== 'expected') return failed(refusal('notNow', { detail: `it is ${state}` }));
        await announce(queries, { kiosk, change: { is: 'cellWanted', item }, now });
        break;
      case 'recall':
        // Whether its addressee or staff are first is decided at the kiosk.
        if (state !== 'inCell') return failed(refusal('notNow', { detail: `it is ${state}` }));
        await announce(queries, { kiosk, change: { is: 'itemRecalled', item }, now });
        await wantOut(queries, { row, cell, why: 'asked', cause: `recall ${item} ${now}`, now });
        break;
      case 'cancel':
        // Revocations travel first.
        await revokeRight(queries, row, now);
        await announce(queries, { kiosk, change: { is: 'itemCancelled', item }, now });
        await setItem(queries, item, { state: 'cancelled', cell, now });
        await closeTasks(queries, { kiosk, kind: 'recall', item, now });
        // Papers that were left have their task already.
        if (cell !== null && !isDropOff(row))
          await wantOut(queries, { row, cell, why: 'cancelled', cause: `cancel ${item}`, now });
        break;
    }
    return ok({ id: item, added: true });
  });
}

/** Other places where something lies ready for this person, by now. */
export async function elsewhereOf(
  { database, clock }: Pick<Office, 'database' | 'clock'>,
  { person, kiosk }: { readonly person: string; readonly kiosk: string },
): Promise<readonly Elsewhere[]> {
  const rows = await database.query<{ place_zh: string; place_en: string; count: number }>(
    `select place_zh, place_en, count(*)::integer as count from items join kiosks using (kiosk)
     where items.person = $1 and items.kiosk <> $2 and items.state = 'inCell' and exists (
       select 1 from rights where rights.item = items.item and rights.person = $1 and rights.state = 'active'
         and rights.valid_to > $3)
     group by place_zh, place_en order by count desc, place_zh limit 20`,
    [person, kiosk, clock.now()],
  );
  return rows.map(({ place_zh, place_en, count }) => ({ place: { zh: place_zh, en: place_en }, count }));
}

export async function listItems(queries: Queries): Promise<readonly ItemLine[]> {
  const rows = await queries.query<ItemRow & { readonly changed_at: number }>(
    'select * from items where missing_zh is null order by changed_at desc, item limit 1000',
  );
  return rows.map((row) => ({
    id: row.item,
    kiosk: row.kiosk,
    person: row.person,
    title: { zh: row.title_zh, en: row.title_en },
    caseNumber: row.case_number,
    size: row.size,
    maskedName: row.masked_name,
    state: row.state,
    cell: row.cell,
    holdUntil: row.hold_until,
    place: row.place,
    changedAt: row.changed_at,
  }));
}
