// Store: the kiosk's memory. One durable transaction for each step of the rules: what changed, what happened, what to tell.

import { existsSync, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ChainPlace } from '../../core/drop-off.ts';
import type { Keys } from '../keys.ts';
import { type AuditEnd, type AuditVerdict, createAuditLog, endOf, headFileOf, readHead } from './audit-log.ts';
import { renameDurably, writeDurably } from './durable-file.ts';
import { createJournal, type Journal } from './journal.ts';
import { readMigrations } from './migrate.ts';
import { becomeWriter } from './one-writer.ts';
import { type Backlog, createOutbox, type Outbox } from './outbox.ts';
import { isUntouched, leadsToEnd, type ReplayList, readReplayList } from './replay-list.ts';
import { finishRescue, rescue } from './rescue.ts';
import { type OpenOptions, type OpenProblem, openSound } from './sound-database.ts';
import type { Changes, Saved, Tables } from './tables.ts';

export type { Changes, Saved } from './tables.ts';

export type StoreProblem =
  /** Written by a newer build; not a byte of it was touched. */
  | { readonly is: 'newerBuild'; readonly found: number; readonly known: number }
  /** Not whole, and no backup to put in its place. `keptAs` is where the evidence lies; a person has to decide. */
  | { readonly is: 'damaged'; readonly detail: string; readonly keptAs: string }
  /** Another controller has it open. */
  | { readonly is: 'inUse' }
  | { readonly is: 'notWritable'; readonly detail: string };

/** The database was not whole, or not the newest. */
export interface Recovered {
  readonly detail: string;
  readonly keptAs: string;
  /** False: an older one is in use, and no cell may be trusted before somebody has looked. */
  readonly isWhole: boolean;
}

export interface Store {
  /** Not null when this run began with a restored backup or with fewer rows than were signed for. */
  readonly recovered: Recovered | null;
  load(): Saved;
  /** On disk when it returns. Throws when the disk refuses: then nothing of it happened, and the program must stop. */
  commit(changes: Changes): void;
  /** Enrolment succeeded; the keys of it are kept by keys.ts. */
  noteEnrolled(): void;
  readonly outbox: Outbox;
  readonly audit: { verify(): AuditVerdict; head(): AuditEnd; placeOf(fact: string): ChainPlace | null };
  inspect(): Backlog;
  /** Named with `backupFileOf` (rescue.ts) it is found when the database is damaged; what comes after it is kept as well. */
  backup(file: string): void;
  close(): void;
}

export interface StoreOptions {
  readonly file: string;
  /** Folder of the numbered SQL files. */
  readonly migrations: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly seal: Pick<Keys, 'seal' | 'open' | 'sealForCentral'>;
  /** Signs the head of the audit log. */
  readonly sign: Keys['sign'];
  readonly headEveryRows?: number;
}

export function openStore(options: StoreOptions): Result<Store, StoreProblem> {
  const { file, clock, log, seal } = options;
  const migrations = readMigrations(options.migrations);
  const writer = becomeWriter(file);
  if (!writer.ok) return writer;
  try {
    finishRescue(file);
    const list = readReplayList(file);
    const isWhole = list !== undefined && leadsToEnd(list, file);
    const isSame = list !== undefined && isUntouched(list, file);
    const opened = openOrRescue({ file, migrations, seal, now: clock.now() }, log, list, isWhole);
    if (opened.ok) {
      const { database, recovered } = opened.value;
      const journal = createJournal({
        database,
        file,
        found: list,
        isContinued: isWhole && isSame && recovered === null,
        log,
      });
      return ok(storeOver(opened.value, journal, options, writer.value));
    }
    writer.value();
    return opened;
  } catch (error) {
    writer.value();
    throw error;
  }
}

interface Opened {
  readonly database: Database;
  readonly tables: Tables;
  readonly recovered: Recovered | null;
}

