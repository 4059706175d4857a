// Decoders: what explains bytes to a technician. No bytes make one throw, and where it tells hex, it tells all of them.

import { decodeIdCard } from '../../hardware/drivers/card-reader-sam/decode.ts';
import { encodeIdCard } from '../../hardware/drivers/card-reader-sam/encode.ts';
import { encodeCommand, encodeReply } from '../../hardware/drivers/card-reader-sam/protocol.ts';
import { decodeReport } from '../../hardware/drivers/code-scanner-hidpos/protocol.ts';
import { decodeNewlandCommand, decodeNewlandReply } from '../../hardware/drivers/code-scanner-serial/newland.ts';
import { readCode } from '../../hardware/drivers/code-scanner-serial/text.ts';
import { decodeZoneReply, decodeZoneWrite } from '../../hardware/drivers/code-scanner-serial/zone-frames.ts';
import { decodeAnswer } from '../../hardware/drivers/document-printer-ipp/protocol.ts';
import { decodeLock8a } from '../../hardware/drivers/lock-board-8a/decode.ts';
import { encodeLock8a } from '../../hardware/drivers/lock-board-8a/encode.ts';
import { decodeCu16 } from '../../hardware/drivers/lock-board-kerong-cu16/decode.ts';
import { encodeCu16 } from '../../hardware/drivers/lock-board-kerong-cu16/encode.ts';
import { decodeCu48 } from '../../hardware/drivers/lock-board-kerong-cu48/decode.ts';
import { encodeCu48 } from '../../hardware/drivers/lock-board-kerong-cu48/encode.ts';
import { decodeWkly } from '../../hardware/drivers/lock-board-wkly/decode.ts';
import { encodeWkly } from '../../hardware/drivers/lock-board-wkly/encode.ts';
import { decodeNutLine, decodeNutRequest } from '../../hardware/drivers/power-supply-nut/protocol.ts';
import { decodeEscposStatus } from '../../hardware/drivers/receipt-printer-escpos/decode.ts';
import { decodeModbus } from '../../hardware/drivers/relay-board-modbus/decode.ts';
import { toHex } from '../../src/base/bytes.ts';
import type { Random } from '../../src/base/random.ts';
import type { Result } from '../../src/base/result.ts';
import { codecDecoders } from './codec-decoders.ts';
import { cu16Grammar, cu48Grammar, wklyGrammar } from './lock-grammars.ts';
import { randomBytes, spoiltPiece } from './noise.ts';
import { BrokenPromise, type Tape } from './tape.ts';
import type { FuzzTarget } from './target.ts';

export interface Decoder {
  readonly name: string;
  readonly alphabet: readonly number[];
  /** Things that may be frames; spoilt on the way. */
  frame(random: Random): Uint8Array;
  decode(bytes: Uint8Array, from: 'host' | 'device'): readonly object[];
  /** Makes bytes of what was told; frames that are explained and never made are refused in words. */
  readonly encode?: (told: unknown) => Result<Uint8Array, string>;
}

export function decoderTarget(decoder: Decoder): FuzzTarget {
  return {
    name: decoder.name,
    share: 1,
    run(tape) {
      let found = 0;
      try {
        while (!tape.isDone()) found += decodePiece(decoder, tape);
      } catch (error) {
        if (error instanceof BrokenPromise) throw error;
        throw tape.broken(`it threw ${error instanceof Error ? error.stack : String(error)}`);
      }
      return { found, kept: null };
    },
  };
}

function decodePiece({ alphabet, frame, decode, encode }: Decoder, tape: Tape): number {
  const { random } = tape;
  const bytes = tape.feed(spoiltPiece(random, { alphabet, frame }));
  const told = decode(bytes, random.pick(['host', 'device'] as const));
  const hex = told.map((each) => ('hex' in each ? String(each.hex) : '')).join('');
  if (hex !== '' && hex !== toHex(bytes)) throw tape.broken('not every byte is told');
  let frames = 0;
  for (const each of told) {
    if (!('ok' in each) || each.ok !== true) continue;
    frames += 1;
    const again = encode?.(each);
    if (again?.ok === true && 'hex' in each && toHex(again.value) !== each.hex)
      throw tape.broken(`${JSON.stringify(each)} makes other bytes: ${toHex(again.value)}`);
  }
  return frames;
}

const text = (words: string) => [...new TextEncoder().encode(words)];
const attribute = (tag: number, name: string, value: readonly number[]) => [
  tag,
  ...[0, name.length, ...text(name)],
  ...[0, value.length, ...value],
];
const ippAnswer = Uint8Array.of(
  ...[2, 0, 0, 0, 0, 0, 0, 1, 0x01],
  ...attribute(0x47, 'attributes-charset', text('utf-8')),
  ...attribute(0x48, 'attributes-natural-language', text('en')),
  0x04,
  ...attribute(0x23, 'printer-state', [0, 0, 0, 3]),
  0x03,
);

