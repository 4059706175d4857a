// Small disk: a tmpfs of a run's own, which can be filled to the last byte, made read-only and is taken away afterwards.

import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';

export interface SmallDisk {
  readonly folder: string;
  /** Leaves no more than that free. */
  fill(leave?: number): void;
  free(): void;
  readOnly(on: boolean): void;
  unmount(): void;
}

export function mountSmallDisk(bench: Bench, folder: string, bytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'nighthall-faults', folder]);
  // Lazily: a controller that is just dying may still hold a file.
  let mounted = true;
  const unmount = () => {
    if (mounted) execFileSync('umount', ['-l', folder]);
    mounted = false;
  };
  bench.undoLater(unmount);
  const filler = join(folder, 'filler');
  return {
    folder,
    fill(leave = 0) {
      const handle = openSync(filler, 'a');
      const block = Buffer.alloc(4_096);
      try {
        for (let left = bytes; left > 0; left -= block.length) writeSync(handle, block);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      } finally {
        closeSync(handle);
      }
      if (leave === 0) return;
      const size = Number(execFileSync('stat', ['-c', '%s', filler]));
      execFileSync('truncate', ['-s', String(Math.max(0, size - leave)), filler]);
    },
    free: () => rmSync(filler, { force: true }),
    readOnly(on) {
      execFileSync('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, folder]);
    },
    unmount,
  };
}
