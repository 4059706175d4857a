// Needs: whether this machine has what a fault needs, so that a row that cannot be tried is told and not counted.

import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Need } from './fault.ts';

function hasProgram(name: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, name)));
}

const isRoot = process.getuid?.() === 0;

/** The library that lies about the time; Debian's package `faketime` brings it. */
export const fakeTimeLibrary = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')[0];

/** Version 1, where each controller has a tree of its own. */
export const cgroups = '/sys/fs/cgroup';

const electron = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';

function missingFor(need: Need): string | undefined {
  switch (need) {
    case 'strace':
      return hasProgram('strace') && spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0
        ? undefined
        : 'strace (and the right to trace)';
    case 'faketime':
      return fakeTimeLibrary === undefined ? 'faketime' : undefined;
    case 'tmpfs':
      return isRoot && hasProgram('mount') ? undefined : 'the right to mount a tmpfs';
    case 'cgroup':
      return isRoot && existsSync(join(cgroups, 'memory', 'tasks')) && existsSync(join(cgroups, 'cpu', 'tasks'))
        ? undefined
        : 'cgroups of version 1 for memory and cpu';
    case 'electron':
      return existsSync(join(electron, 'electron')) && electron !== '' && hasProgram('Xvfb')
        ? undefined
        : 'an Electron in ELECTRON_OVERRIDE_DIST_PATH, and Xvfb';
    case 'openssl':
      return hasProgram('openssl') ? undefined : 'openssl';
  }
}

const asked = new Map<Need, string | undefined>();

export function missing(needs: readonly Need[]): readonly string[] {
  return needs.flatMap((need) => {
    if (!asked.has(need)) asked.set(need, missingFor(need));
    return asked.get(need) ?? [];
  });
}
