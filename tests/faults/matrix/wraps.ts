// Wraps: programs put before the controller: system calls that fail, limits, a small share of memory or processor.

import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certain } from '../../../src/base/result.ts';
import type { Bench } from './bench.ts';
import { cgroups, fakeTimeLibrary } from './needs.ts';

/** e.g. `fsync` with `error=EIO:when=3`: what strace's `inject` understands. Calls that are not named run at full speed. */
export function inject(call: string, what: string): readonly string[] {
  const calls = ['-f', '-qq', '--seccomp-bpf', '-o', '/dev/null', '-e', `trace=${call}`];
  return ['strace', ...calls, '-e', `inject=${call}:${what}`];
}

export function limit(...options: readonly string[]): readonly string[] {
  return ['prlimit', ...options];
}

let groups = 0;

/** A cgroup of its own with those settings, e.g. `memory.limit_in_bytes`; the program is moved into it before it starts. */
export function grouped(
  bench: Bench,
  controller: 'memory' | 'cpu',
  settings: Readonly<Record<string, string>>,
): readonly string[] {
  groups += 1;
  const folder = join(cgroups, controller, `nighthall-${process.pid}-${groups}`);
  mkdirSync(folder);
  bench.undoLater(() => rmdirSync(folder));
  for (const [name, value] of Object.entries(settings)) writeFileSync(join(folder, name), value);
  return ['sh', '-c', `echo $$ > ${join(folder, 'cgroup.procs')} && exec "$@"`, 'sh'];
}

/** A clock that says what `file` says (`+1d`, `-1y`, a date), while durations go on as they are. */
export function fakeTime(file: string): Readonly<Record<string, string>> {
  return {
    LD_PRELOAD: certain(fakeTimeLibrary, 'libfaketime'),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}
