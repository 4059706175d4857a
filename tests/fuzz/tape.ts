// Tape: the bytes that one run has fed, so that a broken promise can be told with its place and the bytes before it.

import { joinBytes, toHex } from '../../src/base/bytes.ts';
import { type Random, seededRandom } from '../../src/base/random.ts';

export interface TapeOptions {
  readonly target: string;
  readonly seed: number;
  /** How many bytes to feed at least. */
  readonly bytes: number;
  /** Told how far the run is, for a watch outside it. */
  readonly progress?: (fed: number) => void;
}

export interface Tape {
  readonly random: Random;
  readonly bytes: number;
  fed(): number;
  isDone(): boolean;
  /** Writes down what is fed next. */
  feed(bytes: Uint8Array): Uint8Array;
  broken(why: string): BrokenPromise;
}

/** Something that was promised did not hold; the message is all that is needed to see it again. */
export class BrokenPromise extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'BrokenPromise';
    this.offset = offset;
  }
}

const shownBytes = 200;

/** The seed of one target: the same alone and among others. */
function seedOf(target: string, seed: number): number {
  let mixed = seed;
  for (const letter of target) mixed = (Math.imul(mixed, 31) + letter.charCodeAt(0)) >>> 0;
  return mixed;
}

export function createTape({ target, seed, bytes, progress = () => undefined }: TapeOptions): Tape {
  let fed = 0;
  let recent: Uint8Array[] = [];
  return {
    random: seededRandom(seedOf(target, seed)),
    bytes,
    fed: () => fed,
    isDone: () => fed >= bytes,
    feed(chunk) {
      fed += chunk.length;
      recent.push(chunk);
      if (recent.length > 4 * shownBytes) recent = recent.slice(-shownBytes);
      progress(fed);
      return chunk;
    },
    broken(why) {
      const last = toHex(joinBytes(...recent).slice(-shownBytes));
      const again = `node tests/fuzz/fuzz.ts --protocol ${target} --seed ${seed} --bytes ${bytes}`;
      return new BrokenPromise(
        `${target}: ${why}\n  seed ${seed}, offset ${fed}\n  last ${last.length / 2} bytes: ${last}\n  again: ${again}`,
        fed,
      );
    },
  };
}
