// Delivery receipts (送达回证): the A4 document of a hand-over, made from what the kiosk told and the signature that came with it.

import * as v from 'valibot';
import { certain, failed, ok, type Result } from '../base/result.ts';
import { factSchema } from '../contract/fact.ts';
import { parseJsonWith } from '../contract/parse.ts';
import type { Fact } from '../core/fact.ts';
import type { ItemId } from '../core/item.ts';
import { signatureHeight, signatureSide } from '../core/signature.ts';
import { makeDeliveryReceipt, type Signature } from '../documents/delivery-receipt.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import type { ItemRow } from './rights.ts';
import { signaturePlace } from './signatures.ts';

/** A kiosk that hears central tells what happened within seconds. */
const toldLateMs = 60_000;

interface FactRow {
  readonly position: number;
  readonly id: string;
  readonly at: number;
  readonly received_at: number;
  readonly clock_wrong_ms: number | null;
  readonly body: string;
}
type Told<Is extends Fact['is']> = Omit<FactRow, 'body'> & { readonly fact: Extract<Fact, { readonly is: Is }> };

function toldOf<Is extends Fact['is']>({ body, ...row }: FactRow, is: Is): Told<Is> {
  const parsed = parseJsonWith(factSchema, body);
  const fact = certain(parsed.ok ? parsed.value : undefined, 'a fact that was read when it came');
  if (fact.is !== is) throw new Error(`a stored fact is ${fact.is}, not ${is}`);
  return { ...row, fact: fact as Told<Is>['fact'] };
}

/** The order to open under which it was handed over; undefined when it was found to be gone without one. */
async function collectingOrder(queries: Queries, kiosk: string, { position, fact }: Told<'itemHandedOver'>) {
  const [row] = await queries.query<FactRow>(
    `select * from facts where kiosk = $1 and kind = 'openOrdered' and position < $2
       and body::jsonb ->> 'why' = 'collect' and body::jsonb ->> 'by' = $3 and body::jsonb -> 'items' ? $4
     order by position desc limit 1`,
    [kiosk, position, fact.person, fact.item],
  );
  return row === undefined ? undefined : toldOf(row, 'openOrdered');
}

async function handedOverWith(
  queries: Queries,
  kiosk: string,
  order: Told<'openOrdered'>,
): Promise<readonly Told<'itemHandedOver'>[]> {
  const rows = await queries.query<FactRow>(
    `select * from facts where kiosk = $1 and kind = 'itemHandedOver' and position > $2
       and body::jsonb ->> 'item' = any($3::text[]) and body::jsonb ->> 'person' = $4 order by position`,
    [kiosk, order.position, order.fact.items, order.fact.by],
  );
  return rows.map((row) => toldOf(row, 'itemHandedOver'));
}

const drawnSchema = v.array(v.array(v.number()));

async function signatureOf({ keys, database }: Office, kiosk: string, order: string): Promise<Signature | null> {
  const [row] = await database.query<{ sealed: string }>(
    'select sealed from signatures where kiosk = $1 and order_id = $2',
    [kiosk, order],
  );
  if (row === undefined) return null;
  const drawn = parseJsonWith(drawnSchema, keys.unseal(row.sealed, signaturePlace(kiosk, order)));
  // What is no signature cannot be shown; that it came at all is in the facts.
  if (!drawn.ok) return null;
  const strokes = drawn.value.map((numbers) =>
    numbers.flatMap((x, index) => (index % 2 === 0 ? { x, y: numbers[index + 1] ?? 0 } : [])),
  );
  return { width: signatureSide, height: signatureHeight, strokes };
}

export async function deliveryReceiptOf(office: Office, item: ItemId): Promise<Result<Uint8Array, Refusal>> {
  const { database, clock } = office;
  const [row] = await database.query<ItemRow>('select * from items where item = $1', [item]);
  if (row === undefined) return failed(refusal('notFound'));
  if (row.state !== 'handedOver') return failed(refusal('notNow', { detail: `it is ${row.state}` }));
  const { kiosk } = row;
  const [last] = await database.query<FactRow>(
    `select * from facts where kiosk = $1 and kind = 'itemHandedOver' and body::jsonb ->> 'item' = $2
     order by position desc limit 1`,
    [kiosk, item],
  );
  const taken = toldOf(certain(last, 'the fact that it was handed over'), 'itemHandedOver');
  const order = await collectingOrder(database, kiosk, taken);
  const together = order === undefined ? [taken] : await handedOverWith(database, kiosk, order);
  const items = await database.query<ItemRow>('select * from items where item = any($1::text[]) order by item', [
    together.map(({ fact }) => fact.item),
  ]);
  const [hall] = await database.query<{ place_zh: string; place_en: string; time_zone: string }>(
    'select place_zh, place_en, time_zone from kiosks where kiosk = $1',
    [kiosk],
  );
  const { place_zh, place_en, time_zone } = certain(hall, 'the kiosk of an item');
  const made = await makeDeliveryReceipt({
    job: taken.id,
    items: items.map(({ title_zh, title_en, case_number }) => ({
      title: { zh: title_zh, en: title_en },
      caseNumber: case_number,
    })),
    cell: taken.fact.cell,
    addressee: row.masked_name,
    byAgent: taken.fact.person !== row.person,
    point: { zh: place_zh, en: place_en },
    takenAt: Math.max(...together.map(({ at }) => at)),
    printedAt: clock.now(),
    timeZone: time_zone,
    confirmedBy: together.every(({ fact }) => fact.evidence === 'sensor') ? 'sensor' : 'statement',
    isConfirmedLocally: taken.clock_wrong_ms === null && taken.received_at - taken.at > toldLateMs,
    signature: order === undefined ? null : await signatureOf(office, kiosk, order.fact.order),
    copy: 1,
  });
  return made.ok ? ok(made.value.pdf) : failed(refusal('notPrintable', { detail: made.problem }));
}
