// Sleep: notices that the computer has slept. Its monotonic clock stands still meanwhile and the time since its boot does not.
// The wall clock is no witness: an operator or the time service may set it an hour forward while somebody is served.

import type { Clock } from '../base/clock.ts';

export interface SleepWatch {
  /** Whether it has slept since the last question. */
  hasSlept(): boolean;
}

export interface SleepWatchOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Ms since the computer was started, its sleep included; may come in whole seconds. */
  readonly sinceBootMs: () => number;
}

const leastMs = 5_000;

export function createSleepWatch({ clock, sinceBootMs }: SleepWatchOptions): SleepWatch {
  const apart = () => sinceBootMs() - clock.monotonic();
  let before = apart();
  return {
    hasSlept() {
      const now = apart();
      const slept = now - before;
      before = now;
      return slept >= leastMs;
    },
  };
}
