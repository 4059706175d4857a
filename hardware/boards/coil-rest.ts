// Coil rest: what a line leaves between two unlocks of boards that say nothing when their pulse ends.

/** Coil time of motor locks, the longer ones: to be waited for where nobody says how long the coil has current. */
export const motorCoilMs = 1_000;
/** For the supply to recover between the end of one coil's pulse and the beginning of the next. */
const supplyRestMs = 200;

/** From the order to one lock to the order to the next, in ms; `coilMs` is the longest time that a coil has current. */
export function unlockGapAfter(coilMs: number): number {
  return coilMs + supplyRestMs;
}
