// Simulator of lock boards that are Modbus relay boards: relay n fires lock n, input n is its sensor.

import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { createRequestCutter } from '../../boards/frame-cutter.ts';
import { type CabinetHands, createSimulatedCabinet, type SimulatedBoard } from '../../boards/simulated-cabinet.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import { encodeReply, type ModbusRequest } from './protocol.ts';
import { answerTo, lookForRequest } from './simulated-board.ts';
import { createSimulatedRelays, type SimulatedRelays } from './simulated-relays.ts';

/** A pulse is as long as it is ordered: `pulseMs` is not looked at. */
export interface SimulatedModbusLockBoard extends SimulatedBoard {
  /** Relays, and as many inputs. Default: the smallest board of 8, 16 or 32 that has room for the locks. */
  readonly size?: 8 | 16 | 32;
  /** Default true; some clones lack the timed registers and answer exception 2. */
  readonly timedPulses?: boolean;
}

export interface LockBoardModbusSimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly boards: readonly SimulatedModbusLockBoard[];
}

export interface LockBoardModbusSimulator extends Simulator, CabinetHands {
  isRelayOn(address: number, relay: number): boolean;
}

/** A relay that was switched on without an end keeps its coil hot until the supply breaks down or so long has passed. */
const hotMs = 3_600_000;

export function createLockBoardModbusSimulator(options: LockBoardModbusSimulatorOptions): LockBoardModbusSimulator {
  const cabinet = createSimulatedCabinet(options);
  const boards = new Map(
    options.boards.map((board) => [board.address, { options: board, relays: relaysOf(board) }] as const),
  );

  function relaysOf({ address, channels, size, timedPulses = true }: SimulatedModbusLockBoard): SimulatedRelays {
    return createSimulatedRelays({
      clock: options.clock,
      count: size ?? [8, 16, 32].find((each) => each >= channels) ?? channels,
      timedPulses,
      onChange: () => undefined,
      // A board whose supply has just broken down carries out nothing more of the same order.
      onSwitchOn: (relay, ms = hotMs) =>
        !cabinet.has(address, relay) || (cabinet.speaks(address) && cabinet.fire(address, relay, ms)),
    });
  }

  function hear(wire: Wire, request: ModbusRequest): void {
    const board = boards.get(request.unit);
    if (board === undefined || !cabinet.speaks(request.unit)) return;
    const { address, answersUnlock } = board.options;
    const inputs = () => cabinet.bits(address, { count: board.relays.all().length, order: 'lowFirst' });
    const before = cabinet.hands.resets();
    const answer = answerTo(request, { relays: board.relays, inputs });
    if (cabinet.hands.resets() > before) for (const { relays } of boards.values()) relays.drop();
    if (request.ask === 'write' && answersUnlock === false) return;
    // Inputs are read when the answer leaves.
    const isRead = request.ask === 'bits';
    cabinet.answerLater(wire, address, 0, (unit) =>
      encodeReply({ ...(isRead ? answerTo(request, { relays: board.relays, inputs }) : answer), unit }),
    );
  }

  return {
    ...cabinet.hands,
    isRelayOn: (address, relay) => certain(boards.get(address), `board ${address}`).relays.isOn(relay),
    attach: (wire) =>
      cabinet.serve(wire, createRequestCutter(options.clock, lookForRequest), (request) => hear(wire, request)),
  };
}
