// Parsers of the SAM card reader: replies on a serial line and in both HID framings, and commands as a module hears them.

import { createScanner } from '../../hardware/drivers/card-reader-sam/frames.ts';
import { fromReport, type HidFraming, toReports } from '../../hardware/drivers/card-reader-sam/hid-reports.ts';
import {
  command,
  createReplyDeframer,
  encodeCommand,
  encodeReply,
  readCommand,
} from '../../hardware/drivers/card-reader-sam/protocol.ts';
import type { Deframer } from '../../hardware/transport/line.ts';
import { joinBytes } from '../../src/base/bytes.ts';
import type { Random } from '../../src/base/random.ts';
import { randomBytes } from './noise.ts';
import type { GoodFrame, ParserTarget } from './parser-run.ts';

const alphabet = [0xaa, 0x96, 0x69, 0x00, 0x04, 0x05, 0x09, 0x0a, 0x90, 0x9f, 0x80];
const longest = 2_321;
/** A length that is legal and never reached, and a preamble that never ends. */
const worst = [
  [0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x09, 0x0a, 0x00],
  [0xaa],
  [0xaa, 0xaa, 0x96],
  [0xaa, 0xaa, 0xaa, 0x96, 0x69, 0xff, 0xff, 0xaa],
];

/** Short ones more often: with those of cards alone the noise would be theirs. */
function goodReply(random: Random): { readonly bytes: Uint8Array; readonly frame: unknown } {
  const status = random.pick([0x90, 0x9f, 0x80, 0x81, 0x41, 0x10, 0x66]);
  const length = random.pick([0, 0, 0, 4, 8, 16, 28, 70, random.between(0, 40), random.chance(0.2) ? 1_284 : 24]);
  const data = randomBytes(random, random.chance(0.01) ? 2_310 : length);
  return { bytes: encodeReply(status, data), frame: { sw1: 0, sw2: 0, status, data } };
}

const reply: ParserTarget = {
  name: 'card-reader-sam/reply',
  grammar: { alphabet, frame: (random) => goodReply(random).bytes },
  create: createReplyDeframer,
  good: goodReply,
  worst,
  mostKept: longest,
};

/** As `frameOverHid` does it: one report at a time, what it carries goes on to the deframer. */
function overReports(framing: HidFraming): ParserTarget {
  function create(): Deframer<unknown> {
    const deframer = createReplyDeframer();
    return { ...deframer, push: (report) => deframer.push(fromReport(report, framing, 'device')) };
  }
  const reports = (bytes: Uint8Array) => joinBytes(...toReports(bytes, framing, 'device'));
  return {
    name: `card-reader-sam/hid-${framing}`,
    grammar: {
      alphabet: [...alphabet, 0x37, 0xb1, 0x88],
      frame: (random) => reports(goodReply(random).bytes),
      block: 64,
    },
    create,
    good(random) {
      const { bytes, frame } = goodReply(random);
      return { bytes: reports(bytes), frame };
    },
    worst,
    mostKept: longest,
  };
}

/** As the simulator hears the computer. */
function createCommandDeframer(): Deframer<unknown> {
  const scanner = createScanner('host');
  const bodies = (pieces: ReturnType<typeof scanner.push>) =>
    pieces.flatMap((piece) => (piece.is === 'frame' ? [readCommand(piece.body)] : []));
  return {
    push: (bytes) => bodies(scanner.push(bytes)),
    silence: () => bodies(scanner.finish()),
    reset: () => scanner.reset(),
  };
}

function goodCommand(random: Random): GoodFrame {
  const code = random.pick(Object.values(command));
  const data = randomBytes(random, random.chance(0.1) ? random.between(1, 200) : 0);
  return { bytes: encodeCommand(code, data), frame: { code, data } };
}

export const samParsers: readonly ParserTarget[] = [
  reply,
  overReports('raw'),
  overReports('miaxis'),
  {
    name: 'card-reader-sam/command',
    grammar: { alphabet, frame: (random) => goodCommand(random).bytes },
    create: createCommandDeframer,
    good: goodCommand,
    worst,
    mostKept: longest,
  },
];
