// Tasks: what staff have to look at. The same cause makes one task, however often it is told.

import type { TaskKind, TaskLine } from '../contract/admin.ts';
import type { Queries } from './database.ts';

export interface NewTask {
  readonly kiosk: string;
  readonly kind: TaskKind;
  /** Id of the fact, message or change that led to it. */
  readonly cause: string;
  readonly item?: string;
  readonly cell?: string | null;
  readonly why: string;
  readonly now: number;
}

export const timeIsOver = 'its time is over';

/** The same word about the same cell is one task as long as it is open. */
export async function addTask(queries: Queries, task: NewTask): Promise<void> {
  await queries.query(
    `insert into staff_tasks (kiosk, kind, cause, item, cell, why, created_at)
     select $1, $2, $3, $4, $5, $6, $7::bigint where not exists (
       select 1 from staff_tasks where kiosk = $1 and kind = $2 and cell = $5 and item is not distinct from $4
         and why = $6 and closed_at is null)
     on conflict (kind, cause) do nothing`,
    [task.kiosk, task.kind, task.cause, task.item ?? null, task.cell ?? null, task.why, task.now],
  );
}

export async function isOpen(
  queries: Queries,
  { kiosk, kind, why }: Pick<NewTask, 'kiosk' | 'kind' | 'why'>,
): Promise<boolean> {
  const rows = await queries.query(
    'select 1 from staff_tasks where kiosk = $1 and kind = $2 and why = $3 and closed_at is null',
    [kiosk, kind, why],
  );
  return rows.length > 0;
}

export interface Closing {
  readonly kiosk: string;
  readonly kind: TaskKind;
  readonly item?: string;
  readonly cell?: string;
  readonly why?: string;
  readonly now: number;
}

/** Closes what is open and fits everything that is given. */
export async function closeTasks(queries: Queries, { kiosk, kind, item, cell, why, now }: Closing): Promise<void> {
  await queries.query(
    `update staff_tasks set closed_at = $3 where kiosk = $1 and kind = $2 and closed_at is null
       and ($4::text is null or item = $4) and ($5::text is null or cell = $5) and ($6::text is null or why = $6)`,
    [kiosk, kind, now, item ?? null, cell ?? null, why ?? null],
  );
}

const doorWords = { doorHeldOpen: 'door held open', doorAlarm: 'alarm: door still open' } as const;

/** A door that stays open: one task for each word about it, closed when the door is. */
export async function addDoorTask(
  queries: Queries,
  {
    kiosk,
    id,
    cell,
    is,
    now,
  }: {
    readonly kiosk: string;
    readonly id: string;
    readonly cell: string;
    readonly is: keyof typeof doorWords;
    readonly now: number;
  },
): Promise<void> {
  await addTask(queries, { kiosk, kind: 'check', cause: id, cell, why: doorWords[is], now });
}

export async function closeDoorTasks(
  queries: Queries,
  { kiosk, cell, now }: { readonly kiosk: string; readonly cell: string; readonly now: number },
): Promise<void> {
  await queries.query(
    'update staff_tasks set closed_at = $3 where kiosk = $1 and cell = $2 and why = any($4::text[]) and closed_at is null',
    [kiosk, cell, now, Object.values(doorWords)],
  );
}

export async function listTasks(queries: Queries): Promise<readonly TaskLine[]> {
  return queries.query<TaskLine>(
    `select kind, kiosk, item, cell, why, created_at as "createdAt", closed_at as "closedAt"
     from staff_tasks order by position desc limit 500`,
  );
}
