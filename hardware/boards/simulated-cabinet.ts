// Simulated cabinet: lock boards with their locks on one supply, and the hands in front of them. What the boards say in
// bytes is the affair of each family's simulator; what locks, coils and the supply do is here and the same for all.

import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import { certain } from '../../src/base/result.ts';
import { createListeners, type Undo } from '../../src/base/undo.ts';
import type { Channel } from '../classes/lock-board.ts';
import type { Wire } from '../transport/wire.ts';
import { bitOf, channelsUpTo, type Feedback, type SensorBits, type StatusOrder } from './lock-dialect.ts';
import { createSimulatedAnswers } from './simulated-answers.ts';
import {
  type BoardState,
  type CabinetHands,
  createCabinetHands,
  type SimulatedDoor,
  type SimulatedPulse,
} from './simulated-hands.ts';
import { createSimulatedLock, type SimulatedLock } from './simulated-lock.ts';

export type { CabinetHands } from './simulated-hands.ts';

export interface SimulatedBoard {
  readonly address: number;
  readonly channels: number;
  readonly feedback: Feedback;
  readonly feedbackByChannel?: ReadonlyMap<number, Feedback>;
  /** Crossed wires: the place of that channel's bit among the sensor bits as sent, from 0. */
  readonly sensorByChannel?: ReadonlyMap<number, number>;
  /** Whether a pulse is answered, where the family knows an answer. Default true. */
  readonly answersUnlock?: boolean;
  /** Default true. */
  readonly spring?: boolean;
  /** Length of the board's own pulse. Default 300. */
  readonly pulseMs?: number;
  /** Silent for so long after each pulse. Default 0. */
  readonly busyMs?: number;
  /** Refuses the same coil again for so long. Default 0: fires whenever it is told to. */
  readonly coilRestMs?: number;
  /** Shortest and longest time to an answer. Default 10 to 30 ms. */
  readonly latencyMs?: readonly [number, number];
  /** Chance that an answer takes 200 ms more. Default 0. */
  readonly slowAnswers?: number;
}

/** What a family's simulator needs of it. */
export interface SimulatedCabinet {
  readonly hands: CabinetHands;
  /** False while the board is dead, restarting or busy. */
  speaks(address: number): boolean;
  has(address: number, channel: number): boolean;
  /** Fires one coil of a board that speaks; false when the board refuses because the coil must rest. */
  fire(address: number, channel: number, pulseMs?: number): boolean;
  /** Fires all coils of a board one after another; returns how long that takes, in ms. */
  fireAll(address: number): number;
  pulseMs(address: number): number;
  isSet(address: number, channel: number): boolean;
  /** `count` sensor bits as the board sends them. Unused ones are not set. */
  bits(address: number, of: { readonly count: number; readonly order: StatusOrder }): SensorBits;
  items(address: number, count: number): SensorBits;
  /**
   * Answers `ms` after the request and the board's own time, with what is true then. The answer is made for the address
   * that the board says it has.
   */
  answerLater(wire: Wire, address: number, ms: number, answer: (address: number) => Uint8Array): void;
  /** Told when a sensor changes; `byKey` when the mechanical key did it, which most boards do not report. */
  onSensor(listener: (change: { address: number; channel: Channel; set: boolean; byKey: boolean }) => void): Undo;
  /** A wire that the boards hang on; sends to a wire that was taken off are lost. */
  attach(wire: Wire): Undo;
  /** Attaches a wire and cuts what the computer sends over it into requests. */
  serve<Request>(wire: Wire, cut: (bytes: Uint8Array) => readonly Request[], hear: (request: Request) => void): Undo;
  wires(): Iterable<Wire>;
}

interface Board extends BoardState {
  readonly options: SimulatedBoard;
  readonly locks: ReadonlyMap<number, SimulatedLock>;
  readonly firedAt: Map<number, number>;
  busyUntil: number;
}

/** A board that lost its supply for a moment is silent this long. */
const resetMs = 800;

