// What the frames of every family with fixed layouts must stand: published ones, wrong ones, any pieces, and any noise.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerDeframer } from '../../hardware/boards/answer-line.ts';
import type { Explained, From, Look } from '../../hardware/boards/frame-cutter.ts';
import type { SimulatedBoard } from '../../hardware/boards/simulated-cabinet.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { fromHex, joinBytes, toHex } from '../../src/base/bytes.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { Result } from '../../src/base/result.ts';
import type { FamilyUnderTest } from './lock-board-bench.ts';
import { createManualClock } from './manual-clock.ts';

interface Vector {
  readonly name: string;
  readonly direction: 'host->device' | 'device->host';
  readonly hex: string;
  readonly meaning: string;
  readonly invalid?: boolean;
}

export interface CodecUnderTest<Frame extends { readonly board: number }> {
  /** File in tests/fixtures. */
  readonly vectors: string;
  readonly counts: { readonly all: number; readonly invalid: number };
  /** Names of frames that are explained and never made. */
  readonly neverMade: RegExp;
  readonly lookForAnswer: Look<Frame>;
  decode(bytes: Uint8Array, options?: { readonly from?: From | undefined }): readonly Explained<{ kind: string }>[];
  encode(value: unknown): Result<Uint8Array, string>;
  readonly createSimulator: FamilyUnderTest<Frame, SimulatedBoard>['createSimulator'];
}

export function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return bytes.value;
}

