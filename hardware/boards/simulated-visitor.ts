// Simulated visitor: what the person in front of a door does when the lock lets go.

import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';

export type VisitorHabit =
  /** Pulls the door open after half a second to five: too late for a latch that has fallen back. */
  | 'pulls'
  /** Looks elsewhere: a door without a spring stays shut. */
  | 'neverPulls'
  /** Pulls, and pushes the door shut a few seconds later. */
  | 'closesAgain'
  /** Pulls, and slams the door so that it bounces. */
  | 'slams';

export interface SimulatedVisitor {
  behave(habit: VisitorHabit | undefined): void;
  /** The latch has let go. */
  released(): void;
}

export interface VisitorHands {
  pull(): void;
  push(): void;
  slam(): void;
  isOpen(): boolean;
}

const pullMs = { least: 500, most: 5_000 } as const;
const closeMs = { least: 2_000, most: 6_000 } as const;

export function createSimulatedVisitor(
  hands: VisitorHands,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): SimulatedVisitor {
  let habit: VisitorHabit | undefined;

  function closeIf(meant: VisitorHabit): void {
    if (habit !== meant || !hands.isOpen()) return;
    if (meant === 'closesAgain') hands.push();
    if (meant === 'slams') hands.slam();
  }

  return {
    behave(next) {
      habit = next;
    },
    released() {
      const meant = habit;
      if (meant === undefined || meant === 'neverPulls') return;
      clock.after(random.between(pullMs.least, pullMs.most), () => {
        if (habit !== meant) return;
        hands.pull();
        clock.after(random.between(closeMs.least, closeMs.most), () => closeIf(meant));
      });
    },
  };
}
