// The serial code scanner does what every code scanner must, in each dialect and on every line it can hang on.

import { describe } from 'vitest';
import { openMemoryScanner, openPseudoTerminalScanner, openTcpScanner } from '../../support/code-scanner-bench.ts';
import { describeCodeScanner } from '../../support/code-scanner-suite.ts';
import { hasSocat } from '../../support/pseudo-terminal.ts';

describeCodeScanner('Honeywell in memory', async () => openMemoryScanner());
describeCodeScanner('Newland in memory, LF, GB18030', async () =>
  openMemoryScanner({ trigger: 'newland', terminator: 'LF', encoding: 'gb18030' }),
);
describeCodeScanner('7E00 in memory, CR LF', async () => openMemoryScanner({ trigger: '7e00', terminator: 'CRLF' }));
describeCodeScanner('always looking, no terminator', async () =>
  openMemoryScanner({ trigger: 'none', terminator: 'none' }),
);
describeCodeScanner('Newland in memory, split at every byte and two at a time', async () => {
  const bench = openMemoryScanner({ trigger: 'newland' });
  bench.faults.pieceBytes = 1;
  bench.faults.delayMs = 20;
  return bench;
});
describeCodeScanner('7E00 in memory, with every answer and code a little late', async () => {
  const bench = openMemoryScanner({ trigger: '7e00' });
  bench.faults.delayMs = 120;
  return bench;
});
describeCodeScanner('Newland over TCP', () => openTcpScanner({ trigger: 'newland' }));
describe.skipIf(!hasSocat)('on a pseudo-terminal (needs socat)', () => {
  describeCodeScanner('Honeywell', () => openPseudoTerminalScanner());
  describeCodeScanner('7E00', () => openPseudoTerminalScanner({ trigger: '7e00', terminator: 'CRLF' }));
});
