// Steady time: wall time for the rules that does not jump while somebody is served. An operator, a dead battery or the time
// service may set the clock; deadlines go on by the monotonic clock, and the new time is taken over when nobody is there.

import type { Clock } from '../base/clock.ts';

export interface SteadyTime extends Clock {
  /** Takes over what the wall clock says now. */
  follow(): void;
}

export function createSteadyTime(clock: Clock): SteadyTime {
  let ahead = clock.now() - clock.monotonic();
  return {
    now: () => Math.round(ahead + clock.monotonic()),
    monotonic: () => clock.monotonic(),
    after: (ms, act) => clock.after(ms, act),
    follow() {
      ahead = clock.now() - clock.monotonic();
    },
  };
}