const families: readonly Decoder[] = [
  {
    name: 'lock-board-kerong-cu16/decode',
    ...{
      alphabet: cu16Grammar.asked.alphabet,
      decode: (bytes, from) => decodeCu16(bytes, { from }),
      encode: encodeCu16,
    },
    frame: (random) => random.pick([cu16Grammar.asked, cu16Grammar.answered]).frame(random),
  },
  {
    name: 'lock-board-kerong-cu48/decode',
    ...{
      alphabet: cu48Grammar.asked.alphabet,
      decode: (bytes, from) => decodeCu48(bytes, { from }),
      encode: encodeCu48,
    },
    frame: (random) => random.pick([cu48Grammar.asked, cu48Grammar.answered]).frame(random),
  },
  {
    name: 'lock-board-wkly/decode',
    ...{
      alphabet: wklyGrammar.asked.alphabet,
      decode: (bytes, from) => decodeWkly(bytes, { from }),
      encode: encodeWkly,
    },
    frame: (random) => random.pick([wklyGrammar.asked, wklyGrammar.answered]).frame(random),
  },
];

const hexOf = (...bytes: readonly number[]) => Uint8Array.from(bytes);

const drivers: readonly Decoder[] = [
  {
    name: 'lock-board-8a/decode',
    alphabet: [0x8a, 0x80, 0x81, 0x82, 0x90, 0x9a, 0x9b, 0x01, 0x11, 0x33, 0x00],
    frame: (random) =>
      random.pick([hexOf(0x8a, 1, 1, 0x11, 0x9b), hexOf(0x80, 1, 0, 0, 1, 0x33, 0xb3), hexOf(0x8a, 1, 0, 0x11, 0x9a)]),
    decode: (bytes, from) => decodeLock8a(bytes, { from }),
    encode: encodeLock8a,
  },
  {
    name: 'relay-board-modbus/decode',
    alphabet: [0x01, 0x02, 0x05, 0x0f, 0x10, 0x81, 0x00],
    frame: (random) => random.pick([hexOf(1, 2, 0, 0, 0, 8, 0x79, 0xcc), hexOf(1, 2, 1, 0, 0xa1, 0x88)]),
    decode: (bytes, from) => decodeModbus(bytes, { from }),
  },
  {
    name: 'card-reader-sam/decode',
    alphabet: [0xaa, 0x96, 0x69, 0x00, 0x04, 0x90, 0x9f],
    frame: (random) =>
      random.chance(0.5)
        ? encodeCommand(0x2001)
        : encodeReply(0x90, randomBytes(random, random.pick([0, 4, 8, 16, 28, 70, 140]))),
    decode: (bytes, from) => decodeIdCard(bytes, { from, unmasked: true }),
    encode: encodeIdCard,
  },
  {
    name: 'receipt-printer-escpos/decode',
    alphabet: [0x10, 0x04, 0x1b, 0x1d, 0x1c, 0x28, 0x6b, 0x76, 0x30, 0x37, 0x12, 0x00, 0x0a],
    frame: (random) =>
      random.pick([
        hexOf(0x1d, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0),
        hexOf(0x10, 4, 1, 0x16),
        hexOf(0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0),
      ]),
    decode: (bytes, from) => decodeEscposStatus(bytes, { from }),
  },
  {
    name: 'code-scanner-serial/decode',
    alphabet: [0x02, 0x01, 0x00, 0x30, 0x7e, 0x08, 0x3b, 0x03, 0x06, 0x23, 0x40],
    frame: (random) => random.pick([hexOf(2, 0, 0, 1, 0, 0x33, 0x31), hexOf(0x7e, 0, 8, 1, 0, 2, 1, 0xab, 0xcd)]),
    decode(bytes) {
      const encoding = bytes.length % 2 === 0 ? 'utf-8' : 'gb18030';
      return [
        decodeNewlandCommand(bytes),
        decodeNewlandReply(bytes),
        decodeZoneReply(bytes),
        decodeZoneWrite(bytes),
        readCode(bytes, { encoding, aimPrefix: true, trigger: 'newland' }),
      ];
    },
  },
  {
    name: 'code-scanner-hidpos/decode',
    alphabet: [0x02, 0x38, 0x5d, 0x51, 0x00, 0x01],
    frame(random) {
      const report = randomBytes(random, 64);
      report.set([0x02, random.between(0, 60), 0x5d, 0x51, 0x31]);
      return report;
    },
    decode: (bytes) => [decodeReport(bytes)],
  },
  {
    name: 'power-supply-nut/decode',
    alphabet: [0x22, 0x5c, 0x20, 0x56, 0x41, 0x52, 0x4f, 0x4b, 0x0d],
    frame: (random) =>
      new TextEncoder().encode(
        random.pick(['VAR ups ups.status "OL"', 'ERR DATA-STALE', 'BEGIN LIST VAR ups', 'GET VAR ups x']),
      ),
    decode: (bytes) => [decodeNutLine(bytes), decodeNutRequest(bytes)],
  },
];

const answersOverHttp: readonly Decoder[] = [
  {
    name: 'document-printer-ipp/decode',
    alphabet: [0x01, 0x02, 0x03, 0x04, 0x21, 0x23, 0x42, 0x44, 0x47, 0x48, 0x49, 0x00],
    // Version 2.0, successful, two operation attributes, one printer attribute, end.
    frame: () => ippAnswer,
    decode: (bytes) => [decodeAnswer(bytes)],
  },
];

export const decoders: readonly FuzzTarget[] = [...drivers, ...families, ...codecDecoders, ...answersOverHttp].map(
  decoderTarget,
);
