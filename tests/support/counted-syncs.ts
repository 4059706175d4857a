// Counted syncs: every time a running process waits for the disk, as strace sees it, with the file that was synced.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export const missingForStrace =
  spawnSync('strace', ['-V']).status === 0 ? undefined : 'strace (Debian package of that name)';

export interface CountedSyncs {
  /** Files in the order in which they were synced. */
  files(): readonly string[];
  stop(): Promise<void>;
}

/** Looks on until stopped; the process goes on as before. */
export async function countSyncs(pid: number): Promise<CountedSyncs> {
  const strace: ChildProcess = spawn('strace', ['-f', '-y', '-e', 'trace=fsync,fdatasync', '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(strace, 'exit');
  const files: string[] = [];
  if (strace.stderr === null) throw new Error('strace without its output');
  const lines = createInterface(strace.stderr);
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (/attached/.test(line)) resolve();
      const file = /f(?:data)?sync\(\d+<(.*?)>/.exec(line)?.[1];
      if (file !== undefined) files.push(file);
    });
    void ended.then(([code]) => reject(new Error(`strace ended with ${code}: is looking at processes allowed?`)));
  });
  return {
    files: () => [...files],
    async stop() {
      strace.kill('SIGINT');
      await ended;
    },
  };
}
