// Holds: how long items may wait in their cells, made longer for one or for a whole hall by one piece of news.

import { failed, ok, type Result } from '../base/result.ts';
import type { KioskAnswer, Made } from '../contract/admin.ts';
import type { ItemId } from '../core/item.ts';
import { announce } from './feed.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { dayMs, type ItemRow } from './rights.ts';
import { closeTasks, timeIsOver } from './tasks.ts';

/** The rights of addressees last longer than any extension (rights.ts). */
const extended = `update items set hold_until = $2 where state = 'inCell' and hold_until < $2`;

export async function extendHold(
  office: Office,
  { item, days }: { readonly item: ItemId; readonly days: number },
): Promise<Result<Made, Refusal>> {
  const now = office.clock.now();
  const until = now + days * dayMs;
  return office.database.transaction(async (queries) => {
    await queries.query(
      'select 1 from kiosks where kiosk = (select kiosk from items where item = $1) for no key update',
      [item],
    );
    const [row] = await queries.query<ItemRow>('select * from items where item = $1 for update', [item]);
    if (row === undefined) return failed(refusal('notFound'));
    if (row.state !== 'inCell' || row.missing_zh !== null)
      return failed(refusal('notNow', { detail: `it is ${row.state}` }));
    const rows = await queries.query<ItemRow>(`${extended} and item = $1 returning *`, [item, until]);
    if (rows.length > 0) {
      await announce(queries, { kiosk: row.kiosk, change: { is: 'holdExtended', item, until }, now });
      await closeTasks(queries, { kiosk: row.kiosk, kind: 'recall', item, why: timeIsOver, now });
    }
    return ok({ id: item, added: rows.length > 0 });
  });
}

/** Everything in one hall, at once: one piece of news, whatever the number of items. */
export async function extendAllHolds(
  office: Office,
  { kiosk, days }: { readonly kiosk: string; readonly days: number },
): Promise<Result<KioskAnswer, Refusal>> {
  const now = office.clock.now();
  const until = now + days * dayMs;
  return office.database.transaction(async (queries) => {
    const [hall] = await queries.query('select 1 from kiosks where kiosk = $1 for no key update', [kiosk]);
    if (hall === undefined) return failed(refusal('kioskNotRegistered'));
    const rows = await queries.query<ItemRow>(`${extended} and kiosk = $1 returning *`, [kiosk, until]);
    if (rows.length > 0) await announce(queries, { kiosk, change: { is: 'holdExtended', item: null, until }, now });
    for (const { item } of rows) await closeTasks(queries, { kiosk, kind: 'recall', item, why: timeIsOver, now });
    return ok({ kiosk, added: rows.length > 0 });
  });
}
