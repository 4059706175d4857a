// Lines of a NUT server: the published ones, quoted ones, wrong ones, and lists with an end and without.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNut } from '../../../hardware/drivers/power-supply-nut/decode.ts';
import { createNutDeframer, longestList, type NutAnswer } from '../../../hardware/drivers/power-supply-nut/lines.ts';
import {
  decodeNutLine,
  decodeNutRequest,
  encodeNutLine,
  encodeNutRequest,
  type NutRequest,
} from '../../../hardware/drivers/power-supply-nut/protocol.ts';
import { readStatus } from '../../../hardware/drivers/power-supply-nut/status.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import { failed, ok } from '../../../src/base/result.ts';

interface Vector {
  readonly name: string;
  readonly direction: 'host->device' | 'device->host';
  readonly hex: string;
  readonly meaning: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/nut-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

const bytes = (text: string) => new TextEncoder().encode(text);

describe('published lines', () => {
  it.each(vectors)('$name: $meaning', ({ hex, direction }) => {
    const whole = fromHex(hex);
    if (!whole.ok) throw new Error('not hex');
    const line = whole.value.slice(0, -1);
    const again =
      direction === 'host->device'
        ? encode(decodeNutRequest(line), encodeNutRequest)
        : encode(decodeNutLine(line), encodeNutLine);
    expect(toHex(again)).toBe(hex.toLowerCase());
  });

  function encode<Value>(decoded: { ok: boolean; value?: Value }, encoder: (value: Value) => Uint8Array): Uint8Array {
    if (!decoded.ok || decoded.value === undefined) throw new Error('refused');
    return encoder(decoded.value);
  }

  it('are all that there are', () => expect(vectors).toHaveLength(4));
});

describe('lines', () => {
  it.each([
    [
      'VAR su700 ups.status "OB DISCHRG LB"',
      { is: 'variable', ups: 'su700', variable: 'ups.status', value: 'OB DISCHRG LB' },
    ],
    [
      'VAR su700 a.b "say \\"no\\" \\\\ yes"',
      { is: 'variable', ups: 'su700', variable: 'a.b', value: 'say "no" \\ yes' },
    ],
    ['VAR su700 a.b ""', { is: 'variable', ups: 'su700', variable: 'a.b', value: '' }],
    ['ERR DATA-STALE', { is: 'error', code: 'DATA-STALE' }],
    ['OK Goodbye', { is: 'ok' }],
    ['OK\r', { is: 'ok' }],
    ['BEGIN LIST VAR su700', { is: 'listBegin', ups: 'su700' }],
    ['END LIST VAR su700', { is: 'listEnd', ups: 'su700' }],
  ])('%s', (text, expected) => expect(decodeNutLine(bytes(text))).toEqual(ok(expected)));

  it.each([
    ['VAR su700 ups.status "OL', 'wrongQuotes'],
    ['VAR su700 ups.status "OL"x', 'wrongQuotes'],
    ['VAR su700 ups.status "OL\\"', 'wrongQuotes'],
    ['VAR su700 ups.status', 'unknownLine'],
    ['VAR su700 ups.status OL CHRG', 'unknownLine'],
    ['ERR', 'unknownLine'],
    ['BEGIN LIST UPS', 'unknownLine'],
    ['', 'unknownLine'],
    ['OK '.repeat(400), 'tooLong'],
  ])('%j is refused', (text, problem) => expect(decodeNutLine(bytes(text))).toEqual(failed(problem)));

  it('gives back every request and every value', () => {
    const word = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(word, word, (one, other) => {
        const requests: readonly NutRequest[] = [
          { ask: 'variable', ups: one, variable: other },
          { ask: 'variables', ups: one },
          { ask: 'user', user: one },
          { ask: 'password', password: other },
          { ask: 'login', ups: one },
          { ask: 'logout' },
        ];
        for (const request of requests) {
          expect(decodeNutRequest(encodeNutRequest(request).slice(0, -1))).toEqual(ok(request));
        }
        const said = { is: 'variable', ups: one, variable: 'a.b', value: other } as const;
        expect(decodeNutLine(encodeNutLine(said).slice(0, -1))).toEqual(ok(said));
      }),
    );
  });

  it('has no request that could be two', () => {
    expect(() => encodeNutRequest({ ask: 'password', password: 'x\nLOGIN ups' })).toThrow(RangeError);
  });
});

