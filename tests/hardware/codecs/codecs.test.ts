// Codecs without a driver: the published frames, and what must hold for any bytes and any frame.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinBytes, toHex } from '../../../src/base/bytes.ts';
import { bytesOf, codecs, vectors } from './codec-table.ts';

describe.each(codecs)('$name', ({ name, decode, encode, frames }) => {
  const ofThis = vectors.filter(({ protocol }) => protocol === name);
  const good = ofThis.filter(({ invalid }) => invalid !== true);

  it('has published frames', () => {
    expect(good.length).toBeGreaterThan(0);
  });

  it.each(good)('explains and makes again $name: $meaning', ({ hex, direction }) => {
    const from = direction === 'host->device' ? 'host' : 'device';
    const [told, ...more] = decode(bytesOf(hex), { from });
    expect(more).toEqual([]);
    expect(told).toMatchObject({ ok: true, from, hex: hex.toLowerCase() });
    const made = encode(JSON.parse(JSON.stringify(told)));
    expect(made.ok && toHex(made.value)).toBe(hex.toLowerCase());
  });

  it('says of a cut-off frame that it is incomplete, and of a flipped bit that the frame is none', () => {
    for (const { hex, direction } of good) {
      const bytes = bytesOf(hex);
      const from = direction === 'host->device' ? 'host' : 'device';
      expect(decode(bytes.subarray(0, -1))[0]).toMatchObject({ ok: false, problem: 'incomplete' });
      const flipped = Uint8Array.from(bytes);
      flipped[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0x40;
      expect(decode(flipped, { from }).some(({ ok }) => ok)).toBe(false);
    }
  });

  it('makes any frame and reads the same from it', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const made = encode(frame);
        if (!made.ok) throw new Error(made.problem);
        const told = decode(made.value);
        expect(told).toMatchObject([{ ok: true, ...frame }]);
        expect(encode(told[0])).toEqual(made);
      }),
    );
  });

  it('finds every frame of a stream, with noise in front', () => {
    // Bytes that begin no frame of any of these protocols; Wiegand has no header and therefore no noise.
    const noise = name === 'wiegand26' ? fc.constant([]) : fc.array(fc.constantFrom(0x00, 0x01, 0xaa));
    fc.assert(
      fc.property(noise, fc.array(frames, { minLength: 1, maxLength: 5 }), (before, list) => {
        const made = list.map((frame) => {
          const bytes = encode(frame);
          if (!bytes.ok) throw new Error(bytes.problem);
          return bytes.value;
        });
        const told = decode(joinBytes(Uint8Array.from(before), ...made));
        expect(told.filter(({ ok }) => ok).map(({ hex }) => hex)).toEqual(made.map(toHex));
        expect(told.filter(({ ok }) => !ok)).toEqual(
          before.length === 0
            ? []
            : [{ ok: false, from: 'device', hex: toHex(Uint8Array.from(before)), problem: 'noise' }],
        );
      }),
    );
  });

  it('tells every byte of a spoilt stream once, and what it accepts there can be made again or is refused with a reason', () => {
    const spoilt = fc
      .tuple(fc.array(frames, { maxLength: 4 }), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))))
      .map(([list, changes]) => {
        const bytes = joinBytes(
          ...list.map((frame) => {
            const made = encode(frame);
            if (!made.ok) throw new Error(made.problem);
            return made.value;
          }),
        );
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        return bytes;
      });
    fc.assert(
      fc.property(
        fc.oneof(spoilt, fc.uint8Array({ maxLength: 400 })),
        fc.constantFrom('host', 'device', undefined),
        (bytes, from) => {
          const told = decode(bytes, { from });
          expect(told.map(({ hex }) => hex).join('')).toBe(toHex(bytes));
          for (const frame of told.filter(({ ok }) => ok)) {
            const made = encode(JSON.parse(JSON.stringify(frame)));
            if (made.ok) expect(toHex(made.value).toUpperCase()).toBe(frame.hex.toUpperCase());
            else expect(made.problem).toMatch(/".+"|longer than/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses what is no frame, naming the field', () => {
    for (const value of [null, 7, 'open', [], [{ kind: 'open' }]]) {
      expect(encode(value)).toEqual({ ok: false, problem: 'a frame is a JSON object such as {"kind": …}' });
    }
    expect(encode({})).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^"kind" must be one of .* is missing$/),
    });
    expect(encode({ kind: 'toString' })).toMatchObject({ ok: false, problem: expect.stringContaining('"toString"') });
    expect(encode({ ok: false, hex: 'ff' })).toMatchObject({ ok: false, problem: expect.stringContaining('"ok"') });
    fc.assert(
      fc.property(frames, (frame) => {
        expect(encode({ ...frame, chanel: 1 })).toEqual({ ok: false, problem: '"chanel" is no field of this frame' });
      }),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => !encode(value).ok));
  });
});

it('all published frames have a codec', () => {
  const names = codecs.map(({ name }) => name);
  expect(vectors.filter(({ protocol }) => !names.includes(protocol))).toEqual([]);
  expect(vectors).toHaveLength(28);
});
