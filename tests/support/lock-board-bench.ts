// Benches for lock boards of any family: the same driver and simulator on memory, on TCP and on a pseudo-terminal.

import { bitsNeeded, createLockBoard, type LockBoardOptions, usualPulseMs } from '../../hardware/boards/lock-board.ts';
import type { LockDialect } from '../../hardware/boards/lock-dialect.ts';
import type { CabinetHands, SimulatedBoard } from '../../hardware/boards/simulated-cabinet.ts';
import type { LockBoard } from '../../hardware/classes/lock-board.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import type { Simulator } from '../../hardware/transport/wire.ts';
import type { Clock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { type Random, seededRandom } from '../../src/base/random.ts';
import {
  type DeviceLine,
  type MemoryDeviceLine,
  openMemoryLine,
  openPseudoTerminalLine,
  openTcpLine,
  type RealLineOptions,
} from './device-lines.ts';
import type { LockBench } from './lock-board-suite.ts';
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

export interface MemoryLockBench extends LockBench, Pick<MemoryDeviceLine, 'faults' | 'link' | 'wire'> {
  /** Of the board under test. */
  readonly address: number;
  readonly simulator: CabinetSimulator;
  /** Whether boards of this family can answer an unlock. */
  readonly acknowledges: boolean;
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
    const options = { ...usual, ...board };
    const random = seededRandom(seed);
    const simulator = family.createSimulator({ clock: time.clock, random, boards: [options] });
    const line = openMemoryLine({ device: simulator, time, random, speed: dialect.usualSpeed });
    const lockBoard = createBoard(line.transport, time, { ...options, ...driver });
    return {
      address: options.address,
      time,
      board: lockBoard,
      simulator,
      acknowledges: dialect.unlockAnswer !== undefined,
      faults: line.faults,
      link: line.link,
      wire: line.wire,
      cabinet: cabinetOf(simulator, options.address),
      ...line.plugOf(lockBoard),
    };
  }

  async function real(openLine: (options: RealLineOptions) => Promise<DeviceLine>, seed: number): Promise<LockBench> {
    const time = realTime();
    const { clock } = time;
    const simulator = family.createSimulator({ clock, random: seededRandom(seed), boards: [usual] });
    const line = await openLine({ device: simulator, clock });
    const board = createBoard(line.transport, time, usual);
    return { time, board, cabinet: cabinetOf(simulator, usual.address), ...line.plugOf(board) };
  }

  const tcp = () => real(openTcpLine, 2);
  const pseudoTerminal = () => real((options) => openPseudoTerminalLine({ ...options, speed: dialect.usualSpeed }), 3);

  return { memory, tcp, pseudoTerminal };
}
