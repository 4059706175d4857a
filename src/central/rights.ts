// Rights: permission for one person to open one cell for one item, signed here and sent ahead of need. That of the
// addressee comes with a pickup code and is told by one message.

import { certain } from '../base/result.ts';
import { uuidV7 } from '../base/uuid.ts';
import type { ItemStateAtCentral } from '../contract/admin.ts';
import type { CellId, CellSize } from '../core/cell.ts';
import { itemIdOf } from '../core/item.ts';
import { type PersonKey, personKeyOf } from '../core/person.ts';
import { issuedText } from '../core/pickup-code.ts';
import { type Right, rightText } from '../core/right.ts';
import type { Queries } from './database.ts';
import { announce } from './feed.ts';
import type { Office } from './office.ts';
import { makePickupCode } from './pickup-codes.ts';
import { beginReminders } from './reminder-days.ts';
import { type NewSms, queueSms } from './sms.ts';
import { type AboutItem, readyText } from './sms-text.ts';

export const dayMs = 86_400_000;
/** A kiosk clock may be that much behind. */
const earlierMs = 5 * 60_000;
/** What waited too long stays collectable until staff take it out, and its time can be made longer. */
export const overdueDays = 90;

export interface ItemRow {
  readonly item: string;
  readonly kiosk: string;
  readonly person: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly case_number: string;
  readonly size: CellSize;
  readonly masked_name: string;
  readonly sealed_phone: string;
  readonly hold_days: number;
  readonly hold_until: number | null;
  readonly place: string | null;
  readonly low_cell: boolean;
  readonly state: ItemStateAtCentral;
  readonly cell: CellId | null;
  /** Null for everything but papers that a person may leave. */
  readonly missing_zh: string | null;
  readonly missing_en: string | null;
  readonly valid_from: number | null;
  readonly valid_to: number | null;
}

export const itemPhonePlace = (item: string) => `items.phone:${item}`;

/** Takes back what permission there is, the addressee's and every agent's; false when there was none. */
export async function revokeRight(queries: Queries, { item, kiosk }: ItemRow, now: number): Promise<boolean> {
  const gone = await queries.query<{ id: string }>(
    "update rights set state = 'revoked' where item = $1 and state = 'active' returning id",
    [item],
  );
  for (const { id } of gone) await announce(queries, { kiosk, change: { is: 'rightRevoked', right: id }, now });
  return gone.length > 0;
}

/** Takes back the permission of one person. */
export async function revokeRightOf(
  queries: Queries,
  { item, kiosk }: ItemRow,
  { person, now }: { readonly person: string; readonly now: number },
): Promise<void> {
  const gone = await queries.query<{ id: string }>(
    "update rights set state = 'revoked' where item = $1 and person = $2 and state = 'active' returning id",
    [item, person],
  );
  for (const { id } of gone) await announce(queries, { kiosk, change: { is: 'rightRevoked', right: id }, now });
}

export async function hasRight(queries: Queries, item: string): Promise<boolean> {
  const rows = await queries.query("select 1 from rights where item = $1 and state = 'active'", [item]);
  return rows.length > 0;
}

export interface Grant {
  readonly row: ItemRow;
  readonly cell: CellId;
  readonly person: PersonKey;
  readonly validTo: number;
  readonly id?: string;
  readonly now: number;
}

/** A new signed right, on its way to the kiosk. */
export async function grantTo(
  { keys, random }: Pick<Office, 'keys' | 'random'>,
  queries: Queries,
  { row, cell, person, validTo, id, now }: Grant,
): Promise<Right> {
  const right: Right = {
    id: id ?? uuidV7(now, random(10)),
    item: itemIdOf(row.item),
    cell,
    person,
    validFrom: now - earlierMs,
    validTo,
  };
  const signature = keys.sign(rightText(right, row.kiosk));
  await queries.query(
    `insert into rights (id, item, kiosk, cell, person, valid_from, valid_to, signature, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'active')`,
    [right.id, right.item, row.kiosk, cell, person, right.validFrom, validTo, signature],
  );
  await announce(queries, { kiosk: row.kiosk, change: { is: 'rightGranted', right, signature }, now });
  return right;
}

export interface HallPlace {
  readonly place: string;
  readonly phone: string | null;
  readonly timeZone: string;
}

export async function placeOf(queries: Queries, kiosk: string): Promise<HallPlace> {
  const [hall] = await queries.query<{
    place_zh: string;
    phone: string | null;
    time_zone: string;
  }>('select place_zh, phone, time_zone from kiosks where kiosk = $1', [kiosk]);
  const { place_zh, phone, time_zone } = certain(hall, 'the kiosk of an item');
  return { place: place_zh, phone, timeZone: time_zone };
}

/** The item lies in that cell for its addressee: a new signed right for the kiosk, and one message to the addressee. */
export async function makeReady(office: Office, queries: Queries, row: ItemRow, cell: CellId): Promise<void> {
  const { keys, clock, random } = office;
  const now = clock.now();
  await revokeRight(queries, row, now);
  const id = uuidV7(now, random(10));
  const phone = keys.unseal(row.sealed_phone, itemPhonePlace(row.item));
  const { code, check } = await makePickupCode(office, { right: id, phone });
  const until = now + row.hold_days * dayMs;
  await queries.query('update items set hold_until = $2 where item = $1', [row.item, until]);
  const { timeZone } = await placeOf(queries, row.kiosk);
  await beginReminders(queries, { item: row.item, timeZone, now });
  const validTo = until + overdueDays * dayMs;
  await grantTo(office, queries, { row, cell, person: personKeyOf(row.person), validTo, id, now });
  const signature = keys.sign(issuedText(id, check, row.kiosk));
  await announce(queries, { kiosk: row.kiosk, change: { is: 'codeIssued', right: id, pickup: check, signature }, now });
  await tellAddressee(office, queries, row, {
    kind: 'ready',
    cause: id,
    code,
    text: (about) => readyText({ ...about, until }),
  });
}

/** One message to the addressee of an item; the same kind about the same cause is sent once. */
export async function tellAddressee(
  office: Office,
  queries: Queries,
  row: ItemRow,
  { text, ...about }: Pick<NewSms, 'kind' | 'cause' | 'code'> & { readonly text: (about: AboutItem) => string },
): Promise<void> {
  const { keys, clock, random } = office;
  const now = clock.now();
  const place = await placeOf(queries, row.kiosk);
  await queueSms(office, queries, {
    ...about,
    id: uuidV7(now, random(10)),
    kiosk: row.kiosk,
    item: row.item,
    phone: keys.unseal(row.sealed_phone, itemPhonePlace(row.item)),
    text: text({ maskedName: row.masked_name, title: row.title_zh, ...place }),
    now,
  });
}
