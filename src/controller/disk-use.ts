// Disk use: how large the database is and how much room is left beside it, for the technician.

import { statfsSync, statSync } from 'node:fs';

export interface DiskUse {
  readonly databaseBytes: number | null;
  readonly diskFreeBytes: number | null;
}

/** The write-ahead journal counts as well. A file system that does not tell is no reason to stop. */
export function diskUse(file: string): DiskUse {
  const bytesOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  try {
    const { bavail, bsize } = statfsSync(file);
    return { databaseBytes: bytesOf(file) + bytesOf(`${file}-wal`), diskFreeBytes: bavail * bsize };
  } catch {
    return { databaseBytes: null, diskFreeBytes: null };
  }
}
