// Boards under fire: noise towards a simulated board fires exactly the locks that the orders in the noise name.

import type { CabinetHands, SimulatedBoard } from '../../hardware/boards/simulated-cabinet.ts';
import { createLockBoard8aSimulator } from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { createLockBoardCu16Simulator } from '../../hardware/drivers/lock-board-kerong-cu16/simulator.ts';
import { createLockBoardCu48Simulator } from '../../hardware/drivers/lock-board-kerong-cu48/simulator.ts';
import { createLockBoardWklySimulator } from '../../hardware/drivers/lock-board-wkly/simulator.ts';
import { createLockBoardModbusSimulator } from '../../hardware/drivers/relay-board-modbus/lock-board-simulator.ts';
import { encodeRead, encodeTimedOn, readInputs, withCrc } from '../../hardware/drivers/relay-board-modbus/protocol.ts';
import { createHallDoorSimulator } from '../../hardware/drivers/relay-board-modbus/simulator.ts';
import type { Simulator } from '../../hardware/transport/wire.ts';
import { joinBytes } from '../../src/base/bytes.ts';
import type { Clock } from '../../src/base/clock.ts';
import { type Random, seededRandom } from '../../src/base/random.ts';
import { oracleCu16, oracleCu48, oracleModbus, oracleWkly } from './held-oracles.ts';
import { cu16Grammar, cu48Grammar, wklyGrammar } from './lock-grammars.ts';
import { type Grammar, noisePiece, spoiltPiece } from './noise.ts';
import { type Ordered, type OrderOracle, oracle8a } from './order-oracles.ts';
import { createStepClock } from './step-clock.ts';
import { BrokenPromise, type Tape } from './tape.ts';
import type { Figures, FuzzTarget } from './target.ts';

export interface BoardUnderFire {
  readonly name: string;
  /** What computers say to it, orders included. */
  readonly grammar: Grammar;
  create(clock: Clock, random: Random): { readonly simulator: Simulator; fired(): readonly number[] };
  oracle(): OrderOracle;
  /** Until every coil rests again, in ms. */
  readonly restMs: number;
}

/** Longer than any pause that a board allows inside a request. */
const pauseMs = 500;

export function boardTarget(board: BoardUnderFire): FuzzTarget {
  return { name: board.name, share: 1, run: (tape) => fireAt(board, tape) };
}

function fireAt(board: BoardUnderFire, tape: Tape): Figures {
  const { random } = tape;
  let found = 0;

  function fresh() {
    const clock = createStepClock();
    const { simulator, fired } = board.create(clock, seededRandom(random.between(0, 0xffffffff)));
    let hear: (bytes: Uint8Array) => void = () => undefined;
    simulator.attach({
      onBytes(listener) {
        hear = listener;
        return () => undefined;
      },
      send: () => undefined,
    });
    return { clock, fired, hear: (bytes: Uint8Array) => hear(bytes), oracle: board.oracle() };
  }
  let now = fresh();

  function expectFired(before: number, ordered: readonly number[]): void {
    const fired = now.fired().slice(before);
    if (fired.join() !== ordered.join()) throw tape.broken(`locks [${fired}] were fired, the bytes order [${ordered}]`);
  }

  /** Feeds bytes that end where an order ends, or hold none. */
  function feed(bytes: Uint8Array, ordered: Ordered): void {
    const before = now.fired().length;
    now.hear(tape.feed(bytes));
    if (ordered === 'unsure') {
      now = fresh();
      return;
    }
    if (ordered.length > 0) {
      now.clock.pass(board.restMs);
      now.oracle.pause();
    }
    expectFired(before, ordered);
    found += ordered.length;
  }

  function hearBurst(bytes: Uint8Array): void {
    let from = 0;
    let size = random.between(1, 64);
    for (let at = 0; at < bytes.length; at += 1) {
      const ordered = now.oracle.byte(bytes[at] ?? 0);
      const isCut = at + 1 - from >= size || at + 1 === bytes.length || ordered !== undefined;
      if (!isCut) continue;
      feed(bytes.subarray(from, at + 1), ordered ?? []);
      from = at + 1;
      size = random.between(1, 64);
    }
  }

  try {
    while (!tape.isDone()) {
      const piece = random.chance(0.3) ? noisePiece : spoiltPiece;
      hearBurst(joinBytes(...Array.from({ length: random.between(1, 60) }, () => piece(random, board.grammar))));
      const before = now.fired().length;
      now.clock.pass(pauseMs);
      now.oracle.pause();
      expectFired(before, []);
      if (now.fired().length > 10_000) now = fresh();
    }
  } catch (error) {
    if (error instanceof BrokenPromise) throw error;
    throw tape.broken(`it threw ${error instanceof Error ? error.stack : String(error)}`);
  }
  return { found, kept: null };
}

