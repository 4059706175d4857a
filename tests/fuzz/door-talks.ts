// Talks with what opens doors: lock boards and the hall door. Nothing is ordered on the wire that nobody asked for.

import { createLockBoard, usualPulseMs } from '../../hardware/boards/lock-board.ts';
import type { LockDialect } from '../../hardware/boards/lock-dialect.ts';
import type { CabinetHands, SimulatedBoard } from '../../hardware/boards/simulated-cabinet.ts';
import { lock8aDialect } from '../../hardware/drivers/lock-board-8a/dialect.ts';
import { createLockBoard8aSimulator } from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { cu16Dialect } from '../../hardware/drivers/lock-board-kerong-cu16/dialect.ts';
import { createLockBoardCu16Simulator } from '../../hardware/drivers/lock-board-kerong-cu16/simulator.ts';
import { cu48Dialect } from '../../hardware/drivers/lock-board-kerong-cu48/dialect.ts';
import { createLockBoardCu48Simulator } from '../../hardware/drivers/lock-board-kerong-cu48/simulator.ts';
import { wklyDialect } from '../../hardware/drivers/lock-board-wkly/dialect.ts';
import { createLockBoardWklySimulator } from '../../hardware/drivers/lock-board-wkly/simulator.ts';
import { modbusLockDialect } from '../../hardware/drivers/relay-board-modbus/dialect.ts';
import { createHallDoorModbus } from '../../hardware/drivers/relay-board-modbus/hall-door.ts';
import { createModbusLine } from '../../hardware/drivers/relay-board-modbus/line.ts';
import { createLockBoardModbusSimulator } from '../../hardware/drivers/relay-board-modbus/lock-board-simulator.ts';
import {
  encodeRead,
  encodeReply,
  encodeTimedOn,
  readInputs,
} from '../../hardware/drivers/relay-board-modbus/protocol.ts';
import { createHallDoorSimulator } from '../../hardware/drivers/relay-board-modbus/simulator.ts';
import type { Simulator } from '../../hardware/transport/wire.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import { cu16Grammar, cu48Grammar, wklyGrammar } from './lock-grammars.ts';
import { type Grammar, randomBytes } from './noise.ts';
import { createOrderBook } from './order-book.ts';
import type { Around, Conversation, Talk } from './talk.ts';

interface Family<Frame> {
  readonly name: string;
  readonly dialect: LockDialect<Frame>;
  readonly board: SimulatedBoard;
  readonly grammar: Grammar;
  createSimulator(around: { readonly clock: Clock; readonly random: Random }): Simulator & CabinetHands;
}

const pulseWithinMs = 12_000;

function lockConversation<Frame>(family: Family<Frame>): Conversation {
  const { name, dialect, board, grammar, createSimulator } = family;
  const { address, channels, feedback } = board;

  function open({ clock, transport, log, random, wire }: Around): Talk {
    const simulator = createSimulator({ clock, random });
    const line = dialect.openLine({
      ...{ transport, clock, log, random: random.next },
      boards: new Map([[address, channels]]),
      longestPulseMs: usualPulseMs,
    });
    const locks = createLockBoard({
      name: 'cells',
      address,
      channels,
      feedback,
      dialect,
      line,
      clock,
      log,
      ownsLine: true,
    });
    const book = createOrderBook({
      wire,
      harmless: [dialect.query(address, channels)],
      orders: new Map(locks.channels.map((channel) => [channel, dialect.unlock(address, channel, usualPulseMs)])),
      fired: () => simulator.pulses.map(({ channel }) => channel),
    });

    function pulse() {
      const channel = random.pick(locks.channels);
      return book.give(channel, locks.pulse(channel));
    }

    return {
      grammar,
      simulator,
      start: locks.start,
      stop: locks.stop,
      order: () => ({ promise: pulse(), withinMs: pulseWithinMs }),
      hand() {
        const channel = random.pick(locks.channels);
        if (random.chance(0.5)) simulator.simulatePushShut(address, channel);
        else simulator.simulateBounce(address, channel);
      },
      isReady: () => locks.state().is === 'ready',
      broken: (end) =>
        book.broken(end === 'simulator') ??
        ((end === 'noise' || end === 'grammar') && book.firedSince() > 0 ? 'a lock was fired by noise' : undefined),
      async prove(pass) {
        await pass(4_000);
        const before = simulator.pulses.length;
        const channel = random.pick(locks.channels);
        simulator.simulatePushShut(address, channel);
        const result = book.give(channel, locks.pulse(channel));
        await pass(pulseWithinMs);
        const { ok } = await result;
        if (!ok || simulator.pulses.length !== before + 1) return `lock ${channel} did not open`;
        if (locks.door(channel) !== 'open') return `the open door ${channel} is not seen`;
        for (const each of locks.channels) simulator.simulatePushShut(address, each);
        await pass(2_000);
        if (locks.channels.some((each) => locks.door(each) !== 'closed')) return 'closed doors are not seen';
        book.settle();
        return undefined;
      },
      found: () => simulator.pulses.length,
    };
  }

  return { name, speed: dialect.usualSpeed, readyMs: 60_000, open };
}

const withXor = (...bytes: readonly number[]) =>
  Uint8Array.of(
    ...bytes,
    bytes.reduce((sum, byte) => sum ^ byte, 0),
  );

