// The 8A/80 lock board does what every lock board must, on every line it can hang on, and bears what
// every board must.

import { describe } from 'vitest';
import { lock8aBenches } from '../../support/lock-board-8a-bench.ts';
import { describeLockHardships } from '../../support/lock-board-hardships.ts';
import { describeLockBoard } from '../../support/lock-board-suite.ts';
import { hasSocat } from '../../support/pseudo-terminal.ts';

describeLockBoard('8A lock board in memory', async () => lock8aBenches.memory());
describeLockBoard('8A lock board that never answers an unlock', async () =>
  lock8aBenches.memory({ answersUnlock: false }),
);
describeLockBoard('8A lock board that reports its doors', async () =>
  lock8aBenches.memory({ reports: '82', reportsKey: true }),
);
describeLockBoard('8A lock board over TCP', lock8aBenches.tcp);
describe.skipIf(!hasSocat)('on a pseudo-terminal (needs socat)', () => {
  describeLockBoard('8A lock board', lock8aBenches.pseudoTerminal);
});

describeLockHardships('8A lock board', lock8aBenches.memory);
describeLockHardships('8A lock board that reports its doors', (board, options) =>
  lock8aBenches.memory({ ...board, reports: '81', reportsKey: true }, options),
);
