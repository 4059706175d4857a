// Codec of the serial scanners: every published frame, every spoilt one, and codes that look like answers.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestCode } from '../../../hardware/classes/code-scanner.ts';
import {
  createScannerDeframer,
  type ScannerFrame,
  type Terminator,
} from '../../../hardware/drivers/code-scanner-serial/deframer.ts';
import { encodeOrder, type TriggerDialect } from '../../../hardware/drivers/code-scanner-serial/dialect.ts';
import {
  decodeNewlandCommand,
  decodeNewlandReply,
  encodeNewlandCommand,
  encodeNewlandReply,
} from '../../../hardware/drivers/code-scanner-serial/newland.ts';
import { type CodeReading, encodeCode, readCode } from '../../../hardware/drivers/code-scanner-serial/text.ts';
import {
  decodeZoneReply,
  decodeZoneWrite,
  encodeZoneReply,
  encodeZoneWrite,
} from '../../../hardware/drivers/code-scanner-serial/zone-frames.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import { failed } from '../../../src/base/result.ts';

interface Vector {
  readonly protocol: string;
  readonly name: string;
  readonly direction: 'host->device' | 'device->host';
  readonly hex: string;
  readonly meaning: string;
}

const vectors = (
  JSON.parse(readFileSync(new URL('../../fixtures/scanner-vectors.json', import.meta.url), 'utf8')) as readonly Vector[]
).filter(({ protocol }) => protocol !== 'scanner-hidpos');

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return bytes.value;
}

function decodedAs<Value>(result: { ok: true; value: Value } | { ok: false; problem: unknown }): Value {
  if (!result.ok) throw new Error(`refused: ${String(result.problem)}`);
  return result.value;
}

/** Decoded and encoded again; the Honeywell orders are fixed bytes and have no decoder. */
function encodeAgain({ protocol, direction, name }: Vector, bytes: Uint8Array): Uint8Array {
  if (protocol === 'scanner-honeywell') {
    return encodeOrder('honeywell', name === 'trigger_on' ? 'trigger' : 'stop') ?? new Uint8Array();
  }
  if (protocol === 'scanner-newland-unified') return encodeNewlandCommand(decodedAs(decodeNewlandCommand(bytes)));
  return direction === 'host->device'
    ? encodeZoneWrite(decodedAs(decodeZoneWrite(bytes)))
    : encodeZoneReply(decodedAs(decodeZoneReply(bytes)));
}

describe('published frames', () => {
  it.each(vectors)('$protocol $name: $meaning', (vector) => {
    expect(toHex(encodeAgain(vector, bytesOf(vector.hex)))).toBe(vector.hex.toLowerCase());
  });

  it.each([
    ['newland', 'trigger', 'scanner-newland-unified', 'trigger_on'],
    ['newland', 'stop', 'scanner-newland-unified', 'trigger_off'],
    ['7e00', 'trigger', 'scanner-7e00', 'trigger'],
  ] as const)('the order %s %s is the published one', (dialect, order, protocol, name) => {
    const vector = vectors.find((each) => each.protocol === protocol && each.name === name);
    expect(toHex(encodeOrder(dialect, order) ?? new Uint8Array())).toBe(vector?.hex.toLowerCase());
  });

  it.each([
    ['ack', 'done'],
    ['nak_crc', 'wrongChecksum'],
    ['nak_invalid', 'invalid'],
  ])('%s says %s', (name, status) => {
    const vector = vectors.find((each) => each.name === name);
    expect(decodeZoneReply(bytesOf(vector?.hex ?? ''))).toMatchObject({ ok: true, value: { status } });
  });

  it('are all that there are', () => {
    expect(vectors.map(({ protocol, name }) => `${protocol} ${name}`)).toHaveLength(9);
  });
});

