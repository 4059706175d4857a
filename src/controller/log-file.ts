// Log file: keeps the last lines of the log in a few files of bounded size, and never disturbs whoever writes.

import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from './store/durable-file.ts';

export interface LogFile {
  /** One finished line without its line end, as base/log.ts makes it. Never throws. */
  write(line: string): void;
  /** Lines that could not be written, e.g. because the disk is full. */
  lost(): number;
  close(): void;
}

export interface LogFileOptions {
  readonly folder: string;
  /** A file that would grow past this is put behind the others; a longer line is cut. */
  readonly maxBytes: number;
  /** How many files in all: nighthall.log (newest), nighthall.log.1, nighthall.log.2 … */
  readonly files: number;
  /** Where the first lost line is told. */
  readonly complain?: (text: string) => void;
}

export function createLogFile({ folder, maxBytes, files, complain = toStderr }: LogFileOptions): LogFile {
  const newest = join(folder, 'nighthall.log');
  let open: { readonly handle: number; bytes: number } | undefined;
  let lost = 0;

  function opened(): { readonly handle: number; bytes: number } {
    if (open === undefined) {
      mkdirSync(folder, { recursive: true });
      const handle = openSync(newest, 'a', 0o640);
      open = { handle, bytes: fstatSync(handle).size };
    }
    return open;
  }

  function close(): void {
    if (open === undefined) return;
    const { handle } = open;
    open = undefined;
    closeSync(handle);
  }

  function rotate(): void {
    close();
    const name = (age: number) => (age === 0 ? newest : `${newest}.${age}`);
    rmSync(name(files - 1), { force: true });
    for (let age = files - 2; age >= 0; age -= 1) renameIfThere(name(age), name(age + 1));
  }

  function append(line: string): void {
    const text = Buffer.from(`${line}\n`);
    const bytes = text.length <= maxBytes ? text : Buffer.concat([text.subarray(0, maxBytes - 1), Buffer.from('\n')]);
    if (opened().bytes > 0 && opened().bytes + bytes.length > maxBytes) rotate();
    const file = opened();
    // A nearly full disk takes part of a write; the next call then says why.
    for (let sent = 0; sent < bytes.length; ) {
      const taken = writeSync(file.handle, bytes, sent);
      sent += taken;
      file.bytes += taken;
    }
  }

  return {
    write(line) {
      try {
        append(line);
      } catch (error) {
        lost += 1;
        if (lost === 1) complain(`log lines are being lost: ${reasonOf(error)}\n`);
      }
    },
    lost: () => lost,
    close,
  };
}

function toStderr(text: string): void {
  process.stderr.write(text);
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
