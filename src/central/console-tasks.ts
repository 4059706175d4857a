// Console tasks: who sees to what, and the end of what no kiosk can end.

import { failed, ok, type Result } from '../base/result.ts';
import type { Made, TaskKind } from '../contract/admin.ts';
import { type ConsoleRole, functionsOf } from '../contract/console.ts';
import { listOf } from './console-desk.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

interface TaskRow {
  readonly kind: TaskKind;
  readonly cell: string | null;
  readonly owner: string | null;
  readonly closed_at: number | null;
}

export interface Worker {
  readonly account: string;
  readonly role: ConsoleRole;
}

async function lockTask(queries: Queries, task: number, role: ConsoleRole): Promise<Result<TaskRow, Refusal>> {
  const [row] = await queries.query<TaskRow>(
    'select kind, cell, owner, closed_at from staff_tasks where position = $1 for update',
    [task],
  );
  if (row === undefined) return failed(refusal('notFound'));
  if (!functionsOf[role].includes(listOf(row.kind))) return failed(refusal('notAllowed'));
  return row.closed_at === null ? ok(row) : failed(refusal('notNow', { detail: 'it is done' }));
}

/** The first one has it; the same person again changes nothing. */
export async function takeTask(
  office: Office,
  task: number,
  { account, role }: Worker,
): Promise<Result<Made, Refusal>> {
  return office.database.transaction(async (queries) => {
    const row = await lockTask(queries, task, role);
    if (!row.ok) return row;
    const { owner } = row.value;
    if (owner !== null && owner !== account) return failed(refusal('takenByOther'));
    await queries.query('update staff_tasks set owner = $2, owned_at = $3 where position = $1 and owner is null', [
      task,
      account,
      office.clock.now(),
    ]);
    return ok({ id: String(task), added: owner === null });
  });
}

/** A supervisor may free a task whose owner has gone home. */
export async function leaveTask(
  office: Office,
  task: number,
  { account, role }: Worker,
): Promise<Result<Made, Refusal>> {
  return office.database.transaction(async (queries) => {
    const row = await lockTask(queries, task, role);
    if (!row.ok) return row;
    const { owner } = row.value;
    if (owner !== null && owner !== account && role !== 'supervisor') return failed(refusal('takenByOther'));
    await queries.query('update staff_tasks set owner = null, owned_at = null where position = $1', [task]);
    return ok({ id: String(task), added: owner !== null });
  });
}

/** What is about a cell or a device ends at the kiosk, by whoever has looked there. */
const endsByWord: readonly TaskKind[] = ['conflict', 'sms', 'sync'];

export function mayBeClosed({ kind, cell }: { readonly kind: TaskKind; readonly cell: string | null }): boolean {
  return endsByWord.includes(kind) || (kind === 'check' && cell === null);
}

export async function closeTask(
  office: Office,
  task: number,
  { account, role }: Worker,
): Promise<Result<Made, Refusal>> {
  return office.database.transaction(async (queries) => {
    const row = await lockTask(queries, task, role);
    if (!row.ok) return row;
    if (!mayBeClosed(row.value)) return failed(refusal('notNow', { detail: 'it ends at the kiosk' }));
    if (row.value.owner !== null && row.value.owner !== account && role !== 'supervisor')
      return failed(refusal('takenByOther'));
    await queries.query('update staff_tasks set closed_at = $2, owner = coalesce(owner, $3) where position = $1', [
      task,
      office.clock.now(),
      account,
    ]);
    return ok({ id: String(task), added: true });
  });
}
