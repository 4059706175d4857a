// Reports of a HID-POS scanner: the published one, wrong ones, and codes that need several.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestCode } from '../../../hardware/classes/code-scanner.ts';
import { createReportJoiner } from '../../../hardware/drivers/code-scanner-hidpos/joining.ts';
import {
  decodeReport,
  encodeReport,
  mostData,
  reportBytes,
} from '../../../hardware/drivers/code-scanner-hidpos/protocol.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import { certain, failed } from '../../../src/base/result.ts';

interface Vector {
  readonly protocol: string;
  readonly name: string;
  readonly hex: string;
  readonly meaning: string;
}

const vectors = (
  JSON.parse(readFileSync(new URL('../../fixtures/scanner-vectors.json', import.meta.url), 'utf8')) as readonly Vector[]
).filter(({ protocol }) => protocol === 'scanner-hidpos');

const abc = encodeReport({ symbology: 'Q1', data: Buffer.from('ABC'), isContinued: false });

describe('reports', () => {
  it.each(vectors)('$name: $meaning', ({ hex }) => {
    const bytes = fromHex(hex);
    const report = decodeReport(bytes.ok ? bytes.value : new Uint8Array());
    expect(report).toMatchObject({ ok: true, value: { symbology: 'Q1', isContinued: false } });
    if (!report.ok) return;
    expect(Buffer.from(report.value.data).toString()).toBe('ABC');
    expect(toHex(encodeReport(report.value))).toBe(hex.toLowerCase());
  });

  it('has the one vector that there is', () => expect(vectors).toHaveLength(1));

  it.each([
    ['one byte short', abc.slice(0, -1), 'wrongLength'],
    ['another report', abc.with(0, 0x03), 'wrongReportId'],
    ['more data than fits', abc.with(1, 57), 'wrongDataLength'],
    ['an identifier without its bracket', abc.with(2, 0x5b), 'wrongIdentifier'],
    ['half an identifier', abc.with(4, 0), 'wrongIdentifier'],
    ['nothing', new Uint8Array(), 'wrongLength'],
  ] as const)('refuses %s', (_, bytes, problem) => {
    expect(decodeReport(Uint8Array.from(bytes))).toEqual(failed(problem));
  });

  it('gives back every report', () => {
    const data = fc.uint8Array({ maxLength: mostData });
    const symbology = fc.option(fc.stringMatching(/^[A-Za-z][0-9A-Za-z]$/));
    fc.assert(
      fc.property(data, symbology, fc.boolean(), (bytes, which, isContinued) => {
        const report = { symbology: which, data: bytes, isContinued };
        expect(decodeReport(encodeReport(report))).toEqual({ ok: true, value: report });
      }),
    );
    expect(() => encodeReport({ symbology: null, data: new Uint8Array(57), isContinued: false })).toThrow(RangeError);
    expect(() => encodeReport({ symbology: ']Q1', data: new Uint8Array(), isContinued: false })).toThrow(RangeError);
  });
});

describe('joining', () => {
  const part = (letters: string, isContinued: boolean, symbology: string | null = 'Q1') =>
    encodeReport({ symbology, data: Buffer.from(letters), isContinued });

  function join(reports: readonly (Uint8Array | 'silence')[]): readonly string[] {
    const joiner = createReportJoiner();
    return reports
      .flatMap((report) => (report === 'silence' ? certain(joiner.silence, 'silence')() : joiner.push(report)))
      .map((frame) => (frame.is === 'code' ? Buffer.from(frame.bytes).toString() : frame.why));
  }

  it.each([
    ['one report', [part('ABC', false)], ['ABC']],
    ['three reports', [part('AB', true), part('CD', true), part('E', false)], ['ABCDE']],
    ['a late end', [part('AB', true), 'silence', part('C', false), part('X', false)], ['partMissing', 'X']],
    ['silence after a whole code', [part('AB', false), 'silence'], ['AB']],
    [
      'a report of another code between',
      [part('AB', true), part('C', false, 'C0'), part('D', false)],
      ['otherCode', 'D'],
    ],
    [
      'a report that cannot be read, with all that belongs to it',
      [part('AB', true), part('C', true).with(0, 9), part('D', true), part('E', false), part('X', false)],
      ['wrongReportId', 'X'],
    ],
    ['a foreign report between codes', [new Uint8Array(8), part('X', false)], ['wrongLength', 'X']],
  ] as const)('%s', (_, reports, expected) => {
    expect(join(reports.map((report) => (report === 'silence' ? report : Uint8Array.from(report))))).toEqual(expected);
  });

  it('drops a code that is too long, whole, and one that never ends', () => {
    const full = 'x'.repeat(mostData);
    const many = Array.from({ length: Math.ceil(longestCode / mostData) + 5 }, () => part(full, true));
    expect(join([...many, part('', false), part('X', false)])).toEqual(['tooLong', 'X']);
    const empty = Array.from({ length: longestCode + 10 }, () => part('', true));
    expect(join(empty)).toEqual(['tooLong']);
  });

  it('is ready for the next code after any reports and a silence', () => {
    const any = fc.array(fc.uint8Array({ minLength: reportBytes, maxLength: reportBytes }), { maxLength: 30 });
    fc.assert(
      fc.property(any, (reports) => {
        const joiner = createReportJoiner();
        for (const report of reports) joiner.push(report.with(0, 2).with(1, (report[1] ?? 0) % 60));
        joiner.silence?.();
        joiner.forget();
        expect(joiner.push(part('X', false))).toMatchObject([{ is: 'code' }]);
      }),
    );
  });
});
