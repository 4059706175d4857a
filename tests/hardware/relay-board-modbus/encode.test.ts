// Frames of Modbus relay boards made from JSON: what decoding tells, and nothing that leaves a relay on.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeModbus } from '../../../hardware/drivers/relay-board-modbus/decode.ts';
import { encodeModbus } from '../../../hardware/drivers/relay-board-modbus/encode.ts';
import { withCrc } from '../../../hardware/drivers/relay-board-modbus/protocol.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';

interface Vector {
  readonly name: string;
  readonly direction: 'host->device' | 'device->host';
  readonly hex: string;
  readonly invalid?: boolean;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/hall-door-modbus-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

function told({ hex, direction }: Vector): unknown {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  const [frame, ...more] = decodeModbus(bytes.value, { from: direction === 'host->device' ? 'host' : 'device' });
  if (more.length > 0) throw new Error('more than one frame');
  return JSON.parse(JSON.stringify(frame));
}

function made(value: unknown): string {
  const bytes = encodeModbus(value);
  return bytes.ok ? toHex(bytes.value) : bytes.problem;
}

const neverMade = ['relay1_on', 'relay1_toggle', 'all_on', 'flash_off_r1_500ms', 'write_all_8'];
const good = vectors.filter(({ invalid }) => invalid !== true);

describe('published frames', () => {
  it.each(good.filter(({ name }) => !neverMade.includes(name)))('$name is made again', (vector) => {
    expect(made(told(vector))).toBe(vector.hex.toLowerCase());
  });

  it.each(good.filter(({ name }) => neverMade.includes(name)))('$name is explained and not made', (vector) => {
    expect(encodeModbus(told(vector))).toEqual({
      ok: false,
      problem: expect.stringMatching(/on|not made here/),
    });
  });

  it('are all there, and the wrong one is no frame', () => {
    expect([good.length, vectors.length]).toEqual([17, 18]);
    for (const vector of vectors.filter(({ invalid }) => invalid === true)) {
      expect(made(told(vector))).toBe('"ok" is false: these bytes were no frame');
    }
  });
});

describe('what a person writes', () => {
  it.each([
    [{ kind: 'timedOn', unit: 1, relay: 1, ms: 500 }, '0105020000050c71'],
    [{ kind: 'timedOn', unit: 1, relay: 1, ms: 500, from: 'device' }, '0105020000050c71'],
    [{ kind: 'writeRelays', unit: 1, first: 1, count: 8, on: [] }, toHex(withCrc(1, 15, 0, 0, 0, 8, 1, 0))],
    [{ kind: 'writeRelays', unit: 1, first: 1, count: 8 }, toHex(withCrc(1, 15, 0, 0, 0, 8))],
    [
      { kind: 'writeRegisters', unit: 1, first: 4096, count: 1, values: [0] },
      toHex(withCrc(1, 16, 16, 0, 0, 1, 2, 0, 0)),
    ],
    [{ kind: 'registers', unit: 1, values: [1, 513] }, toHex(withCrc(1, 3, 4, 0, 1, 2, 1))],
  ])('%j is made', (value, hex) => {
    expect(made(value)).toBe(hex);
  });

  it.each([
    ['text', 'a frame is a JSON object'],
    [null, 'a frame is a JSON object'],
    [{ kind: 'open', unit: 1 }, '"kind" must be one of'],
    [{ kind: 'timedOn', relay: 1, ms: 500 }, '"unit" must be a whole number from 1 to 255 and is missing'],
    [{ kind: 'timedOn', unit: 0, relay: 1, ms: 500 }, '"unit" must be'],
    [{ kind: 'timedOn', unit: 1, relay: 0, ms: 500 }, '"relay" must be'],
    [{ kind: 'timedOn', unit: 1, relay: 256, ms: 500 }, '"relay" must be'],
    [{ kind: 'timedOn', unit: 1, relay: 1, ms: 550 }, '"ms" must be hundreds of ms from 100 to 30000'],
    [{ kind: 'timedOn', unit: 1, relay: 1, ms: 30_100 }, '"ms" must be'],
    [{ kind: 'timedOn', unit: 1, relay: 1, ms: 500, channel: 2 }, '"channel" is no field of this frame'],
    [{ kind: 'allOn', unit: 1 }, '"allOn" switches every relay on at once'],
    [{ kind: 'writeRelay', unit: 1, address: 0, value: 0xff00 }, '"writeRelay" is an order that'],
    [{ kind: 'writeRelays', unit: 1, first: 1, count: 8, on: [3] }, '"on" must be an empty list'],
    [{ kind: 'writeRelays', unit: 1, first: 1, count: 8, on: [], from: 'device' }, '"from" must be "host"'],
    [{ kind: 'writeRegisters', unit: 1, first: 0, count: 2, values: [1] }, '"values" must be as many as "count"'],
    [{ kind: 'registers', unit: 1, values: [65_536] }, '"values" holds one that must be'],
    [{ kind: 'inputs', unit: 1, count: 9, on: [] }, '"count" must be 16 in this frame'],
    [{ kind: 'inputs', unit: 1, count: 8, on: [9] }, '"on" must be [] in this frame'],
    [{ kind: 'readInputs', unit: 1, first: 1, count: 8, from: 'device' }, '"from" must be "host"'],
  ])('%j is not: %s', (value, problem) => {
    expect(made(value)).toContain(problem);
  });
});

describe('whatever is decoded', () => {
  const bytes = fc
    .tuple(
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom(1, 2, 3, 4, 5, 6, 15, 16, 0x85),
      fc.uint8Array({ maxLength: 24 }),
    )
    .map(([unit, code, rest]) => withCrc(unit, code, ...rest));

  it('is made again byte for byte, or not at all with a word why', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom('host' as const, 'device' as const), (frame, from) => {
        for (const decoded of decodeModbus(frame, { from })) {
          const again = encodeModbus(JSON.parse(JSON.stringify(decoded)));
          if (again.ok) expect(decoded.hex).toBe(toHex(again.value));
          else expect(again.problem).not.toBe('');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never leaves a relay on: of all writes only pulses, OFF and registers have bytes', () => {
    const address = fc.oneof(fc.integer({ min: 0, max: 0x5ff }), fc.constant(0xff));
    const value = fc.oneof(fc.constantFrom(0xff00, 0x0000, 0x5500), fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(address, value, (at, to) => {
        const frame = withCrc(1, 5, at >> 8, at & 0xff, to >> 8, to & 0xff);
        const [decoded] = decodeModbus(frame, { from: 'host' });
        const isPulse = at >> 8 === 2 && at < 0x2ff && to >= 1 && to <= 300;
        expect(encodeModbus(decoded).ok).toBe(isPulse || (at <= 0xff && to === 0));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of any JSON at all there is an answer', () => {
    const kind = fc.constantFrom(
      'timedOn',
      'writeRelays',
      'writeRegisters',
      'inputs',
      'registers',
      'exception',
      'allOff',
    );
    const field = fc.oneof(fc.jsonValue(), fc.integer({ min: 0, max: 300 }));
    const names = ['unit', 'relay', 'ms', 'first', 'count', 'on', 'values', 'function', 'code', 'from'] as const;
    const fields = fc.dictionary(fc.constantFrom(...names), field);
    fc.assert(
      fc.property(kind, fields, (one, rest) => {
        const result = encodeModbus({ unit: 1, ...rest, kind: one });
        expect(result.ok ? result.value.length : result.problem.length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
