// Listening: whether the kiosk hears news over a stream or asks for them again and again. Pure: what happened → what next.

import type { CentralProblem } from './central.ts';

export interface Listening {
  readonly how: 'stream' | 'ask';
  /** Streams in a row that ended without a word. */
  readonly mute: number;
  /** Answers since streams were given up; after some of them a stream is tried again. */
  readonly answers: number;
}

export type Heard =
  /** A stream that gave something, and ended. */
  | { readonly is: 'streamEnded' }
  /** A stream that was accepted, gave nothing and ended or stayed silent: something between gathers it. */
  | { readonly is: 'streamMute' }
  | { readonly is: 'answered' }
  | { readonly is: 'failed'; readonly problem: CentralProblem };

export const atFirst: Listening = { how: 'stream', mute: 0, answers: 0 };

const muteAtMost = 2;
/** About half an hour of quiet answers. */
const answersAtMost = 75;
/** There is no such place, or not for this: a central before streams. */
const unknownPlace = new Set([404, 405, 406, 501]);

export function next(listening: Listening, heard: Heard): Listening {
  switch (heard.is) {
    case 'streamEnded':
      return atFirst;
    case 'streamMute': {
      const mute = listening.mute + 1;
      return mute >= muteAtMost ? { how: 'ask', mute: 0, answers: 0 } : { ...listening, mute };
    }
    case 'answered': {
      const answers = listening.answers + 1;
      return answers >= answersAtMost ? atFirst : { ...listening, answers };
    }
    case 'failed': {
      const { problem } = heard;
      if (listening.how === 'stream' && problem.is === 'refused' && unknownPlace.has(problem.status))
        return { how: 'ask', mute: 0, answers: 0 };
      return listening;
    }
  }
}
