// Frames of the 8A/80 boards made from JSON: what decoding tells, and nothing that opens all or holds a lock.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLock8a } from '../../../hardware/drivers/lock-board-8a/decode.ts';
import { encodeLock8a } from '../../../hardware/drivers/lock-board-8a/encode.ts';
import { fromHex, toHex } from '../../../src/base/bytes.ts';

interface Vector {
  readonly name: string;
  readonly direction: 'host->device' | 'device->host' | 'either';
  readonly hex: string;
  readonly invalid?: boolean;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/lock-board-8a-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

function told(hex: string, direction: Vector['direction']) {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return decodeLock8a(bytes.value, { from: direction === 'host->device' ? 'host' : 'device' });
}

function problem(value: unknown): string {
  const made = encodeLock8a(value);
  return made.ok ? `made ${toHex(made.value)}` : made.problem;
}

const neverMade = /^(open_all_.*|open_multi_.*|hold_.*)$/;
const noFrame = /^(garbage_prefix|trap_echo_of_query_all)$/;
const good = vectors.filter(({ name, invalid }) => invalid !== true && !noFrame.test(name));

describe('published frames', () => {
  it.each(good.filter(({ name }) => !neverMade.test(name)))('$name is made again', ({ hex, direction }) => {
    const [frame, ...more] = told(hex, direction);
    expect(more).toEqual([]);
    const made = encodeLock8a(JSON.parse(JSON.stringify(frame)));
    expect(made.ok && toHex(made.value)).toBe(hex.toLowerCase());
  });

  it.each(good.filter(({ name }) => neverMade.test(name)))('$name is never made', ({ hex, direction }) => {
    const [frame] = told(hex, direction);
    expect(frame).toMatchObject({ ok: true });
    expect(problem(frame)).toMatch(/one by one|every lock|not made here/);
  });

  it.each(vectors.filter(({ invalid }) => invalid === true))('$name is no frame to be made', ({ hex, direction }) => {
    expect(problem(told(hex, direction)[0])).toBe('"ok" is false: these bytes were no frame');
  });

  it('are nearly all made', () => {
    expect(good.filter(({ name }) => !neverMade.test(name))).toHaveLength(49);
  });
});

const board = fc.integer({ min: 1, max: 255 });
const channel = fc.integer({ min: 1, max: 255 });
const frames = fc.oneof(
  fc.record({ kind: fc.constantFrom('unlock', 'query'), board, channel }),
  fc.record({ kind: fc.constant('unlockTimed'), board, channel, seconds: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('queryAll'), board }),
  fc.record({ kind: fc.constantFrom('pulsed', 'contact', 'report'), board, channel, shorted: fc.boolean() }),
  fc.record({
    kind: fc.constant('contacts'),
    board,
    status: fc.uint8Array({ minLength: 3, maxLength: 7 }).map(toHex),
  }),
);

describe('any frame', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const made = encodeLock8a(frame);
        if (!made.ok) throw new Error(made.problem);
        const from = /^(unlock|query)/.test(frame.kind) ? 'host' : 'device';
        expect(decodeLock8a(made.value, { from })).toMatchObject([{ ok: true, ...frame }]);
      }),
    );
  });

  it('never opens more than one lock, nor one for more than three seconds', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({
        kind: fc.oneof(fc.constantFrom('unlock', 'unlockTimed', 'unlockAll', 'unlockSeveral', 'holdOn'), fc.string()),
        board: fc.oneof(fc.integer(), fc.double()),
        channel: fc.oneof(fc.integer({ min: -1, max: 300 }), fc.double()),
        seconds: fc.integer({ min: -1, max: 300 }),
      }),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const made = encodeLock8a(value);
        if (!made.ok) return;
        expect(decodeLock8a(made.value, { from: 'host' })).toMatchObject([
          { kind: expect.stringMatching(/^(unlock|unlockTimed|query|queryAll)$/) },
        ]);
        expect(made.value[2] === 0 && made.value[0] === 0x8a).toBe(false);
        if (made.value[0] === 0x8a && made.value.length === 6) expect(made.value[4]).toBeLessThanOrEqual(3);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a wrong field', () => {
  it.each([
    [7, 'a frame is a JSON object such as {"kind": …}'],
    [{}, /^"kind" must be one of unlock, .* and is missing$/],
    [{ kind: 'openAll' }, /^"kind" must be one of unlock, .*, not "openAll"$/],
    [{ kind: 'query', channel: 1 }, '"board" must be a whole number from 1 to 255 and is missing'],
    [{ kind: 'unlock', board: 0, channel: 1 }, '"board" must be a whole number from 1 to 255, not 0'],
    [{ kind: 'unlock', board: 1, channel: 0 }, '"channel" must be a whole number from 1 to 255, not 0'],
    [{ kind: 'unlock', board: 1, channel: '1' }, '"channel" must be a whole number from 1 to 255, not "1"'],
    [{ kind: 'unlockTimed', board: 1, channel: 1, seconds: 4 }, '"seconds" must be a whole number from 1 to 3, not 4'],
    [{ kind: 'contact', board: 1, channel: 1, shorted: 0 }, '"shorted" must be true or false, not 0'],
    [{ kind: 'contacts', board: 1, status: '0000' }, '"status" must be 3 to 7 bytes in hex, not "0000"'],
    [{ kind: 'contacts', board: 1, status: '000001', shortedHighFirst: [2] }, '"shortedHighFirst" must be [1]'],
    [{ kind: 'unlock', board: 1, channel: 1, seconds: 2 }, '"seconds" is no field of this frame'],
    [{ kind: 'unlock', board: 1, channel: 1, from: 'device' }, '"from" must be "host" in this frame, not "device"'],
    [{ kind: 'report', board: 1, channel: 1, shorted: true, header: '85' }, '"header" must be "81" in this frame'],
  ])('%j: %s', (value, words) => {
    if (typeof words === 'string') expect(problem(value)).toContain(words);
    else expect(problem(value)).toMatch(words);
  });
});
