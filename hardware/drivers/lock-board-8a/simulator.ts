// Simulator of 8A/80 lock boards on one wire and one supply: answers bytes as the boards do.

import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { bytesOfBits, type StatusOrder } from '../../boards/lock-dialect.ts';
import { type CabinetHands, createSimulatedCabinet, type SimulatedBoard } from '../../boards/simulated-cabinet.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import { decodeRequest, encodeContacts, encodeSingle, type LockRequest } from './protocol.ts';
import { createRequestCutter } from './request-cutter.ts';

export interface SimulatedBoard8a extends SimulatedBoard {
  readonly statusOrder: StatusOrder;
  /** Status bytes of a query-all reply. Default 3 up to 24 channels, else 7: it is not the channel count. */
  readonly statusBytes?: number;
  /** Header of reports when a contact changes. Default `none`. */
  readonly reports?: 'none' | '81' | '82';
  /** Whether a door opened by key is reported too. Default false, as on most boards. */
  readonly reportsKey?: boolean;
}

export interface LockBoard8aSimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly boards: readonly SimulatedBoard8a[];
}

export interface LockBoard8aSimulator extends Simulator, CabinetHands {}

export function createLockBoard8aSimulator(options: LockBoard8aSimulatorOptions): LockBoard8aSimulator {
  const cabinet = createSimulatedCabinet(options);
  const boards = new Map(options.boards.map((board) => [board.address, board]));

  cabinet.onSensor(({ address, channel, set, byKey }) => {
    const { reports = 'none', reportsKey = false } = certain(boards.get(address), `board ${address}`);
    if (reports === 'none' || (byKey && !reportsKey) || !cabinet.speaks(address)) return;
    const frame = { is: 'report', board: address, channel, shorted: set } as const;
    for (const wire of cabinet.wires()) wire.send(encodeSingle(frame, { newerReport: reports === '82' }));
  });

  function hear(wire: Wire, request: LockRequest): void {
    const address = request.board;
    const board = boards.get(address);
    if (board === undefined || !cabinet.speaks(address)) return;
    if (request.ask === 'contacts') {
      cabinet.answerLater(wire, address, 0, (claimed) => encodeContacts({ board: claimed, status: statusOf(board) }));
      return;
    }
    const { channel } = request;
    if (!cabinet.has(address, channel)) return;
    if (request.ask === 'unlock') cabinet.fire(address, channel);
    if (request.ask === 'unlock' && board.answersUnlock === false) return;
    const is = request.ask === 'unlock' ? 'pulsed' : 'contact';
    cabinet.answerLater(wire, address, request.ask === 'unlock' ? cabinet.pulseMs(address) : 0, (claimed) =>
      encodeSingle({ is, board: claimed, channel, shorted: cabinet.isSet(address, channel) }),
    );
  }

  /** Lock 00: the board fires all its locks one after another and gives the request back when it has done. */
  function hearUnlockAll(wire: Wire, request: Uint8Array): void {
    const address = request[1] ?? 0;
    if (!boards.has(address) || !cabinet.speaks(address)) return;
    cabinet.answerLater(wire, address, cabinet.fireAll(address), () => request);
  }

  function statusOf({ address, channels, statusOrder, statusBytes = channels <= 24 ? 3 : 7 }: SimulatedBoard8a) {
    return bytesOfBits(cabinet.bits(address, { count: statusBytes * 8, order: statusOrder }));
  }

  return {
    ...cabinet.hands,
    attach: (wire) =>
      cabinet.serve(wire, createRequestCutter(options.clock), (frame) => {
        const request = decodeRequest(frame);
        if (request.ok) hear(wire, request.value);
        else hearUnlockAll(wire, frame);
      }),
  };
}
