// Answer line: one wire with boards whose answers tell by their first bytes how long they are, and never look like the
// question. All that such a family adds is the look of its answers and the rest that its coils need.

import { sameBytes } from '../../src/base/bytes.ts';
import { createLine, type Deframer, type Line } from '../transport/line.ts';
import { type Look, noise, type Seen, seen, unfinished } from './frame-cutter.ts';
import { createFrameStream } from './frame-stream.ts';
import type { LockLineOptions } from './lock-dialect.ts';

/** The computer's own request, given back by a two-wire adapter. */
export interface Echo {
  readonly is: 'echo';
}

interface FromBoard {
  readonly board: number;
}

/** 20 ms of silence before each write, and `unlockGapMs` between the end of one unlock and the next. */
export function createAnswerLine<Frame extends FromBoard>(
  { boards, longestPulseMs: _, ...options }: LockLineOptions,
  { look, unlockGapMs }: { readonly look: Look<Frame>; readonly unlockGapMs: number },
): Line<Frame | Echo> {
  return createLine({
    ...options,
    deframer: createAnswerDeframer(look, boards),
    quietMs: 20,
    gapMs: 80,
    unlockGapMs,
  });
}

/** Frames of boards that are not among `boards` are noise. */
export function createAnswerDeframer<Frame extends FromBoard>(
  look: Look<Frame>,
  boards: LockLineOptions['boards'],
): Deframer<Frame | Echo> {
  let asked: Uint8Array | undefined;

  function lookHere(bytes: Uint8Array): Seen<Frame | Echo> {
    const echo = asked === undefined ? undefined : lookForEcho(bytes, asked);
    if (echo !== undefined) return echo;
    const found = look(bytes);
    return found.is === 'frame' && !boards.has(found.frame.board) ? noise('wrongValue') : found;
  }

  return {
    ...createFrameStream(lookHere),
    expect(bytes) {
      asked = Uint8Array.from(bytes);
    },
  };
}

function lookForEcho(bytes: Uint8Array, asked: Uint8Array): Seen<Echo> | undefined {
  const length = Math.min(asked.length, bytes.length);
  if (!sameBytes(bytes.subarray(0, length), asked.subarray(0, length))) return undefined;
  return length === asked.length ? seen({ is: 'echo' }, length) : unfinished;
}
