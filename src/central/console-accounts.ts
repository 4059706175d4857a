// Console accounts: who may sign in at the staff console. An account is closed, never deleted: the register names it.

import { createHash, timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '../base/result.ts';
import type { Made } from '../contract/admin.ts';
import type { AccountRequest, ConsoleRole } from '../contract/console.ts';
import type { AccountsAnswer } from '../contract/console-desk.ts';
import { checkPassword, passwordHashOf } from './console-password.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

export interface AccountRow {
  readonly account: string;
  readonly name: string;
  readonly role: ConsoleRole;
  readonly password_hash: string;
  readonly state: 'open' | 'closed';
}

export async function findAccount(queries: Queries, account: string): Promise<AccountRow | undefined> {
  const [row] = await queries.query<AccountRow>('select * from console_accounts where account = $1', [account]);
  return row;
}

/** The same again adds nothing; another content under that name is refused. */
export async function addAccount(
  { database, clock, random }: Office,
  { account, name, role, password }: AccountRequest,
): Promise<Result<Made, Refusal>> {
  const before = await findAccount(database, account);
  if (before !== undefined) {
    const isSame =
      before.name === name && before.role === role && (await checkPassword(before.password_hash, password)) !== 'wrong';
    return isSame ? ok({ id: account, added: false }) : failed(refusal('taken'));
  }
  const hash = await passwordHashOf(password, random(16));
  const added = await database.query(
    `insert into console_accounts (account, name, role, password_hash, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning 1`,
    [account, name, role, hash, clock.now()],
  );
  return added.length > 0 ? ok({ id: account, added: true }) : failed(refusal('taken'));
}

/** A closed account is signed out at once. The last open supervisor stays: nobody could open another. */
export async function setAccountState(
  { database }: Office,
  { account, state }: { readonly account: string; readonly state: 'open' | 'closed' },
): Promise<Result<Made, Refusal>> {
  return database.transaction(async (queries) => {
    const supervisors = await queries.query<{ account: string }>(
      "select account from console_accounts where role = 'supervisor' and state = 'open' order by account for update",
    );
    const isLast = supervisors.length === 1 && supervisors[0]?.account === account;
    if (state === 'closed' && isLast) return failed(refusal('notNow', { detail: 'it is the last supervisor' }));
    const changed = await queries.query(
      'update console_accounts set state = $2 where account = $1 and state <> $2 returning 1',
      [account, state],
    );
    if (changed.length === 0 && (await findAccount(queries, account)) === undefined) return failed(refusal('notFound'));
    if (state === 'closed') await queries.query('delete from console_sessions where account = $1', [account]);
    return ok({ id: account, added: changed.length > 0 });
  });
}

/** Ends every session of that account but the one of `keep`. */
export async function setPassword(
  { database, random }: Office,
  { account, password, keep }: { readonly account: string; readonly password: string; readonly keep?: string },
): Promise<Result<Made, Refusal>> {
  const hash = await passwordHashOf(password, random(16));
  return database.transaction(async (queries) => {
    const changed = await queries.query(
      'update console_accounts set password_hash = $2 where account = $1 returning 1',
      [account, hash],
    );
    if (changed.length === 0) return failed(refusal('notFound'));
    await queries.query('delete from console_sessions where account = $1 and token_hash <> $2', [account, keep ?? '']);
    return ok({ id: account, added: true });
  });
}

export async function listAccounts(queries: Queries): Promise<AccountsAnswer> {
  const accounts = await queries.query<AccountsAnswer['accounts'][number]>(
    `select account, name, role, state,
       (select max(used_at) from console_sessions s where s.account = a.account) as "lastSeenAt"
     from console_accounts a order by state desc, account`,
  );
  return { accounts };
}

const setupName = 'console setup';
const setupLifeMs = 24 * 3_600_000;
/** No look-alikes, as in enrolment codes. */
const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const hashOf = (code: string) => createHash('sha256').update(code.toUpperCase().replaceAll('-', '')).digest('hex');

/** A fresh one-time code as long as nobody has an account; only its hash is kept. */
export async function makeSetupCode({ database, clock, random }: Office): Promise<string | undefined> {
  const some = await database.query('select 1 from console_accounts limit 1');
  if (some.length > 0) return undefined;
  const text = [...random(20)].map((byte) => signs[byte % 32]).join('');
  const code = [0, 5, 10, 15].map((at) => text.slice(at, at + 5)).join('-');
  await database.query(
    'insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value',
    [setupName, `${hashOf(code)} ${clock.now() + setupLifeMs}`],
  );
  return code;
}

/** Whoever has the code becomes the first supervisor; it works once, and only before there is any account. */
export async function setUp(
  office: Office,
  { code, ...first }: Omit<AccountRequest, 'role'> & { readonly code: string },
): Promise<Result<Made, Refusal>> {
  const { database, clock } = office;
  const [kept] = await database.query<{ value: string }>('select value from settings where name = $1', [setupName]);
  const [hash = '', until = '0'] = kept?.value.split(' ') ?? [];
  const given = Buffer.from(hashOf(code));
  if (given.length !== hash.length || !timingSafeEqual(given, Buffer.from(hash))) return failed(refusal('codeWrong'));
  if (clock.now() >= Number(until)) return failed(refusal('codeExpired'));
  const used = await database.query('delete from settings where name = $1 and value = $2 returning 1', [
    setupName,
    kept?.value,
  ]);
  const some = await database.query('select 1 from console_accounts limit 1');
  if (used.length === 0 || some.length > 0) return failed(refusal('codeUsed'));
  return addAccount(office, { ...first, role: 'supervisor' });
}