export function describeLockCodec<Frame extends { readonly board: number }>(
  title: string,
  family: CodecUnderTest<Frame>,
): void {
  const { decode, encode, neverMade, lookForAnswer } = family;
  const vectors = JSON.parse(
    readFileSync(new URL(`../fixtures/${family.vectors}`, import.meta.url), 'utf8'),
  ) as readonly Vector[];
  const good = vectors.filter(({ invalid }) => invalid !== true);
  const fromOf = ({ direction }: Vector): From => (direction === 'host->device' ? 'host' : 'device');
  const answers = good.filter(({ direction }) => direction === 'device->host').map(({ hex }) => bytesOf(hex));
  const everyBoard = new Map(Array.from({ length: 256 }, (_, board) => [board, 1]));

  describe(`published frames of ${title}`, () => {
    it.each(good.filter(({ name }) => !neverMade.test(name)))('$name says: $meaning', (vector) => {
      const [frame, ...more] = decode(bytesOf(vector.hex), { from: fromOf(vector) });
      expect(more).toEqual([]);
      expect(frame).toMatchObject({ ok: true });
      expect(decode(bytesOf(vector.hex))).toEqual([frame]);
      const { hex: _, ...told } = JSON.parse(JSON.stringify(frame)) as Record<string, unknown>;
      const made = encode(told);
      expect(made.ok && toHex(made.value)).toBe(vector.hex.toLowerCase());
    });

    const unmade = good.filter(({ name }) => neverMade.test(name));
    it.each(unmade)('$name is explained and never made', (vector) => {
      const [frame, ...more] = decode(bytesOf(vector.hex), { from: fromOf(vector) });
      expect(more).toEqual([]);
      expect(frame).toMatchObject({ ok: true });
      const made = encode(frame);
      expect(made.ok ? 'made' : made.problem).toMatch(/one by one|not made here|query each board/);
    });

    const bad = vectors.filter(({ invalid }) => invalid === true);
    it.skipIf(bad.length === 0).each(bad)('$name is refused for its checksum', (vector) => {
      const from = fromOf(vector);
      const wrong = { ok: false, from, hex: vector.hex.toLowerCase(), problem: 'wrongChecksum' };
      expect(decode(bytesOf(vector.hex), { from })).toEqual([wrong]);
      expect(encode(wrong)).toEqual({ ok: false, problem: '"ok" is false: these bytes were no frame' });
    });

    it('are all there', () => {
      expect([vectors.length, bad.length]).toEqual([family.counts.all, family.counts.invalid]);
    });

    it('are refused when any one bit is turned over', () => {
      for (const vector of good) {
        const bytes = bytesOf(vector.hex);
        for (let bit = 0; bit < bytes.length * 8; bit += 1) {
          const spoilt = bytes.map((byte, place) => (place === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
          const whole = decode(spoilt, { from: fromOf(vector) }).filter(
            (frame) => frame.ok && frame.hex.length === vector.hex.length,
          );
          expect(whole).toEqual([]);
        }
      }
    });
  });

  describe(`explaining ${title}`, () => {
    it('accounts for every byte of any input, and makes each frame again or says why not', () => {
      const frames = vectors.map(({ hex }) => bytesOf(hex));
      const pieces = fc.array(fc.oneof(fc.constantFrom(...frames), fc.uint8Array({ maxLength: 12 })), { maxLength: 8 });
      fc.assert(
        fc.property(pieces, fc.constantFrom('host' as const, 'device' as const, undefined), (parts, from) => {
          const input = joinBytes(...parts);
          const explained = decode(input, { from });
          expect(explained.map((frame) => frame.hex).join('')).toBe(toHex(input));
          for (const frame of explained) {
            const made = encode(frame);
            if (made.ok) expect(frame.ok && toHex(made.value)).toBe(frame.hex);
            else expect(made.problem).not.toBe('');
          }
        }),
        { numRuns: 500 },
      );
    });

    it('never throws at any JSON, and makes nothing that opens more than one lock', () => {
      const kind = fc.oneof(
        fc.constantFrom('unlock', 'unlockAll', 'unlockTogether', 'queryAll', 'status'),
        fc.string(),
      );
      const number = fc.oneof(fc.integer({ min: -2, max: 300 }), fc.double());
      const value = fc.oneof(fc.jsonValue(), fc.record({ kind, board: number, channel: number, ms: number }));
      fc.assert(
        fc.property(value, (given) => {
          const made = encode(given);
          if (!made.ok) return;
          const [frame, ...more] = decode(made.value);
          expect(more).toEqual([]);
          expect(frame?.ok && /^unlock./.test(frame.kind) && !/^unlocked/.test(frame.kind)).toBe(false);
        }),
        { numRuns: 1_000 },
      );
    });
  });

  describe(`cutting what comes from boards of ${title}`, () => {
    const cut = (pieces: readonly Uint8Array[], asked?: Uint8Array) => {
      const deframer = createAnswerDeframer(lookForAnswer, everyBoard);
      if (asked !== undefined) deframer.expect?.(asked);
      return pieces.flatMap((piece) => deframer.push(piece));
    };
    const inPieces = (bytes: Uint8Array, size: number) =>
      Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));

    it('finds the same frames in any pieces, glued together or not', () => {
      const one = answers.flatMap((bytes) => cut([bytes]));
      expect(one.length).toBe(answers.length);
      for (let size = 1; size <= 40; size += 1) expect(cut(inPieces(joinBytes(...answers), size))).toEqual(one);
    });

    it('tells the request that comes back from an adapter for an echo, in any pieces', () => {
      for (const { hex } of good.filter(({ direction }) => direction === 'host->device')) {
        const request = bytesOf(hex);
        const [answer = new Uint8Array()] = answers;
        for (let size = 1; size <= 10; size += 1) {
          const frames = cut(inPieces(joinBytes(request, answer), size), request);
          expect(frames).toEqual([{ is: 'echo' }, ...cut([answer])]);
        }
      }
    });

    it('finds the next good frame after any noise and a silence, and keeps no more than one frame', () => {
      fc.assert(
        fc.property(
          fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }),
          fc.nat(answers.length - 1),
          (noise, at) => {
            const deframer = createAnswerDeframer(lookForAnswer, everyBoard);
            for (const piece of noise) deframer.push(piece);
            deframer.silence?.();
            const answer = answers[at] ?? new Uint8Array();
            expect(deframer.push(answer)).toEqual(cut([answer]));
          },
        ),
      );
    });

    it('takes frames of boards that are not on the line for noise', () => {
      const deframer = createAnswerDeframer(lookForAnswer, new Map([[200, 1]]));
      expect(deframer.push(joinBytes(...answers))).toEqual([]);
    });
  });

  it(`a simulated board of ${title} fires only what a whole unlock frame orders, whatever it hears`, async () => {
    const requests = good.filter(({ direction }) => direction === 'host->device').map(({ hex }) => bytesOf(hex));
    const spoilt = fc
      .tuple(fc.constantFrom(...requests), fc.nat(), fc.nat(7))
      .map(([bytes, place, bit]) => bytes.map((byte, at) => (at === place % bytes.length ? byte ^ (1 << bit) : byte)));
    const part = fc.oneof(fc.uint8Array({ maxLength: 30 }), spoilt, fc.constantFrom(...requests));
    let fired = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
        const clock = createManualClock();
        const link = createMemoryLink({ clock });
        const simulator = family.createSimulator({
          clock,
          random: seededRandom(3),
          boards: [0, 1].map((address) => ({ address, channels: 8, feedback: 'closedWhenSet' }) as const),
        });
        simulator.attach(link.wire);
        await link.transport.open();
        const bytes = joinBytes(...parts);
        await link.transport.send(bytes);
        await clock.advance(8_000);
        const orders = decode(bytes, { from: 'host' }).filter((frame) => frame.ok && frame.kind.startsWith('unlock'));
        const ordered = JSON.stringify(orders);
        if (!/unlock[A-Z]/.test(ordered)) {
          const allowed = orders.map((order) => JSON.stringify({ ...order, ok: undefined, hex: undefined }));
          for (const { address, channel } of simulator.pulses) {
            expect(allowed).toContain(JSON.stringify({ from: 'host', kind: 'unlock', board: address, channel }));
          }
          expect(simulator.pulses.length).toBeLessThanOrEqual(orders.length);
        }
        fired += simulator.pulses.length;
      }),
      { numRuns: 300 },
    );
    expect(fired).toBeGreaterThan(0);
  });
}
