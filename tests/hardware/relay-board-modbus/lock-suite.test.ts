// The Modbus lock board does what every lock board must, on every line it can hang on, and bears what every board must.

import { describe } from 'vitest';
import { describeLockHardships } from '../../support/lock-board-hardships.ts';
import { lockModbusBenches } from '../../support/lock-board-modbus-bench.ts';
import { describeLockBoard } from '../../support/lock-board-suite.ts';
import { hasSocat } from '../../support/pseudo-terminal.ts';

describeLockBoard('Modbus lock board in memory', async () => lockModbusBenches.memory());
describeLockBoard('Modbus lock board of 32 channels with 12 locks, wired the other way round', async () =>
  lockModbusBenches.memory({ address: 17, channels: 12, size: 32, feedback: 'openWhenSet' }),
);
describeLockBoard('Modbus lock board that never answers an unlock', async () =>
  lockModbusBenches.memory({ answersUnlock: false }),
);
describeLockBoard('Modbus lock board over TCP', lockModbusBenches.tcp);
describe.skipIf(!hasSocat)('on a pseudo-terminal (needs socat)', () => {
  describeLockBoard('Modbus lock board', lockModbusBenches.pseudoTerminal);
});

describeLockHardships('Modbus lock board', lockModbusBenches.memory, { pulseTimedBy: 'computer' });
