// Queue time: the clock of the queue. It is set from the wall clock when central starts and runs steadily from then on, so
// that nobody who sets a clock brings an alert forward or puts one off; it never falls back behind what it has shown.

import type { Clock } from '../base/clock.ts';
import type { Queries } from './database.ts';

const name = 'queue time';

export type QueueTime = () => number;

export async function startQueueTime(queries: Queries, clock: Clock): Promise<QueueTime> {
  const [kept] = await queries.query<{ value: string }>('select value from settings where name = $1', [name]);
  const begin = Math.max(clock.now(), Number(kept?.value ?? 0));
  const started = clock.monotonic();
  return () => Math.round(begin + clock.monotonic() - started);
}

export async function keepQueueTime(queries: Queries, now: number): Promise<void> {
  await queries.query(
    `insert into settings (name, value) values ($1, $2)
     on conflict (name) do update set value = greatest(settings.value::bigint, excluded.value::bigint)::text`,
    [name, String(now)],
  );
}
