// Feed: the ordered news of each kiosk, and the bell that wakes a waiting question the moment a new row is committed.

import type { Clock } from '../base/clock.ts';
import { certain } from '../base/result.ts';
import type { Undo } from '../base/undo.ts';
import type { Change } from '../contract/sync.ts';
import type { Database, Queries } from './database.ts';

const channel = 'nighthall_feed';
const newsAtOnce = 200;

/**
 * Adds one change to a kiosk's news. The row of the kiosk stays locked until the commit, so that cursors appear in their
 * order: nobody can have read 8 while 7 is still to come.
 */
export async function announce(
  queries: Queries,
  { kiosk, change, now }: { readonly kiosk: string; readonly change: Change; readonly now: number },
): Promise<void> {
  const [row] = await queries.query<{ last_cursor: number }>(
    'update kiosks set last_cursor = last_cursor + 1 where kiosk = $1 returning last_cursor',
    [kiosk],
  );
  const { last_cursor } = certain(row, 'the kiosk of a change');
  await queries.query('insert into feed (kiosk, cursor, change, created_at) values ($1, $2, $3, $4)', [
    kiosk,
    last_cursor,
    JSON.stringify(change),
    now,
  ]);
  await ringFor(queries, kiosk);
}

/** Wakes whoever waits for news of that kiosk, to look whether it may still have any. */
export async function ringFor(queries: Queries, kiosk: string): Promise<void> {
  await queries.query('select pg_notify($1, $2)', [channel, kiosk]);
}

export interface News {
  readonly cursor: number;
  readonly change: unknown;
}

export async function readNews(queries: Queries, kiosk: string, after: number): Promise<readonly News[]> {
  const rows = await queries.query<{ cursor: number; change: string }>(
    `select cursor, change from feed where kiosk = $1 and cursor > $2 order by cursor limit ${newsAtOnce}`,
    [kiosk, after],
  );
  return rows.map(({ cursor, change }) => ({ cursor, change: JSON.parse(change) }));
}

const mostFirst = 1_000;

/**
 * What takes something back among all that this kiosk has still to hear, where something that is given comes before it:
 * revoked rights, and items that are frozen or cancelled and not released again.
 */
export async function readTakenBack(queries: Queries, kiosk: string, after: number): Promise<readonly News[]> {
  const rows = await queries.query<{ cursor: number; change: string }>(
    `with pending as (
       select cursor, change, change::jsonb ->> 'is' as kind, change::jsonb ->> 'item' as item
       from feed where kiosk = $1 and cursor > $2)
     select cursor, change from pending
     where (kind in ('rightRevoked', 'itemCancelled') or (kind = 'itemFrozen' and not exists (
         select 1 from pending later
         where later.kind = 'itemReleased' and later.item = pending.item and later.cursor > pending.cursor)))
       and exists (
         select 1 from pending given
         where given.kind in ('rightGranted', 'itemReleased') and given.cursor < pending.cursor)
     order by cursor limit ${mostFirst}`,
    [kiosk, after],
  );
  return rows.map(({ cursor, change }) => ({ cursor, change: JSON.parse(change) }));
}

/** `over`: the bell is silent for good, or whoever waited has gone. */
export type Woken = 'rung' | 'late' | 'over';

export interface FeedBell {
  /** `over` resolves when there is news for that kiosk (or something else about it), the time is up, or `stop` was called. */
  wait(kiosk: string, waitMs: number): { readonly over: Promise<Woken>; readonly stop: Undo };
  /** How many wait. */
  waiting(): number;
  /** Ends all waiting, for good. */
  silence(): Promise<void>;
}

export async function createFeedBell(database: Database, clock: Clock): Promise<FeedBell> {
  const waiting = new Map<string, Set<(how: Woken) => void>>();
  let silent = false;
  const unlisten = await database.listen(channel, (kiosk) => {
    const woken = kiosk === undefined ? [...waiting.values()] : [waiting.get(kiosk) ?? []];
    for (const all of woken) for (const wake of [...all]) wake('rung');
  });
  return {
    wait(kiosk, waitMs) {
      const mine = waiting.get(kiosk) ?? new Set();
      waiting.set(kiosk, mine);
      let wake: (how: Woken) => void = () => undefined;
      const over = new Promise<Woken>((resolve) => {
        wake = (how) => {
          cancel();
          mine.delete(wake);
          if (mine.size === 0 && waiting.get(kiosk) === mine) waiting.delete(kiosk);
          resolve(how);
        };
      });
      const cancel = clock.after(waitMs, () => wake('late'));
      mine.add(wake);
      if (silent) wake('over');
      return { over, stop: () => wake('over') };
    },
    waiting: () => [...waiting.values()].reduce((sum, { size }) => sum + size, 0),
    async silence() {
      silent = true;
      for (const all of [...waiting.values()]) for (const wake of [...all]) wake('over');
      await unlisten();
    },
  };
}
