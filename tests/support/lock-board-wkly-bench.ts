// The WKLY boards under test.

import { wklyDialect } from '../../hardware/drivers/lock-board-wkly/dialect.ts';
import { createLockBoardWklySimulator } from '../../hardware/drivers/lock-board-wkly/simulator.ts';
import { lockBenches } from './lock-board-bench.ts';

export const wklyBenches = lockBenches({
  dialect: wklyDialect,
  createSimulator: createLockBoardWklySimulator,
  usual: { address: 0, channels: 8, feedback: 'closedWhenSet' },
});
