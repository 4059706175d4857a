// Wiring pulses: when a coil may be fired again. Coils are made for one short pulse in 3 s and burn when held to it.

import type { LockPlace, WiringState } from './wiring.ts';

/** Same channel (reference for lock boards, section 5: locks). */
const channelRestMs = 3_000;
/** One coil at a time on a supply that is often too weak for two. */
const supplyRestMs = 500;
/** So many tries of one channel in this time; then it rests for as long. */
const triesInARow = 3;
const tryWindowMs = 30_000;

/** The first of the state's ms at which this lock may be fired. */
export function mayFireAt({ pulses }: Pick<WiringState, 'pulses'>, { board, channel }: LockPlace): number {
  const own = pulses.filter((pulse) => pulse.board === board && pulse.channel === channel).map(({ at }) => at);
  const never = Number.NEGATIVE_INFINITY;
  return Math.max(
    (pulses.at(-1)?.at ?? never) + supplyRestMs,
    (own.at(-1) ?? never) + channelRestMs,
    (own.at(-triesInARow) ?? never) + tryWindowMs,
  );
}

/** The pulses that still matter. */
export function pulsesWith(state: WiringState, { board, channel }: LockPlace): WiringState['pulses'] {
  const recent = state.pulses.filter(({ at }) => state.ms - at <= tryWindowMs);
  return [...recent, { board, channel, at: state.ms }];
}
