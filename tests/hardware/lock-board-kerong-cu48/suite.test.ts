// The Kerong CU48 lock board does what every lock board must, on every line it can hang on, and bears what every board must.

import { describe } from 'vitest';
import { describeLockHardships } from '../../support/lock-board-hardships.ts';
import { cu48Benches } from '../../support/lock-board-kerong-cu48-bench.ts';
import { describeLockBoard } from '../../support/lock-board-suite.ts';
import { hasSocat } from '../../support/pseudo-terminal.ts';

describeLockBoard('Kerong CU48 lock board in memory', async () => cu48Benches.memory());
describeLockBoard('Kerong CU48 lock board over TCP', cu48Benches.tcp);
describe.skipIf(!hasSocat)('on a pseudo-terminal (needs socat)', () => {
  describeLockBoard('Kerong CU48 lock board', cu48Benches.pseudoTerminal);
});

describeLockHardships('Kerong CU48 lock board', cu48Benches.memory);
