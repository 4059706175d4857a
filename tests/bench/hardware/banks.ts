// Banks: 60 cells of one family of lock boards on one line, with the drivers that a hall has, and a simulated cabinet.

import { createLockBoard } from '../../../hardware/boards/lock-board.ts';
import type { LockDialect, StatusOrder } from '../../../hardware/boards/lock-dialect.ts';
import type { CabinetHands, SimulatedBoard } from '../../../hardware/boards/simulated-cabinet.ts';
import type { LockBoard } from '../../../hardware/classes/lock-board.ts';
import { lock8aDialect } from '../../../hardware/drivers/lock-board-8a/dialect.ts';
import { header } from '../../../hardware/drivers/lock-board-8a/protocol.ts';
import { createLockBoard8aSimulator } from '../../../hardware/drivers/lock-board-8a/simulator.ts';
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

export const modbusBank = bankFamily({
  dialect: modbusLockDialect,
  createSimulator: createLockBoardModbusSimulator,
  layout: [32, 28],
  lengths: [5, 8, 9],
  looksRight: hasGoodCrc,
});

export const banks: readonly BankFamily[] = [lock8aBank, modbusBank];
