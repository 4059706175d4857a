// Encoding from JSON: what decoding tells unmasked gives the same bytes again, and what does not fit is named.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCardText } from '../../../hardware/drivers/card-reader-sam/card.ts';
import { decodeIdCard } from '../../../hardware/drivers/card-reader-sam/decode.ts';
import { encodeIdCard } from '../../../hardware/drivers/card-reader-sam/encode.ts';
import type { Side } from '../../../hardware/drivers/card-reader-sam/frames.ts';
import { encodeReply, writeCardBlocks } from '../../../hardware/drivers/card-reader-sam/protocol.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import { certain } from '../../../src/base/result.ts';
import { specimenCard } from '../../support/specimen-cards.ts';
import { anyCard } from './random-card.ts';

interface Vector {
  readonly name: string;
  readonly from: Side;
  readonly expect: readonly string[];
  readonly hex: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/id-card-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

function encodedHex(value: unknown): string {
  const encoded = encodeIdCard(value);
  return encoded.ok ? toHex(encoded.value) : encoded.problem;
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error('not hex');
  return bytes.value;
}

/** One whole good frame with the usual preamble, nothing before or behind it. */
const wholeFrames = vectors.filter(
  ({ name, expect: told }) =>
    told.length === 1 && !/^(noise|checksum|length|incomplete)/.test(told[0] ?? '') && name !== 'frame-extra-aa',
);

test('the vectors that are one good frame are most of them', () => {
  expect(wholeFrames.length).toBe(65);
});

test.each(wholeFrames)('$name: decoded and encoded again', ({ from, hex }) => {
  const [frame] = decodeIdCard(bytesOf(hex), { from, unmasked: true });
  // Through text, as on the command line.
  expect(encodedHex(JSON.parse(JSON.stringify(frame)))).toBe(hex);
});

test('any card, with and without fingerprints, comes through decoding and encoding', () => {
  fc.assert(
    fc.property(anyCard, fc.constantFrom(undefined, 0, 512, 1024), (card, fingers) => {
      const fingerprints = fingers === undefined ? undefined : new Uint8Array(fingers).fill(7);
      const bytes = encodeReply(0x90, writeCardBlocks(encodeCardText(card), card.photo, fingerprints));
      const [frame] = decodeIdCard(bytes, { unmasked: true });
      expect(encodedHex(JSON.parse(JSON.stringify(frame)))).toBe(toHex(bytes));
    }),
    { numRuns: 200 },
  );
});

test('what decoding tells masked is not taken for the truth', () => {
  const card = certain(
    vectors.find(({ name }) => name === 'rsp-30-01-resident'),
    'the resident card',
  );
  expect(encodeIdCard(decodeIdCard(bytesOf(card.hex))[0])).toMatchObject({ ok: false });
});

test('a command needs its name or its code only, an answer no status where one fits', () => {
  expect(encodedHex({ kind: 'command', command: 'find' })).toBe('aaaaaa96690003200122');
  expect(encodedHex({ kind: 'command', code: '2001' })).toBe('aaaaaa96690003200122');
  expect(encodedHex({ kind: 'command', code: '61 FF', data: '50' })).toBe('aaaaaa9669000461ff50ca');
  expect(encodedHex({ kind: 'found' })).toBe('aaaaaa9669000400009f9b');
  expect(encodedHex({ kind: 'status', status: '41', cardStatus: '6982' })).toBe('aaaaaa96690004698241ae');
});

describe('what does not fit is named', () => {
  const { photo, ...resident } = specimenCard.resident;
  const card = (changes: object) => ({ kind: 'card', card: { ...resident, ...changes } });
  test.each<[unknown, string]>([
    [null, 'the whole is a JSON object'],
    [[], 'the whole is a JSON object'],
    [{}, 'kind is a text'],
    [{ kind: 'door' }, 'kind is command, status'],
    [{ kind: 'command' }, 'command or code is needed'],
    [{ kind: 'command', command: 'open' }, 'command is one of reset'],
    [{ kind: 'command', command: 'find', code: '2002' }, 'code is not find'],
    [{ kind: 'command', code: '20' }, 'code is four hex digits'],
    [{ kind: 'command', code: 'xy' }, 'code is hex'],
    [{ kind: 'command', code: '2001', data: 'aa'.repeat(2_312) }, 'data is at most'],
    [{ kind: 'status' }, 'status is a text'],
    [{ kind: 'status', status: '9090' }, 'status is two hex digits'],
    [{ kind: 'status', status: '90', cardStatus: '1' }, 'cardStatus is hex'],
    [{ kind: 'found', status: '90' }, 'status is 9f with that kind'],
    [{ kind: 'selected', chip: '00' }, 'chip is 8 bytes'],
    [{ kind: 'samId', samId: '5' }, 'samId has the form'],
    [{ kind: 'samId', samId: '05.01-20250101-9999999999-0987654321' }, 'samId has the form'],
    [{ kind: 'chipNumber', chipNumber: '00' }, 'chipNumber is 24 or 28 bytes'],
    [{ kind: 'newAddress' }, 'addresses is a list'],
    [{ kind: 'newAddress', addresses: [] }, 'records is 1 to 4'],
    [{ kind: 'newAddress', addresses: ['a', 'b'], records: 1 }, 'records is 1 to 4'],
    [{ kind: 'newAddress', addresses: ['a', ''] }, 'addresses.1 is a text of 1 to 35'],
    [{ kind: 'newAddress', addresses: ['a'.repeat(36)] }, 'addresses.0 is a text of 1 to 35'],
    [{ kind: 'card' }, 'card is a JSON object'],
    [card({ kind: 'passport' }), 'card.kind is one of resident'],
    [card({ name: 5 }), 'card.name is a text'],
    [card({ name: '甲'.repeat(16) }), 'card.name has room for 15'],
    [card({ name: '' }), 'card has control characters in a text, or no name'],
    [card({ sex: 'other' }), 'card.sex is one of'],
    [card({ birth: '19491231' }), 'card.birth is a day'],
    [card({ birth: '1949-13-31' }), 'card.birth, validFrom or validTo'],
    [card({ validTo: undefined }), 'card.validTo is a text'],
    [card({ idNumber: '110105194912310021' }), 'card.idNumber has not the form'],
    [{ ...card({}), photo: '00' }, 'photo is 1024 bytes'],
    [{ ...card({}), fingerprints: '00' }, 'fingerprints is 0, 512 or 1024'],
    [
      { kind: 'card', card: { ...specimenCard.foreigner2023, formerNumber: 'PAK' } },
      'card.formerNumber is three letters',
    ],
  ])('%j', (value, problem) => {
    expect(photo.length).toBe(1024);
    const encoded = encodeIdCard(value);
    expect(encoded.ok ? 'encoded' : encoded.problem).toContain(problem);
  });
});

test('nothing that JSON can say makes it throw', () => {
  const field = fc.constantFrom('kind', 'command', 'code', 'data', 'status', 'chip', 'card', 'addresses', 'records');
  const kind = fc.constantFrom('command', 'status', 'found', 'selected', 'newAddress', 'card', 'samId');
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.oneof(fc.jsonValue(), kind))), (value) => {
      encodeIdCard(value);
    }),
    { numRuns: 2_000 },
  );
});