describe('wrong frames', () => {
  it.each([
    ['02 00 00 01 00 33 30', 'wrongChecksum'],
    ['02 00 01 01 00 33 31', 'wrongChecksum'],
    ['02 00 00 02 00 33 31', 'wrongLength'],
    ['02 00 00 01 00 33', 'wrongLength'],
    ['03 00 00 01 00 33 31', 'wrongHeader'],
    ['02 00 07 01 00 b6 a1', 'unknownStatus'],
    ['', 'wrongHeader'],
  ])('answer %s: %s', (hex, problem) => {
    expect(decodeZoneReply(bytesOf(hex))).toEqual(failed(problem));
  });

  it.each([
    ['7e 00 08 01 00 02 01 ab ce', 'wrongChecksum'],
    ['7e 00 08 02 00 02 01 ab cd', 'wrongLength'],
    ['7e 00 08 00 00 02 ab cd', 'wrongLength'],
    ['7e 00 09 01 00 02 01 ab cd', 'unknownKind'],
    ['7e 01 08 01 00 02 01 ab cd', 'wrongHeader'],
  ])('zone write %s: %s', (hex, problem) => {
    expect(decodeZoneWrite(bytesOf(hex))).toEqual(failed(problem));
  });

  it.each([
    ['7e 00 30 30 30 30 23 53 43 4e 54 52 47 31 3b 03', 'wrongHeader'],
    ['7e 01 30 30 30 30 23 53 43 4e 54 52 47 31 3b', 'wrongEnd'],
    ['7e 01 30 30 30 30 24 53 43 4e 54 52 47 31 3b 03', 'wrongStorage'],
    ['7e 01 30 30 30 30 23 53 43 3b 4e 54 52 47 31 3b 03', 'wrongBody'],
    ['7e 01 30 30 30 30 3b 03', 'wrongEnd'],
  ])('Newland command %s: %s', (hex, problem) => {
    expect(decodeNewlandCommand(bytesOf(hex))).toEqual(failed(problem));
  });

  it.each([
    ['02 01 30 30 30 30 23 53 43 4e 54 52 47 31 3b 03', 'wrongVerdict'],
    ['7e 01 30 30 30 30 23 53 43 4e 54 52 47 31 06 3b 03', 'wrongHeader'],
    ['02 01 30 30 30 30 23 53 43 4e 54 52 47 31 06 3b 04', 'wrongEnd'],
  ])('Newland answer %s: %s', (hex, problem) => {
    expect(decodeNewlandReply(bytesOf(hex))).toEqual(failed(problem));
  });

  it('has no command that could be two, and none for a zone that does not exist', () => {
    expect(() => encodeNewlandCommand({ storage: 'untilPowerOff', body: 'SCNTRG1;FACDEF' })).toThrow(RangeError);
    expect(() => encodeZoneWrite({ address: 0x1_0000, data: Uint8Array.of(1), checksum: 'skipped' })).toThrow(
      RangeError,
    );
    expect(() => encodeZoneWrite({ address: 2, data: new Uint8Array(), checksum: 'skipped' })).toThrow(RangeError);
  });
});

describe('the codec', () => {
  it('gives back every frame with a computed checksum, and refuses it with any bit turned over', () => {
    const data = fc.uint8Array({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.nat(0xffff), data, fc.nat(), (address, bytes, place) => {
        const write = { address, data: bytes, checksum: 'computed' } as const;
        const frame = encodeZoneWrite(write);
        const decoded = decodeZoneWrite(frame);
        // A checksum that happens to be AB CD reads as "do not check".
        if (decoded.ok && decoded.value.checksum === 'skipped') return;
        expect(decoded).toEqual({ ok: true, value: write });
        const bit = place % (frame.length * 8);
        const spoilt = frame.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        const again = decodeZoneWrite(spoilt);
        expect(again.ok && again.value.checksum === 'computed').toBe(false);
      }),
    );
  });

  it('gives back every Newland answer', () => {
    const verdict = fc.constantFrom('done' as const, 'outOfRange' as const, 'unknownCommand' as const);
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][A-Z0-9]{2}[ -:<-~]{0,20}$/), verdict, (body, which) => {
        const reply = { storage: 'untilPowerOff', body, verdict: which } as const;
        expect(decodeNewlandReply(encodeNewlandReply(reply))).toEqual({ ok: true, value: reply });
      }),
    );
  });
});

