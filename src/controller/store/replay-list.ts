// Replay list: which copies of the database and which parts of its journal, in order, lead to the state it has now.

import { createHash, hash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { syncFolder, writeDurably } from './durable-file.ts';

const fileName = v.pipe(v.string(), v.regex(/^[^/\\]{1,120}$/));
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const replayList = v.strictObject({
  parts: v.array(
    v.variant('is', [
      /** The whole database at that moment, page for page. */
      v.strictObject({ is: v.literal('backup'), name: fileName, sha256: digest }),
      /** SQLite's write-ahead journal as it was before its pages went into the database. */
      v.strictObject({ is: v.literal('journal'), name: fileName, sha256: digest }),
      /** Here something is missing: what follows does not lead on from what stands before. */
      v.strictObject({ is: v.literal('gap') }),
    ]),
  ),
  /** By what the database beside this list is known to follow from the last part. */
  next: v.variant('is', [
    /** `salt` of the journal in use. When it is kept among the parts already, it may have been begun anew since. */
    v.strictObject({ is: v.literal('journal'), salt: count, isKept: v.boolean() }),
    /** Ended in order, with an empty journal. Whoever wrote to the file since has changed these. */
    v.strictObject({ is: v.literal('closed'), size: count, modifiedAt: v.number() }),
  ]),
});

export type ReplayList = v.InferOutput<typeof replayList>;
export type Part = ReplayList['parts'][number];

export function replayListOf(file: string): string {
  return `${file}.replay`;
}

/** Undefined when there is none, or none that can be read: then there are copies, and nothing that leads on from them. */
export function readReplayList(file: string): ReplayList | undefined {
  if (!existsSync(replayListOf(file))) return undefined;
  try {
    const parsed = v.safeParse(replayList, JSON.parse(readFileSync(replayListOf(file), 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function writeReplayList(file: string, list: ReplayList): void {
  writeDurably(replayListOf(file), `${JSON.stringify(list)}\n`, 0o640);
}

/** The number that SQLite counts up each time it begins the journal anew; undefined while the journal is empty. */
export function journalSalt(file: string): number | undefined {
  const journal = `${file}-wal`;
  if (!existsSync(journal)) return undefined;
  const header = Buffer.alloc(32);
  const handle = openSync(journal, 'r');
  try {
    return readSync(handle, header, 0, 32, 0) < 32 ? undefined : header.readUInt32BE(16);
  } finally {
    closeSync(handle);
  }
}

/**
 * True when backup, parts and the journal in use lead to the last step: no part was lost, and no other program has emptied
 * the journal into the database. Asked before anything opens the database.
 */
export function leadsToEnd({ parts, next }: ReplayList, file: string): boolean {
  const last = parts.at(-1);
  if (last === undefined || last.is === 'gap') return false;
  const salt = journalSalt(file);
  if (next.is === 'closed') return salt === undefined;
  if (salt === next.salt) return !next.isKept || last.is === 'backup' || beginsWith(`${file}-wal`, file, last);
  return next.isKept && salt === (next.salt + 1) % 2 ** 32;
}

/** Nobody has written to the database, or put another one here, since it was closed. */
export function isUntouched({ next }: ReplayList, file: string): boolean {
  if (next.is !== 'closed') return true;
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.size === next.size && found.mtimeMs === next.modifiedAt;
}

/** What was kept of a journal still stands in it: its pages are in the database already, and older ones would undo them. */
function beginsWith(journal: string, file: string, kept: Exclude<Part, { readonly is: 'gap' }>): boolean {
  const size = statSync(pathOf(file, kept), { throwIfNoEntry: false })?.size ?? 0;
  const begin = Buffer.alloc(size);
  const handle = openSync(journal, 'r');
  try {
    return readSync(handle, begin, 0, size, 0) === size && hash('sha256', begin) === kept.sha256;
  } finally {
    closeSync(handle);
  }
}

/** Copies a file, or its first `bytes`, and waits for the disk; returns the SHA-256 of what was copied, lower-case hex. */
export function copyDurably(from: string, to: string, bytes = Number.POSITIVE_INFINITY): string {
  const sum = createHash('sha256');
  const source = openSync(from, 'r');
  try {
    const copy = openSync(to, 'w', 0o640);
    try {
      const piece = Buffer.alloc(1 << 20);
      for (let left = bytes; left > 0; ) {
        const read = readSync(source, piece, 0, Math.min(left, piece.length), null);
        if (read === 0) break;
        sum.update(piece.subarray(0, read));
        writeSync(copy, piece, 0, read);
        left -= read;
      }
      fsyncSync(copy);
    } finally {
      closeSync(copy);
    }
  } finally {
    closeSync(source);
  }
  syncFolder(dirname(to));
  return sum.digest('hex');
}

export function pathOf(file: string, part: Exclude<Part, { readonly is: 'gap' }>): string {
  return join(dirname(file), part.name);
}

export function nameOf(path: string): string {
  return basename(path);
}
