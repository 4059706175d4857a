// Banks: 60 cells of one family of lock boards on one line, with the drivers that a hall has, and a simulated cabinet.

import { createLockBoard } from '../../../hardware/boards/lock-board.ts';
import type { LockDialect, StatusOrder } from '../../../hardware/boards/lock-dialect.ts';
import type { CabinetHands, SimulatedBoard } from '../../../hardware/boards/simulated-cabinet.ts';
import type { LockBoard } from '../../../hardware/classes/lock-board.ts';
import { lock8aDialect } from '../../../hardware/drivers/lock-board-8a/dialect.ts';
import { header } from '../../../hardware/drivers/lock-board-8a/protocol.ts';
import { createLockBoard8aSimulator } from '../../../hardware/drivers/lock-board-8a/simulator.ts';
import { cu16Dialect } from '../../../hardware/drivers/lock-board-kerong-cu16/dialect.ts';
import { createLockBoardCu16Simulator } from '../../../hardware/drivers/lock-board-kerong-cu16/simulator.ts';
import { cu48Dialect } from '../../../hardware/drivers/lock-board-kerong-cu48/dialect.ts';
import { createLockBoardCu48Simulator } from '../../../hardware/drivers/lock-board-kerong-cu48/simulator.ts';
import { wklyDialect } from '../../../hardware/drivers/lock-board-wkly/dialect.ts';
import { createLockBoardWklySimulator } from '../../../hardware/drivers/lock-board-wkly/simulator.ts';
import { modbusLockDialect } from '../../../hardware/drivers/relay-board-modbus/dialect.ts';
import { createLockBoardModbusSimulator } from '../../../hardware/drivers/relay-board-modbus/lock-board-simulator.ts';
import { hasGoodCrc } from '../../../hardware/drivers/relay-board-modbus/protocol.ts';
import type { Line, LineRequest } from '../../../hardware/transport/line.ts';
import type { Transport } from '../../../hardware/transport/transport.ts';
import type { Simulator } from '../../../hardware/transport/wire.ts';
import { xorOf } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { type Random, seededRandom } from '../../../src/base/random.ts';

type BankBoard = SimulatedBoard & { readonly statusOrder: StatusOrder };
export type Cabinet = Simulator & CabinetHands;

export interface Bank {
  readonly boards: readonly LockBoard[];
  start(): void;
  stop(): Promise<void>;
}

export interface BankFamily {
  readonly name: string;
  readonly speed: number;
  /** Locks of each board, from address 1 on. */
  readonly layout: readonly number[];
  createCabinet(options: {
    readonly clock: Clock;
    readonly random: Random;
    readonly each: Partial<SimulatedBoard>;
  }): Cabinet;
  /** `onAnswer` is told of each answer that was taken for a request. */
  open(options: {
    readonly transport: Transport;
    readonly clock: Clock;
    readonly onAnswer?: (request: Uint8Array, value: unknown) => void;
  }): Bank;
  /** What a program would take that trusts a known beginning and a right checksum. */
  readonly lengths: readonly number[];
  readonly looksRight: (bytes: Uint8Array) => boolean;
}

interface Family<Frame> {
  readonly dialect: LockDialect<Frame>;
  readonly createSimulator: (options: { clock: Clock; random: Random; boards: readonly BankBoard[] }) => Cabinet;
  readonly layout: readonly number[];
  readonly lengths: readonly number[];
  readonly looksRight: (bytes: Uint8Array) => boolean;
}

function watched<Frame>(line: Line<Frame>, onAnswer: (request: Uint8Array, value: unknown) => void): Line<Frame> {
  return {
    ...line,
    async request<Value>(request: LineRequest<Frame, Value>) {
      const answer = await line.request(request);
      if (answer.ok) onAnswer(request.bytes, answer.value);
      return answer;
    },
  };
}

export function bankFamily<Frame>({ dialect, createSimulator, layout, ...trust }: Family<Frame>): BankFamily {
  return {
    name: dialect.model,
    speed: dialect.usualSpeed,
    layout,
    ...trust,
    createCabinet: ({ each, ...around }) =>
      createSimulator({
        ...around,
        boards: layout.map((channels, place) => ({
          statusOrder: dialect.statusOrder,
          ...each,
          address: place + 1,
          channels,
          feedback: 'closedWhenSet' as const,
        })),
      }),
    open({ transport, clock, onAnswer = () => undefined }) {
      const random = seededRandom(7);
      const around = { clock, log: silentLog };
      const needed = new Map(layout.map((channels, place) => [place + 1, channels]));
      const line = watched(dialect.openLine({ transport, boards: needed, random: random.next, ...around }), onAnswer);
      const boards = layout.map((channels, place) =>
        createLockBoard({
          ...around,
          dialect,
          line,
          ownsLine: false,
          name: `board${place + 1}`,
          address: place + 1,
          channels,
          feedback: 'closedWhenSet',
        }),
      );
      return {
        boards,
        start() {
          line.start();
          for (const board of boards) board.start();
        },
        async stop() {
          await Promise.all(boards.map((board) => board.stop()));
          await line.stop();
        },
      };
    },
  };
}

const headers8a: readonly number[] = Object.values(header);

export const lock8aBank = bankFamily({
  dialect: lock8aDialect,
  createSimulator: createLockBoard8aSimulator,
  layout: [24, 24, 12],
  lengths: [5, 7],
  looksRight: (bytes) => headers8a.includes(bytes[0] ?? 0) && xorOf(bytes) === 0,
});

const modbusBank = bankFamily({
  dialect: modbusLockDialect,
  createSimulator: createLockBoardModbusSimulator,
  layout: [32, 28],
  lengths: [5, 8, 9],
  looksRight: hasGoodCrc,
});

/** `02`, fields, `03` and the sum of all bytes before the last. */
function hasKerongSum(bytes: Uint8Array): boolean {
  const last = bytes.length - 1;
  const sum = bytes.subarray(0, last).reduce((total, byte) => (total + byte) & 0xff, 0);
  return bytes[0] === 0x02 && bytes[last - 1] === 0x03 && bytes[last] === sum;
}

const cu16Bank = bankFamily({
  dialect: cu16Dialect,
  createSimulator: createLockBoardCu16Simulator,
  layout: [16, 16, 16, 12],
  lengths: [9],
  looksRight: hasKerongSum,
});

const cu48Bank = bankFamily({
  dialect: cu48Dialect,
  createSimulator: createLockBoardCu48Simulator,
  layout: [48, 12],
  lengths: [18],
  looksRight: hasKerongSum,
});

const wklyStart = Buffer.from('WKLY', 'latin1');

const wklyBank = bankFamily({
  dialect: wklyDialect,
  createSimulator: createLockBoardWklySimulator,
  layout: [24, 24, 12],
  lengths: [10, 11, 22, 34],
  looksRight: (bytes) => wklyStart.equals(bytes.subarray(0, 4)) && xorOf(bytes) === 0,
});

export const banks: readonly BankFamily[] = [lock8aBank, modbusBank, cu16Bank, cu48Bank, wklyBank];
