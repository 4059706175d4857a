// Image check: opens what is left after a power cut and says what of the acknowledged is lost, or nothing.

import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { silentLog } from '../../../src/base/log.ts';
import { certain } from '../../../src/base/result.ts';
import { type Keys, openKeys } from '../../../src/controller/keys.ts';
import { readHead } from '../../../src/controller/store/audit-log.ts';
import { openStore } from '../../../src/controller/store/store.ts';
import { cellA1, migrationsFolder, night, valueIn } from '../../controller/store/fresh-store.ts';
import type { Image } from './disk.ts';
import { databaseName, keptNames } from './write-log.ts';

/** What the process had told before the cut. */
export interface Acknowledged {
  readonly step: number;
  readonly rows: number;
  /** Number up to which the outbox was marked as sent. */
  readonly sent: number;
}

/** The audit log of a run that nothing happened to. */
export interface Truth {
  readonly hashes: readonly string[];
  readonly ids: readonly string[];
}

export interface ImageCheck {
  /** By SQLite alone, row by row against the truth: quick. */
  bySqlite(image: Image, acknowledged: Acknowledged): string | undefined;
  /** By the real store, as the next start of the controller opens it. */
  byStore(image: Image, acknowledged: Acknowledged): string | undefined;
  close(): void;
}

/** A file of the memory needs no disk to be written and synced, and the images are many. */
const memoryFolder = '/dev/shm';

export function readTruth(folder: string): Truth {
  const database = new SqliteDatabase(join(folder, databaseName), { readonly: true });
  try {
    const rows = database
      .prepare<[], { id: string; hash: string }>('select id, hash from audit_log order by row')
      .all();
    return { hashes: rows.map(({ hash }) => hash), ids: rows.map(({ id }) => id) };
  } finally {
    database.close();
  }
}

export function createImageCheck(recorded: string, truth: Truth): ImageCheck {
  const folder = mkdtempSync(join(existsSync(memoryFolder) ? memoryFolder : tmpdir(), 'nighthall-image-'));
  const keys = valueIn(openKeys(join(recorded, 'keys')));
  const file = join(folder, databaseName);

  function lay(image: Image): void {
    for (const name of [...keptNames, `${databaseName}-shm`, `${databaseName}.lock`]) {
      const bytes = image.get(name);
      if (bytes === undefined) rmSync(join(folder, name), { force: true });
      else writeFileSync(join(folder, name), bytes);
    }
  }

  return {
    bySqlite(image, acknowledged) {
      lay(image);
      return lookBySqlite(file, truth, acknowledged);
    },
    byStore(image, acknowledged) {
      // Whatever the store puts aside of one image must not be found with the next.
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      lay(image);
      return lookByStore(file, keys, truth, acknowledged);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function lookBySqlite(file: string, truth: Truth, acknowledged: Acknowledged): string | undefined {
  const isThere = existsSync(file) && statSync(file).size > 0;
  const head = readHead(file);
  if (head === 'notAHead') return 'the signed head is torn';
  if (!isThere) {
    if (head !== 'missing') return 'a signed head without a database';
    return acknowledged.rows === 0 ? undefined : 'the database is gone';
  }
  let database: SqliteDatabase.Database | undefined;
  try {
    database = new SqliteDatabase(file);
    if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') return 'the database is damaged';
    const isMade = database.pragma('user_version', { simple: true }) !== 0;
    const hashes = isMade ? column<string>(database, 'select hash from audit_log order by row') : [];
    if (hashes.length < acknowledged.rows) return lostRows(hashes.length, acknowledged);
    if (head !== 'missing' && head.rows > hashes.length) return 'the signed head is ahead of the rows';
    if (!isMade) return undefined;
    if (hashes.some((hash, place) => hash !== truth.hashes[place])) return 'the audit log says something else';
    const sequences = column<number>(database, 'select sequence from outbox order by sequence');
    if (sequences.length !== hashes.length || sequences.some((sequence, place) => sequence !== place + 1))
      return 'the outbox has a gap or a double';
    const [sent = -1] = column<number>(database, 'select acknowledged from kiosk');
    if (sent < acknowledged.sent) return `sent up to ${sent}, acknowledged up to ${acknowledged.sent}`;
    const [opens = 0] = column<number>(database, 'select opens from cell');
    return opens < acknowledged.step ? `the cell is that of step ${opens}, not ${acknowledged.step}` : undefined;
  } catch (error) {
    if (error instanceof SqliteDatabase.SqliteError) return `the database does not open: ${error.code}`;
    throw error;
  } finally {
    database?.close();
  }
}

function column<Value>(database: SqliteDatabase.Database, sql: string): readonly Value[] {
  return database.prepare<[], Value>(sql).pluck().all();
}

function lostRows(found: number, { rows }: Acknowledged): string {
  return `${rows - found} of ${rows} acknowledged rows are lost`;
}

function lookByStore(file: string, keys: Keys, truth: Truth, acknowledged: Acknowledged): string | undefined {
  const options = { file, migrations: migrationsFolder, clock: { now: () => night }, log: silentLog };
  const opened = openStore({ ...options, seal: keys, sign: keys.sign });
  if (!opened.ok) return `the store does not open: ${opened.problem.is}`;
  const store = opened.value;
  try {
    if (store.recovered !== null) return `the store begins with less: ${store.recovered.detail}`;
    const verdict = store.audit.verify();
    if (!verdict.ok) return `the audit log does not verify: ${verdict.why}`;
    if (verdict.rows < acknowledged.rows) return lostRows(verdict.rows, acknowledged);
    const sent = store.outbox.acknowledged();
    if (sent < acknowledged.sent) return `sent up to ${sent}, acknowledged up to ${acknowledged.sent}`;
    const waiting = store.outbox.peek(truth.ids.length);
    const expected = truth.ids.slice(sent, verdict.rows);
    if (
      waiting.length !== expected.length ||
      waiting.some(({ id, sequence }, place) => id !== expected[place] || sequence !== sent + place + 1)
    )
      return 'the outbox has a gap or a double';
    const saved = store.load();
    if (acknowledged.step === 0) return undefined;
    const cell = certain(
      saved.cells.find(({ id }) => id === cellA1),
      'the cell',
    );
    return cell.opens < acknowledged.step ? `the cell is that of step ${cell.opens}` : undefined;
  } finally {
    store.close();
  }
}
