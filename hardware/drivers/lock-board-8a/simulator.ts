// Simulator of 8A/80 lock boards on one wire and one supply: answers bytes as the boards do, with what goes wrong there.

import type { Clock } from '../../../src/base/clock.ts';
import type { Random } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { Channel } from '../../classes/lock-board.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import type { Feedback } from './driver.ts';
import {
  channelsUpTo,
  decodeRequest,
  encodeContacts,
  encodeSingle,
  type LockRequest,
  type StatusOrder,
  statusWith,
} from './protocol.ts';
import { createRequestCutter } from './request-cutter.ts';
import { createSimulatedLock, type SimulatedLock } from './simulated-lock.ts';

export interface SimulatedBoard8a {
  readonly address: number;
  readonly channels: number;
  readonly feedback: Feedback;
  readonly feedbackByChannel?: ReadonlyMap<number, Feedback>;
  readonly statusOrder: StatusOrder;
  /** Status bytes of a query-all reply. Default 3 up to 24 channels, else 7: it is not the channel count. */
  readonly statusBytes?: number;
  /** Default true; many boards act without a word. */
  readonly answersUnlock?: boolean;
  /** Header of reports when a contact changes. Default `none`. */
  readonly reports?: 'none' | '81' | '82';
  /** Whether a door opened by key is reported too. Default false, as on most boards. */
  readonly reportsKey?: boolean;
  /** Default true. */
  readonly spring?: boolean;
  /** Default 300. */
  readonly pulseMs?: number;
  /** Shortest and longest time to an answer. Default 10 to 30 ms. */
  readonly latencyMs?: readonly [number, number];
}

export interface LockBoard8aSimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly boards: readonly SimulatedBoard8a[];
}

export interface SimulatedPulse {
  readonly address: number;
  readonly channel: number;
  /** Monotonic ms. */
  readonly at: number;
}

/** What a person in front of the cabinet sees: the leaf, whatever the contact says. */
export interface SimulatedDoor {
  readonly address: number;
  readonly channel: number;
  readonly door: 'open' | 'closed';
}

export interface LockBoard8aSimulator extends Simulator {
  /** Every time a coil was fired, in order. */
  readonly pulses: readonly SimulatedPulse[];
  /** How often two coils at once have pulled the supply down. */
  resets(): number;
  door(address: number, channel: number): 'open' | 'closed';
  onDoor(listener: (door: SimulatedDoor) => void): Undo;
  simulatePushShut(address: number, channel: number): void;
  /** Pulls at a door without a spring; false when the latch holds. */
  simulatePullOpen(address: number, channel: number): boolean;
  simulateKeyOpen(address: number, channel: number): void;
  /** Slams the door shut so that it bounces. */
  simulateBounce(address: number, channel: number): void;
  simulateJam(address: number, channel: number, jammed?: boolean): void;
  /** The lock opens that long after the pulse began; undefined makes it sound again. */
  simulateSlowLock(address: number, channel: number, ms: number | undefined): void;
  simulateStuckSensor(address: number, channel: number, at: 'open' | 'closed' | undefined): void;
  simulateBoardDead(address: number, dead?: boolean): void;
}

interface Board {
  readonly options: SimulatedBoard8a;
  readonly locks: ReadonlyMap<number, SimulatedLock>;
  dead: boolean;
}

/** A board that lost its supply for a moment is silent this long. */
const resetMs = 800;

