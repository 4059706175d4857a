// Processes of this machine that name a folder in their command line, so that a test sees what it has left behind.

import { readdirSync, readFileSync } from 'node:fs';

/** Linux only: other systems show no command lines in /proc. Never counts the process that asks. */
export function processesNaming(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && commandLine(pid).includes(folder));
}

/** Empty for a process that ended meanwhile. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
