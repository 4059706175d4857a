// Grammars of the Kerong and WKLY boards: what computers say to them and what they say, orders included.

import type { Channel } from '../../hardware/classes/lock-board.ts';
import {
  encodeAnswer as answerCu16,
  encodeRequest as askCu16,
} from '../../hardware/drivers/lock-board-kerong-cu16/protocol.ts';
import {
  encodeAnswer as answerCu48,
  encodeRequest as askCu48,
} from '../../hardware/drivers/lock-board-kerong-cu48/protocol.ts';
import {
  encodeAnswer as answerWkly,
  encodeRequest as askWkly,
} from '../../hardware/drivers/lock-board-wkly/protocol.ts';
import type { Random } from '../../src/base/random.ts';
import { type Grammar, randomBytes } from './noise.ts';
import type { GoodFrame } from './parser-run.ts';

export interface LockGrammar {
  /** What computers say. */
  readonly asked: Grammar;
  /** What boards say. */
  readonly answered: Grammar;
  readonly good: (random: Random) => GoodFrame;
}

const someBoard = (random: Random) => random.pick([1, 1, 1, 2]);
const someChannel = (random: Random, most: number) => random.between(1, most) as Channel;

function grammarOf(
  alphabet: readonly number[],
  { asked, good }: { readonly asked: Grammar['frame']; readonly good: LockGrammar['good'] },
): LockGrammar {
  return { asked: { alphabet, frame: asked }, answered: { alphabet, frame: (random) => good(random).bytes }, good };
}

/** Ends with 03 and the sum. */
function summed(...bytes: readonly number[]): Uint8Array {
  const body = [...bytes, 0x03];
  return Uint8Array.of(
    ...body,
    body.reduce((sum, byte) => (sum + byte) & 0xff, 0),
  );
}

export const cu16Grammar = grammarOf([0x02, 0x03, 0x10, 0x20, 0x30, 0x31, 0x33, 0x35, 0x37, 0xf0, 0x00], {
  asked(random) {
    const board = someBoard(random);
    if (random.chance(0.02)) return summed(0x02, random.pick([0x10, 0xf0]), 0x33);
    if (random.chance(0.05)) return askCu16({ ask: 'setCoilTime', board, ms: 10 * random.between(1, 300) });
    if (random.chance(0.4)) return askCu16({ ask: 'query', board });
    return askCu16({ ask: 'unlock', board, channel: someChannel(random, 16) });
  },
  good(random) {
    const board = someBoard(random);
    const frame = {
      is: 'status',
      board,
      ofAll: false,
      locks: randomBytes(random, 2),
      items: randomBytes(random, 2),
    } as const;
    return { asked: askCu16({ ask: 'query', board }), bytes: answerCu16(frame), frame };
  },
});

export const cu48Grammar = grammarOf([0x02, 0x03, 0x01, 0x0a, 0x30, 0x60, 0x61, 0x75, 0x00], {
  asked(random) {
    const board = someBoard(random);
    if (random.chance(0.02)) return summed(0x02, random.pick([1, 10]), 0x30, 0x61);
    if (random.chance(0.4)) return askCu48({ ask: 'query', board });
    return askCu48({ ask: 'unlock', board, channel: someChannel(random, 48) });
  },
  good(random) {
    const board = someBoard(random);
    const bits = { locks: randomBytes(random, 6), items: randomBytes(random, 6) };
    const frame = { is: 'status', board, lock: 0, ...bits } as const;
    return { asked: askCu48({ ask: 'query', board }), bytes: answerCu48(frame), frame };
  },
});

const manyInTurn = Uint8Array.of(0x57, 0x4b, 0x4c, 0x59, 0x0b, 0x01, 0x87, 0x02, 0x03, 0x05, 0x80);

export const wklyGrammar = grammarOf([0x57, 0x4b, 0x4c, 0x59, 0x08, 0x09, 0x0b, 0x82, 0x84, 0x86, 0x01, 0x00], {
  asked(random) {
    const board = someBoard(random);
    if (random.chance(0.02)) return manyInTurn;
    if (random.chance(0.4)) return askWkly({ ask: 'queryAll', board });
    return askWkly({ ask: random.pick(['unlock', 'query', 'flash']), board, channel: someChannel(random, 14) });
  },
  good(random) {
    const board = someBoard(random);
    const channel = someChannel(random, 14);
    if (random.chance(0.3)) {
      const frame = { is: 'report', board, channel, set: random.chance(0.5) } as const;
      return { bytes: answerWkly(frame), frame };
    }
    if (random.chance(0.4)) {
      const frame = { is: 'unlocked', board, channel, done: true, set: random.chance(0.5) } as const;
      return { asked: askWkly({ ask: 'unlock', board, channel }), bytes: answerWkly(frame), frame };
    }
    const states = Array.from({ length: 12 }, () => random.chance(0.5));
    const frame = { is: 'contacts', board, done: true, states } as const;
    return { asked: askWkly({ ask: 'queryAll', board }), bytes: answerWkly(frame), frame };
  },
});
