// Benchmarks of the store: what it costs to write down and to send, with few rows and many, after a kill, and what is lost.

import type { Bench, Goal } from '../goals.ts';
import { benchBacklog } from './backlog.ts';
import { benchDrain } from './drain.ts';
import { benchEnqueue } from './enqueue.ts';
import { benchLosses } from './losses.ts';
import { benchPickupSyncs } from './pickup-syncs.ts';
import { benchRestart } from './restart.ts';

const benches: readonly Bench[] = [benchEnqueue, benchDrain, benchBacklog, benchRestart, benchPickupSyncs, benchLosses];

/** One after another: they would take the disk from each other. */
export const benchStore: Bench = async (options) => {
  const goals: Goal[] = [];
  for (const bench of benches) goals.push(...(await bench(options)));
  return goals;
};
