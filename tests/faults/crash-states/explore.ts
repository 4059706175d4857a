// Explore: cuts the power after each operation of a recording, in every way that a disk allows, and opens what is left.

import { hash } from 'node:crypto';
import { seededRandom } from '../../../src/base/random.ts';
import { type CutMode, createDisk } from './disk.ts';
import { type Acknowledged, createImageCheck, readTruth } from './image-check.ts';
import type { Recording } from './write-log.ts';

export interface Exploration {
  /** Different images, or equal ones after which more had been acknowledged. */
  readonly states: number;
  /** Of those, opened by the real store as well. */
  readonly byStore: number;
  /** Something acknowledged was lost, or what is left is not whole. */
  readonly losses: number;
  /** The first of them, in words. */
  readonly examples: readonly string[];
  /** Moments at which the power was cut. */
  readonly moments: number;
}

export interface ExploreOptions {
  /** Different states that are wanted; fewer when the recording has no more. */
  readonly states: number;
  /** Every so many states the real store opens it too. */
  readonly storeEvery: number;
  readonly seed: number;
}

const examplesKept = 5;
/** A choice that was made before is no new state; after so many in a row a moment has no more of them. */
const mostRepeats = 8;

export function explore(recording: Recording, { states: wanted, storeEvery, seed }: ExploreOptions): Exploration {
  const { operations, folder } = recording;
  const random = seededRandom(seed);
  const check = createImageCheck(folder, readTruth(folder));
  const disk = createDisk();
  const seen = new Set<string>();
  const examples: string[] = [];
  const moments = operations.filter(({ is }) => is !== 'told').length;
  let acknowledged: Acknowledged = { step: 0, rows: 0, sent: 0 };
  let byStore = 0;
  let losses = 0;
  let moment = 0;

  function look(mode: CutMode): boolean {
    const { image, choice } = disk.cut(mode, random);
    const key = hash('sha1', `${acknowledged.step}/${acknowledged.sent}/${choice}`, 'base64');
    if (seen.has(key)) return false;
    seen.add(key);
    let loss = check.bySqlite(image, acknowledged);
    // A file that is only being made has states that SQLite alone puts right, and a program may stumble over.
    if (acknowledged.step === 0 || seen.size % storeEvery === 0) {
      byStore += 1;
      loss ??= check.byStore(image, acknowledged);
    }
    if (loss === undefined) return true;
    losses += 1;
    if (examples.length < examplesKept) examples.push(`operation ${moment}, ${mode}: ${loss}`);
    return true;
  }

  try {
    for (const operation of operations) {
      if (operation.is === 'told') {
        acknowledged = told(acknowledged, operation.line);
        look('none');
        continue;
      }
      disk.take(operation);
      moment += 1;
      look('none');
      look('all');
      // The states still wanted, spread over the moments that are left.
      const share = Math.ceil((wanted - seen.size) / (moments - moment + 1));
      let repeats = disk.pending() === 0 ? mostRepeats : 0;
      for (let made = 0; made < share && repeats < mostRepeats; ) {
        if (look(made % 2 === 0 ? 'torn' : 'some')) {
          made += 1;
          repeats = 0;
        } else repeats += 1;
      }
    }
  } finally {
    check.close();
  }
  return { states: seen.size, byStore, losses, examples, moments };
}

function told(before: Acknowledged, line: string): Acknowledged {
  const [what, first, second] = line.split(' ');
  return what === 'committed'
    ? { ...before, step: Number(first), rows: Number(second) }
    : { ...before, sent: Number(first) };
}
