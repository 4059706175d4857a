// Target: one thing that is fuzzed. Its name is `protocol/what`; a run throws `BrokenPromise` and tells figures otherwise.

import type { Tape } from './tape.ts';

export interface Figures {
  /** Frames, requests or events that were made of the bytes. */
  readonly found: number;
  /** Bytes of memory held after the worst beginnings; null where nothing is kept between two calls. */
  readonly kept: number | null;
}

export interface FuzzTarget {
  readonly name: string;
  /** What part of the bytes asked for it is fed: talking with a driver takes longer than parsing. */
  readonly share: number;
  run(tape: Tape): Promise<Figures> | Figures;
}