function openOrRescue(
  options: OpenOptions,
  log: Log,
  list: ReplayList | undefined,
  isWhole: boolean,
): Result<Opened, StoreProblem> {
  const { file } = options;
  const vanished = isVanished(file);
  const opened = vanished
    ? failed<OpenProblem>({ is: 'damaged', detail: 'the database file is gone' })
    : openSound(options);
  if (opened.ok) {
    const { database } = opened.value;
    return ok({ ...opened.value, recovered: keepLongerHead(options, database, log) ?? foundOld(options) });
  }
  if (opened.problem.is !== 'damaged') return failed(opened.problem);
  const { detail } = opened.problem;
  const rescued = rescue(options, list, isWhole);
  if (rescued === undefined) {
    log.error('database damaged, no backup opens', { detail });
    return failed({ is: 'damaged', detail, keptAs: vanished ? headFileOf(file) : file });
  }
  log.error('database damaged, backup restored', { detail, ...rescued });
  const again = openSound(options);
  if (again.ok) return ok({ ...again.value, recovered: { detail, keptAs: rescued.keptAs, isWhole: rescued.isWhole } });
  return failed(again.problem.is === 'damaged' ? { ...again.problem, keptAs: rescued.keptAs } : again.problem);
}

/** The head is written only after a database: without one, the hall must not begin from nothing. */
function isVanished(file: string): boolean {
  const isThere = existsSync(file) && statSync(file).size > 0;
  return !isThere && existsSync(headFileOf(file));
}

const oldMarkOf = (file: string) => `${file}.found-old`;

/** The run before has seen that this is an old copy. */
function foundOld({ file, now }: OpenOptions): Recovered | null {
  const mark = oldMarkOf(file);
  if (!existsSync(mark)) return null;
  const keptAs = `${mark}-${now}`;
  renameDurably(mark, keptAs);
  return { detail: 'an old copy, as central has shown', keptAs, isWhole: false };
}

/** A whole database with fewer rows than were signed for: the disk lied, or somebody put an old copy here. */
function keepLongerHead({ file, now }: OpenOptions, database: Database, log: Log): Recovered | null {
  const head = readHead(file);
  if (typeof head === 'string') return null;
  const { rows } = endOf(database);
  if (rows >= head.rows) return null;
  const keptAs = `${headFileOf(file)}.longer-${now}`;
  renameDurably(headFileOf(file), keptAs);
  database.exec('update kiosk set restored = 1');
  log.error('audit log shorter than its signed head', { rows, signedRows: head.rows, keptAs });
  return { detail: `the audit log has ${rows} rows and was signed with ${head.rows}`, keptAs, isWhole: false };
}

/** Its number on the disk: what is open stays open without a name, and everything written there would be lost. */
function fileIdentity(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev} ${found.ino}`;
}

function storeOver(
  { database, tables, recovered }: Opened,
  journal: Journal,
  options: StoreOptions,
  release: () => void,
): Store {
  const { file, clock, log, sign, headEveryRows = 100 } = options;
  const now = () => clock.now();
  const audit = createAuditLog({ database, file, sign, now, log, headEveryRows });
  const outbox = createOutbox(database, now);
  const enrol = database.prepare<[number]>('update kiosk set enrolled_at = ? where enrolled_at is null');
  const write = database.transaction((changes: Changes) => {
    tables.write(changes);
    const end = audit.append(changes.facts);
    for (const { id } of changes.facts) outbox.add(id);
    return end;
  });
  audit.signHead();
  const opened = fileIdentity(file);
  return {
    recovered,
    load() {
      const saved = tables.read();
      if (!saved.ok) throw new Error(`the database changed under the program: ${saved.problem}`);
      return saved.value;
    },
    commit(changes) {
      if (fileIdentity(file) !== opened) throw new Error('the database was taken away or exchanged under the program');
      audit.settle(write.immediate(changes));
      journal.follow();
    },
    noteEnrolled() {
      enrol.run(clock.now());
    },
    outbox: {
      ...outbox,
      acknowledge(upTo, centralTime) {
        outbox.acknowledge(upTo, centralTime);
        journal.follow();
      },
      noteRestored() {
        outbox.noteRestored();
        writeDurably(oldMarkOf(file), `${clock.now()}\n`, 0o640);
      },
    },
    audit: { verify: () => audit.verify(), head: () => audit.end(), placeOf: audit.placeOf },
    inspect: () => outbox.inspect(),
    backup: (copy) => journal.backup(copy),
    close() {
      if (!database.open) return;
      audit.signHead();
      journal.close();
      release();
    },
  };
}
