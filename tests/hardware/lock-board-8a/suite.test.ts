// The 8A/80 lock board does what every lock board must, on every line it can hang on.

import { describe } from 'vitest';
import { openMemoryBench8a, openPseudoTerminalBench8a, openTcpBench8a } from '../../support/lock-board-8a-bench.ts';
import { describeLockBoard } from '../../support/lock-board-suite.ts';
import { hasSocat } from '../../support/pseudo-terminal.ts';

describeLockBoard('8A lock board in memory', async () => openMemoryBench8a());
describeLockBoard('8A lock board that never answers an unlock', async () =>
  openMemoryBench8a({ answersUnlock: false }),
);
describeLockBoard('8A lock board that reports its doors', async () =>
  openMemoryBench8a({ reports: '82', reportsKey: true }),
);
describeLockBoard('8A lock board over TCP', openTcpBench8a);
describe.skipIf(!hasSocat)('on a pseudo-terminal (needs socat)', () => {
  describeLockBoard('8A lock board', openPseudoTerminalBench8a);
});
