// Proofs: when the answers of the printer prove that the slip that was sent is out and cut.

import type { Proof } from './encode.ts';
import type { Reply } from './protocol.ts';

export interface Proofs {
  /** True when the reply counts. */
  hear(reply: Reply): boolean;
  /** A GS r 1 must be sent now, since its answer is needed; true once. */
  wantsSecond(): boolean;
  complete(): boolean;
}

/**
 * A process id says by itself which slip it is for. The answer to GS r does not: it may be a late one or noise. So the
 * first one is followed by another request, and only an answer after that completes the proof; when the first was not
 * for this slip, the answer that this slip owes comes before the second request's.
 */
export function createProofs(proof: Proof): Proofs {
  let heard = 0;
  let asked = 1;
  return {
    hear(reply) {
      if (proof.by === 'processId') {
        if (reply.is !== 'processId' || reply.id !== proof.afterCut) return false;
        heard = 2;
        return true;
      }
      if (reply.is !== 'executed' || !answersPaperRequest(reply.byte) || heard >= asked) return false;
      heard += 1;
      return true;
    },
    wantsSecond() {
      if (heard !== 1 || asked !== 1) return false;
      asked = 2;
      return true;
    },
    complete: () => heard === 2,
  };
}

/** Two bits for each of the two sensors, always equal; the others are 0. */
function answersPaperRequest(byte: number): boolean {
  return [0x00, 0x03, 0x0c, 0x0f].includes(byte);
}
