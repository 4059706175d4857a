// Kiosk status: how each kiosk said it is, the last time it did, and for each hour how long each of its functions worked.

import { parseJsonWith } from '../contract/parse.ts';
import {
  type KioskStatus,
  type StatusFigures,
  type StatusShown,
  statusFigures,
  statusShown,
} from '../contract/status.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';

/** Three reports missed: nobody knows how it is now. */
export const silentMs = 90_000;
const hourMs = 3_600_000;

interface StatusRow {
  readonly kiosk: string;
  readonly received_at: number;
  readonly version: number;
  readonly shown: string;
  readonly figures: string;
}

export interface KnownStatus {
  readonly kiosk: string;
  readonly receivedAt: number;
  readonly version: number;
  readonly shown: StatusShown;
}

/** The parts of a span that lie in each hour. */
export function hoursOf(from: number, to: number): readonly { readonly hour: number; readonly ms: number }[] {
  const parts: { hour: number; ms: number }[] = [];
  for (let at = from; at < to; ) {
    const hour = Math.floor(at / hourMs) * hourMs;
    const end = Math.min(to, hour + hourMs);
    parts.push({ hour, ms: end - at });
    at = end;
  }
  return parts;
}

/** What the last report said held until this one came, unless reports were missed in between. */
async function countHours(queries: Queries, before: StatusRow, now: number): Promise<void> {
  const gap = now - before.received_at;
  if (gap <= 0 || gap > silentMs) return;
  const known = parseJsonWith(statusShown, before.shown);
  if (!known.ok) return;
  for (const { hour, ms } of hoursOf(before.received_at, now))
    for (const [name, why] of Object.entries(known.value.functions))
      await queries.query(
        `insert into kiosk_hours (kiosk, hour, function, heard_ms, worked_ms) values ($1, $2, $3, $4, $5)
         on conflict (kiosk, hour, function) do update set heard_ms = kiosk_hours.heard_ms + excluded.heard_ms,
           worked_ms = kiosk_hours.worked_ms + excluded.worked_ms`,
        [before.kiosk, hour, name, ms, why === null ? ms : 0],
      );
}

export async function keepStatus({ database, clock }: Office, kiosk: string, status: KioskStatus): Promise<void> {
  const now = clock.now();
  const shown = JSON.stringify(status.shown);
  await database.transaction(async (queries) => {
    const [before] = await queries.query<StatusRow>('select * from kiosk_status where kiosk = $1 for update', [kiosk]);
    if (before !== undefined) await countHours(queries, before, now);
    await queries.query(
      `insert into kiosk_status (kiosk, told_at, received_at, version, shown, figures) values ($1, $2, $3, 1, $4, $5)
       on conflict (kiosk) do update set told_at = excluded.told_at, received_at = excluded.received_at,
         version = kiosk_status.version + case when kiosk_status.shown = excluded.shown then 0 else 1 end,
         shown = excluded.shown, figures = excluded.figures`,
      [kiosk, status.at, now, shown, JSON.stringify(status.figures)],
    );
  });
}

/** A status of another version of the program that this one cannot read counts as none. */
function knownOf({ kiosk, received_at, version, shown }: StatusRow): readonly KnownStatus[] {
  const parsed = parseJsonWith(statusShown, shown);
  return parsed.ok ? [{ kiosk, receivedAt: received_at, version, shown: parsed.value }] : [];
}

export async function knownStatuses(queries: Queries): Promise<readonly KnownStatus[]> {
  const rows = await queries.query<StatusRow>('select * from kiosk_status order by kiosk');
  return rows.flatMap(knownOf);
}

export async function statusOf(
  queries: Queries,
  kiosk: string,
): Promise<(KnownStatus & { readonly figures: StatusFigures | null }) | undefined> {
  const [row] = await queries.query<StatusRow>('select * from kiosk_status where kiosk = $1', [kiosk]);
  const [known] = row === undefined ? [] : knownOf(row);
  if (row === undefined || known === undefined) return undefined;
  const figures = parseJsonWith(statusFigures, row.figures);
  return { ...known, figures: figures.ok ? figures.value : null };
}

export interface HourLine {
  readonly hour: number;
  readonly function: string;
  readonly heardMs: number;
  readonly workedMs: number;
}

export async function hoursOfKiosk(queries: Queries, kiosk: string, since: number): Promise<readonly HourLine[]> {
  return queries.query<HourLine>(
    `select hour, function, heard_ms as "heardMs", worked_ms as "workedMs" from kiosk_hours
     where kiosk = $1 and hour >= $2 order by hour, function`,
    [kiosk, since],
  );
}
