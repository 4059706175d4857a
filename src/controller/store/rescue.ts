// Rescue: sets a damaged database aside, never deletes it, and puts the newest sound backup in its place.

import { copyFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import { headFileOf } from './audit-log.ts';
import { renameDurably, syncFile, syncFolder } from './durable-file.ts';
import { type OpenOptions, openSound } from './sound-database.ts';

/** Where backups are looked for: beside the database, under this name. The time makes names sort by age. */
export function backupFileOf(file: string, now: number): string {
  return `${file}.backup-${stamp(now)}`;
}

function stamp(now: number): string {
  return new Date(now).toISOString().replaceAll(/[:.]/g, '');
}

/** Backups that are kept: enough to go back past a night on which something went wrong unseen. */
const backupsKept = 3;

/** Takes the oldest backups away, once a newer one is whole. */
export function pruneBackups(file: string): void {
  const folder = dirname(file);
  const backups = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(file)}.backup-`))
    .sort();
  for (const name of backups.slice(0, Math.max(0, backups.length - backupsKept))) rmSync(join(folder, name));
}

export interface Rescued {
  readonly keptAs: string;
  readonly backup: string;
}

/** Undefined when no backup opens: then the damaged file stays where it is, because a person has to decide. */
export function rescue(options: OpenOptions): Rescued | undefined {
  const { file, now } = options;
  const folder = dirname(file);
  const backups = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(file)}.backup-`))
    .sort()
    .reverse();
  const trial = `${file}.restoring`;
  for (const name of backups) {
    removeAll(trial);
    copyFileSync(join(folder, name), trial);
    if (!markRestored({ ...options, file: trial })) continue;
    const keptAs = `${file}.damaged-${stamp(now)}`;
    setAside(file, keptAs);
    renameDurably(trial, file);
    return { keptAs, backup: join(folder, name) };
  }
  removeAll(trial);
  return undefined;
}

/** The journal of a damaged file belongs to it: left in place, it would be played into the backup. */
function setAside(file: string, keptAs: string): void {
  for (const [from, to] of [
    [file, keptAs],
    [`${file}-wal`, `${keptAs}-wal`],
    [headFileOf(file), headFileOf(keptAs)],
  ] as const) {
    if (!existsSync(from)) continue;
    copyFileSync(from, to);
    syncFile(to);
  }
  syncFolder(dirname(file));
  for (const gone of [`${file}-wal`, `${file}-shm`, headFileOf(file)]) rmSync(gone, { force: true });
}

function markRestored(options: OpenOptions): boolean {
  if (statSync(options.file).size === 0) return false;
  const opened = openSound(options);
  if (!opened.ok) return false;
  const { database } = opened.value;
  database.exec('update kiosk set restored = 1');
  database.pragma('wal_checkpoint(truncate)');
  database.close();
  syncFile(options.file);
  return true;
}

function removeAll(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
}

/** A whole, compact copy of the database as it is now; it appears under its name only when it is on disk. */
export function writeBackup(database: SqliteDatabase.Database, file: string): void {
  const fresh = `${file}.new`;
  removeAll(fresh);
  database.prepare('vacuum into ?').run(fresh);
  syncFile(fresh);
  renameDurably(fresh, file);
}
