// Sound database: opens a file that is whole, carried to this build's schema and durable; or says why not.

import { existsSync, statSync } from 'node:fs';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { failed, ok, type Result } from '../../base/result.ts';
import type { Keys } from '../keys.ts';
import { reasonOf } from './durable-file.ts';
import { type Migration, migrate, schemaVersion } from './migrate.ts';
import { createTables, type Tables } from './tables.ts';

export type OpenProblem =
  | { readonly is: 'newerBuild'; readonly found: number; readonly known: number }
  | { readonly is: 'damaged'; readonly detail: string }
  | { readonly is: 'inUse' }
  | { readonly is: 'notWritable'; readonly detail: string };

export interface OpenOptions {
  readonly file: string;
  readonly migrations: readonly Migration[];
  readonly seal: Pick<Keys, 'seal' | 'open' | 'sealForCentral'>;
  readonly now: number;
}

export function openSound(
  options: OpenOptions,
): Result<{ readonly database: Database; readonly tables: Tables }, OpenProblem> {
  const { file, migrations, seal, now } = options;
  let looking: Database | undefined;
  let database: Database | undefined;
  try {
    looking = openForLook(file);
    const found = looking === undefined ? 0 : schemaVersion(looking);
    if (found > migrations.length) return failed({ is: 'newerBuild', found, known: migrations.length });
    const isCurrent = found === migrations.length;
    const damage = looking === undefined ? undefined : damageIn(looking, isCurrent ? seal : undefined);
    if (damage !== undefined) return failed({ is: 'damaged', detail: damage });
    database = new SqliteDatabase(file, { timeout: 2_000 });
    prepare(database);
    // Only now, or a long journal would have to be gone through a second time.
    looking?.close();
    migrate(database, migrations, now);
    checkDurability(database, now);
    const tables = createTables(database, seal);
    if (!isCurrent) {
      const saved = tables.read();
      if (!saved.ok) return refuse(database, { is: 'damaged', detail: saved.problem });
    }
    return ok({ database, tables });
  } catch (error) {
    database?.close();
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return failed(problem);
  } finally {
    looking?.close();
  }
}

function refuse(database: Database, problem: OpenProblem): Result<never, OpenProblem> {
  database.close();
  return failed(problem);
}

/**
 * Reads only, so that the file of a newer build stays as it is to the last byte, and so that the journal of a damaged one is
 * not emptied into it.
 */
function openForLook(file: string): Database | undefined {
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  // Power cut in the first moments of the file, before it had its write-ahead journal: it has to be rolled back first, and
  // who may only read is refused.
  const mustRollBack = existsSync(`${file}-journal`);
  return new SqliteDatabase(file, { readonly: !mustRollBack, timeout: 2_000 });
}

/** Rows of an older schema cannot be read before they are carried over: without `seal` only the file is checked. */
function damageIn(database: Database, seal: OpenOptions['seal'] | undefined): string | undefined {
  const detail = database.pragma('quick_check(3)', { simple: true });
  if (detail !== 'ok') return String(detail);
  const saved = seal === undefined ? ok(undefined) : createTables(database, seal).read();
  return saved.ok ? undefined : saved.problem;
}

function prepare(database: Database): void {
  database.pragma('journal_mode = wal');
  // The library is compiled to fall back to NORMAL under WAL, which loses acknowledged commits at a power cut.
  database.pragma('synchronous = full');
  database.pragma('foreign_keys = on');
  database.pragma('secure_delete = on');
  database.pragma('trusted_schema = off');
}

/** Only after a write does SQLite say what it really does. Throws, for such a build must not run. */
function checkDurability(database: Database, now: number): void {
  // A value that stands there already would not be written.
  database.prepare('update kiosk set opened_at = iif(opened_at = :now, :now + 1, :now)').run({ now });
  const version = String(database.prepare('select sqlite_version()').pluck().get());
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  // Earlier versions can damage a WAL file when two connections meet at its reset.
  if (major * 1_000_000 + minor * 1_000 + patch < 3_051_003) throw new Error(`SQLite ${version} is older than 3.51.3`);
  const synchronous = database.pragma('synchronous', { simple: true });
  const journal = database.pragma('journal_mode', { simple: true });
  if (synchronous !== 2 || journal !== 'wal')
    throw new Error(`the database is not durable: synchronous ${synchronous}, journal ${journal}`);
}

function problemOf(error: unknown): OpenProblem | undefined {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return { is: 'damaged', detail: reasonOf(error) };
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return { is: 'inUse' };
  if (/^SQLITE_(READONLY|CANTOPEN|IOERR|FULL|PERM|AUTH)|^E(ACCES|PERM|ROFS|NOSPC|NOENT|NOTDIR|IO|ISDIR)$/.test(code))
    return { is: 'notWritable', detail: reasonOf(error) };
  // The library refuses a missing folder with a plain TypeError.
  if (error instanceof TypeError && error.message.includes('directory does not exist'))
    return { is: 'notWritable', detail: error.message };
  // A row of damaged JSON that no check constraint stands before.
  return error instanceof SyntaxError
    ? { is: 'damaged', detail: 'a column that should hold JSON does not' }
    : undefined;
}
