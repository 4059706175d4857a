// Parsers of lock boards and relay boards: what comes from the boards.

import { createAnswerDeframer } from '../../hardware/boards/answer-line.ts';
import type { Look } from '../../hardware/boards/frame-cutter.ts';
import type { Channel } from '../../hardware/classes/lock-board.ts';
import { createLock8aDeframer } from '../../hardware/drivers/lock-board-8a/line.ts';
import {
  encodeRequest as encode8a,
  encodeContacts,
  encodeSingle,
  type LockFrame,
} from '../../hardware/drivers/lock-board-8a/protocol.ts';
import { lookForAnswer as lookForCu16 } from '../../hardware/drivers/lock-board-kerong-cu16/protocol.ts';
import { lookForAnswer as lookForCu48 } from '../../hardware/drivers/lock-board-kerong-cu48/protocol.ts';
import { lookForAnswer as lookForWkly } from '../../hardware/drivers/lock-board-wkly/protocol.ts';
import { createModbusDeframer } from '../../hardware/drivers/relay-board-modbus/line.ts';
import {
  encodeRead,
  encodeReply,
  encodeTimedOn,
  type ModbusFrame,
  readInputs,
  readRelays,
  writeRelay,
} from '../../hardware/drivers/relay-board-modbus/protocol.ts';
import type { Random } from '../../src/base/random.ts';
import { cu16Grammar, cu48Grammar, type LockGrammar, wklyGrammar } from './lock-grammars.ts';
import { randomBytes } from './noise.ts';
import type { GoodFrame, ParserTarget } from './parser-run.ts';

const boards8a = new Map([
  [1, 24],
  [2, 50],
  [31, 8],
]);

function good8a(random: Random): GoodFrame {
  const board = random.pick([...boards8a.keys()]);
  const channel = random.between(1, 50) as Channel;
  const shorted = random.chance(0.5);
  const is = random.pick(['report', 'contact', 'pulsed', 'contacts'] as const);
  if (is === 'contacts') {
    const least = Math.max(3, Math.ceil((boards8a.get(board) ?? 0) / 8));
    const status = randomBytes(random, random.between(least, 7));
    // Begins like its own request: on a line that is known to echo nobody can tell the two apart.
    if (status[0] === 0 && status[1] === 0x33) status[1] = 0;
    const frame: LockFrame = { is, board, status };
    return { asked: encode8a({ ask: 'contacts', board }), bytes: encodeContacts(frame), frame };
  }
  const frame = { is, board, channel, shorted } as const;
  const bytes = encodeSingle(frame, { newerReport: random.chance(0.5) });
  if (is === 'report') return { bytes, frame };
  const asked = encode8a({ ask: is === 'pulsed' ? 'unlock' : 'contact', board, channel });
  // On a line that echoes, an answer that is the request again is taken for the echo that comes before it.
  return is === 'pulsed' && shorted
    ? { asked, bytes: encodeSingle({ ...frame, shorted: false }), frame: { ...frame, shorted: false } }
    : { asked, bytes, frame };
}

const lock8a: ParserTarget = {
  name: 'lock-board-8a/answers',
  grammar: {
    alphabet: [0x8a, 0x80, 0x81, 0x82, 0x01, 0x02, 0x1f, 0x11, 0x33, 0x00],
    frame(random) {
      const { asked, bytes } = good8a(random);
      return asked !== undefined && random.chance(0.2) ? asked : bytes;
    },
  },
  create: () => createLock8aDeframer({ boards: boards8a }),
  good: good8a,
  worst: [[0x80, 0x02, 0x00], [0x80], [0x80, 0x01]],
  mostKept: 11,
};

function goodModbus(random: Random): GoodFrame {
  const unit = random.pick([1, 2, 247]);
  if (random.chance(0.2)) {
    const tenths = random.between(1, 300);
    const relay = random.between(1, 32);
    const frame: ModbusFrame = { is: 'exception', unit, function: writeRelay, code: random.between(1, 4) };
    return { asked: encodeTimedOn({ unit, relay, tenths }), bytes: encodeReply(frame), frame };
  }
  const of = random.pick([readInputs, readRelays] as const);
  const count = random.pick([4, 8, 16, 32]);
  const frame: ModbusFrame = { is: 'bits', unit, of, bits: randomBytes(random, Math.ceil(count / 8)) };
  return { asked: encodeRead({ unit, of, count }), bytes: encodeReply(frame), frame };
}

const modbus: ParserTarget = {
  name: 'relay-board-modbus/answers',
  grammar: {
    alphabet: [0x01, 0x02, 0xf7, 0x05, 0x0f, 0x81, 0x82, 0x85, 0x04, 0x00],
    frame(random) {
      const { asked, bytes } = goodModbus(random);
      return asked !== undefined && random.chance(0.2) ? asked : bytes;
    },
  },
  create: createModbusDeframer,
  good: goodModbus,
  worst: [[0x01, 0x02, 0x04, 0x01], [0x01], [0x01, 0x02]],
  mostKept: 260,
};

const bothBoards = new Map([
  [1, 12],
  [2, 12],
]);

function family<Frame extends { readonly board: number }>(
  name: string,
  look: Look<Frame>,
  { grammar, worst, mostKept }: { grammar: LockGrammar; worst: ParserTarget['worst']; mostKept: number },
): ParserTarget {
  const { answered, good } = grammar;
  return {
    name: `${name}/answers`,
    grammar: answered,
    create: () => createAnswerDeframer(look, bothBoards),
    good,
    worst,
    mostKept,
  };
}

const families: readonly ParserTarget[] = [
  family('lock-board-kerong-cu16', lookForCu16, {
    grammar: cu16Grammar,
    worst: [[0x02], [0x02, 0x10, 0x35]],
    mostKept: 9,
  }),
  family('lock-board-kerong-cu48', lookForCu48, {
    grammar: cu48Grammar,
    worst: [[0x02], [0x02, 1, 0, 0x75]],
    mostKept: 18,
  }),
  family('lock-board-wkly', lookForWkly, {
    grammar: wklyGrammar,
    worst: [
      [0x57, 0x4b, 0x4c, 0x59, 0xff, 0x01],
      [0x57, 0x4b, 0x4c],
    ],
    mostKept: 255,
  }),
];

export const lockParsers: readonly ParserTarget[] = [lock8a, modbus, ...families];
