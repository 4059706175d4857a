// Parsers of receipt printers, code scanners and power supplies.

import { createReportJoiner } from '../../hardware/drivers/code-scanner-hidpos/joining.ts';
import { encodeReport } from '../../hardware/drivers/code-scanner-hidpos/protocol.ts';
import { createScannerDeframer, type Terminator } from '../../hardware/drivers/code-scanner-serial/deframer.ts';
import type { TriggerDialect } from '../../hardware/drivers/code-scanner-serial/dialect.ts';
import { encodeNewlandReply } from '../../hardware/drivers/code-scanner-serial/newland.ts';
import { encodeZoneReply } from '../../hardware/drivers/code-scanner-serial/zone-frames.ts';
import { createNutDeframer } from '../../hardware/drivers/power-supply-nut/lines.ts';
import { encodeNutLine, type NutLine } from '../../hardware/drivers/power-supply-nut/protocol.ts';
import {
  createReplyDeframer,
  processIdOf,
  statusRequest,
} from '../../hardware/drivers/receipt-printer-escpos/protocol.ts';
import { joinBytes } from '../../src/base/bytes.ts';
import type { Random } from '../../src/base/random.ts';
import { randomBytes } from './noise.ts';
import type { GoodFrame, ParserTarget } from './parser-run.ts';

function goodPrinterReply(random: Random): GoodFrame {
  if (random.chance(0.4)) {
    const id = processIdOf(random.between(0, 94 ** 4 - 1));
    const bytes = Uint8Array.of(0x37, 0x22, ...[...id].map((sign) => sign.charCodeAt(0)), 0x00);
    return { bytes, frame: { is: 'processId', id } };
  }
  if (random.chance(0.3)) {
    const bytes = Uint8Array.of(0x10, ...Array.from({ length: 3 }, () => random.between(0, 15)));
    return { bytes, frame: { is: 'automaticStatus', bytes } };
  }
  const byte = 0x12 | (random.between(0, 255) & 0x6c);
  return { asked: statusRequest(4), bytes: Uint8Array.of(byte), frame: { is: 'status', byte } };
}

const escpos: ParserTarget = {
  name: 'receipt-printer-escpos/reply',
  grammar: {
    alphabet: [0x10, 0x12, 0x16, 0x1c, 0x37, 0x22, 0x23, 0x25, 0x5f, 0x3b, 0x35, 0x11, 0x13, 0x00, 0x0c],
    frame: (random) => goodPrinterReply(random).bytes,
  },
  create: createReplyDeframer,
  good: goodPrinterReply,
  worst: [
    [0x37, 0x22, 0x21],
    [0x5f, 0x41],
    [0x35, 0x30],
    [0x10, 0x11],
  ],
  mostKept: 100,
};

const ends: Readonly<Record<Terminator, readonly number[]>> = { CR: [0x0d], LF: [0x0a], CRLF: [0x0d, 0x0a], none: [] };

function scanner(trigger: TriggerDialect, terminator: Terminator): ParserTarget {
  function replyOf(random: Random): GoodFrame {
    if (trigger === '7e00') {
      const reply = { status: random.pick(['done', 'wrongChecksum', 'invalid'] as const), data: Uint8Array.of(0) };
      return { bytes: encodeZoneReply(reply), frame: { is: 'reply', answer: { is: 'zone', reply } } };
    }
    const verdict = random.pick(['done', 'outOfRange', 'unknownCommand'] as const);
    const reply = { storage: 'untilPowerOff', body: random.pick(['SCNTRG1', 'SCNTRG0', 'SCNMOD0']), verdict } as const;
    return { bytes: encodeNewlandReply(reply), frame: { is: 'reply', answer: { is: 'newland', reply } } };
  }
  function good(random: Random): GoodFrame {
    if ((trigger === 'newland' || trigger === '7e00') && random.chance(0.3)) return replyOf(random);
    const code = randomBytes(random, random.between(1, 80)).map((byte) => 0x20 + (byte % 95));
    return { bytes: joinBytes(code, Uint8Array.from(ends[terminator])), frame: { is: 'code', bytes: code } };
  }
  return {
    name: `code-scanner-serial/${trigger}`,
    grammar: {
      alphabet: [0x02, 0x01, 0x00, 0x30, 0x3b, 0x03, 0x06, 0x0d, 0x0a, 0x5d, 0x51, 0x41],
      frame: (random) => good(random).bytes,
    },
    create: () => createScannerDeframer({ trigger, terminator }),
    good,
    worst: [[0x41], [0x02, 0x01, 0x30], [0x02, 0x00, 0x00, 0xff], [0x02]],
    mostKept: 4_100,
  };
}

function goodScan(random: Random): GoodFrame {
  const bytes = randomBytes(random, random.between(1, 180));
  const parts = Math.ceil(bytes.length / 56);
  const reports = Array.from({ length: parts }, (_, part) => ({
    symbology: 'Q1',
    data: bytes.slice(part * 56, (part + 1) * 56),
    isContinued: part < parts - 1,
  }));
  return { bytes: joinBytes(...reports.map(encodeReport)), frame: { is: 'code', bytes, symbology: 'Q1' } };
}

/** Its parser is told when somebody asks for a code anew: only then is what went before forgotten. */
function hidScanner(): ParserTarget {
  const joiners = new WeakMap<object, () => void>();
  return {
    name: 'code-scanner-hidpos/reports',
    grammar: {
      alphabet: [0x02, 0x38, 0x5d, 0x51, 0x31, 0x00, 0x01],
      frame: (random) => goodScan(random).bytes,
      block: 64,
    },
    create() {
      const joiner = createReportJoiner();
      joiners.set(joiner, joiner.forget);
      return joiner;
    },
    begin: (joiner) => joiners.get(joiner)?.(),
    good: goodScan,
    // A report of no data that says there is more, and one with the most data.
    worst: [
      [0x02, 0x00, 0x00, 0x00, 0x00, 0x01],
      [0x02, 0x38, 0x00, 0x00, 0x00, 0x01],
    ],
    mostKept: 300_000,
  };
}

function goodLine(random: Random): GoodFrame {
  const values = ['OL', 'OB DISCHRG', 'a "quoted" \\ one', '97', ''];
  const said: NutLine = random.chance(0.2)
    ? { is: 'error', code: 'DATA-STALE' }
    : {
        is: 'variable',
        ups: 'su700',
        variable: random.pick(['ups.status', 'battery.charge']),
        value: random.pick(values),
      };
  return { bytes: encodeNutLine(said), frame: said };
}

const nut: ParserTarget = {
  name: 'power-supply-nut/answers',
  grammar: {
    alphabet: [0x0a, 0x0d, 0x22, 0x5c, 0x20, 0x4f, 0x4c, 0x42, 0x56, 0x41, 0x52],
    frame(random) {
      if (random.chance(0.7)) return goodLine(random).bytes;
      const begin = encodeNutLine({ is: 'listBegin', ups: 'su700' });
      return random.chance(0.5)
        ? begin
        : joinBytes(begin, goodLine(random).bytes, encodeNutLine({ is: 'listEnd', ups: 'su700' }));
    },
  },
  create: createNutDeframer,
  good: goodLine,
  worst: [[0x41], [0x22, 0x5c]],
  mostKept: 1_025,
};

export const otherParsers: readonly ParserTarget[] = [
  escpos,
  scanner('honeywell', 'CR'),
  scanner('newland', 'CRLF'),
  scanner('7e00', 'LF'),
  scanner('none', 'none'),
  hidScanner(),
  nut,
];