describe('cutting', () => {
  const list = 'BEGIN LIST VAR u\nVAR u a "1"\nVAR u b "2"\nEND LIST VAR u\n';

  function cut(text: string): readonly string[] {
    const whole = createNutDeframer().push(bytes(text)).map(inShort);
    const deframer = createNutDeframer();
    expect([...bytes(text)].flatMap((byte) => deframer.push(Uint8Array.of(byte))).map(inShort)).toEqual(whole);
    return whole;
  }

  function inShort(answer: NutAnswer): string {
    if (answer.is === 'dropped') return answer.why;
    return answer.is === 'list' ? [...answer.variables].join(' ') : answer.is;
  }

  it.each([
    ['two lines', 'OK\nERR X\n', ['ok', 'error']],
    ['half a line', 'OK\nERR', ['ok']],
    ['a list', list, ['a,1 b,2']],
    ['a list that breaks off with an error', 'BEGIN LIST VAR u\nVAR u a "1"\nERR DATA-STALE\n', ['error']],
    ['a list with a foreign line', 'BEGIN LIST VAR u\nVAR v a "1"\nEND LIST VAR u\n', ['brokenList', 'brokenList']],
    ['an end without a beginning', 'END LIST VAR u\n', ['brokenList']],
    ['a line that is too long', `${'x'.repeat(2_000)}\nOK\n`, ['tooLong', 'ok']],
    ['noise', '\x00\xff"\nOK\n', ['wrongQuotes', 'ok']],
  ])('%s', (_, text, expected) => expect(cut(text)).toEqual(expected));

  it('gives up a list that does not end', () => {
    const lines = Array.from({ length: longestList + 1 }, (_, place) => `VAR u v${place} "x"\n`).join('');
    expect(cut(`BEGIN LIST VAR u\n${lines}OK\n`)).toEqual(['listTooLong', 'ok']);
  });

  it('finds the answer behind any noise that ends with a line', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (noise) => {
        const deframer = createNutDeframer();
        for (const piece of noise) deframer.push(piece);
        deframer.push(Uint8Array.of(0x0a));
        deframer.reset();
        expect(deframer.push(bytes('OK\n'))).toEqual([{ is: 'ok' }]);
      }),
    );
  });
});

describe('status words', () => {
  const none = { charge: undefined, runtime: undefined };

  it.each([
    ['OL', 'mains'],
    ['OL CHRG', 'mains'],
    ['OL DISCHRG', 'mains'],
    ['OL BYPASS', 'mains'],
    ['OL CAL', 'mains'],
    ['OB', 'battery'],
    ['OB DISCHRG LB', 'battery'],
    ['OB CAL', 'unknown'],
    ['OL OB', 'unknown'],
    ['OFF', 'unknown'],
    ['WAIT', 'unknown'],
    ['', 'unknown'],
    ['OLB', 'unknown'],
  ])('%j says %s', (status, is) => expect(readStatus(status, none).power.is).toBe(is));

  it.each([
    ['LB', true],
    ['FSD', true],
    ['DISCHRG', false],
  ])('OB %s: ends soon %s', (word, low) => expect(readStatus(`OB ${word}`, none).power).toMatchObject({ low }));

  it('takes only numbers that can be', () => {
    const read = (charge: string, runtime: string) => readStatus('OB', { charge, runtime }).power;
    expect(read('99.5', '120')).toMatchObject({ charge: 99.5, runtimeSeconds: 120 });
    expect(read('101', '-1')).toMatchObject({ charge: null, runtimeSeconds: null });
    expect(read('', 'NaN')).toMatchObject({ charge: null, runtimeSeconds: null });
  });

  it('names what a technician must do', () => {
    expect(readStatus('OL RB', none).trouble).toBe('the battery must be replaced');
    expect(readStatus('OL OVER', none).trouble).toBe('the load is too high');
    expect(readStatus('OL', none).trouble).toBeNull();
  });
});

describe('explaining', () => {
  it.each(vectors)('$name', ({ hex, direction }) => {
    const whole = fromHex(hex);
    const from = direction === 'host->device' ? 'host' : 'device';
    expect(decodeNut(whole.ok ? whole.value : new Uint8Array())).toMatchObject([
      { ok: true, from, hex: hex.toLowerCase() },
    ]);
  });

  it.each([
    ['VAR u ups.status "OB"\nOK\n', undefined, ['variable', 'ok']],
    ['LOGIN u\nLIST VAR u\n', undefined, ['login', 'variables']],
    ['OK\n', 'host', ['unknownLine']],
    ['what\nERR', undefined, ['unknownLine', 'incomplete']],
  ] as const)('%j from %s', (text, from, expected) => {
    expect(decodeNut(bytes(text), { from }).map((one) => (one.ok ? one.kind : one.problem))).toEqual(expected);
  });

  it('shows no password, in no form and also when its line is cut off', () => {
    for (const text of ['PASSWORD trouty\n', 'PASSWORD "trout y" x\n', 'PASSWORD trout', '"PASSWORD" trout\n']) {
      const shown = JSON.stringify(decodeNut(bytes(text)));
      expect(shown).not.toContain('trout');
      expect(shown).not.toContain(toHex(bytes('trout')));
    }
  });
});
