// The frames of the 8A/80 boards: published ones, wrong ones, and any others.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitOf, bitsOfBytes, bytesOfBits, channelsUpTo } from '../../../hardware/boards/lock-dialect.ts';
import { decodeLock8a } from '../../../hardware/drivers/lock-board-8a/decode.ts';
import {
  decodeContacts,
  decodeRequest,
  decodeSingle,
  encodeContacts,
  encodeRequest,
  encodeSingle,
} from '../../../hardware/drivers/lock-board-8a/protocol.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';

interface Vector {
  readonly name: string;
  readonly direction: 'host->device' | 'device->host' | 'either';
  readonly hex: string;
  readonly meaning: string;
  readonly invalid?: boolean;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/lock-board-8a-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return bytes.value;
}

/** Frames that are explained to a technician but have no encoder: this product never sends or simulates them. */
const onlyExplained = /^(open_all_.*|open_timed_.*|open_multi_.*|hold_.*)$/;
const traps = /^(garbage_prefix|trap_.*)$/;

function encodeAgain(bytes: Uint8Array, direction: Vector['direction']): Uint8Array {
  if (direction === 'host->device') {
    const request = decodeRequest(bytes);
    if (!request.ok) throw new Error(request.problem);
    return encodeRequest(request.value);
  }
  const single = decodeSingle(bytes);
  if (single.ok && 'shorted' in single.value) return encodeSingle(single.value, { newerReport: bytes[0] === 0x82 });
  const all = decodeContacts(bytes);
  if (!all.ok || all.value.is !== 'contacts') throw new Error('no frame');
  return encodeContacts(all.value);
}

describe('published frames', () => {
  const good = vectors.filter(({ name, invalid }) => invalid !== true && !traps.test(name));

  it.each(good.filter(({ name }) => !onlyExplained.test(name)))('$name says: $meaning', ({ hex, direction }) => {
    const bytes = bytesOf(hex);
    expect(toHex(encodeAgain(bytes, direction))).toBe(hex.toLowerCase());
    const decoded = decodeLock8a(bytes, { from: direction === 'host->device' ? 'host' : 'device' });
    expect(decoded.map((frame) => frame.ok)).toEqual([true]);
  });

  it.each(good.filter(({ name }) => onlyExplained.test(name)))(
    '$name is explained and never made',
    ({ hex, direction }) => {
      const bytes = bytesOf(hex);
      const from = direction === 'host->device' ? 'host' : 'device';
      expect(decodeLock8a(bytes, { from }).map((frame) => frame.ok)).toEqual([true]);
      expect(decodeRequest(bytes).ok).toBe(false);
    },
  );

  it.each(vectors.filter(({ invalid }) => invalid === true))('$name is refused for its checksum', ({ hex }) => {
    const bytes = bytesOf(hex);
    const wrong = { ok: false, problem: 'wrongChecksum' };
    expect(decodeRequest(bytes)).toEqual(wrong);
    expect(decodeSingle(bytes)).toEqual(wrong);
    for (const from of ['host', 'device'] as const) {
      expect(decodeLock8a(bytes, { from })).toEqual([{ ...wrong, from, hex: hex.toLowerCase() }]);
    }
  });

  it('has all the vectors that it claims to have', () => {
    expect(vectors.length).toBe(61);
    expect(vectors.filter(({ invalid }) => invalid === true).length).toBe(4);
    expect(vectors.filter(({ name }) => traps.test(name)).length).toBe(3);
  });
});

describe('explaining bytes to a technician', () => {
  function kinds(hex: string, from?: 'host' | 'device'): readonly string[] {
    return decodeLock8a(bytesOf(hex), { from }).map((frame) => (frame.ok ? frame.kind : frame.problem));
  }

  it.each([
    ['8a01011198 8a0101119b', ['wrongChecksum', 'unlock'], 'host'],
    ['fa fd 99 99 80 01 01 11 91', ['noise', 'contact'], 'device'],
    ['80 01 00 00 81 33 33', ['contacts'], 'device'],
    ['80 01 00 33 b2', ['wrongValue'], 'device'],
    ['80 01 00 33 b2', ['queryAll'], undefined],
    ['8a 01 01 11 9b', ['pulsed'], undefined],
    ['8a 01 01', ['incomplete'], undefined],
    ['80 01 00 00 00 33', ['incomplete'], 'device'],
    ['12 34', ['unknownHeader'], undefined],
    ['81 01 01 11 90 80 01 00 00 01 33 b3', ['report', 'contacts'], undefined],
    ['8a 01 00 11 9a', ['unlockAll'], 'host'],
    ['', [], undefined],
  ] as const)('%s is %j from %s', (hex, expected, from) => {
    expect(kinds(hex, from)).toEqual(expected);
  });

  it('reads the status bytes from both ends, because no board says which is right', () => {
    expect(decodeLock8a(bytesOf('800100000133b3'))).toEqual([
      {
        ok: true,
        from: 'device',
        hex: '800100000133b3',
        kind: 'contacts',
        board: 1,
        status: '000001',
        shortedHighFirst: [1],
        shortedLowFirst: [17],
      },
    ]);
  });

  it('accounts for every byte of any input', () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    const from = fc.constantFrom('host' as const, 'device' as const, undefined);
    fc.assert(
      fc.property(bytes, from, (input, sender) => {
        const hex = decodeLock8a(input, { from: sender })
          .map((frame) => frame.hex)
          .join('');
        expect(hex).toBe(toHex(input));
      }),
    );
  });
});

describe('the codec', () => {
  const board = fc.integer({ min: 1, max: 255 });
  const channel = fc.constantFrom(...channelsUpTo(56));

  it('gives back every request and every answer', () => {
    fc.assert(
      fc.property(board, channel, fc.boolean(), (address, lock, shorted) => {
        for (const ask of ['unlock', 'contact'] as const) {
          const request = { ask, board: address, channel: lock };
          expect(decodeRequest(encodeRequest(request))).toEqual({ ok: true, value: request });
        }
        const all = { ask: 'contacts', board: address } as const;
        expect(decodeRequest(encodeRequest(all))).toEqual({ ok: true, value: all });
        for (const is of ['pulsed', 'contact', 'report'] as const) {
          const frame = { is, board: address, channel: lock, shorted };
          expect(decodeSingle(encodeSingle(frame))).toEqual({ ok: true, value: frame });
        }
      }),
    );
  });

  it('finds each contact where it was put, in either byte order', () => {
    const order = fc.constantFrom('highFirst' as const, 'lowFirst' as const);
    fc.assert(
      fc.property(fc.uniqueArray(channel), order, (shorted, statusOrder) => {
        const count = 56;
        const places = new Set(shorted.map((each) => bitOf(each, { count, order: statusOrder })));
        const status = bytesOfBits(Array.from({ length: count }, (_, place) => places.has(place)));
        const decoded = decodeContacts(encodeContacts({ board: 9, status }));
        expect(decoded).toEqual({ ok: true, value: { is: 'contacts', board: 9, status } });
        const bits = bitsOfBytes(status);
        expect(channelsUpTo(count).filter((each) => bits[bitOf(each, { count, order: statusOrder })])).toEqual(
          shorted.toSorted((one, other) => one - other),
        );
      }),
    );
  });

  it('has no frame that opens more than one lock', () => {
    fc.assert(
      fc.property(board, channel, (address, lock) => {
        const frame = encodeRequest({ ask: 'unlock', board: address, channel: lock });
        expect([frame.length, frame[0], frame[2]]).toEqual([5, 0x8a, lock]);
        expect(frame[2]).not.toBe(0);
      }),
    );
  });
});
