// Cut counter: how often the printer has cut in its life, asked right before a slip and after a restart.

import type { Clock } from '../../../src/base/clock.ts';
import type { Line } from '../../transport/line.ts';
import { countOf } from './count-text.ts';
import type { Reply } from './protocol.ts';

export interface CutCounter {
  /** Null when the printer keeps no count or does not tell in time. */
  read(): Promise<number | null>;
  /** Told each reply that answered no question. */
  hear(reply: Reply): void;
}

/** Longer than a cut takes: the printer answers in turn with what it has to do. */
const replyMs = 1_500;
/** A question stands in the printer behind a slip at most this long. */
const owedMs = 60_000;

export function createCutCounter(line: Line<Reply>, clock: Clock, request: Uint8Array | null): CutCounter {
  /** Until then an answer may still come, and no other question is asked, so that no answer is taken for another's. */
  let owedUntil = Number.NEGATIVE_INFINITY;

  async function ask(bytes: Uint8Array): Promise<number | null> {
    const answer = await line.request({ bytes, priority: 'active', replyMs, match: countIn });
    if (answer.ok) return answer.value;
    if (answer.problem !== 'notSent') owedUntil = clock.monotonic() + owedMs;
    return null;
  }

  return {
    async read() {
      if (request === null || clock.monotonic() < owedUntil) return null;
      // One spoilt digit would call a slip printed that is not: only a count that comes twice is believed.
      const first = await ask(request);
      const second = first === null ? null : await ask(request);
      return first === second ? first : null;
    },
    hear(reply) {
      if (countIn(reply) !== undefined) owedUntil = Number.NEGATIVE_INFINITY;
    },
  };
}

function countIn(reply: Reply): number | undefined {
  return reply.is === 'information' ? countOf(reply.text) : undefined;
}
