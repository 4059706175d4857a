// Console audit: the register of what staff did. One row when an act begins, one with its outcome; the database refuses
// to change either. An act without an outcome is one during which central ended.

import { certain } from '../base/result.ts';
import type { AuditAnswer, AuditLine } from '../contract/console-desk.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';

export interface ActBegun {
  readonly account: string;
  readonly act: string;
  /** Item, cell, task or account; never a person. */
  readonly target?: string | undefined;
  readonly reason?: string | undefined;
}

export async function beginAct(
  { database, clock }: Pick<Office, 'database' | 'clock'>,
  { account, act, target, reason }: ActBegun,
): Promise<(outcome: string) => Promise<void>> {
  const [row] = await database.query<{ position: number }>(
    'insert into console_acts (at, account, act, target, reason) values ($1, $2, $3, $4, $5) returning position',
    [clock.now(), account, act, target ?? null, reason ?? null],
  );
  const { position } = certain(row, 'the row of an act');
  return async (outcome) => {
    await database.query('insert into console_acts (begun, at, account, act, outcome) values ($1, $2, $3, $4, $5)', [
      position,
      clock.now(),
      account,
      act,
      outcome,
    ]);
  };
}

const shownAtOnce = 200;

/** Newest first. */
export async function listActs(queries: Queries, before: number | null): Promise<AuditAnswer> {
  const acts = await queries.query<AuditLine>(
    `select b.position, b.at, b.account, b.act, b.target, b.reason, e.outcome, e.at as "endedAt"
     from console_acts b left join console_acts e on e.begun = b.position
     where b.begun is null and ($1::bigint is null or b.position < $1)
     order by b.position desc limit ${shownAtOnce}`,
    [before],
  );
  return { acts };
}
