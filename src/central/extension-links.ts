// Extension links: an addressee has what waits kept longer by the link of a reminder. Whoever has the link may, once; it is a
// random token of which only the hash is kept, good for the one deposit that it was made for.

import { createHash } from 'node:crypto';
import { extendedUntil } from '../core/extension.ts';
import type { ItemId } from '../core/item.ts';
import type { Words } from '../core/words.ts';
import type { Queries } from './database.ts';
import { announce } from './feed.ts';
import type { Office } from './office.ts';
import type { ItemRow } from './rights.ts';

const tokenBytes = 16;
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

export async function makeExtensionLink(
  { random, extendLink }: Pick<Office, 'random' | 'extendLink'>,
  queries: Queries,
  { item, readyAt }: { readonly item: string; readonly readyAt: number },
): Promise<string> {
  const token = Buffer.from(random(tokenBytes)).toString('base64url');
  await queries.query('insert into extension_links (token_hash, item, ready_at) values ($1, $2, $3)', [
    hashOf(token),
    item,
    readyAt,
  ]);
  return extendLink(token);
}

interface About {
  readonly title: Words;
  readonly place: Words;
  readonly timeZone: string;
  readonly until: number;
}
export type LinkAnswer =
  | ({ readonly is: 'offered'; readonly extendTo: number } & About)
  /** Now or before; `until` is the new day. */
  | ({ readonly is: 'extended' } & About)
  /** Collected, taken out, over or to be taken out: ask at the hall. */
  | { readonly is: 'tooLate' }
  | { readonly is: 'unknown' };

interface Linked extends ItemRow {
  readonly item: ItemId;
  readonly extended: boolean;
  readonly is_same_deposit: boolean;
  readonly is_wanted: boolean;
  readonly place_zh: string;
  readonly place_en: string;
  readonly time_zone: string;
}

async function linkedItem(queries: Queries, token: string): Promise<Linked | undefined> {
  const [row] = await queries.query<Linked>(
    `select items.*, place_zh, place_en, time_zone, items.ready_at = extension_links.ready_at as is_same_deposit,
       exists (select 1 from staff_tasks where staff_tasks.item = items.item and kind = 'recall' and closed_at is null)
         as is_wanted
     from extension_links join items using (item) join kiosks using (kiosk) where token_hash = $1`,
    [hashOf(token)],
  );
  return row;
}

function answerFor(row: Linked | undefined, now: number): LinkAnswer {
  if (row === undefined) return { is: 'unknown' };
  const { state, hold_until: until } = row;
  if (!row.is_same_deposit || state !== 'inCell' || until === null) return { is: 'tooLate' };
  const title = { zh: row.title_zh, en: row.title_en };
  const about = { title, place: { zh: row.place_zh, en: row.place_en }, timeZone: row.time_zone, until };
  if (row.extended) return { is: 'extended', ...about };
  return until <= now || row.is_wanted
    ? { is: 'tooLate' }
    : { is: 'offered', ...about, extendTo: extendedUntil(until) };
}

/** Moves nothing: programs that look at every link in a message come here too. */
export async function lookAtLink({ database, clock }: Office, token: string): Promise<LinkAnswer> {
  return answerFor(await linkedItem(database, token), clock.now());
}

export async function extendByLink({ database, clock }: Office, token: string): Promise<LinkAnswer> {
  const now = clock.now();
  return database.transaction(async (queries) => {
    // The kiosk before the item, as messages lock them, so that neither ever waits for the other in a ring.
    await queries.query(
      `select 1 from kiosks where kiosk = (
         select kiosk from items join extension_links using (item) where token_hash = $1) for update`,
      [hashOf(token)],
    );
    const row = await linkedItem(queries, token);
    const answer = answerFor(row, now);
    if (row === undefined || answer.is !== 'offered') return answer;
    const { kiosk, item } = row;
    const { extendTo: until, ...about } = answer;
    await queries.query('update items set hold_until = $2, extended = true where item = $1', [item, until]);
    await announce(queries, { kiosk, change: { is: 'holdExtended', item, until }, now });
    await announce(queries, { kiosk, change: { is: 'extensionUsed', item }, now });
    return { ...about, is: 'extended', until };
  });
}
