// The suite of all ID-card readers, on the SAM driver over memory, both HID framings, TCP and a pseudo-terminal.

import { describe } from 'vitest';
import { createSamCardReader } from '../../../hardware/drivers/card-reader-sam/driver.ts';
import { frameOverHid } from '../../../hardware/drivers/card-reader-sam/hid-framing.ts';
import type { HidFraming } from '../../../hardware/drivers/card-reader-sam/hid-reports.ts';
import { deviceOverHid } from '../../../hardware/drivers/card-reader-sam/simulated-hid.ts';
import { createSamReaderSimulator } from '../../../hardware/drivers/card-reader-sam/simulator.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { createSerialTransport } from '../../../hardware/transport/serial.ts';
import { openSerialWire } from '../../../hardware/transport/serial-wire.ts';
import { createTcpTransport } from '../../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../../hardware/transport/tcp-wire.ts';
import type { Transport } from '../../../hardware/transport/transport.ts';
import { type Clock, pause, systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { type CardReaderRig, cardReaderSuite } from '../../support/card-reader-suite.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { hasSocat, startPseudoTerminal } from '../../support/pseudo-terminal.ts';
import { until } from '../../support/until.ts';

const random = () => 0.5;
const createReader = (transport: Transport, clock: Clock) =>
  createSamCardReader({ name: 'reader', transport, clock, log: silentLog, random });
const real = {
  until,
  pass: (ms: number) => pause(systemClock, ms),
};
const createSimulator = (clock: Clock) => createSamReaderSimulator({ clock, random: seededRandom(7) });

/** A line in one process: of bytes at a speed, or of reports. */
async function memoryRig(hid: HidFraming | undefined): Promise<CardReaderRig> {
  const clock = createManualClock();
  const link = createMemoryLink({ clock, ...(hid === undefined ? { speed: 115_200 } : {}) });
  const simulator = createSimulator(clock);
  simulator.attach(hid === undefined ? link.wire : deviceOverHid(link.wire, hid));
  const reader = createReader(hid === undefined ? link.transport : frameOverHid(link.transport, hid), clock);
  return {
    reader,
    layCard: simulator.simulateLayCard,
    takeCard: simulator.simulateTakeCard,
    cutLine: async () => link.unplug(),
    mendLine: async () => link.replug(),
    async until(holds, what) {
      for (let waited = 0; !holds(); waited += 20) {
        if (waited > 60_000) throw new Error(`waited a minute for: ${what}`);
        await clock.advance(20);
      }
    },
    pass: (ms) => clock.advance(ms),
    end: () => reader.stop(),
  };
}

cardReaderSuite('SAM in memory, at 115,200 bits per second', () => memoryRig(undefined));
cardReaderSuite('SAM in HID reports that hold the frame as it is', () => memoryRig('raw'));
cardReaderSuite('SAM in HID packets of MIAXIS', () => memoryRig('miaxis'));

cardReaderSuite('SAM over TCP', async () => {
  const simulator = createSimulator(systemClock);
  let server = await serveTcpWire({ onWire: simulator.attach });
  const { port } = server;
  const reader = createReader(createTcpTransport({ host: '127.0.0.1', port, clock: systemClock }), systemClock);
  return {
    reader,
    layCard: simulator.simulateLayCard,
    takeCard: simulator.simulateTakeCard,
    cutLine: () => server.close(),
    async mendLine() {
      server = await serveTcpWire({ port, onWire: simulator.attach });
    },
    ...real,
    async end() {
      await reader.stop();
      await server.close();
    },
  };
});

describe.skipIf(!hasSocat)('with socat (skipped where it is not installed)', () => {
  cardReaderSuite('SAM on a pseudo-terminal', async () => {
    const simulator = createSimulator(systemClock);
    const line = await startPseudoTerminal();
    const connect = async () => {
      const device = await openSerialWire({ path: line.devicePath, speed: 115_200 });
      simulator.attach(device.wire);
      return device;
    };
    let device = await connect();
    const path = line.computerPath;
    const reader = createReader(createSerialTransport({ path, speed: 115_200, clock: systemClock }), systemClock);
    return {
      reader,
      layCard: simulator.simulateLayCard,
      takeCard: simulator.simulateTakeCard,
      cutLine: () => line.cut(),
      async mendLine() {
        await device.close();
        await line.restart();
        device = await connect();
      },
      ...real,
      async end() {
        await reader.stop();
        await device.close();
        await line.kill();
      },
    };
  });
});
