// Step clock: time for what answers at once and never awaits; a million steps take a moment.

import type { Clock } from '../../src/base/clock.ts';

export interface StepClock extends Clock {
  /** Moves the time on and runs what falls due, in order. */
  pass(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly act: () => void;
}

export function createStepClock(): StepClock {
  let elapsed = 0;
  let timers: Timer[] = [];

  function takeDue(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (timer.at <= until && (first === undefined || timer.at < first.at)) first = timer;
    if (first !== undefined) timers = timers.filter((timer) => timer !== first);
    return first;
  }

  return {
    now: () => elapsed,
    monotonic: () => elapsed,
    after(ms, act) {
      const timer = { at: elapsed + Math.max(0, ms), act };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    pass(ms) {
      const until = elapsed + ms;
      for (let due = takeDue(until); due !== undefined; due = takeDue(until)) {
        elapsed = Math.max(elapsed, due.at);
        due.act();
      }
      elapsed = until;
    },
  };
}
