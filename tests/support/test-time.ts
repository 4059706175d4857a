// Test time: the same waiting for a clock that is moved by hand and for the real one.

import { type Clock, pause, systemClock } from '../../src/base/clock.ts';
import { createManualClock } from './manual-clock.ts';

export interface TestTime {
  readonly clock: Clock;
  pass(ms: number): Promise<void>;
  /** Lets time pass until the condition holds; throws with `what` when it never does. */
  until(what: string, condition: () => boolean): Promise<void>;
  /** Lets time pass until the promise settles. */
  settled<Value>(promise: Promise<Value>): Promise<Value>;
}

/** A minute of the moved clock, or of the real one: far beyond anything that is waited for. */
const patienceMs = 60_000;

function createTime(clock: Clock, { stepMs, pass }: { stepMs: number; pass: (ms: number) => Promise<void> }): TestTime {
  async function until(what: string, condition: () => boolean): Promise<void> {
    const end = clock.monotonic() + patienceMs;
    while (!condition()) {
      if (clock.monotonic() > end) throw new Error(`never happened: ${what}`);
      await pass(stepMs);
    }
  }
  return {
    clock,
    pass,
    until,
    async settled(promise) {
      let isSettled = false;
      const mark = () => {
        isSettled = true;
      };
      promise.then(mark, mark);
      await pass(0);
      await until('the promise settles', () => isSettled);
      return promise;
    },
  };
}

export function movedTime(): TestTime {
  const clock = createManualClock();
  return createTime(clock, { stepMs: 10, pass: (ms) => clock.advance(ms) });
}

export function realTime(): TestTime {
  return createTime(systemClock, { stepMs: 10, pass: (ms) => pause(systemClock, ms) });
}
