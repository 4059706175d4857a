// The 8A/80 boards under test.

import { lock8aDialect } from '../../hardware/drivers/lock-board-8a/dialect.ts';
import { createLockBoard8aSimulator, type SimulatedBoard8a } from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { lockBenches } from './lock-board-bench.ts';

const usual: SimulatedBoard8a = { address: 1, channels: 8, feedback: 'closedWhenSet', statusOrder: 'highFirst' };

export const lock8aBenches = lockBenches({
  dialect: lock8aDialect,
  createSimulator: createLockBoard8aSimulator,
  usual,
});
