// Matrix run: breaks each chosen fault as often as asked and looks at the invariants after each time.

import { seededRandom } from '../../../src/base/random.ts';
import type { Fault } from './fault.ts';
import { type Ground, startGround } from './ground.ts';
import { serves } from './hands.ts';
import { checkInvariants } from './invariants.ts';
import { missing } from './needs.ts';

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
  /** Kiosks that are broken beside each other where a fault has a `batch`. */
  readonly lanes: number;
  /** Overrides the number of runs. */
  readonly runs?: number;
  readonly tell: (fault: Fault, outcome: Outcome, seconds: number) => void;
}

export async function runMatrix(options: MatrixOptions): Promise<readonly Outcome[]> {
  const { faults, quick, seed, lanes, tell } = options;
  const outcomes: Outcome[] = [];
  let grounds: readonly Ground[] = [];

  async function ground(place: number): Promise<Ground> {
    const there = grounds[place];
    if (there !== undefined) return there;
    const fresh = await startGround();
    grounds = [...grounds, fresh];
    return fresh;
  }

  /** A broken ground must not spoil the next fault. */
  async function afresh(): Promise<void> {
    const old = grounds;
    grounds = [];
    for (const one of old) await one.end();
  }

  for (const fault of faults) {
    const wanted = options.runs ?? (quick ? fault.runs.quick : fault.runs.full);
    if (wanted === 0) continue;
    const from = performance.now();
    const lacking = missing(fault.needs ?? []);
    let outcome: Outcome;
    if (lacking.length > 0) outcome = { id: fault.id, runs: 0, held: false, note: `missing: ${lacking.join(', ')}` };
    else {
      outcome = await breakOften(fault, wanted);
      if (!outcome.held) await afresh();
    }
    outcomes.push(outcome);
    tell(fault, outcome, (performance.now() - from) / 1_000);
  }
  await afresh();
  return outcomes;

  async function breakOften(fault: Fault, wanted: number): Promise<Outcome> {
    const size = fault.batch ?? 1;
    const batches = Array.from({ length: Math.ceil(wanted / size) }, (_, number) => ({
      number,
      times: Math.min(size, wanted - number * size),
    }));
    let runs = 0;
    let next = 0;
    const notes: string[] = [];
    const failures: string[] = [];
    async function lane(place: number): Promise<void> {
      const mine = await ground(place);
      for (let batch = batches[next++]; batch !== undefined && failures.length === 0; batch = batches[next++]) {
        try {
          notes.push(await breakOnce(mine, fault, batch));
          runs += batch.times;
        } catch (error) {
          runs += batch.times;
          const why = error instanceof Error ? error.message : String(error);
          failures.push(`run ${batch.number}, seed ${seed}: ${why}`);
          if (process.env['NIGHTHALL_FAULT_STACKS'] !== undefined) process.stderr.write(`${(error as Error).stack}\n`);
        }
      }
    }
    const open = fault.batch === undefined ? 1 : Math.min(lanes, batches.length);
    // One after the other, for they share a machine that is busy enough with one start.
    for (let place = 0; place < open; place += 1) await ground(place);
    await Promise.all(Array.from({ length: open }, (_, place) => lane(place)));
    const held = failures.length === 0;
    return { id: fault.id, runs, held, note: held ? (notes.at(-1) ?? '') : failures.join('; ') };
  }

  async function breakOnce(
    mine: Ground,
    fault: Fault,
    { number, times }: { readonly number: number; readonly times: number },
  ): Promise<string> {
    const bench = await mine.bench();
    const random = seededRandom(seed * 1_000_003 + number * 7_919 + fault.id.length);
    try {
      const note = await fault.run({ ground: mine, bench, random, number, times });
      if (!bench.isRunning()) await bench.start();
      await serves(bench);
      const found = await checkInvariants(bench, fault);
      await bench.end();
      return note === '' ? found : `${note}; ${found}`;
    } finally {
      await bench.undoAll();
    }
  }
}
