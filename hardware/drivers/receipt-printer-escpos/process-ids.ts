// Process ids: the two that stand in the bytes of a job, made from its name alone. So an answer that comes after the
// computer was started again still says whose it is.

import { processIdOf } from './protocol.ts';

export interface ProcessIds {
  readonly beforeCut: string;
  readonly afterCut: string;
}

const pairs = 94 ** 4 / 2;

export function processIdsOf(job: string): ProcessIds {
  const first = 2 * (spread(job) % pairs);
  return { beforeCut: processIdOf(first), afterCut: processIdOf(first + 1) };
}

/** FNV-1a, mixed at the end as in MurmurHash3: names that differ in one sign lie far apart. */
function spread(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
