// Benchmarks of printing: receipts and proofs made, and what the driver adds to the time of an A4 printer.

import type { Bench, Goal } from '../goals.ts';
import { benchIppOverhead } from './ipp-overhead.ts';
import { benchProofs } from './proofs.ts';
import { benchReceipts } from './receipts.ts';

const benches: readonly Bench[] = [benchReceipts, benchProofs, benchIppOverhead];

/** One after another: they would take the two processors from each other. */
export const benchPrinting: Bench = async (options) => {
  const goals: Goal[] = [];
  for (const bench of benches) goals.push(...(await bench(options)));
  return goals;
};
