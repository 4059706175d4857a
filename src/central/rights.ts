// Rights: permission for one addressee to open one cell, signed here, sent ahead of need, and told by one message.

import { certain } from '../base/result.ts';
import { uuidV7 } from '../base/uuid.ts';
import type { ItemStateAtCentral } from '../contract/admin.ts';
import type { CellId, CellSize } from '../core/cell.ts';
import { itemIdOf } from '../core/item.ts';
import { personKeyOf } from '../core/person.ts';
import { type Right, rightText } from '../core/right.ts';
import type { Queries } from './database.ts';
import { announce } from './feed.ts';
import type { Office } from './office.ts';
import { queueSms } from './sms.ts';
import { readyText } from './sms-text.ts';

const dayMs = 86_400_000;
/** A kiosk clock may be that much behind. */
const earlierMs = 5 * 60_000;

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
  readonly state: ItemStateAtCentral;
  readonly cell: CellId | null;
}

export const itemPhonePlace = (item: string) => `items.phone:${item}`;

/** Takes back what permission there is; false when there was none. */
export async function revokeRight(queries: Queries, { item, kiosk }: ItemRow, now: number): Promise<boolean> {
  const [gone] = await queries.query<{ id: string }>(
    "update rights set state = 'revoked' where item = $1 and state = 'active' returning id",
    [item],
  );
  if (gone === undefined) return false;
  await announce(queries, { kiosk, change: { is: 'rightRevoked', right: gone.id }, now });
  return true;
}

export async function hasRight(queries: Queries, item: string): Promise<boolean> {
  const rows = await queries.query("select 1 from rights where item = $1 and state = 'active'", [item]);
  return rows.length > 0;
}

/** The item lies in that cell for its addressee: a new signed right for the kiosk, and one message to the addressee. */
export async function makeReady(office: Office, queries: Queries, row: ItemRow, cell: CellId): Promise<void> {
  const { keys, clock, random } = office;
  const now = clock.now();
  await revokeRight(queries, row, now);
  const right: Right = {
    id: uuidV7(now, random(10)),
    item: itemIdOf(row.item),
    cell,
    person: personKeyOf(row.person),
    validFrom: now - earlierMs,
    validTo: now + row.hold_days * dayMs,
  };
  const signature = keys.sign(rightText(right, row.kiosk));
  await queries.query(
    `insert into rights (id, item, kiosk, cell, person, valid_from, valid_to, signature, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'active')`,
    [right.id, right.item, row.kiosk, cell, right.person, right.validFrom, right.validTo, signature],
  );
  await announce(queries, { kiosk: row.kiosk, change: { is: 'rightGranted', right, signature }, now });
  const [hall] = await queries.query<{ place_zh: string; phone: string | null; time_zone: string }>(
    'select place_zh, phone, time_zone from kiosks where kiosk = $1',
    [row.kiosk],
  );
  const { place_zh, phone, time_zone } = certain(hall, 'the kiosk of an item');
  await queueSms(office, queries, {
    id: uuidV7(now, random(10)),
    right: right.id,
    kiosk: row.kiosk,
    item: row.item,
    phone: keys.unseal(row.sealed_phone, itemPhonePlace(row.item)),
    text: readyText({
      maskedName: row.masked_name,
      title: row.title_zh,
      place: place_zh,
      until: right.validTo,
      timeZone: time_zone,
      phone,
    }),
    now,
  });
}
