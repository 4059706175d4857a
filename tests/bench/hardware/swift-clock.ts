// A clock that runs as fast as the processor lets it: simulated weeks of a line in seconds.

import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/base/clock.ts';

export interface SwiftClock extends Clock {
  /** Runs timers in the order of their time until the condition holds; throws when there are none left. */
  runUntil(isDone: () => boolean): Promise<void>;
}

export function createSwiftClock(): SwiftClock {
  let elapsed = 0;
  /** Soonest last, so that taking one is cheap. A line has a handful at a time. */
  const timers: { readonly at: number; readonly act: () => void }[] = [];
  return {
    now: () => elapsed,
    monotonic: () => elapsed,
    after(ms, act) {
      const timer = { at: elapsed + Math.max(0, ms), act };
      let place = timers.length;
      while (place > 0 && (timers[place - 1]?.at ?? Number.POSITIVE_INFINITY) <= timer.at) place -= 1;
      timers.splice(place, 0, timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
    async runUntil(isDone) {
      await setImmediate();
      while (!isDone()) {
        const next = timers.pop();
        if (next === undefined) throw new Error('the clock has no timers left');
        elapsed = next.at;
        next.act();
        await setImmediate();
      }
    },
  };
}
