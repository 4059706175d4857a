// Simulator of Kerong CU16 and CU12 boards on one wire and one supply: answers bytes as the boards do.

import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import { createRequestCutter } from '../../boards/frame-cutter.ts';
import { bytesOfBits } from '../../boards/lock-dialect.ts';
import { type CabinetHands, createSimulatedCabinet, type SimulatedBoard } from '../../boards/simulated-cabinet.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import { type Cu16Foreign, type Cu16Request, encodeAnswer, locks, lookForRequest } from './protocol.ts';

export interface LockBoardCu16SimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Addresses 0 to 9; an unlock is answered, with the status, only where `answersUnlock` is true. */
  readonly boards: readonly SimulatedBoard[];
}

/** Boards answer a question to all one after another. */
const staggerMs = 40;

export function createLockBoardCu16Simulator(options: LockBoardCu16SimulatorOptions): Simulator & CabinetHands {
  const cabinet = createSimulatedCabinet(options);
  const boards = new Map(options.boards.map((board) => [board.address, board]));
  const coilTimes = new Map(options.boards.map(({ address }) => [address, cabinet.pulseMs(address)]));

  function tellStatus(wire: Wire, address: number, { ofAll = false, afterMs = 0 } = {}): void {
    cabinet.answerLater(wire, address, afterMs, (board) =>
      encodeAnswer({
        is: 'status',
        board,
        ofAll,
        locks: bytesOfBits(cabinet.bits(address, { count: locks, order: 'lowFirst' })),
        items: bytesOfBits(cabinet.items(address, locks)),
      }),
    );
  }

  function hear(wire: Wire, request: Cu16Request | Cu16Foreign): void {
    const asked = request.board === 'all' ? [...boards.keys()] : [request.board];
    const hearing = asked.filter((address) => boards.has(address) && cabinet.speaks(address));
    hearing.forEach((address, place) => {
      hearOne(wire, request, { address, afterMs: place * staggerMs });
    });
  }

  function hearOne(
    wire: Wire,
    request: Cu16Request | Cu16Foreign,
    { address, afterMs }: { readonly address: number; readonly afterMs: number },
  ): void {
    switch (request.ask) {
      case 'query':
      case 'queryAll':
        tellStatus(wire, address, { ofAll: request.ask === 'queryAll', afterMs });
        break;
      case 'unlock':
        if (!cabinet.has(address, request.channel)) return;
        cabinet.fire(address, request.channel, coilTimes.get(address));
        if (boards.get(address)?.answersUnlock === true) tellStatus(wire, address);
        break;
      case 'unlockAll':
        cabinet.fireAll(address);
        break;
      case 'setCoilTime':
        coilTimes.set(address, request.ms);
        tellCoilTime(wire, address);
        break;
      case 'coilTime':
        tellCoilTime(wire, address);
        break;
      case 'delayUnlocks':
        // Heard and not acted on: what it does is told by one program only.
        break;
    }
  }

  function tellCoilTime(wire: Wire, address: number): void {
    cabinet.answerLater(wire, address, 0, (board) =>
      encodeAnswer({ is: 'coilTimeIs', board, ms: coilTimes.get(address) ?? cabinet.pulseMs(address) }),
    );
  }

  return {
    ...cabinet.hands,
    attach: (wire) =>
      cabinet.serve(wire, createRequestCutter(options.clock, lookForRequest), (request) => hear(wire, request)),
  };
}
