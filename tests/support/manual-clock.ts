// A clock that tests move by hand. Timers run in the order of their time; promises settle between them.

import type { Clock } from '../../src/base/clock.ts';

export interface ManualClock extends Clock {
  /** Moves the time on by `ms`, running every timer that falls due, each at its own time. */
  advance(ms: number): Promise<void>;
  /** Moves only the wall clock, as an operator or a dead battery would. */
  jumpWall(ms: number): void;
}

export function createManualClock(startMs = Date.UTC(2026, 10, 23, 15, 0, 0)): ManualClock {
  let elapsed = 0;
  let wallOffset = 0;
  let order = 0;
  const timers = new Map<number, { at: number; act: () => void }>();

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 25; turn += 1) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    now: () => startMs + wallOffset + elapsed,
    monotonic: () => elapsed,
    after(ms, act) {
      order += 1;
      const id = order;
      timers.set(id, { at: elapsed + Math.max(0, ms), act });
      return () => timers.delete(id);
    },
    async advance(ms) {
      const until = elapsed + ms;
      await settle();
      for (;;) {
        const due = [...timers]
          .filter(([, timer]) => timer.at <= until)
          .sort(([idA, a], [idB, b]) => a.at - b.at || idA - idB)[0];
        if (due === undefined) break;
        timers.delete(due[0]);
        elapsed = Math.max(elapsed, due[1].at);
        due[1].act();
        await settle();
      }
      elapsed = until;
    },
    jumpWall(ms) {
      wallOffset += ms;
    },
  };
}