const ack = encodeZoneReply({ status: 'done', data: Uint8Array.of(0) });
const done = encodeNewlandReply({ storage: 'untilPowerOff', body: 'SCNTRG1', verdict: 'done' });

function text(letters: string): Uint8Array {
  return encodeCode(letters, 'utf-8');
}

/** Frames in short: codes as text, answers and losses by their kind. */
function cut(
  pieces: readonly Uint8Array[],
  { trigger = 'none', terminator = 'CR' }: { trigger?: TriggerDialect; terminator?: Terminator } = {},
): readonly string[] {
  const deframer = createScannerDeframer({ trigger, terminator });
  const frames = [...pieces.flatMap((piece) => deframer.push(piece)), ...(deframer.silence?.() ?? [])];
  return frames.map(inShort);
}

function inShort(frame: ScannerFrame): string {
  if (frame.is === 'code') return Buffer.from(frame.bytes).toString('latin1');
  return frame.is === 'reply' ? `reply ${frame.answer.is}` : frame.why;
}

describe('parting the line', () => {
  it.each([
    ['CR', 'one\rtwo\r', ['one', 'two']],
    ['CR', 'one\r\ntwo\r\n', ['one', 'two']],
    ['LF', 'one\ntwo\n', ['one', 'two']],
    ['LF', 'one\r\ntwo\n', ['one\r', 'two']],
    ['CRLF', 'one\r\ntwo\r\n', ['one', 'two']],
    ['CRLF', 'one\rtwo\r\n', ['one\rtwo']],
    ['CR', '\r\r\r', []],
    ['CR', 'one', ['unfinished']],
    ['CR', 'one\rtw', ['one', 'unfinished']],
    ['none', 'one\rtwo', ['one\rtwo']],
  ] as const)('%s in %j', (terminator, letters, expected) => {
    expect(cut([text(letters)], { terminator })).toEqual(expected);
    expect(
      cut(
        Array.from(text(letters), (byte) => Uint8Array.of(byte)),
        { terminator },
      ),
    ).toEqual(expected);
  });

  it.each([
    ['an answer in front of a code', '7e00', [ack, text('ABC\r')], ['reply zone', 'ABC']],
    ['an answer behind a code', '7e00', [text('ABC\r'), ack], ['ABC', 'reply zone']],
    ['an answer in the middle of a code', '7e00', [text('AB'), ack, text('C\r')], ['reply zone', 'ABC']],
    ['a broken answer, and what is glued to it', '7e00', [ack.with(6, 0), text('AB\rC\r')], ['brokenReply', 'C']],
    ['an answer that claims to be longer', '7e00', [ack.with(3, 3), text('ABC\rD\r')], ['brokenReply', 'D']],
    ['an STX in a code', '7e00', [Uint8Array.of(0x02), text('A\r')], ['\u0002A']],
    ['half an answer', '7e00', [ack.slice(0, 4)], ['brokenReply']],
    ['a named answer before a code', 'newland', [done, text('ABC\r')], ['reply newland', 'ABC']],
    ['a named answer without an end', 'newland', [done.slice(0, -1), text('ABC\r')], ['brokenReply']],
    ['an answer to a scanner that gives none', 'honeywell', [ack, text('\r')], ['\u0002\0\0\u0001\x0031']],
  ] as const)('%s', (_, trigger, pieces, expected) => {
    expect(cut(pieces, { trigger })).toEqual(expected);
    const bytes = pieces.flatMap((piece) => [...piece]).map((byte) => Uint8Array.of(byte));
    expect(cut(bytes, { trigger })).toEqual(expected);
  });

  it('drops a code that is too long, whole, and reads the next one', () => {
    const most = 'x'.repeat(longestCode);
    for (const [terminator, end] of [
      ['CR', '\r'],
      ['CRLF', '\r\n'],
    ] as const) {
      expect(cut([text(`${most}${end}next${end}`)], { terminator })).toEqual([most, 'next']);
      expect(cut([text(`${most}yz${end}next${end}`)], { terminator })).toEqual(['tooLong', 'next']);
    }
    expect(cut([text(`${most}${most}${most}`)], { terminator: 'none' })).toEqual(['tooLong']);
  });

  it('keeps no more than the longest code, whatever comes', () => {
    const trigger = fc.constantFrom('none' as const, '7e00' as const, 'newland' as const, 'honeywell' as const);
    const terminator = fc.constantFrom('CR' as const, 'LF' as const, 'CRLF' as const, 'none' as const);
    const bytes = fc.array(fc.constantFrom(0, 1, 2, 3, 0x0a, 0x0d, 0x30, 0x3b, 0x41), { maxLength: 400 });
    fc.assert(
      fc.property(trigger, terminator, bytes, fc.nat(20), (dialect, end, stream, times) => {
        const deframer = createScannerDeframer({ trigger: dialect, terminator: end });
        for (let time = 0; time <= times; time += 1) {
          for (const frame of deframer.push(Uint8Array.from(stream))) {
            if (frame.is === 'code') expect(frame.bytes.length).toBeLessThanOrEqual(longestCode);
          }
        }
        deframer.silence?.();
        deframer.silence?.();
        const frames = deframer.push(
          encodeCode(`CLEAN${{ CR: '\r', LF: '\n', CRLF: '\r\n', none: '' }[end]}`, 'utf-8'),
        );
        expect([...frames, ...(deframer.silence?.() ?? [])].map(inShort)).toEqual(['CLEAN']);
      }),
    );
  });
});

