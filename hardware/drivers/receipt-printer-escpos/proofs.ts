// Proofs: when the answers of the printer prove that the slip that was sent is out and cut.

import type { Proof } from './encode.ts';
import type { Reply } from './protocol.ts';

export interface Proofs {
  /** True when the reply counts. */
  hear(reply: Reply): boolean;
  /** A GS r 1 must be sent now, since its answer is needed. True once for each that is needed. */
  wantsAnother(): boolean;
  complete(): boolean;
  /** Answers to GS r 1 that the printer may still give. */
  owed(): number;
}

/** More than this were lost with what the printer forgot. */
const mostOwed = 4;

/**
 * A process id says by itself which slip it is for. The answer to GS r does not: it may be noise, or one of those that
 * the printer still owed for earlier slips. So as many as that, and at least one, are not believed: each is followed by
 * another request, and only the answer after them completes the proof. Whatever was owed comes before it.
 */
export function createProofs(proof: Proof, owedBefore: number): Proofs {
  const needed = Math.max(1, owedBefore) + 1;
  let heard = 0;
  let asked = 1;
  let isOut = false;
  return {
    hear(reply) {
      if (proof.by === 'processId') {
        if (reply.is !== 'processId' || reply.id !== proof.afterCut) return false;
        isOut = true;
        return true;
      }
      if (!isPaperAnswer(reply) || heard >= asked) return false;
      heard += 1;
      isOut = heard === needed;
      return true;
    },
    wantsAnother() {
      if (heard < asked || heard >= needed) return false;
      asked += 1;
      return true;
    },
    complete: () => isOut,
    owed: () => (proof.by === 'processId' ? 0 : Math.min(mostOwed, owedBefore + asked - heard)),
  };
}

/** Whether it can be an answer to GS r 1: two bits for each of the two sensors, always equal; the others are 0. */
export function isPaperAnswer(reply: Reply): boolean {
  return reply.is === 'executed' && [0x00, 0x03, 0x0c, 0x0f].includes(reply.byte);
}
