// PostgreSQL database: a pool of connections to a server, which any number of processes may share.

import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { failed, ok, type Result } from '../base/result.ts';
import { type Database, DatabaseAway, type Queries } from './database.ts';
import { createPostgresSession } from './postgres-session.ts';

export interface PostgresOptions {
  /** postgres://USER@HOST/NAME, with `sslmode=verify-full` where it crosses a network. */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Connections of this process at most, one more for news between processes. */
  readonly connections?: number;
}

const bigint = 20;
const attempts = 3;
/** Two transactions waited for each other, or saw each other's half: the server undid one of them whole. */
const undone = new Set(['40P01', '40001']);
/** A newer process has changed a table under a prepared statement; unprepared it works. */
const stale = '0A000';

/** Times and counts of central are far below 2^53. */
function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new Error('a bigint column holds more than a number can');
  return number;
}

export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === bigint && format !== 'binary' ? wholeNumber : pg.types.getTypeParser(oid, format),
};

/** Statements are prepared once on each connection. Their texts are constants of this program, so there are few. */
const names = new Map<string, string>();
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return name;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A connection that failed, was refused or was cut, as against a statement that is wrong. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  // 08: connection; 57P: shut down or starting up; 53300: too many connections. Others than SQLSTATE come from the socket.
  if (/^(08...|57P0[1-3]|53300)$/.test(code) || /^E[A-Z]+$/.test(code)) return true;
  return error instanceof Error && code === '' && /connection|timeout/i.test(error.message);
}

function told(error: unknown): unknown {
  return isAway(error) ? new DatabaseAway('the database does not answer', { cause: error }) : error;
}

function queriesOn(asked: pg.Pool | pg.PoolClient, prepared: boolean): Queries {
  return {
    async query<Row extends pg.QueryResultRow>(text: string, parameters: readonly unknown[] = []) {
      const statement = { text, values: [...parameters], ...(prepared ? { name: nameOf(text) } : {}) };
      try {
        return (await asked.query<Row>(statement)).rows;
      } catch (error) {
        throw told(error);
      }
    },
    async script(text) {
      try {
        await asked.query(text);
      } catch (error) {
        throw told(error);
      }
    },
  };
}

export async function openPostgresDatabase({
  url,
  clock,
  log,
  connections = 10,
}: PostgresOptions): Promise<Result<Database, string>> {
  const config: pg.ClientConfig = {
    connectionString: url,
    application_name: 'nighthall-central',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  };
  const pool = new pg.Pool({ ...config, types: postgresTypes, max: connections });
  // An idle connection that breaks is replaced at the next question.
  pool.on('error', (error) => log.warn('a connection to the database broke', { code: codeOf(error) }));
  let version: string;
  try {
    const { rows } = await pool.query<{ server_version: string }>('show server_version');
    version = rows[0]?.server_version ?? 'of unknown version';
  } catch (error) {
    await pool.end();
    // A message of the driver may name the address with its password; the code and the reason are enough.
    return failed(codeOf(error) || (error instanceof Error ? error.name : 'no reason given'));
  }

  async function once<Value>(work: (queries: Queries) => Promise<Value>, prepared: boolean): Promise<Value> {
    const client = await pool.connect().catch((error: unknown) => {
      throw told(error);
    });
    const queries = queriesOn(client, prepared);
    // Between two statements a broken connection has nobody else to tell; the next statement fails then.
    const noteBreak = (error: Error) => log.warn('a connection to the database broke', { code: codeOf(error) });
    client.on('error', noteBreak);
    let broken = false;
    try {
      await queries.script('begin');
      const value = await work(queries);
      await queries.script('commit');
      return value;
    } catch (error) {
      // Whatever cannot be rolled back is closed, and the server rolls it back itself.
      await client.query('rollback').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.off('error', noteBreak);
      client.release(broken);
    }
  }

  const named = queriesOn(pool, true);
  const session = await createPostgresSession({ config, clock, log });
  return ok({
    kind: 'server',
    name: `PostgreSQL ${version}`,
    async query(text, parameters) {
      try {
        return await named.query(text, parameters);
      } catch (error) {
        if (codeOf(error) !== stale) throw error;
        return queriesOn(pool, false).query(text, parameters);
      }
    },
    script: named.script,
    async transaction(work) {
      let prepared = true;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(work, prepared);
        } catch (error) {
          const code = codeOf(error);
          if (attempt === attempts || (code !== stale && !undone.has(code))) throw error;
          prepared = code !== stale;
          log.warn('a transaction was undone by the database and runs again', { attempt, code });
        }
      }
    },
    listen: session.listen,
    onDuty: session.onDuty,
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    async close() {
      await session.close();
      await pool.end();
    },
  });
}
