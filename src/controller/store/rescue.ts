// Rescue: sets a damaged database aside, never deletes it, and puts in its place the newest backup, with the journal since
// then played into it.

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { headFileOf, readHead } from './audit-log.ts';
import { renameDurably, syncFile, syncFolder } from './durable-file.ts';
import { copyDurably, journalSalt, pathOf, type ReplayList } from './replay-list.ts';
import { type OpenOptions, openSound } from './sound-database.ts';

/** Where backups are looked for: beside the database, under this name. The time makes names sort by age. */
export function backupFileOf(file: string, now: number): string {
  return `${file}.backup-${stamp(now)}`;
}

function stamp(now: number): string {
  return new Date(now).toISOString().replaceAll(/[:.]/g, '');
}

export interface Rescued {
  readonly keptAs: string;
  readonly backup: string;
  /** The journal since the backup was whole: what is in place now is what was there, to the last step. */
  readonly isWhole: boolean;
}

/** A backup, and the parts of the journal that lead on from it. */
interface Way {
  readonly backup: string;
  readonly sha256?: string;
  readonly parts: readonly { readonly file: string; readonly sha256?: string }[];
  /** They lead to the end. */
  readonly isWhole: boolean;
}

/** Undefined when no backup opens: then the damaged file stays where it is, because a person has to decide. */
export function rescue(options: OpenOptions, list: ReplayList | undefined, leadsToEnd: boolean): Rescued | undefined {
  const { file, now } = options;
  const trial = `${file}.restoring`;
  for (const way of waysOf(file, list, leadsToEnd)) {
    if (!replay(trial, way)) continue;
    const isWhole = way.isWhole && hasWhatWasSigned(trial, file);
    if (!markRestored({ ...options, file: trial }, isWhole)) continue;
    const keptAs = `${file}.damaged-${stamp(now)}`;
    keepAside(file, keptAs);
    renameDurably(trial, restoredOf(file));
    finishRescue(file);
    return { keptAs, backup: way.backup, isWhole };
  }
  removeAll(trial);
  return undefined;
}

const restoredOf = (file: string) => `${file}.restored`;

/** Puts what was restored in its place. A power cut may come in between: then the next start goes on here. */
export function finishRescue(file: string): void {
  if (!existsSync(restoredOf(file))) return;
  // The journal of a damaged file belongs to it: left in place, it would be played into the restored one.
  for (const gone of [`${file}-wal`, `${file}-shm`, headFileOf(file)]) rmSync(gone, { force: true });
  syncFolder(dirname(file));
  renameDurably(restoredOf(file), file);
}

/** The newest backup first, each with what leads on from it; then each for itself, should the journal carry the damage. */
function waysOf(file: string, list: ReplayList | undefined, leadsToEnd: boolean): readonly Way[] {
  const parts = list?.parts ?? [];
  const listed = parts
    .flatMap((part, place): readonly Way[] => {
      if (part.is !== 'backup') return [];
      const after = parts.slice(place + 1);
      const gap = after.findIndex(({ is }) => is === 'gap');
      const isWhole = gap === -1 && leadsToEnd;
      const kept = (gap === -1 ? after : after.slice(0, gap)).flatMap((one) =>
        one.is === 'journal' ? [{ file: pathOf(file, one), sha256: one.sha256 }] : [],
      );
      const inUse = isWhole && journalSalt(file) !== undefined ? [{ file: `${file}-wal` }] : [];
      return [{ backup: pathOf(file, part), sha256: part.sha256, parts: [...kept, ...inUse], isWhole }];
    })
    .reverse();
  const alone = readdirSync(dirname(file))
    .filter((name) => name.startsWith(`${basename(file)}.backup-`) && !name.endsWith('.new'))
    .sort()
    .reverse()
    .map((name): Way => ({ backup: join(dirname(file), name), parts: [], isWhole: false }));
  return [...listed, ...alone];
}

/** SQLite plays each part itself, as after a power cut. False when the way is broken at some place. */
function replay(trial: string, { backup, sha256, parts }: Way): boolean {
  removeAll(trial);
  if (!copyAs(backup, trial, sha256)) return false;
  for (const part of parts) {
    if (!copyAs(part.file, `${trial}-wal`, part.sha256)) return false;
    try {
      const database = new SqliteDatabase(trial);
      database.pragma('wal_checkpoint(truncate)');
      database.close();
    } catch (error) {
      if (error instanceof SqliteDatabase.SqliteError) return false;
      throw error;
    }
  }
  return true;
}

function copyAs(from: string, to: string, sha256: string | undefined): boolean {
  if (!existsSync(from)) return false;
  const found = copyDurably(from, to);
  return sha256 === undefined || found === sha256;
}

/** A journal that lost its end cannot be told from one that ended there, but by what was signed for. */
function hasWhatWasSigned(trial: string, file: string): boolean {
  const head = readHead(file);
  if (typeof head === 'string') return false;
  if (head.rows === 0) return true;
  const database = new SqliteDatabase(trial, { readonly: true });
  try {
    const found = database.prepare<[number], string>('select hash from audit_log where row = ?').pluck().get(head.rows);
    return found === head.hash;
  } finally {
    database.close();
  }
}

function keepAside(file: string, keptAs: string): void {
  for (const [from, to] of [
    [file, keptAs],
    [`${file}-wal`, `${keptAs}-wal`],
    [headFileOf(file), headFileOf(keptAs)],
  ] as const)
    if (existsSync(from)) copyDurably(from, to);
}

function markRestored(options: OpenOptions, isWhole: boolean): boolean {
  if (statSync(options.file).size === 0) return false;
  const opened = openSound(options);
  if (!opened.ok) return false;
  const { database } = opened.value;
  // Numbers that this copy never gave may be in use at central.
  if (!isWhole) database.exec('update kiosk set restored = 1');
  database.pragma('wal_checkpoint(truncate)');
  database.close();
  syncFile(options.file);
  return true;
}

function removeAll(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}
