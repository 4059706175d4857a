// The suite of all ID-card readers, on the SAM driver over memory, both HID framings, TCP and a pseudo-terminal.

import { describe } from 'vitest';
import { createSamCardReader } from '../../../hardware/drivers/card-reader-sam/driver.ts';
import { frameOverHid } from '../../../hardware/drivers/card-reader-sam/hid-framing.ts';
import type { HidFraming } from '../../../hardware/drivers/card-reader-sam/hid-reports.ts';
import { deviceOverHid } from '../../../hardware/drivers/card-reader-sam/simulated-hid.ts';
import { createSamReaderSimulator } from '../../../hardware/drivers/card-reader-sam/simulator.ts';
import { type FaultyWire, faultyWire, type WireFaults } from '../../../hardware/transport/faulty-wire.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { createSerialTransport } from '../../../hardware/transport/serial.ts';
import { openSerialWire } from '../../../hardware/transport/serial-wire.ts';
import { createTcpTransport } from '../../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../../hardware/transport/tcp-wire.ts';
import type { Transport } from '../../../hardware/transport/transport.ts';
import type { Wire } from '../../../hardware/transport/wire.ts';
import { type Clock, pause, systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { type CardReaderRig, cardReaderSuite, worstLines } from '../../support/card-reader-suite.ts';
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

/** The module on faulty wires, and what every rig has of it. */
function simulated(clock: Clock) {
  const simulator = createSamReaderSimulator({ clock, random: seededRandom(7) });
  let faults: WireFaults = {};
  let faultyNow: FaultyWire | undefined;
  return {
    /** `toBytes` stands between the wire and the module. */
    attach(wire: Wire, toBytes: (faulty: Wire) => Wire = (faulty) => faulty) {
      faultyNow = faultyWire(wire, { clock, random: seededRandom(7) });
      Object.assign(faultyNow.faults, faults);
      return simulator.attach(toBytes(faultyNow));
    },
    rig: {
      layCard: simulator.simulateLayCard,
      takeCard: simulator.simulateTakeCard,
      setFaults(next: WireFaults) {
        faults = next;
        if (faultyNow !== undefined) Object.assign(faultyNow.faults, next);
      },
      misbehave() {
        simulator.simulateMisbehaviour({ is: 'wrongChecksum' }, { command: 'find' });
        simulator.simulateMisbehaviour({ is: 'strayBytes' }, { command: 'find', times: 3 });
        simulator.simulateMisbehaviour({ is: 'truncated' }, { command: 'select' });
        simulator.simulateMisbehaviour({ is: 'status', status: 0x41 }, { command: 'read' });
        simulator.simulateMisbehaviour({ is: 'otherAnswer' }, { command: 'readNewAddress' });
      },
    },
  };
}

/** A line in one process: of bytes at a speed, or of reports. */
async function memoryRig(hid: HidFraming | undefined): Promise<CardReaderRig> {
  const clock = createManualClock();
  const link = createMemoryLink({ clock, ...(hid === undefined ? { speed: 115_200 } : {}) });
  const { attach, rig } = simulated(clock);
  attach(link.wire, (wire) => (hid === undefined ? wire : deviceOverHid(wire, hid)));
  const reader = createReader(hid === undefined ? link.transport : frameOverHid(link.transport, hid), clock);
  return {
    reader,
    ...rig,
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
// Reports arrive whole or not at all.
const badReports: readonly WireFaults[] = [{ delayMs: 300 }];
cardReaderSuite('SAM in HID reports that hold the frame as it is', () => memoryRig('raw'), badReports);
cardReaderSuite('SAM in HID packets of MIAXIS', () => memoryRig('miaxis'), badReports);

cardReaderSuite(
  'SAM over TCP',
  async () => {
    const { attach, rig } = simulated(systemClock);
    const onWire = (wire: Wire) => attach(wire);
    let server = await serveTcpWire({ onWire });
    const { port } = server;
    const reader = createReader(createTcpTransport({ host: '127.0.0.1', port, clock: systemClock }), systemClock);
    return {
      reader,
      ...rig,
      cutLine: () => server.close(),
      async mendLine() {
        server = await serveTcpWire({ port, onWire });
      },
      ...real,
      async end() {
        await reader.stop();
        await server.close();
      },
    };
  },
  worstLines,
);

describe.skipIf(!hasSocat)('with socat (skipped where it is not installed)', () => {
  cardReaderSuite(
    'SAM on a pseudo-terminal',
    async () => {
      const { attach, rig } = simulated(systemClock);
      const line = await startPseudoTerminal();
      const connect = async () => {
        const device = await openSerialWire({ path: line.devicePath, speed: 115_200 });
        attach(device.wire);
        return device;
      };
      let device = await connect();
      const path = line.computerPath;
      const reader = createReader(createSerialTransport({ path, speed: 115_200, clock: systemClock }), systemClock);
      return {
        reader,
        ...rig,
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
    },
    worstLines,
  );
});
