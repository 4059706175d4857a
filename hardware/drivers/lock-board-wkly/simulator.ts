// Simulator of WKLY boards on one wire and one supply: answers bytes as the boards do.

import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { createRequestCutter } from '../../boards/frame-cutter.ts';
import { type CabinetHands, createSimulatedCabinet, type SimulatedBoard } from '../../boards/simulated-cabinet.ts';
import type { Channel } from '../../classes/lock-board.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import { encodeAnswer, lookForRequest, type WklyAnswer, type WklyForeign, type WklyRequest } from './protocol.ts';

export interface SimulatedWklyBoard extends SimulatedBoard {
  /** Channels that it tells of. Default: as many as it has. */
  readonly size?: number;
  /** Whether it tells by itself when a door changes, whoever moved it. Default true. */
  readonly reports?: boolean;
}

export interface LockBoardWklySimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly boards: readonly SimulatedWklyBoard[];
}

export function createLockBoardWklySimulator(options: LockBoardWklySimulatorOptions): Simulator & CabinetHands {
  const cabinet = createSimulatedCabinet(options);
  const boards = new Map(options.boards.map((board) => [board.address, board]));

  cabinet.onSensor(({ address, channel, set }) => {
    if (certain(boards.get(address), `board ${address}`).reports === false || !cabinet.speaks(address)) return;
    for (const wire of cabinet.wires()) wire.send(encodeAnswer({ is: 'report', board: address, channel, set }));
  });

  function hear(wire: Wire, request: WklyRequest | WklyForeign): void {
    const board = boards.get(request.board);
    if (board === undefined || !cabinet.speaks(board.address)) return;
    const { address } = board;
    const answer = (ms: number, make: (claimed: number) => WklyAnswer) =>
      cabinet.answerLater(wire, address, ms, (claimed) => encodeAnswer(make(claimed)));
    switch (request.ask) {
      case 'queryAll':
        answer(0, (claimed) => ({ is: 'contacts', board: claimed, done: true, states: statesOf(board) }));
        break;
      case 'query': {
        const { channel } = request;
        answer(0, (claimed) => ({ is: 'contact', board: claimed, channel, ...contactOf(address, channel) }));
        break;
      }
      case 'unlock': {
        const { channel } = request;
        const fired = cabinet.has(address, channel) && cabinet.fire(address, channel);
        if (board.answersUnlock === false) break;
        answer(fired ? cabinet.pulseMs(address) : 0, (claimed) => {
          const { set } = contactOf(address, channel);
          return { is: 'unlocked', board: claimed, channel, done: fired, set };
        });
        break;
      }
      case 'flash': {
        const { channel } = request;
        answer(0, (claimed) => ({ is: 'flashed', board: claimed, channel, done: cabinet.has(address, channel) }));
        break;
      }
      case 'unlockAll':
        answer(cabinet.fireAll(address), (claimed) => ({ is: 'unlockedAll', board: claimed, done: true }));
        break;
      case 'unlockTogether':
      case 'unlockInTurn':
        fireSeveral(address, request.channels, request.ask === 'unlockInTurn' ? cabinet.pulseMs(address) + 50 : 0);
        break;
    }
  }

  function fireSeveral(address: number, channels: readonly Channel[], stepMs: number): void {
    channels.forEach((channel, place) => {
      options.clock.after(place * stepMs, () => {
        if (cabinet.has(address, channel) && cabinet.speaks(address)) cabinet.fire(address, channel);
      });
    });
  }

  function contactOf(address: number, channel: Channel): { readonly done: boolean; readonly set: boolean } {
    const done = cabinet.has(address, channel);
    return { done, set: done && cabinet.isSet(address, channel) };
  }

  function statesOf({ address, channels, size = channels }: SimulatedWklyBoard): readonly boolean[] {
    return cabinet.bits(address, { count: size, order: 'lowFirst' });
  }

  return {
    ...cabinet.hands,
    attach: (wire) =>
      cabinet.serve(wire, createRequestCutter(options.clock, lookForRequest), (request) => hear(wire, request)),
  };
}