export function createLockBoard8aSimulator({
  clock,
  random,
  boards,
}: LockBoard8aSimulatorOptions): LockBoard8aSimulator {
  const pulses: SimulatedPulse[] = [];
  const doorMoved = createListeners<SimulatedDoor>();
  const wires = new Set<Wire>();
  const all = new Map<number, Board>(boards.map((options) => [options.address, createBoard(options)]));
  let resets = 0;
  let silentUntil = Number.NEGATIVE_INFINITY;

  function createBoard(options: SimulatedBoard8a): Board {
    const locks = new Map<number, SimulatedLock>();
    for (const channel of channelsUpTo(options.channels)) {
      const lock = createSimulatedLock({
        clock,
        random,
        spring: options.spring ?? true,
        onContact: (byKey) => report(options.address, channel, byKey),
        onLeaf: (door) => doorMoved.tell({ address: options.address, channel, door }),
      });
      locks.set(channel, lock);
    }
    return { options, locks, dead: false };
  }

  function lockAt(address: number, channel: number): SimulatedLock {
    return certain(all.get(address)?.locks.get(channel), `lock ${channel} of board ${address}`);
  }

  function isShorted({ options }: Board, channel: number, lock: SimulatedLock): boolean {
    const feedback = options.feedbackByChannel?.get(channel) ?? options.feedback;
    return (lock.contact() === 'closed') === (feedback === 'closedWhenShorted');
  }

  function speaks(board: Board): boolean {
    return !board.dead && clock.monotonic() >= silentUntil;
  }

  function report(address: number, channel: Channel, byKey: boolean): void {
    const board = all.get(address);
    const lock = board?.locks.get(channel);
    if (board === undefined || lock === undefined || !speaks(board)) return;
    const { reports = 'none', reportsKey = false } = board.options;
    if (reports === 'none' || (byKey && !reportsKey)) return;
    const shorted = isShorted(board, channel, lock);
    const frame = { is: 'report', board: address, channel, shorted } as const;
    for (const wire of wires) wire.send(encodeSingle(frame, { newerReport: reports === '82' }));
  }

  /** Answers `ms` after the request, with what is true then; says nothing if the board went silent meanwhile. */
  function answerLater(board: Board, wire: Wire, ms: number, answer: () => Uint8Array): void {
    const [from, to] = board.options.latencyMs ?? [10, 30];
    clock.after(ms + random.between(from, to), () => {
      if (speaks(board) && wires.has(wire)) wire.send(answer());
    });
  }

  /** All locks hang on one supply: a second coil pulls it down, both drop and the boards start again. */
  function fire(board: Board, channel: number, lock: SimulatedLock): void {
    pulses.push({ address: board.options.address, channel, at: clock.monotonic() });
    const locks = [...all.values()].flatMap((other) => [...other.locks.values()]);
    if (locks.some((other) => other.isEnergised())) {
      for (const other of locks) other.cut();
      silentUntil = clock.monotonic() + resetMs;
      resets += 1;
      return;
    }
    lock.energise(pulseMsOf(board));
  }

  function hear(wire: Wire, request: LockRequest): void {
    const board = all.get(request.board);
    if (board === undefined || !speaks(board)) return;
    const address = request.board;
    if (request.ask === 'contacts') {
      answerLater(board, wire, 0, () => encodeContacts({ board: address, status: statusOf(board) }));
      return;
    }
    const { channel } = request;
    const lock = board.locks.get(channel);
    if (lock === undefined) return;
    if (request.ask === 'unlock') fire(board, channel, lock);
    if (request.ask === 'unlock' && board.options.answersUnlock === false) return;
    const is = request.ask === 'unlock' ? 'pulsed' : 'contact';
    answerLater(board, wire, request.ask === 'unlock' ? pulseMsOf(board) : 0, () =>
      encodeSingle({ is, board: address, channel, shorted: isShorted(board, channel, lock) }),
    );
  }

  /** Lock 00: the board fires all its locks one after another and gives the request back when it has done. */
  function hearUnlockAll(wire: Wire, request: Uint8Array): void {
    const board = all.get(request[1] ?? 0);
    if (board === undefined || !speaks(board)) return;
    const stepMs = pulseMsOf(board) + 50;
    for (const [channel, lock] of board.locks) {
      clock.after((channel - 1) * stepMs, () => {
        if (speaks(board)) fire(board, channel, lock);
      });
    }
    answerLater(board, wire, board.locks.size * stepMs, () => request);
  }

  function statusOf(board: Board): Uint8Array {
    const { channels, statusBytes = channels <= 24 ? 3 : 7, statusOrder } = board.options;
    const shorted = channelsUpTo(channels).filter((channel) =>
      isShorted(board, channel, lockAt(board.options.address, channel)),
    );
    return statusWith(shorted, { bytes: statusBytes, order: statusOrder });
  }

  return {
    attach(wire) {
      wires.add(wire);
      const cut = createRequestCutter(clock);
      const undo = wire.onBytes((bytes) => {
        for (const frame of cut(bytes)) {
          const request = decodeRequest(frame);
          if (request.ok) hear(wire, request.value);
          else hearUnlockAll(wire, frame);
        }
      });
      return () => {
        undo();
        wires.delete(wire);
      };
    },
    pulses,
    resets: () => resets,
    door: (address, channel) => lockAt(address, channel).leaf(),
    onDoor: (listener) => doorMoved.add(listener),
    simulatePushShut: (address, channel) => lockAt(address, channel).pushShut(),
    simulatePullOpen: (address, channel) => lockAt(address, channel).pullOpen(),
    simulateKeyOpen: (address, channel) => lockAt(address, channel).openByKey(),
    simulateBounce: (address, channel) => lockAt(address, channel).bounce(),
    simulateJam: (address, channel, jammed = true) => lockAt(address, channel).jam(jammed),
    simulateSlowLock: (address, channel, ms) => lockAt(address, channel).slow(ms),
    simulateStuckSensor: (address, channel, at) => lockAt(address, channel).stickContact(at),
    simulateBoardDead(address, dead = true) {
      certain(all.get(address), `board ${address}`).dead = dead;
    },
  };
}

function pulseMsOf(board: Board): number {
  return board.options.pulseMs ?? 300;
}
