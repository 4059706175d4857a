// Console sessions: signing in, and how long it lasts. Wrong passwords are counted in the database before they are checked,
// so that neither a second browser nor a restart gives further tries.

import { createHash } from 'node:crypto';
import { failed, ok, type Result } from '../base/result.ts';
import type { ConsoleRole } from '../contract/console.ts';
import { findAccount, setPassword } from './console-accounts.ts';
import { checkNobody, checkPassword, passwordHashOf } from './console-password.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

export const idleMs = 30 * 60_000;
export const longestMs = 10 * 3_600_000;
/** What was typed wrong longer ago is forgotten. */
const triesLifeMs = 24 * 3_600_000;

export interface Session {
  readonly tokenHash: string;
  readonly account: string;
  readonly name: string;
  readonly role: ConsoleRole;
  readonly endsAt: number;
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** After five wrong ones 15 s, doubling with each further one, at most 15 minutes: nobody shuts a colleague out for long. */
export function waitAfter(wrong: number): number {
  return wrong < 5 ? 0 : Math.min(15_000 * 2 ** (wrong - 5), 15 * 60_000);
}

interface Tries {
  readonly wrong: number;
  readonly last_at: number;
}

/** The seconds to wait, or 0; then this try is counted. */
async function countTry(office: Office, name: string): Promise<number> {
  const now = office.clock.now();
  return office.database.transaction(async (queries) => {
    await queries.query('delete from console_tries where last_at < $1', [now - triesLifeMs]);
    await queries.query('insert into console_tries values ($1, 0, $2) on conflict do nothing', [name, now]);
    const [tries] = await queries.query<Tries>('select * from console_tries where name_hash = $1 for update', [name]);
    // A clock that was set back must not lengthen the wait.
    const left =
      tries === undefined ? 0 : Math.min(waitAfter(tries.wrong), tries.last_at + waitAfter(tries.wrong) - now);
    if (left > 0) return Math.ceil(left / 1_000);
    await queries.query('update console_tries set wrong = wrong + 1, last_at = $2 where name_hash = $1', [name, now]);
    return 0;
  });
}

/** The token for the browser's cookie. An unknown name and a wrong password are not told apart. */
export async function signIn(
  office: Office,
  typed: { readonly account: string; readonly password: string },
): Promise<Result<{ readonly token: string; readonly session: Session }, Refusal>> {
  const { database, keys, random } = office;
  const account = typed.account.trim().toLowerCase();
  const name = keys.keyedHash(`console ${account}`);
  const wait = await countTry(office, name);
  if (wait > 0) return failed(refusal('tooManyTries', { detail: `wait ${wait} s` }));
  const row = await findAccount(database, account);
  if (row === undefined) {
    await checkNobody(typed.password);
    return failed(refusal('notSignedIn'));
  }
  const checked = await checkPassword(row.password_hash, typed.password);
  if (checked === 'wrong' || row.state === 'closed') return failed(refusal('notSignedIn'));
  if (checked === 'outdated')
    await database.query('update console_accounts set password_hash = $2 where account = $1 and password_hash = $3', [
      account,
      await passwordHashOf(typed.password, random(16)),
      row.password_hash,
    ]);
  await database.query('delete from console_tries where name_hash = $1', [name]);
  return ok(await beginSession(office, account));
}

export async function beginSession(
  { database, clock, random }: Office,
  account: string,
): Promise<{ readonly token: string; readonly session: Session }> {
  const now = clock.now();
  const token = Buffer.from(random(32)).toString('base64url');
  await database.query('delete from console_sessions where began_at < $1 or used_at < $2', [
    now - longestMs,
    now - idleMs,
  ]);
  await database.query(
    'insert into console_sessions (token_hash, account, began_at, used_at) values ($1, $2, $3, $3)',
    [hashOf(token), account, now],
  );
  const session = await readSession(database, hashOf(token), now);
  if (session === undefined) throw new Error('a session that was just begun is not there');
  return { token, session };
}

async function readSession(queries: Queries, tokenHash: string, now: number): Promise<Session | undefined> {
  const [row] = await queries.query<{ account: string; name: string; role: ConsoleRole; began_at: number }>(
    `select account, name, role, began_at from console_sessions join console_accounts using (account)
     where token_hash = $1 and state = 'open' and began_at > $2 and used_at > $3`,
    [tokenHash, now - longestMs, now - idleMs],
  );
  if (row === undefined) return undefined;
  const { account, name, role, began_at } = row;
  return { tokenHash, account, name, role, endsAt: began_at + longestMs };
}

/** `touch`: somebody did something; the live feed of an open page alone keeps no session. */
export async function sessionOf(
  { database, clock }: Pick<Office, 'database' | 'clock'>,
  { token, touch }: { readonly token: string | undefined; readonly touch: boolean },
): Promise<Session | undefined> {
  if (token === undefined) return undefined;
  const now = clock.now();
  const session = await readSession(database, hashOf(token), now);
  if (session !== undefined && touch)
    await database.query('update console_sessions set used_at = $2 where token_hash = $1 and used_at < $2', [
      session.tokenHash,
      now,
    ]);
  return session;
}

export async function isAlive({ database, clock }: Office, { tokenHash }: Session): Promise<boolean> {
  return (await readSession(database, tokenHash, clock.now())) !== undefined;
}

export async function signOut({ database }: Office, { tokenHash }: Session): Promise<void> {
  await database.query('delete from console_sessions where token_hash = $1', [tokenHash]);
}

/** One's own password; every other session of that account ends. */
export async function changePassword(
  office: Office,
  session: Session,
  { password, next }: { readonly password: string; readonly next: string },
): Promise<Result<Record<string, never>, Refusal>> {
  const { account, tokenHash } = session;
  const name = office.keys.keyedHash(`console ${account}`);
  const wait = await countTry(office, name);
  if (wait > 0) return failed(refusal('tooManyTries', { detail: `wait ${wait} s` }));
  const row = await findAccount(office.database, account);
  if (row === undefined || (await checkPassword(row.password_hash, password)) === 'wrong')
    return failed(refusal('wrongPassword'));
  await office.database.query('delete from console_tries where name_hash = $1', [name]);
  const set = await setPassword(office, { account, password: next, keep: tokenHash });
  return set.ok ? ok({}) : set;
}
