// Benches for lock boards of any family: the same driver and simulator on memory, on TCP and on a pseudo-terminal.

import { bitsNeeded, createLockBoard, type LockBoardOptions, usualPulseMs } from '../../hardware/boards/lock-board.ts';
import type { LockDialect } from '../../hardware/boards/lock-dialect.ts';
import type { CabinetHands, SimulatedBoard } from '../../hardware/boards/simulated-cabinet.ts';
import type { LockBoard } from '../../hardware/classes/lock-board.ts';
import { faultyWire, type WireFaults } from '../../hardware/transport/faulty-wire.ts';
import { createMemoryLink, type MemoryLink } from '../../hardware/transport/memory.ts';
import { createSerialTransport } from '../../hardware/transport/serial.ts';
import { openSerialWire } from '../../hardware/transport/serial-wire.ts';
import { createTcpTransport } from '../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../hardware/transport/tcp-wire.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import type { Simulator, Wire } from '../../hardware/transport/wire.ts';
import type { Clock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { type Random, seededRandom } from '../../src/base/random.ts';
import type { LockBench } from './lock-board-suite.ts';
import { startPseudoTerminal } from './pseudo-terminal.ts';
import { movedTime, realTime, type TestTime } from './test-time.ts';

export type CabinetSimulator = Simulator & CabinetHands;

/** A family under test: its dialect, its simulator and one board as it is usually set up. */
export interface FamilyUnderTest<Frame, Board extends SimulatedBoard> {
  readonly dialect: LockDialect<Frame>;
  createSimulator(options: {
    readonly clock: Clock;
    readonly random: Random;
    readonly boards: readonly Board[];
  }): CabinetSimulator;
  readonly usual: Board;
}

export type Wiring = Partial<Omit<LockBoardOptions, 'name'>>;

export interface MemoryLockBench extends LockBench {
  /** Of the board under test. */
  readonly address: number;
  readonly simulator: CabinetSimulator;
  readonly faults: WireFaults;
  readonly link: MemoryLink;
  /** The device's end of the line, to send what no board would. */
  readonly wire: Wire;
}

function cabinetOf(simulator: CabinetHands, address: number): LockBench['cabinet'] {
  return {
    pulses: () => simulator.pulses.map((pulse) => pulse.channel),
    door: (channel) => simulator.door(address, channel),
    pushShut: (channel) => simulator.simulatePushShut(address, channel),
    keyOpen: (channel) => simulator.simulateKeyOpen(address, channel),
    jam: (channel) => simulator.simulateJam(address, channel),
    setDead: (dead) => simulator.simulateBoardDead(address, dead),
  };
}

export function lockBenches<Frame, Board extends SimulatedBoard>(family: FamilyUnderTest<Frame, Board>) {
  const { dialect, usual } = family;

  function createBoard(transport: Transport, { clock }: TestTime, wiring: Omit<LockBoardOptions, 'name'>): LockBoard {
    const options = { ...wiring, name: 'cells' };
    const around = { clock, log: silentLog };
    const boards = new Map([[wiring.address, bitsNeeded(options)]]);
    const longestPulseMs = wiring.pulseMs ?? usualPulseMs;
    const line = dialect.openLine({ transport, boards, longestPulseMs, random: () => 0, ...around });
    return createLockBoard({ ...options, dialect, line, ownsLine: true, ...around });
  }

  function memory(
    board: Partial<Board> = {},
    { seed = 1, driver = {} }: { seed?: number; driver?: Wiring } = {},
  ): MemoryLockBench {
    const time = movedTime();
    const { clock } = time;
    const options = { ...usual, ...board };
    const random = seededRandom(seed);
    const link = createMemoryLink({ clock, speed: dialect.usualSpeed });
    const wire = faultyWire(link.wire, { clock, random });
    const simulator = family.createSimulator({ clock, random, boards: [options] });
    simulator.attach(wire);
    const lockBoard = createBoard(link.transport, time, { ...options, ...driver });
    return {
      address: options.address,
      time,
      board: lockBoard,
      simulator,
      faults: wire.faults,
      link,
      wire: link.wire,
      cabinet: cabinetOf(simulator, options.address),
      pullPlug: async () => link.unplug(),
      putPlugBack: async () => link.replug(),
      close: () => time.settled(lockBoard.stop()),
    };
  }

  async function tcp(): Promise<LockBench> {
    const time = realTime();
    const simulator = family.createSimulator({ clock: time.clock, random: seededRandom(2), boards: [usual] });
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

  async function pseudoTerminal(): Promise<LockBench> {
    const time = realTime();
    const speed = dialect.usualSpeed;
    const terminal = await startPseudoTerminal();
    const simulator = family.createSimulator({ clock: time.clock, random: seededRandom(3), boards: [usual] });
    let device = await openSerialWire({ path: terminal.devicePath, speed });
    let takeOff = simulator.attach(device.wire);
    const transport = createSerialTransport({ path: terminal.computerPath, speed, clock: time.clock });
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
        device = await openSerialWire({ path: terminal.devicePath, speed });
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

  return { memory, tcp, pseudoTerminal };
}