const lock8a: Conversation = lockConversation({
  name: 'lock-board-8a/conversation',
  dialect: lock8aDialect,
  board: { address: 1, channels: 12, feedback: 'closedWhenSet' },
  grammar: {
    alphabet: [0x8a, 0x80, 0x81, 0x82, 0x01, 0x02, 0x11, 0x33, 0x00],
    frame(random) {
      const board = random.pick([1, 1, 2]);
      if (random.chance(0.5)) return withXor(0x80, board, ...randomBytes(random, random.between(3, 7)), 0x33);
      const kind = random.pick([0x8a, 0x80, 0x81, 0x82]);
      return withXor(kind, board, random.between(0, 13), random.pick([0x00, 0x11]));
    },
  },
  createSimulator: ({ clock, random }) =>
    createLockBoard8aSimulator({
      clock,
      random,
      boards: [{ address: 1, channels: 12, feedback: 'closedWhenSet', statusOrder: 'highFirst', reports: '81' }],
    }),
});

/** Without the refusals that mean "never": a board that says so is believed until it is lost. */
const modbusGrammar: Grammar = {
  alphabet: [0x01, 0x02, 0x05, 0x82, 0x85, 0x00, 0x04],
  frame(random) {
    const unit = random.pick([1, 1, 2]);
    if (random.chance(0.6))
      return encodeReply({ is: 'bits', unit, of: readInputs, bits: randomBytes(random, random.pick([1, 2])) });
    if (random.chance(0.5))
      return encodeTimedOn({ unit, relay: random.between(1, 12), tenths: random.pick([5, 10, 30]) });
    return encodeReply({ is: 'exception', unit, function: random.pick([2, 5]), code: random.pick([3, 4, 6]) });
  },
};

const modbusLocks: Conversation = lockConversation({
  name: 'relay-board-modbus/lock-conversation',
  dialect: modbusLockDialect,
  board: { address: 1, channels: 12, feedback: 'closedWhenSet' },
  grammar: modbusGrammar,
  createSimulator: ({ clock, random }) =>
    createLockBoardModbusSimulator({
      clock,
      random,
      boards: [{ address: 1, channels: 12, feedback: 'closedWhenSet' }],
    }),
});

const releaseMs = [500, 1_000, 3_000] as const;

const hallDoor: Conversation = {
  name: 'relay-board-modbus/hall-door-conversation',
  speed: 9_600,
  readyMs: 60_000,
  open({ clock, transport, log, random, wire }) {
    const place = {
      unit: 1,
      relay: 1,
      inputs: { contact: { number: 1, closedWhen: 'on' }, exitButton: { number: 2, pressedWhen: 'on' } },
    } as const;
    const simulator = createHallDoorSimulator({ ...place, clock, random });
    const line = createModbusLine({ transport, clock, log, random: random.next });
    const door = createHallDoorModbus({ ...place, name: 'hallDoor', line, clock, log });
    const book = createOrderBook({
      wire,
      harmless: [encodeRead({ unit: 1, of: readInputs, count: 2 })],
      orders: new Map(releaseMs.map((ms) => [ms, encodeTimedOn({ unit: 1, relay: 1, tenths: ms / 100 })])),
      fired: () => simulator.releases.map(({ ms }) => ms),
    });
    return {
      grammar: modbusGrammar,
      simulator,
      start: door.start,
      stop: door.stop,
      order() {
        const ms = random.pick(releaseMs);
        return { promise: book.give(ms, door.release(ms)), withinMs: pulseWithinMs };
      },
      hand: () => (random.chance(0.5) ? simulator.simulatePressExit(500) : simulator.simulateLetFall()),
      isReady: () => door.state().is === 'ready',
      broken: (end) =>
        book.broken(end === 'simulator') ??
        ((end === 'noise' || end === 'grammar') && book.firedSince() > 0
          ? 'the strike was released by noise'
          : undefined),
      async prove(pass) {
        await pass(5_000);
        const before = simulator.releases.length;
        const result = book.give(1_000, door.release(1_000));
        await pass(pulseWithinMs);
        const { ok } = await result;
        if (!ok || simulator.releases.length !== before + 1) return 'the strike was not released';
        if (door.inputs().contact !== simulator.door().leaf) return 'the door contact is not seen';
        book.settle();
        return undefined;
      },
      found: () => simulator.releases.length,
    };
  },
};

const board = { address: 1, channels: 12, feedback: 'closedWhenSet' } as const;

const families: readonly Conversation[] = [
  lockConversation({
    name: 'lock-board-kerong-cu16/conversation',
    ...{ dialect: cu16Dialect, board, grammar: cu16Grammar.answered },
    createSimulator: (around) => createLockBoardCu16Simulator({ ...around, boards: [board] }),
  }),
  lockConversation({
    name: 'lock-board-kerong-cu48/conversation',
    ...{ dialect: cu48Dialect, board, grammar: cu48Grammar.answered },
    createSimulator: (around) => createLockBoardCu48Simulator({ ...around, boards: [board] }),
  }),
  lockConversation({
    name: 'lock-board-wkly/conversation',
    ...{ dialect: wklyDialect, board, grammar: wklyGrammar.answered },
    createSimulator: (around) => createLockBoardWklySimulator({ ...around, boards: [board] }),
  }),
];

export const doorConversations: readonly Conversation[] = [lock8a, modbusLocks, hallDoor, ...families];
