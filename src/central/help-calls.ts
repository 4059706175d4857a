// Help calls: somebody at a kiosk wants a person. One member of staff claims the call; the kiosk hears of it, so that whoever
// called knows. How long it has rung says for whom it rings (contract/console-queue.ts), so no restart can forget it.

import { failed, ok, type Result } from '../base/result.ts';
import type { Made } from '../contract/admin.ts';
import type { CallLine, HelpOutcome } from '../contract/console-queue.ts';
import type { Worker } from './console-tasks.ts';
import type { Queries } from './database.ts';
import { announce } from './feed.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

export interface Called {
  readonly kiosk: string;
  readonly call: string;
  readonly at: number;
  readonly now: number;
  readonly screen: string;
  readonly caseNumber: string | null;
}

/** Told long ago, because the kiosk had no network meanwhile: nobody waits there any more. */
const staleMs = 15 * 60_000;

export async function noteCall(queries: Queries, { kiosk, call, at, now, screen, caseNumber }: Called): Promise<void> {
  const isStale = now - at > staleMs;
  await queries.query(
    `insert into help_calls (call, kiosk, called_at, received_at, screen, case_number, ended_at, outcome)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (call) do nothing`,
    [call, kiosk, at, now, screen, caseNumber, isStale ? now : null, isStale ? 'late' : null],
  );
}

export async function noteWithdrawn(queries: Queries, call: string, now: number): Promise<void> {
  await queries.query(
    "update help_calls set ended_at = $2, outcome = 'withdrawn' where call = $1 and ended_at is null",
    [call, now],
  );
}

interface CallRow {
  readonly kiosk: string;
  readonly owner: string | null;
  readonly ended_at: number | null;
}

/** The kiosk before its call, as messages lock them. */
async function lockCall(queries: Queries, call: string): Promise<Result<CallRow, Refusal>> {
  await queries.query(
    'select 1 from kiosks where kiosk = (select kiosk from help_calls where call = $1) for no key update',
    [call],
  );
  const [row] = await queries.query<CallRow>(
    'select kiosk, owner, ended_at from help_calls where call = $1 for update',
    [call],
  );
  if (row === undefined) return failed(refusal('notFound'));
  return row.ended_at === null ? ok(row) : failed(refusal('notNow', { detail: 'it is done' }));
}

type CallAct = 'claimCall' | 'leaveCall' | 'arriveCall';

export async function moveCall(
  office: Office,
  call: string,
  act: CallAct,
  { account }: Worker,
): Promise<Result<Made, Refusal>> {
  const now = office.clock.now();
  return office.database.transaction(async (queries) => {
    const row = await lockCall(queries, call);
    if (!row.ok) return row;
    const { owner, kiosk } = row.value;
    if (owner !== null && owner !== account) return failed(refusal('takenByOther'));
    if (act === 'leaveCall')
      await queries.query('update help_calls set owner = null, owned_at = null, arrived_at = null where call = $1', [
        call,
      ]);
    else
      await queries.query(
        `update help_calls set owner = $2, owned_at = coalesce(owned_at, $3),
           arrived_at = case when $4 then coalesce(arrived_at, $3) else arrived_at end where call = $1`,
        [call, account, now, act === 'arriveCall'],
      );
    if (act !== 'leaveCall' && owner === null)
      await announce(queries, { kiosk, change: { is: 'helpAnswered', call }, now });
    return ok({ id: call, added: act === 'leaveCall' ? owner !== null : owner === null });
  });
}

export async function endCall(
  office: Office,
  { call, outcome }: { readonly call: string; readonly outcome: HelpOutcome },
  { account, role }: Worker,
): Promise<Result<Made, Refusal>> {
  const now = office.clock.now();
  return office.database.transaction(async (queries) => {
    const row = await lockCall(queries, call);
    if (!row.ok) return row;
    const { owner, kiosk } = row.value;
    if (owner !== account && role !== 'supervisor') return failed(refusal(owner === null ? 'notNow' : 'takenByOther'));
    await queries.query('update help_calls set ended_at = $2, outcome = $3 where call = $1', [call, now, outcome]);
    await announce(queries, { kiosk, change: { is: 'helpEnded', call }, now });
    return ok({ id: call, added: true });
  });
}

export async function openCalls(queries: Queries): Promise<readonly CallLine[]> {
  const rows = await queries.query<
    Omit<CallLine, 'owner'> & { readonly owner: string | null; readonly owner_name: string | null }
  >(
    `select c.call, c.kiosk, c.received_at as since, c.screen, c.case_number as "caseNumber",
       c.arrived_at is not null as arrived, c.owner, a.name as owner_name
     from help_calls c left join console_accounts a on a.account = c.owner
     where c.ended_at is null order by c.received_at, c.call limit 200`,
  );
  return rows.map(({ owner, owner_name, ...line }) => ({
    ...line,
    owner: owner === null || owner_name === null ? null : { account: owner, name: owner_name },
  }));
}
