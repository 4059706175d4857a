// SMS receipts: what the network says became of the message "ready", and the ladder when it says nothing: once more after ten
// minutes, then over the portal, then a person who calls. Each rung is reached once.

import { failed, ok, type Result } from '../base/result.ts';
import { uuidV7 } from '../base/uuid.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { codePlace, phonePlace, queueSms, wakeSender } from './sms.ts';
import { addTask, closeTasks } from './tasks.ts';

const receiptMs = 10 * 60_000;
const toCall = 'nobody knows whether the message "ready" arrived: call';

/** What a message is on the ladder; undefined for one that is not on it, such as a reminder. */
const rungs = ['ready', 'readyAgain', 'readyPortal'] as const;
type Rung = (typeof rungs)[number];
const isRung = (kind: string): kind is Rung => rungs.some((rung) => rung === kind);

/** When a receipt has to be there for a message that went out just now; null when none is waited for. */
export function receiptDue(kind: string, givesReceipts: boolean, now: number): number | null {
  return givesReceipts && isRung(kind) ? now + receiptMs : null;
}

interface Overdue {
  readonly id: string;
  readonly kind: string;
  readonly cause: string;
  readonly kiosk: string;
  readonly item: string;
  readonly sealed_phone: string;
  readonly text: string;
  readonly sealed_code: string | null;
}

/** One message whose receipt did not come, or that was said not to have arrived; false when there is none. */
export async function climbOnce(office: Office, { hasPortal }: { readonly hasPortal: boolean }): Promise<boolean> {
  const { database, keys, clock, random } = office;
  const now = clock.now();
  return database.transaction(async (queries) => {
    const [row] = await queries.query<Overdue>(
      `update sms set receipt_due_at = null where id = (
         select id from sms where receipt_due_at <= $1 order by receipt_due_at, id limit 1 for update skip locked)
       returning id, kind, cause, kiosk, item, sealed_phone, text, sealed_code`,
      [now],
    );
    if (row === undefined) return false;
    const { id, kind, cause, kiosk, item } = row;
    const waits = await queries.query("select 1 from items where item = $1 and state = 'inCell'", [item]);
    if (waits.length === 0) return true;
    const next = kind === 'ready' ? 'readyAgain' : kind === 'readyAgain' && hasPortal ? 'readyPortal' : undefined;
    if (next === undefined) {
      await addTask(queries, { kiosk, kind: 'sms', cause: `receipt ${cause}`, item, why: toCall, now });
      return true;
    }
    await queueSms(office, queries, {
      id: uuidV7(now, random(10)),
      kind: next,
      cause,
      channel: next === 'readyPortal' ? 'portal' : 'sms',
      kiosk,
      item,
      phone: keys.unseal(row.sealed_phone, phonePlace(id)),
      text: row.text,
      ...(row.sealed_code === null ? {} : { code: keys.unseal(row.sealed_code, codePlace(id)) }),
      now,
    });
    return true;
  });
}

export async function nextReceiptDue(queries: Queries): Promise<number | null> {
  const [next] = await queries.query<{ at: number | null }>('select min(receipt_due_at) as at from sms');
  return next?.at ?? null;
}

export interface Receipt {
  /** Id that the gateway was given. */
  readonly id: string;
  readonly outcome: 'delivered' | 'failed';
}

/** What arrived ends the ladder, on whichever rung; what did not goes to the next rung at once. Told twice counts once. */
export async function takeReceipt(
  { database, clock }: Pick<Office, 'database' | 'clock'>,
  { id, outcome }: Receipt,
): Promise<Result<void, 'unknown'>> {
  const now = clock.now();
  return database.transaction(async (queries) => {
    const [row] = await queries.query<{ kind: string; cause: string; kiosk: string; item: string }>(
      `update sms set receipt = $2, receipt_at = $3,
         receipt_due_at = case when $2 = 'failed' and receipt is null and receipt_due_at is not null then $3::bigint end
       where id = $1 and receipt is distinct from 'delivered' returning kind, cause, kiosk, item`,
      [id, outcome, now],
    );
    if (row === undefined) {
      const known = await queries.query('select 1 from sms where id = $1', [id]);
      return known.length > 0 ? ok() : failed('unknown');
    }
    if (outcome === 'failed') {
      await wakeSender(queries);
      return ok();
    }
    if (!isRung(row.kind)) return ok();
    await queries.query(
      `update sms set receipt_due_at = null, state = case when state = 'waiting' then 'dropped' else state end
       where cause = $1 and kind = any($2::text[]) and id <> $3`,
      [row.cause, rungs, id],
    );
    await closeTasks(queries, { kiosk: row.kiosk, kind: 'sms', item: row.item, why: toCall, now });
    return ok();
  });
}
