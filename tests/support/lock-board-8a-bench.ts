// Benches for the 8A/80 lock board: the same driver and simulator on memory, on TCP and on a pseudo-terminal.

import type { LockBoard } from '../../hardware/classes/lock-board.ts';
import { createLockBoard8a, type LockBoard8aOptions } from '../../hardware/drivers/lock-board-8a/driver.ts';
import { createLock8aLine } from '../../hardware/drivers/lock-board-8a/line.ts';
import {
  createLockBoard8aSimulator,
  type LockBoard8aSimulator,
  type SimulatedBoard8a,
} from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { faultyWire, type WireFaults } from '../../hardware/transport/faulty-wire.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { createSerialTransport } from '../../hardware/transport/serial.ts';
import { openSerialWire } from '../../hardware/transport/serial-wire.ts';
import { createTcpTransport } from '../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../hardware/transport/tcp-wire.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import type { Wire } from '../../hardware/transport/wire.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { LockBench } from './lock-board-suite.ts';
import { startPseudoTerminal } from './pseudo-terminal.ts';
import { movedTime, realTime, type TestTime } from './test-time.ts';

const usual: SimulatedBoard8a = {
  address: 1,
  channels: 8,
  feedback: 'closedWhenShorted',
  statusOrder: 'highFirst',
};

type BoardWiring = Omit<LockBoard8aOptions, 'name' | 'line' | 'clock' | 'log' | 'ownsLine'>;

function createBoard(transport: Transport, { clock }: TestTime, wiring: BoardWiring): LockBoard {
  const boards = new Map([[wiring.address, wiring.channels]]);
  const line = createLock8aLine({ transport, boards, clock, log: silentLog, random: () => 0 });
  return createLockBoard8a({ ...wiring, name: 'cells', line, clock, log: silentLog, ownsLine: true });
}

function cabinetOf(simulator: LockBoard8aSimulator, address: number): LockBench['cabinet'] {
  return {
    pulses: () => simulator.pulses.map((pulse) => pulse.channel),
    door: (channel) => simulator.door(address, channel),
    pushShut: (channel) => simulator.simulatePushShut(address, channel),
    keyOpen: (channel) => simulator.simulateKeyOpen(address, channel),
    jam: (channel) => simulator.simulateJam(address, channel),
    setDead: (dead) => simulator.simulateBoardDead(address, dead),
  };
}

export interface MemoryBench8a extends LockBench {
  readonly simulator: LockBoard8aSimulator;
  readonly faults: WireFaults;
  /** The device's end of the line, to send what no board would. */
  readonly wire: Wire;
}

export function openMemoryBench8a(
  board: Partial<SimulatedBoard8a> = {},
  { seed = 1, driver = {} }: { seed?: number; driver?: Partial<BoardWiring> } = {},
): MemoryBench8a {
  const time = movedTime();
  const { clock } = time;
  const options = { ...usual, ...board };
  const random = seededRandom(seed);
  const link = createMemoryLink({ clock, speed: 9600 });
  const wire = faultyWire(link.wire, { clock, random });
  const simulator = createLockBoard8aSimulator({ clock, random, boards: [options] });
  simulator.attach(wire);
  const lockBoard = createBoard(link.transport, time, { ...options, ...driver });
  return {
    time,
    board: lockBoard,
    simulator,
    faults: wire.faults,
    wire: link.wire,
    cabinet: cabinetOf(simulator, options.address),
    pullPlug: async () => link.unplug(),
    putPlugBack: async () => link.replug(),
    close: () => time.settled(lockBoard.stop()),
  };
}

export async function openTcpBench8a(): Promise<LockBench> {
  const time = realTime();
  const simulator = createLockBoard8aSimulator({ clock: time.clock, random: seededRandom(2), boards: [usual] });
  const onWire = (wire: Wire) => simulator.attach(wire);
  let server = await serveTcpWire({ onWire });
  const { port } = server;
  const board = createBoard(createTcpTransport({ host: '127.0.0.1', port, clock: time.clock }), time, usual);
  return {
    time,
    board,
    cabinet: cabinetOf(simulator, usual.address),
    pullPlug: () => server.close(),
    async putPlugBack() {
      server = await serveTcpWire({ port, onWire });
    },
    async close() {
      await board.stop();
      await server.close();
    },
  };
}

export async function openPseudoTerminalBench8a(): Promise<LockBench> {
  const time = realTime();
  const terminal = await startPseudoTerminal();
  const simulator = createLockBoard8aSimulator({ clock: time.clock, random: seededRandom(3), boards: [usual] });
  let device = await openSerialWire({ path: terminal.devicePath, speed: 9600 });
  let takeOff = simulator.attach(device.wire);
  const transport = createSerialTransport({ path: terminal.computerPath, speed: 9600, clock: time.clock });
  const board = createBoard(transport, time, usual);
  return {
    time,
    board,
    cabinet: cabinetOf(simulator, usual.address),
    async pullPlug() {
      takeOff();
      await device.close();
      await terminal.cut();
    },
    async putPlugBack() {
      await terminal.restart();
      device = await openSerialWire({ path: terminal.devicePath, speed: 9600 });
      takeOff = simulator.attach(device.wire);
    },
    async close() {
      await board.stop();
      takeOff();
      await device.close();
      await terminal.kill();
    },
  };
}
