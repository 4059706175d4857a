// Fault: one row of the fault matrix: what is broken, what must hold all the same, and the function that breaks it once.

import type { Random } from '../../../src/base/random.ts';
import type { Bench } from './bench.ts';
import type { Ground } from './ground.ts';

/** What a fault needs beside Node; without it the row is told as missing and does not count as held. */
export type Need = 'strace' | 'faketime' | 'tmpfs' | 'cgroup' | 'electron' | 'openssl';

export interface Run {
  readonly ground: Ground;
  /** A kiosk of this run's own: fresh identity, folder and licences in the shared hall. Not started. */
  readonly bench: Bench;
  readonly random: Random;
  /** Counts from 0 within the fault. */
  readonly number: number;
  /** How often to break it on this kiosk; 1 unless the fault has a `batch`. */
  readonly times: number;
}

export interface Fault {
  /** Number of the row in the reference, with a word where one row has several injections, e.g. `17-wal`. */
  readonly id: string;
  readonly title: string;
  readonly how: string;
  readonly holds: string;
  readonly needs?: readonly Need[];
  /** Runs in a full matrix and in a quick one; 0 = left to the full one. */
  readonly runs: { readonly full: number; readonly quick: number };
  /** So many runs share one kiosk, and such batches go on beside each other. */
  readonly batch?: number;
  /**
   * How central's record compares with the kiosk's afterwards. `equal` is the rule; `more` where the kiosk has lost rows on
   * purpose (an old database) and central has not; `none` where central itself is the broken part.
   */
  readonly central?: 'equal' | 'more' | 'none';
  /** The kiosk's clock lies, so pulses and orders are compared by number and not by time. */
  readonly clockLies?: boolean;
  /** Breaks it once and looks at what must hold in the midst of it. Throws when it does not. The answer is a note. */
  run(run: Run): Promise<string>;
}

/** How a file of the table writes its rows; `common` is what they share. */
export function rowsWith(common: Partial<Fault> = {}) {
  return (
    id: string,
    title: string,
    how: string,
    holds: string,
    run: Fault['run'],
    more: Partial<Fault> = {},
  ): Fault => ({ id, title, how, holds, run, runs: { full: 2, quick: 0 }, ...common, ...more });
}

/** A row that nobody can inject on one machine without the thing itself. */
export interface NotInjected {
  readonly id: string;
  readonly title: string;
  readonly why: string;
}

/** What must hold did not hold. */
export class NotHeld extends Error {}

export function hold(condition: boolean, what: string): asserts condition {
  if (!condition) throw new NotHeld(what);
}
