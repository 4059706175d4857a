// Line of Kerong CU16 and CU12 boards: cuts what comes from the boards into frames, and keeps the pauses that they need.

import { createAnswerDeframer, type Echo, noise } from '../../boards/frame-cutter.ts';
import type { LockLineOptions } from '../../boards/lock-dialect.ts';
import { createLine, type Deframer, type Line } from '../../transport/line.ts';
import { type Cu16Answer, lookForAnswer } from './protocol.ts';

export type Cu16Frame = Cu16Answer | Echo;

/** Coil time of motor locks, the longer ones: the next coil waits for its end when nobody says how long it is. */
const motorCoilMs = 1_000;
const restMs = 200;

/** One line for all its boards: 20 ms of silence before each write, and one coil at a time. */
export function createCu16Line({ boards, longestPulseMs = motorCoilMs, ...options }: LockLineOptions): Line<Cu16Frame> {
  return createLine({
    ...options,
    deframer: createCu16Deframer(boards),
    quietMs: 20,
    gapMs: 80,
    unlockGapMs: longestPulseMs + restMs,
  });
}

/** Frames of boards that are not among `boards` are noise. */
export function createCu16Deframer(boards: LockLineOptions['boards']): Deframer<Cu16Frame> {
  return createAnswerDeframer((bytes) => {
    const found = lookForAnswer(bytes);
    return found.is === 'frame' && !boards.has(found.frame.board) ? noise('wrongValue') : found;
  });
}
