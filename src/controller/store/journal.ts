// Journal: keeps SQLite's write-ahead journal before its pages go into the database, so that a backup and what was kept
// since lead to the same state when the database is damaged.
//
// Order: a step is durable in the journal in use (SQLite, synchronous FULL). When that is long it is copied, the copy is
// named in the replay list, both waited for, and only then its pages go into the database. So whatever the database has lies
// in a kept part or in the journal in use; a part that was kept twice brings the same pages twice, which changes nothing.

import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Log } from '../../base/log.ts';
import { certain } from '../../base/result.ts';
import { reasonOf, renameDurably, syncFolder } from './durable-file.ts';
import {
  copyDurably,
  journalSalt,
  nameOf,
  type Part,
  type ReplayList,
  replayListOf,
  writeReplayList,
} from './replay-list.ts';

export interface Journal {
  /** After every write: empties the journal when it is long. */
  follow(): void;
  /** A copy of the database, page for page. Under a name for backups it is the start of a replay. */
  backup(copy: string): void;
  /** Empties the journal and closes the database. */
  close(): void;
}

/** 4 MB, as SQLite itself does it. */
const pagesBeforeEmptying = 1_000;
/** How long the journal is costs a question of its own. */
const writesBetweenLooks = 8;
/** Enough to go back past a night on which something went wrong unseen. */
const backupsKept = 3;

/** The form of SQLite's journal: a header, and before each page another. */
const headerBytes = 32;
const frameHeaderBytes = 24;

interface Filled {
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}

export interface JournalOptions {
  readonly database: Database;
  readonly file: string;
  /** As it was found before the database was opened; undefined when nothing leads to what lies here now. */
  readonly found: ReplayList | undefined;
  readonly isContinued: boolean;
  readonly log: Log;
}

export function createJournal({ database, file, found, isContinued, log }: JournalOptions): Journal {
  // Every page must be kept before it leaves the journal.
  database.pragma('wal_autocheckpoint = 0');
  const look = database.prepare<[], Filled>('pragma wal_checkpoint(noop)');
  const empty = database.prepare<[], Filled>('pragma wal_checkpoint(passive)');
  const pageBytes = Number(database.pragma('page_size', { simple: true }));
  let parts: readonly Part[] = found?.parts ?? [];
  /** False until there is a backup, and after a part was lost: until the next backup nothing is kept. */
  let isLinked = isContinued;
  let writes = 0;
  let emptiedAt = 0;
  /** What the last part has of the journal in use. */
  let kept = { salt: -1, pages: 0 };

  function write(isKept: boolean): void {
    const salt = certain(journalSalt(file), 'the journal after a write');
    writeReplayList(file, { parts: [...parts], next: { is: 'journal', salt, isKept } });
  }

  if (found !== undefined) {
    if (!isContinued && parts.at(-1)?.is !== 'gap') parts = [...parts, { is: 'gap' }];
    const { next } = found;
    write(isContinued && next.is === 'journal' && next.isKept && next.salt === journalSalt(file));
  }

  function keepPart(): void {
    const salt = journalSalt(file);
    const { log: pages } = certain(look.get(), 'the state of the journal');
    if (!isLinked || salt === undefined || (kept.salt === salt && kept.pages === pages)) return;
    const number = 1 + Math.max(0, ...parts.map((part) => (part.is === 'journal' ? Number(part.name.slice(-6)) : 0)));
    const path = `${file}.part-${String(number).padStart(6, '0')}`;
    try {
      // Behind them stands what is left of an earlier journal and will be written over.
      const sha256 = copyDurably(`${file}-wal`, path, headerBytes + pages * (frameHeaderBytes + pageBytes));
      parts = [...parts, { is: 'journal', name: nameOf(path), sha256 }];
      write(true);
      kept = { salt, pages };
    } catch (error) {
      // A disk that takes no copy still takes the hall's own rows.
      log.error('a part of the journal could not be kept', { why: reasonOf(error) });
      noteGap();
    }
  }

  function noteGap(): void {
    parts = [...parts, { is: 'gap' }];
    isLinked = false;
    try {
      write(true);
    } catch {
      // Removing takes no room. Without a list there are backups, and nothing that would lead on wrongly from them.
      rmSync(replayListOf(file), { force: true });
      syncFolder(dirname(file));
    }
  }

  /** Takes away, oldest first, what no longer leads anywhere: after the list, so that it never names what is gone. */
  function prune(): void {
    const folder = dirname(file);
    const listed = new Set(parts.map((part) => (part.is === 'gap' ? '' : part.name)));
    const others = readdirSync(folder)
      .filter((name) => name.startsWith(`${basename(file)}.backup-`) && !listed.has(name))
      .sort();
    const spare = Math.max(0, backupsKept - parts.filter((part) => part.is === 'backup').length);
    const orphans = readdirSync(folder).filter(
      (name) => name.startsWith(`${basename(file)}.part-`) && !listed.has(name),
    );
    for (const name of [...others.slice(0, Math.max(0, others.length - spare)), ...orphans]) rmSync(join(folder, name));
  }

  return {
    follow() {
      writes += 1;
      if (writes % writesBetweenLooks !== 0) return;
      const { log: pages } = certain(look.get(), 'the state of the journal');
      // Begun anew since. Where somebody reads for long, it cannot be, and only grows.
      if (pages < emptiedAt) emptiedAt = 0;
      if (pages - emptiedAt < pagesBeforeEmptying) return;
      keepPart();
      empty.get();
      emptiedAt = pages;
    },
    backup(copy) {
      const detail = database.pragma('quick_check(1)', { simple: true });
      if (detail !== 'ok') throw new Error(`the database is damaged: ${detail}`);
      keepPart();
      const { log: pages, checkpointed } = certain(empty.get(), 'the state of the journal');
      if (pages !== checkpointed) throw new Error('somebody reads the database, so that it cannot be copied whole');
      emptiedAt = pages;
      const fresh = `${copy}.new`;
      rmSync(fresh, { force: true });
      const sha256 = copyDurably(file, fresh);
      renameDurably(fresh, copy);
      const name = nameOf(copy);
      if (dirname(copy) !== dirname(file) || !name.startsWith(`${basename(file)}.backup-`)) return;
      parts = lastBackups([
        ...parts.filter((part) => part.is === 'gap' || part.name !== name),
        { is: 'backup', name, sha256 },
      ]);
      isLinked = true;
      write(true);
      prune();
    },
    close() {
      keepPart();
      database.pragma('busy_timeout = 0');
      database.pragma('wal_checkpoint(truncate)');
      database.close();
      const isEmptied = !existsSync(`${file}-wal`) || statSync(`${file}-wal`).size === 0;
      if (!isLinked || !isEmptied) return;
      const { size, mtimeMs } = statSync(file);
      try {
        writeReplayList(file, { parts: [...parts], next: { is: 'closed', size, modifiedAt: mtimeMs } });
      } catch (error) {
        log.error('the end of the journal could not be noted', { why: reasonOf(error) });
      }
    },
  };
}

function lastBackups(parts: readonly Part[]): readonly Part[] {
  const places = parts.flatMap((part, place) => (part.is === 'backup' ? [place] : []));
  return parts.slice(places.at(-backupsKept) ?? 0);
}
