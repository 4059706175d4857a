// The Kerong CU48 boards under test.

import { cu48Dialect } from '../../hardware/drivers/lock-board-kerong-cu48/dialect.ts';
import { createLockBoardCu48Simulator } from '../../hardware/drivers/lock-board-kerong-cu48/simulator.ts';
import { lockBenches } from './lock-board-bench.ts';

export const cu48Benches = lockBenches({
  dialect: cu48Dialect,
  createSimulator: createLockBoardCu48Simulator,
  usual: { address: 0, channels: 8, feedback: 'closedWhenSet' },
});