export function createSimulatedCabinet({
  clock,
  random,
  boards,
}: {
  readonly clock: Clock;
  readonly random: Random;
  readonly boards: readonly SimulatedBoard[];
}): SimulatedCabinet {
  const pulses: SimulatedPulse[] = [];
  const doorMoved = createListeners<SimulatedDoor>();
  const sensorChanged = createListeners<{ address: number; channel: Channel; set: boolean; byKey: boolean }>();
  const all = new Map<number, Board>(boards.map((options) => [options.address, createBoard(options)]));
  let resets = 0;
  let silentUntil = Number.NEGATIVE_INFINITY;

  function createBoard(options: SimulatedBoard): Board {
    const { address } = options;
    const locks = new Map<number, SimulatedLock>();
    for (const channel of channelsUpTo(options.channels)) {
      const lock = createSimulatedLock({
        clock,
        random,
        spring: options.spring ?? true,
        onContact: (byKey) => sensorChanged.tell({ address, channel, set: isSet(address, channel), byKey }),
        onLeaf: (door) => doorMoved.tell({ address, channel, door }),
      });
      locks.set(channel, lock);
    }
    const fresh = { dead: false, twin: false, claimed: undefined, busyUntil: Number.NEGATIVE_INFINITY };
    return { options, locks, firedAt: new Map(), items: new Set(), ...fresh };
  }

  function boardAt(address: number): Board {
    return certain(all.get(address), `board ${address}`);
  }

  function lockAt(address: number, channel: number): SimulatedLock {
    return certain(boardAt(address).locks.get(channel), `lock ${channel} of board ${address}`);
  }

  function isSet(address: number, channel: number): boolean {
    const { feedback, feedbackByChannel } = boardAt(address).options;
    const mine = feedbackByChannel?.get(channel) ?? feedback;
    return mine !== 'none' && (lockAt(address, channel).contact() === 'closed') === (mine === 'closedWhenSet');
  }

  function speaks(address: number): boolean {
    const board = all.get(address);
    const now = clock.monotonic();
    return board !== undefined && !board.dead && now >= silentUntil && now >= board.busyUntil;
  }

  function pulseMs(address: number): number {
    return boardAt(address).options.pulseMs ?? 300;
  }

  /** All locks hang on one supply: a second coil pulls it down, both drop and the boards start again. */
  function fire(address: number, channel: number, ms = pulseMs(address)): boolean {
    const board = boardAt(address);
    const lock = lockAt(address, channel);
    const now = clock.monotonic();
    const { coilRestMs = 0, busyMs = 0 } = board.options;
    if (now - (board.firedAt.get(channel) ?? Number.NEGATIVE_INFINITY) < coilRestMs) return false;
    board.firedAt.set(channel, now);
    pulses.push({ address, channel, at: now });
    const locks = [...all.values()].flatMap((other) => [...other.locks.values()]);
    if (locks.some((other) => other.isEnergised())) {
      for (const other of locks) other.cut();
      silentUntil = now + resetMs;
      resets += 1;
      return true;
    }
    lock.energise(ms);
    if (busyMs > 0) board.busyUntil = now + busyMs;
    return true;
  }

  const answers = createSimulatedAnswers({ clock, random });

  return {
    hands: createCabinetHands({ pulses, resets: () => resets, doorMoved, boardAt, lockAt }),
    speaks,
    has: (address, channel) => all.get(address)?.locks.has(channel) === true,
    fire,
    fireAll(address) {
      const stepMs = pulseMs(address) + 50;
      const { locks } = boardAt(address);
      for (const channel of locks.keys()) {
        clock.after((channel - 1) * stepMs, () => {
          if (speaks(address)) fire(address, channel);
        });
      }
      return locks.size * stepMs;
    },
    pulseMs,
    isSet,
    bits(address, { count, order }) {
      const { options, locks } = boardAt(address);
      const bits: boolean[] = Array.from({ length: count }, () => false);
      for (const channel of channelsUpTo(locks.size)) {
        const place = options.sensorByChannel?.get(channel) ?? bitOf(channel, { count, order });
        if (place >= 0 && place < count) bits[place] = isSet(address, channel);
      }
      return bits;
    },
    items: (address, count) => Array.from({ length: count }, (_, place) => boardAt(address).items.has(place + 1)),
    answerLater(wire, address, ms, answer) {
      const board = boardAt(address);
      answers.later(wire, { ...board.options, ms }, () => {
        if (!speaks(address)) return undefined;
        const bytes = answer(board.claimed ?? address);
        return board.twin ? answers.collide(bytes) : bytes;
      });
    },
    onSensor: (listener) => sensorChanged.add(listener),
    attach: (wire) => answers.attach(wire),
    serve(wire, cut, hear) {
      const takeOff = answers.attach(wire);
      const undo = wire.onBytes((bytes) => {
        for (const request of cut(bytes)) hear(request);
      });
      return () => {
        undo();
        takeOff();
      };
    },
    wires: () => answers.wires(),
  };
}
