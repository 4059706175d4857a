// The WKLY lock board does what every lock board must, on every line it can hang on, and bears what every board must.

import { describe } from 'vitest';
import { describeLockHardships } from '../../support/lock-board-hardships.ts';
import { describeLockBoard } from '../../support/lock-board-suite.ts';
import { wklyBenches } from '../../support/lock-board-wkly-bench.ts';
import { hasSocat } from '../../support/pseudo-terminal.ts';

describeLockBoard('WKLY lock board in memory', async () => wklyBenches.memory());
describeLockBoard('WKLY lock board that never answers an unlock', async () =>
  wklyBenches.memory({ answersUnlock: false }),
);
describeLockBoard('WKLY lock board that does not report its doors', async () => wklyBenches.memory({ reports: false }));
describeLockBoard('WKLY lock board over TCP', wklyBenches.tcp);
describe.skipIf(!hasSocat)('on a pseudo-terminal (needs socat)', () => {
  describeLockBoard('WKLY lock board', wklyBenches.pseudoTerminal);
});

describeLockHardships('WKLY lock board', wklyBenches.memory);
describeLockHardships('WKLY lock board that does not report its doors', (board, options) =>
  wklyBenches.memory({ ...board, reports: false }, options),
);
