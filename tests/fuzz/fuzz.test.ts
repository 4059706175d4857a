// A little of the fuzzing in every run of the tests, properties of the parsers, and proof that the harness can fail.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLockBoard8aSimulator } from '../../hardware/drivers/lock-board-8a/simulator.ts';
import type { Deframer } from '../../hardware/transport/line.ts';
import { joinBytes } from '../../src/base/bytes.ts';
import { boardTarget, lock8aBoard } from './board-simulators.ts';
import { conversationTarget } from './conversation-run.ts';
import { type ParserTarget, parserTarget } from './parser-run.ts';
import { parserTargets } from './parsers.ts';
import { supplyConversation } from './supply-talk.ts';
import { BrokenPromise, createTape } from './tape.ts';
import type { FuzzTarget } from './target.ts';
import { targets } from './targets.ts';

const seed = 7;

async function brokenBy(target: FuzzTarget, bytes: number, from = seed): Promise<BrokenPromise | undefined> {
  try {
    await target.run(createTape({ target: target.name, seed: from, bytes }));
    return undefined;
  } catch (error) {
    if (error instanceof BrokenPromise) return error;
    throw error;
  }
}

test.each(targets)('$name keeps its promises in a little noise', async (target) => {
  expect(await brokenBy(target, 6_000)).toBeUndefined();
});

describe('the same bytes in any pieces', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });

  test.each(parserTargets.filter(({ grammar }) => grammar.block === undefined))(
    '$name finds the same frames',
    ({ create, grammar }) => {
      const liked = fc
        .uint8Array({ maxLength: 40 })
        .map((bytes) => bytes.map((byte) => pickByte(grammar.alphabet, byte)));
      fc.assert(
        fc.property(fc.array(fc.oneof(liked, fc.uint8Array({ maxLength: 40 })), { maxLength: 12 }), (parts) => {
          const inPieces = create();
          const atOnce = create();
          const frames = parts.flatMap((part) => [...inPieces.push(part)]);
          expect(frames).toEqual([...atOnce.push(joinBytes(...parts))]);
          expect(inPieces.silence?.()).toEqual(atOnce.silence?.());
        }),
        { seed, numRuns: 60 },
      );
    },
  );

  test.each(parserTargets.filter(({ grammar }) => grammar.block !== undefined))(
    '$name takes reports of any length',
    ({ create }) => {
      fc.assert(
        fc.property(pieces, (reports) => {
          const parser = create();
          for (const report of reports) expect(Array.isArray(parser.push(report))).toBe(true);
        }),
        { seed, numRuns: 60 },
      );
    },
  );
});

function pickByte(alphabet: readonly number[], byte: number): number {
  return alphabet[byte % alphabet.length] ?? byte;
}

describe('the harness itself', () => {
  /** Frames are `AA length data`; what may go wrong is put in by each test. */
  function toy(create: () => Deframer<unknown>): ParserTarget {
    return {
      name: 'toy/parser',
      grammar: { alphabet: [0xaa, 0x02], frame: () => Uint8Array.of(0xaa, 2, 7, 8) },
      create,
      good: () => ({ bytes: Uint8Array.of(0xaa, 2, 7, 8), frame: '7,8' }),
      worst: [[0xaa, 0xff]],
      mostKept: 260,
    };
  }

  function toyDeframer(spoil: { forgetsAt?: number; throwsAt?: number; keepsAll?: boolean; staysStuck?: boolean }) {
    let kept: number[] = [];
    const hoard: Uint8Array[] = [];
    return (): Deframer<unknown> => ({
      push(bytes) {
        if (spoil.keepsAll === true) hoard.push(Uint8Array.from(bytes));
        if (bytes.includes(spoil.throwsAt ?? -1)) throw new RangeError('that byte');
        if (bytes.length === spoil.forgetsAt) kept = [];
        kept.push(...bytes);
        const frames: string[] = [];
        for (;;) {
          while (kept.length > 0 && kept[0] !== 0xaa) kept.shift();
          const length = kept[1];
          if (length === undefined || kept.length < 2 + length) return frames;
          frames.push(kept.slice(2, 2 + length).join());
          kept = kept.slice(2 + length);
        }
      },
      reset() {
        if (spoil.staysStuck !== true) kept = [];
      },
    });
  }
  const each = (spoil: Parameters<typeof toyDeframer>[0]) => parserTarget(toy(() => toyDeframer(spoil)()));

  test('finds nothing wrong with a parser that is right', async () => {
    expect(await brokenBy(each({}), 20_000)).toBeUndefined();
  });

  test.each([
    ['throws at one byte', { throwsAt: 0x5b }, 'it threw RangeError: that byte'],
    ['forgets what is unfinished when a piece has 17 bytes', { forgetsAt: 17 }, 'in one piece say something else'],
    ['keeps all that it gets', { keepsAll: true }, 'bytes kept after aaff'],
    ['is not reset by a pause', { staysStuck: true }, 'a good frame after a pause was not found'],
  ] as const)('catches a parser that %s, at the same place each time', async (_, spoil, why) => {
    const first = await brokenBy(each(spoil), 60_000);
    expect(first?.message).toContain(why);
    expect(first?.message).toContain(`--protocol toy/parser --seed ${seed}`);
    const again = await brokenBy(each(spoil), 60_000);
    expect(again?.offset).toBe(first?.offset);
  });

  test('catches a board that takes a lock for its neighbour', async () => {
    const wrong = boardTarget({
      ...lock8aBoard,
      create(clock, random) {
        const made = lock8aBoard.create(clock, random);
        return { ...made, fired: () => made.fired().map((channel) => (channel === 5 ? 6 : channel)) };
      },
    });
    const broken = await brokenBy(wrong, 60_000);
    expect(broken?.message).toContain('locks [6] were fired, the bytes order [5]');
    expect((await brokenBy(wrong, 60_000))?.message).toBe(broken?.message);
  });

  test('catches a board that fires for a stranger', async () => {
    const wrong = boardTarget({
      ...lock8aBoard,
      create(clock, random) {
        const board = { address: 2, channels: 8, feedback: 'closedWhenSet', statusOrder: 'highFirst' } as const;
        const simulator = createLockBoard8aSimulator({ clock, random, boards: [board] });
        return { simulator, fired: () => simulator.pulses.map(({ channel }) => channel) };
      },
    });
    expect((await brokenBy(wrong, 60_000))?.message).toContain('were fired, the bytes order');
  });

  test.each([
    ['believes what another supply is said to be', 'noise', 'never ended'],
    ['never settles what it was asked', 'order', 'an order of the driver never ended'],
  ] as const)('catches a driver that %s', async (_, what, why) => {
    const wrong = conversationTarget({
      ...supplyConversation,
      open(around) {
        const talk = supplyConversation.open(around);
        if (what === 'order')
          return { ...talk, order: () => ({ promise: new Promise(() => undefined), withinMs: 1_000 }) };
        return { ...talk, broken: (end) => (end === 'noise' ? 'never ended' : talk.broken(end)) };
      },
    });
    expect((await brokenBy(wrong, 20_000))?.message).toContain(why);
  });
});