describe('reading a code', () => {
  const usual: CodeReading = { encoding: 'utf-8', aimPrefix: false, trigger: 'none' };

  it.each([
    ['ABC\0', {}, { text: 'ABC', symbology: null }],
    ['A\tB\x1bC\x7f\u202eD', {}, { text: 'ABCD', symbology: null }],
    [']Q1取件码', { aimPrefix: true }, { text: '取件码', symbology: 'Q1' }],
    [']Q1取件码', {}, { text: ']Q1取件码', symbology: null }],
    ['no prefix', { aimPrefix: true }, { text: 'no prefix', symbology: null }],
    ['https://example.org/?open=1', {}, { text: 'https://example.org/?open=1', symbology: null }],
  ])('%j', (letters, more, expected) => {
    expect(readCode(text(letters), { ...usual, ...more })).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['nothing but control characters', text('\0\t\x1b'), {}, 'empty'],
    ['a prefix without a code', text(']Q1'), { aimPrefix: true }, 'empty'],
    ['GB18030 where UTF-8 is configured', encodeCode('取件码', 'gb18030'), {}, 'wrongEncoding'],
    [
      'what is left of a broken answer',
      Uint8Array.of(0x03, 0, 0, 1, 0, 0x33, 0x31, 0x41),
      { trigger: '7e00' },
      'noise',
    ],
    ['a named answer with a wrong start', Uint8Array.from([...done].with(0, 0x12)), { trigger: 'newland' }, 'noise'],
  ] as const)('refuses %s', (_, bytes, more, problem) => {
    expect(readCode(bytes, { ...usual, ...more })).toEqual(failed(problem));
  });

  it('gives back any text in either encoding, without what cannot be seen', () => {
    const encoding = fc.constantFrom('utf-8' as const, 'gb18030' as const);
    const letters = fc.stringMatching(/^[!-~\u4e00-\u9fa5]{1,60}$/);
    fc.assert(
      fc.property(letters, encoding, (written, which) => {
        const read = readCode(encodeCode(written, which), { ...usual, encoding: which });
        expect(read).toEqual({ ok: true, value: { text: written, symbology: null } });
      }),
    );
  });

  it('finds no text in an answer with any one bit turned over', () => {
    for (const [trigger, answer] of [
      ['7e00', ack],
      ['newland', done],
    ] as const) {
      for (let bit = 0; bit < answer.length * 8; bit += 1) {
        const spoilt = answer.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        const deframer = createScannerDeframer({ trigger, terminator: 'CR' });
        const frames = [...deframer.push(spoilt), ...deframer.push(text('\r')), ...(deframer.silence?.() ?? [])];
        for (const frame of frames) {
          if (frame.is === 'code') expect(readCode(frame.bytes, { ...usual, trigger })).toEqual(failed('noise'));
        }
      }
    }
  });
});