const channels = 8;
const place = { address: 1, channels, feedback: 'closedWhenSet' } as const;
const withXor = (...bytes: readonly number[]) =>
  Uint8Array.of(
    ...bytes,
    bytes.reduce((sum, byte) => sum ^ byte, 0),
  );

export const lock8aBoard: BoardUnderFire = {
  name: 'lock-board-8a/simulator',
  grammar: {
    alphabet: [0x8a, 0x80, 0x01, 0x02, 0x00, 0x11, 0x33, 0x9a],
    frame(random) {
      const board = random.pick([1, 1, 1, 2]);
      if (random.chance(0.4)) return withXor(0x80, board, random.between(0, 10), 0x33);
      return withXor(0x8a, board, random.chance(0.02) ? 0 : random.between(1, 12), 0x11);
    },
  },
  create(clock, random) {
    const simulator = createLockBoard8aSimulator({ clock, random, boards: [{ ...place, statusOrder: 'highFirst' }] });
    return { simulator, fired: () => simulator.pulses.map(({ channel }) => channel) };
  },
  oracle: () => oracle8a(place),
  restMs: 10_000,
};

const modbusGrammar: Grammar = {
  alphabet: [0x01, 0x02, 0x05, 0x0f, 0x10, 0x00, 0xff, 0x08],
  frame(random) {
    const unit = random.pick([1, 1, 1, 2]);
    const relay = random.between(1, 12);
    if (random.chance(0.4)) return encodeRead({ unit, of: readInputs, count: 8 });
    if (random.chance(0.05)) return withCrc(unit, 0x05, 0, random.between(0, 9), random.pick([0xff, 0]), 0);
    if (random.chance(0.05)) return withCrc(unit, 0x0f, 0, 0, 0, 8, 1, random.between(0, 255));
    return encodeTimedOn({ unit, relay, tenths: random.between(1, 30) });
  },
};
/** A pulse of the longest time that fits in the frame, which noise may order. */
const longestPulseMs = 0x7fff * 100;

const modbusBoard: BoardUnderFire = {
  name: 'relay-board-modbus/lock-simulator',
  grammar: modbusGrammar,
  create(clock, random) {
    const simulator = createLockBoardModbusSimulator({ clock, random, boards: [place] });
    return { simulator, fired: () => simulator.pulses.map(({ channel }) => channel) };
  },
  oracle: () => oracleModbus(place),
  restMs: longestPulseMs + 5_000,
};

const hallDoor: BoardUnderFire = {
  name: 'relay-board-modbus/hall-door-simulator',
  grammar: modbusGrammar,
  create(clock, random) {
    const inputs = {
      contact: { number: 1, closedWhen: 'on' },
      exitButton: { number: 2, pressedWhen: 'on' },
    } as const;
    const simulator = createHallDoorSimulator({ clock, random, unit: 1, relay: 1, inputs });
    return { simulator, fired: () => simulator.releases.map(() => 1) };
  },
  oracle() {
    const board = oracleModbus(place);
    return {
      pause: board.pause,
      byte(byte) {
        const ordered = board.byte(byte);
        return Array.isArray(ordered) ? ordered.filter((relay) => relay === 1) : ordered;
      },
    };
  },
  restMs: longestPulseMs + 5_000,
};

type CreateCabinet = (options: {
  readonly clock: Clock;
  readonly random: Random;
  readonly boards: readonly SimulatedBoard[];
}) => Simulator & CabinetHands;

function family(
  name: string,
  createCabinet: CreateCabinet,
  { grammar, oracle }: { readonly grammar: Grammar; readonly oracle: (board: typeof place) => OrderOracle },
): BoardUnderFire {
  return {
    name: `${name}/simulator`,
    grammar,
    create(clock, random) {
      const simulator = createCabinet({ clock, random, boards: [place] });
      return { simulator, fired: () => simulator.pulses.map(({ channel }) => channel) };
    },
    oracle: () => oracle(place),
    // The longest coil time that a frame can set.
    restMs: 700_000,
  };
}

const families: readonly BoardUnderFire[] = [
  family('lock-board-kerong-cu16', createLockBoardCu16Simulator, { grammar: cu16Grammar.asked, oracle: oracleCu16 }),
  family('lock-board-kerong-cu48', createLockBoardCu48Simulator, { grammar: cu48Grammar.asked, oracle: oracleCu48 }),
  family('lock-board-wkly', createLockBoardWklySimulator, { grammar: wklyGrammar.asked, oracle: oracleWkly }),
];

export const boardSimulators: readonly FuzzTarget[] = [lock8aBoard, modbusBoard, hallDoor, ...families].map(
  boardTarget,
);
