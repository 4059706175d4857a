// Kept: how many bytes of memory a parser holds on to after it was fed, measured from outside.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** So many at once, so that what the runtime itself allocates meanwhile hardly counts for one of them. */
const parsers = 4;
/** What is really held is held each time; what is only not swept up yet is not. */
const turns = 3;

/** Shorter runs do not measure: it takes as long as a million bytes. */
export const measuredFrom = 50_000;

/**
 * Bytes that one parser keeps after `feed`, beyond what a new one has; a number in a list counts as eight. Measured again
 * when it is more than `most`.
 */
export function keptBytes<Parser>(create: () => Parser, feed: (parser: Parser) => void, most: number): number {
  const collect = garbageCollection();
  feed(create());
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < turns && least > most; turn += 1) {
    const all = Array.from({ length: parsers }, create);
    collect();
    const before = used();
    for (const parser of all) feed(parser);
    collect();
    least = Math.min(least, Math.max(0, Math.round((used() - before) / all.length)));
  }
  return least;
}

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function garbageCollection(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('the runtime does not let its garbage be collected');
  // The first sweep leaves the memory behind typed arrays to the next one.
  return () => {
    collect();
    collect();
  };
}
