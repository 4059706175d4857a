// Audit log: appends rows to the hash chain, keeps its signed head beside the database, and finds what was changed.

import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { Log } from '../../base/log.ts';
import { type AuditHead, auditHeadText, auditStart, auditText, canonicalJson } from '../../core/audit.ts';
import type { ChainPlace } from '../../core/drop-off.ts';
import type { Recorded } from '../../core/fact.ts';
import { isSignedBy } from '../keys.ts';
import { reasonOf, writeDurably } from './durable-file.ts';

/** Why the log is not what was written; `at` is the first row that shows it (0 = the log as a whole). */
export type AuditBreach =
  /** What the row says, or its place, does not fit its hash: changed, put in, or moved. */
  | 'rowChanged'
  | 'rowMissing'
  /** A row stands before the first. */
  | 'rowInserted'
  /** Fewer rows than the head was signed for. */
  | 'truncated'
  /** All hashes fit each other but not the signed head: the chain was made anew. */
  | 'rewritten'
  | 'headMissing'
  /** The head does not carry the kiosk's signature. */
  | 'headForged'
  /** The file cannot be read as a database. */
  | 'unreadable';

export type AuditVerdict =
  /** `head` is the hash of the last row; rows after `signedRows` are not yet covered by a signature. */
  | { readonly ok: true; readonly rows: number; readonly head: string; readonly signedRows: number }
  | { readonly ok: false; readonly at: number; readonly why: AuditBreach };

export interface AuditEnd {
  readonly rows: number;
  /** Hash of the last row. */
  readonly hash: string;
}

export interface AuditLog {
  /** Inside the caller's transaction. Nothing is remembered before `settle`. */
  append(facts: readonly Recorded[]): AuditEnd;
  /** The transaction is durable: this is the end of the chain now. */
  settle(end: AuditEnd): void;
  end(): AuditEnd;
  verify(): AuditVerdict;
  /** Where in the chain this fact stands; null when it is not in it. */
  placeOf(fact: string): ChainPlace | null;
  /** Signs where the chain ends now. A failure is logged: the rows themselves are safe. */
  signHead(): void;
}

interface Row {
  readonly row: number;
  readonly id: string;
  readonly at: number;
  readonly fact: string;
  readonly hash: string;
}

export function headFileOf(file: string): string {
  return `${file}.head`;
}

export interface AuditLogOptions {
  readonly database: Database;
  readonly file: string;
  readonly sign: (text: string) => string;
  readonly now: () => number;
  readonly log: Log;
  /** The head is signed anew after so many rows. */
  readonly headEveryRows: number;
}

export function createAuditLog({ database, file, sign, now, log, headEveryRows }: AuditLogOptions): AuditLog {
  const insert = database.prepare<[number, string, number, string, string]>(
    'insert into audit_log (row, id, at, fact, hash) values (?, ?, ?, ?, ?)',
  );
  const place = database.prepare<[string], ChainPlace>('select row, hash from audit_log where id = ?');
  let end: AuditEnd = endOf(database);
  let signedRows = 0;

  function signHead(): void {
    const head: AuditHead = { ...end, at: now() };
    try {
      writeDurably(headFileOf(file), `${JSON.stringify({ ...head, signature: sign(auditHeadText(head)) })}\n`, 0o640);
      signedRows = head.rows;
    } catch (error) {
      log.error('signed head of the audit log not written', { why: reasonOf(error) });
    }
  }

  return {
    append(facts) {
      return facts.reduce<AuditEnd>((before, { id, at, fact }) => {
        const row = before.rows + 1;
        const text = canonicalJson(fact);
        const hash = hashOf(auditText(before.hash, { row, id, at, fact: text }));
        insert.run(row, id, at, text, hash);
        return { rows: row, hash };
      }, end);
    },
    settle(next) {
      end = next;
      if (end.rows - signedRows >= headEveryRows) signHead();
    },
    end: () => end,
    placeOf: (fact) => place.get(fact) ?? null,
    verify: () => check(database, file, undefined),
    signHead,
  };
}

export function endOf(database: Database): AuditEnd {
  const last = database
    .prepare<[], { row: number; hash: string }>('select row, hash from audit_log order by row desc limit 1')
    .get();
  return { rows: last?.row ?? 0, hash: last?.hash ?? auditStart };
}

/**
 * Checks a database file from outside, also while the controller runs. With the kiosk's public key (raw, base64) the
 * signature of the head counts too. Never writes.
 */
export function verifyAudit(file: string, publicKeys?: readonly string[]): AuditVerdict {
  let database: Database | undefined;
  try {
    database = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
    return check(database, file, publicKeys);
  } catch (error) {
    if (error instanceof SqliteDatabase.SqliteError || error instanceof SyntaxError)
      return { ok: false, at: 0, why: 'unreadable' };
    throw error;
  } finally {
    database?.close();
  }
}

function check(database: Database, file: string, publicKeys: readonly string[] | undefined): AuditVerdict {
  // The head first: rows that are added while this runs come after it.
  const head = readHead(file);
  if (head === 'missing') return { ok: false, at: 0, why: 'headMissing' };
  if (head === 'notAHead') return { ok: false, at: 0, why: 'headForged' };
  const text = auditHeadText(head);
  if (publicKeys !== undefined && !publicKeys.some((key) => isSignedBy(key, text, head.signature)))
    return { ok: false, at: head.rows, why: 'headForged' };

  let rows = 0;
  let hash = auditStart;
  const all = database.prepare<[], Row>('select row, id, at, fact, hash from audit_log order by row');
  for (const found of all.iterate()) {
    if (found.row < rows + 1) return { ok: false, at: found.row, why: 'rowInserted' };
    if (found.row > rows + 1) return { ok: false, at: rows + 1, why: 'rowMissing' };
    // Over the text as it lies there: not even a space can be added to it.
    if (hashOf(auditText(hash, found)) !== found.hash) return { ok: false, at: found.row, why: 'rowChanged' };
    rows = found.row;
    hash = found.hash;
    if (rows === head.rows && hash !== head.hash) return { ok: false, at: rows, why: 'rewritten' };
  }
  if (rows < head.rows) return { ok: false, at: rows + 1, why: 'truncated' };
  return { ok: true, rows, head: hash, signedRows: head.rows };
}

function hashOf(text: string): string {
  return hash('sha256', text);
}

export function readHead(file: string): (AuditHead & { readonly signature: string }) | 'missing' | 'notAHead' {
  if (!existsSync(headFileOf(file))) return 'missing';
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(headFileOf(file), 'utf8'));
  } catch {
    return 'notAHead';
  }
  if (typeof data !== 'object' || data === null) return 'notAHead';
  const { rows, hash, at, signature } = data as Record<string, unknown>;
  return Number.isSafeInteger(rows) &&
    typeof hash === 'string' &&
    Number.isSafeInteger(at) &&
    typeof signature === 'string'
    ? { rows: Number(rows), hash, at: Number(at), signature }
    : 'notAHead';
}
