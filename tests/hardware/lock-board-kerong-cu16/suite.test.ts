// The Kerong CU16 lock board does what every lock board must, on every line it can hang on, and bears what every board must.

import { describe } from 'vitest';
import { describeLockHardships } from '../../support/lock-board-hardships.ts';
import { cu16Benches } from '../../support/lock-board-kerong-cu16-bench.ts';
import { describeLockBoard } from '../../support/lock-board-suite.ts';
import { hasSocat } from '../../support/pseudo-terminal.ts';

describeLockBoard('Kerong CU16 lock board in memory', async () => cu16Benches.memory());
describeLockBoard('Kerong CU16 lock board over TCP', cu16Benches.tcp);
describe.skipIf(!hasSocat)('on a pseudo-terminal (needs socat)', () => {
  describeLockBoard('Kerong CU16 lock board', cu16Benches.pseudoTerminal);
});

describeLockHardships('Kerong CU16 lock board', cu16Benches.memory);
