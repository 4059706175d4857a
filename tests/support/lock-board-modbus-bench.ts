// The Modbus lock boards under test.

import { modbusLockDialect } from '../../hardware/drivers/relay-board-modbus/dialect.ts';
import {
  createLockBoardModbusSimulator,
  type SimulatedModbusLockBoard,
} from '../../hardware/drivers/relay-board-modbus/lock-board-simulator.ts';
import { lockBenches } from './lock-board-bench.ts';

const usual: SimulatedModbusLockBoard = { address: 1, channels: 8, feedback: 'closedWhenSet' };

export const lockModbusBenches = lockBenches({
  dialect: modbusLockDialect,
  createSimulator: createLockBoardModbusSimulator,
  usual,
});
