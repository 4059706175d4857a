// Benches for the serial code scanner: the same driver and simulator on memory, on TCP and on a pseudo-terminal.

import type { CodeScanner } from '../../hardware/classes/code-scanner.ts';
import { createSerialCodeScanner } from '../../hardware/drivers/code-scanner-serial/driver.ts';
import {
  type CodeScannerSimulator,
  createCodeScannerSimulator,
  type SimulatedScanner,
} from '../../hardware/drivers/code-scanner-serial/simulator.ts';
import { faultyWire, type WireFaults } from '../../hardware/transport/faulty-wire.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { createSerialTransport } from '../../hardware/transport/serial.ts';
import { openSerialWire } from '../../hardware/transport/serial-wire.ts';
import { createTcpTransport } from '../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../hardware/transport/tcp-wire.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import type { Wire } from '../../hardware/transport/wire.ts';
import { createLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { ScannerBench } from './code-scanner-suite.ts';
import { startPseudoTerminal } from './pseudo-terminal.ts';
import { movedTime, realTime, type TestTime } from './test-time.ts';

const usual: SimulatedScanner = { trigger: 'honeywell', terminator: 'CR', encoding: 'utf-8', aimPrefix: true };

function createScanner(
  transport: Transport,
  { clock }: TestTime,
  kind: SimulatedScanner,
  lines: string[] = [],
): CodeScanner {
  const log = createLog((line) => lines.push(line), clock);
  return createSerialCodeScanner({ ...kind, name: 'codeScanner', transport, clock, log, random: () => 0 });
}

function handOf(simulator: CodeScannerSimulator): Pick<ScannerBench, 'holdCode' | 'takeCodeAway'> {
  return { holdCode: simulator.simulateHoldCode, takeCodeAway: simulator.simulateTakeCodeAway };
}

export interface MemoryScannerBench extends ScannerBench {
  readonly simulator: CodeScannerSimulator;
  readonly faults: WireFaults;
  /** What was logged. */
  readonly lines: readonly string[];
}

export function openMemoryScanner(
  scanner: Partial<SimulatedScanner> = {},
  { seed = 1, driver = {} }: { seed?: number; driver?: Partial<SimulatedScanner> } = {},
): MemoryScannerBench {
  const time = movedTime();
  const { clock } = time;
  const kind = { ...usual, ...scanner };
  const link = createMemoryLink({ clock, speed: 115_200 });
  const wire = faultyWire(link.wire, { clock, random: seededRandom(seed) });
  const simulator = createCodeScannerSimulator({ ...kind, clock });
  simulator.attach(wire);
  const lines: string[] = [];
  const driven = createScanner(link.transport, time, { ...kind, ...driver }, lines);
  return {
    time,
    scanner: driven,
    simulator,
    faults: wire.faults,
    lines,
    ...handOf(simulator),
    pullPlug: async () => link.unplug(),
    putPlugBack: async () => link.replug(),
    close: () => time.settled(driven.stop()),
  };
}

export async function openTcpScanner(scanner: Partial<SimulatedScanner> = {}): Promise<ScannerBench> {
  const time = realTime();
  const kind = { ...usual, ...scanner };
  const simulator = createCodeScannerSimulator({ ...kind, clock: time.clock });
  const onWire = (wire: Wire) => simulator.attach(wire);
  let server = await serveTcpWire({ onWire });
  const { port } = server;
  const driven = createScanner(createTcpTransport({ host: '127.0.0.1', port, clock: time.clock }), time, kind);
  return {
    time,
    scanner: driven,
    ...handOf(simulator),
    pullPlug: () => server.close(),
    async putPlugBack() {
      server = await serveTcpWire({ port, onWire });
    },
    async close() {
      await driven.stop();
      await server.close();
    },
  };
}

export async function openPseudoTerminalScanner(scanner: Partial<SimulatedScanner> = {}): Promise<ScannerBench> {
  const time = realTime();
  const kind = { ...usual, ...scanner };
  const terminal = await startPseudoTerminal();
  const simulator = createCodeScannerSimulator({ ...kind, clock: time.clock });
  let device = await openSerialWire({ path: terminal.devicePath, speed: 115_200 });
  let takeOff = simulator.attach(device.wire);
  const transport = createSerialTransport({ path: terminal.computerPath, speed: 115_200, clock: time.clock });
  const driven = createScanner(transport, time, kind);
  return {
    time,
    scanner: driven,
    ...handOf(simulator),
    async pullPlug() {
      takeOff();
      await device.close();
      await terminal.cut();
    },
    async putPlugBack() {
      await terminal.restart();
      device = await openSerialWire({ path: terminal.devicePath, speed: 115_200 });
      takeOff = simulator.attach(device.wire);
    },
    async close() {
      await driven.stop();
      takeOff();
      await device.close();
      await terminal.kill();
    },
  };
}
