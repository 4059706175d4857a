// The Modbus hall door does what every hall door must, on every line it can hang on.

import { describe } from 'vitest';
import {
  openMemoryHallDoor,
  openPseudoTerminalHallDoor,
  openTcpHallDoor,
} from '../../support/hall-door-modbus-bench.ts';
import { describeHallDoor } from '../../support/hall-door-suite.ts';
import { hasSocat } from '../../support/pseudo-terminal.ts';

describeHallDoor('hall door in memory', async () => openMemoryHallDoor());
describeHallDoor('hall door with contact and button the other way round', async () =>
  openMemoryHallDoor({
    unit: 7,
    relay: 8,
    inputs: {
      contact: { number: 8, closedWhen: 'off' },
      exitButton: { number: 3, pressedWhen: 'off' },
      fire: { number: 1, alarmWhen: 'on' },
      tamper: { number: 6, alarmWhen: 'on' },
    },
  }),
);
describeHallDoor('hall door over TCP', openTcpHallDoor);
describe.skipIf(!hasSocat)('on a pseudo-terminal (needs socat)', () => {
  describeHallDoor('hall door', openPseudoTerminalHallDoor);
});
