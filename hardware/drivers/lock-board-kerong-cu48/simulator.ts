// Simulator of Kerong CU48 boards on one wire and one supply: answers bytes as the boards do.

import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import { createRequestCutter } from '../../boards/frame-cutter.ts';
import { bytesOfBits } from '../../boards/lock-dialect.ts';
import { type CabinetHands, createSimulatedCabinet, type SimulatedBoard } from '../../boards/simulated-cabinet.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import { type Cu48Foreign, type Cu48Request, encodeAnswer, locks, lookForRequest } from './protocol.ts';

export interface LockBoardCu48SimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Addresses 0 to 9; an unlock is answered, with the status, only where `answersUnlock` is true. */
  readonly boards: readonly SimulatedBoard[];
}

export function createLockBoardCu48Simulator(options: LockBoardCu48SimulatorOptions): Simulator & CabinetHands {
  const cabinet = createSimulatedCabinet(options);

  function tellStatus(wire: Wire, address: number): void {
    cabinet.answerLater(wire, address, 0, (board) =>
      encodeAnswer({
        is: 'status',
        board,
        lock: 0,
        locks: bytesOfBits(cabinet.bits(address, { count: locks, order: 'lowFirst' })),
        items: bytesOfBits(cabinet.items(address, locks)),
      }),
    );
  }

  function hear(wire: Wire, request: Cu48Request | Cu48Foreign): void {
    for (const { address, answersUnlock } of options.boards) {
      const isAsked = request.ask === 'unlockOnAll' || request.board === 'all' || request.board === address;
      if (!isAsked || !cabinet.speaks(address)) continue;
      switch (request.ask) {
        case 'query':
        case 'queryAll':
          tellStatus(wire, address);
          break;
        case 'unlock':
        case 'unlockOnAll':
          if (!cabinet.has(address, request.channel)) break;
          cabinet.fire(address, request.channel);
          if (answersUnlock === true) tellStatus(wire, address);
          break;
        case 'unlockAll':
          cabinet.fireAll(address);
          break;
      }
    }
  }

  return {
    ...cabinet.hands,
    attach: (wire) =>
      cabinet.serve(wire, createRequestCutter(options.clock, lookForRequest), (request) => hear(wire, request)),
  };
}
