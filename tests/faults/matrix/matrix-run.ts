// Matrix run: breaks each chosen fault as often as asked and looks at the invariants after each time. Several lanes, each
// with a hall and a central of its own, go on beside each other, for most of the time is waiting.

import { seededRandom } from '../../../src/base/random.ts';
import type { Fault } from './fault.ts';
import { type Ground, startGround } from './ground.ts';
import { serves } from './hands.ts';
import { checkInvariants } from './invariants.ts';
import { missing } from './needs.ts';
import type { HeldRecord } from './record.ts';

export interface Outcome {
  readonly id: string;
  readonly runs: number;
  readonly held: boolean;
  readonly note: string;
}

export interface MatrixOptions {
  readonly faults: readonly Fault[];
  readonly quick: boolean;
  readonly seed: number;
  readonly lanes: number;
  /** Overrides the number of runs of what is broken once on each kiosk. */
  readonly runs?: number;
  /** Overrides the number of kills, many of which one kiosk goes through. */
  readonly kills?: number;
  /** What held in an earlier run is not broken again. */
  readonly record?: HeldRecord;
  /** A fault that is begun is finished; the next one is not begun after so many seconds. */
  readonly seconds?: number;
  readonly tell: (fault: Fault, outcome: Outcome, seconds: number) => void;
}

/** A part of a fault that one kiosk takes. */
interface Batch {
  readonly fault: Fault;
  readonly number: number;
  readonly times: number;
}

interface Progress {
  readonly fault: Fault;
  /** When the first of it was begun; 0 before. */
  from: number;
  open: number;
  runs: number;
  readonly notes: string[];
  readonly failures: string[];
}

export async function runMatrix(options: MatrixOptions): Promise<readonly Outcome[]> {
  const { faults, quick, seed, lanes, tell } = options;
  const outcomes = new Map<string, Outcome>();
  const progress = new Map<string, Progress>();
  const queue: Batch[] = [];
  const began = performance.now();
  const isLate = () => options.seconds !== undefined && performance.now() - began > options.seconds * 1_000;

  function done(fault: Fault, outcome: Outcome, from: number): void {
    outcomes.set(fault.id, outcome);
    tell(fault, outcome, (performance.now() - from) / 1_000);
  }

  for (const fault of faults) {
    const override = fault.batch === undefined ? options.runs : options.kills;
    const wanted = override ?? (quick ? fault.runs.quick : fault.runs.full);
    const lacking = missing(fault.needs ?? []);
    if (wanted === 0) continue;
    if (lacking.length > 0) {
      done(fault, { id: fault.id, runs: 0, held: false, note: `missing: ${lacking.join(', ')}` }, performance.now());
      continue;
    }
    const size = fault.batch ?? 1;
    const batches = Array.from({ length: Math.ceil(wanted / size) }, (_, number) => ({
      fault,
      number,
      times: Math.min(size, wanted - number * size),
    }));
    queue.push(...batches);
    progress.set(fault.id, { fault, from: 0, open: batches.length, runs: 0, notes: [], failures: [] });
  }

  /** One after the other: many halls that start at once are none of them ready in time. */
  let starting: Promise<unknown> = Promise.resolve();
  function newGround(): Promise<Ground> {
    // A machine that does much else may be too slow for a start; what has been started ends with it.
    const mine = starting.then(() => startGround().catch(() => startGround()));
    starting = mine.catch(() => undefined);
    return mine;
  }

  async function lane(): Promise<void> {
    let ground: Ground | undefined;
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      const { fault, times, number } = batch;
      const mine = progress.get(fault.id);
      if (mine === undefined) continue;
      if (mine.from === 0) mine.from = performance.now();
      const before = options.record?.find({ id: fault.id, seed, number, times });
      if (before !== undefined) {
        mine.runs += times;
        mine.notes.push(before.note);
      } else if (mine.failures.length === 0 && !isLate()) {
        ground ??= await newGround();
        mine.runs += times;
        try {
          const note = await breakOnce(ground, batch, seed);
          mine.notes.push(note);
          options.record?.keep({ id: fault.id, seed, number, times, note });
        } catch (error) {
          mine.failures.push(`run ${number}, seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
          // A broken hall must not spoil the next fault.
          await ground.end();
          ground = undefined;
        }
      }
      mine.open -= 1;
      if (mine.open > 0) continue;
      const held = mine.failures.length === 0;
      const note = mine.runs === 0 ? 'no time was left' : held ? (mine.notes.at(-1) ?? '') : mine.failures.join('; ');
      done(fault, { id: fault.id, runs: mine.runs, held: held && mine.runs > 0, note }, mine.from);
    }
    await ground?.end();
  }

  await Promise.all(Array.from({ length: Math.max(1, Math.min(lanes, queue.length)) }, () => lane()));
  return faults.flatMap(({ id }) => outcomes.get(id) ?? []);
}

async function breakOnce(ground: Ground, { fault, number, times }: Batch, seed: number): Promise<string> {
  const bench = await ground.bench();
  const random = seededRandom(seed * 1_000_003 + number * 7_919 + fault.id.length);
  try {
    const note = await fault.run({ ground, bench, random, number, times });
    if (!bench.isRunning()) await bench.start();
    await serves(bench);
    const found = await checkInvariants(bench, fault);
    await bench.end();
    return note === '' ? found : `${note}; ${found}`;
  } finally {
    await bench.undoAll();
  }
}
