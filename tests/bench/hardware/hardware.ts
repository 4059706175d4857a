// Benchmarks of the hardware: framing, answers under noise, card to identity, unlock, polling and hang-ups.

import type { Bench, Goal } from '../goals.ts';
import { benchAnswers } from './answers.ts';
import { benchCards } from './cards.ts';
import { benchFraming } from './framing.ts';
import { benchHangUps } from './hang-ups.ts';
import { benchPolling } from './polling.ts';
import { benchUnlock } from './unlock.ts';

const benches: readonly Bench[] = [benchFraming, benchAnswers, benchCards, benchUnlock, benchPolling, benchHangUps];

/** One after another: they would take the two processors from each other. */
export const benchHardware: Bench = async (options) => {
  const goals: Goal[] = [];
  for (const bench of benches) goals.push(...(await bench(options)));
  return goals;
};
