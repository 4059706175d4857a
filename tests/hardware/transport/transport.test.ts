// The transport suite on every kind of line that a machine without devices has.

import { describe } from 'vitest';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { createSerialTransport } from '../../../hardware/transport/serial.ts';
import { openSerialWire, type SerialWire } from '../../../hardware/transport/serial-wire.ts';
import { createTcpTransport } from '../../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../../hardware/transport/tcp-wire.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { hasSocat, startPseudoTerminal } from '../../support/pseudo-terminal.ts';
import { createEar, transportSuite } from '../../support/transport-suite.ts';

const clock = systemClock;

transportSuite('memory', async () => {
  const link = createMemoryLink({ clock });
  const ear = createEar();
  ear.listen(link.wire);
  return {
    transport: link.transport,
    heard: ear.heard,
    say: ear.say,
    hangUp: async () => link.unplug(),
    mend: async () => link.replug(),
    end: () => link.transport.close(),
  };
});

transportSuite('TCP', async () => {
  const ear = createEar();
  let server = await serveTcpWire({ onWire: ear.listen });
  const { port } = server;
  const transport = createTcpTransport({ host: '127.0.0.1', port, clock });
  return {
    transport,
    heard: ear.heard,
    say: ear.say,
    hangUp: () => server.close(),
    async mend() {
      server = await serveTcpWire({ port, onWire: ear.listen });
    },
    async end() {
      await transport.close();
      await server.close();
    },
  };
});

describe.skipIf(!hasSocat)('with socat (skipped where it is not installed)', () => {
  transportSuite('serial, on a pseudo-terminal', async () => {
    const ear = createEar();
    const line = await startPseudoTerminal();
    let device: SerialWire = await openSerialWire({ path: line.devicePath, speed: 115_200 });
    ear.listen(device.wire);
    const transport = createSerialTransport({ path: line.computerPath, speed: 115_200, clock });
    return {
      transport,
      heard: ear.heard,
      say: ear.say,
      hangUp: () => line.cut(),
      async mend() {
        await line.restart();
        device = await openSerialWire({ path: line.devicePath, speed: 115_200 });
        ear.listen(device.wire);
      },
      async end() {
        await transport.close();
        await device.close();
        await line.kill();
      },
    };
  });
});
