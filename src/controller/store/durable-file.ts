// Durable file: replaces a small file so that after a power cut either the old or the new content is there, never half.

import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Throws what the file system throws. `mode` counts for a new file, e.g. 0o600. */
export function writeDurably(file: string, content: string, mode: number): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', mode);
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameDurably(fresh, file);
}

export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** A new name is only on disk when its folder is. Windows has no such call and does not need it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  syncFile(folder);
}

export function syncFile(file: string): void {
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** One line for a log or a problem: what went wrong, with the system's own code where there is one. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return error.message.startsWith(code) ? error.message : `${code}${error.message}`;
}
