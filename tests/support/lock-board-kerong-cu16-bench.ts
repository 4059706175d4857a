// The Kerong CU16 boards under test.

import { cu16Dialect } from '../../hardware/drivers/lock-board-kerong-cu16/dialect.ts';
import { createLockBoardCu16Simulator } from '../../hardware/drivers/lock-board-kerong-cu16/simulator.ts';
import { lockBenches } from './lock-board-bench.ts';

export const cu16Benches = lockBenches({
  dialect: cu16Dialect,
  createSimulator: createLockBoardCu16Simulator,
  usual: { address: 0, channels: 8, feedback: 'closedWhenSet' },
});
