// Year clock: one simulated time for a whole hall, quick enough for years. Timers lie in a heap; idle hours are leapt over.

import type { Clock } from '../../src/base/clock.ts';

export interface YearClock extends Clock {
  /** Moves the time on, running every timer that falls due, each at its own time, and lets promises settle between. */
  advance(ms: number): Promise<void>;
  /**
   * Skips that time as a machine does that was suspended: afterwards every timer that fell due meanwhile fires once, in
   * the order of their times.
   */
  leap(ms: number): Promise<void>;
  /** Moves only the wall clock, as an operator or a dead battery would. */
  jumpWall(ms: number): void;
  /** How far the wall clock is from where it began, beyond the time that passed. */
  wallOffset(): number;
  /** Something that no timer drives is at work, such as the reading of an answer: the next pauses give it turns. */
  expectWork(): void;
  /** Lets everything settle without moving the time. */
  settle(): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
  cancelled: boolean;
}

/** Turns of the event loop that reading the body of an answer takes at most. */
const turnsOfWork = 6;

export function createYearClock(startMs: number): YearClock {
  let elapsed = 0;
  let offset = 0;
  let order = 0;
  let turns = 0;
  const heap: Timer[] = [];

  const before = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order);

  function push(timer: Timer): void {
    let place = heap.length;
    heap.push(timer);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || before(above, timer)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = timer;
  }

  function pop(): Timer | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const one = heap[left];
      const other = heap[left + 1];
      if (one === undefined) break;
      const child = other !== undefined && before(other, one) ? other : one;
      if (before(last, child)) break;
      heap[place] = child;
      place = child === one ? left : left + 1;
    }
    heap[place] = last;
    return first;
  }

  /** By then every promise that can go on has gone on: Node empties that queue before the next tick. */
  function tick(): Promise<void> {
    return new Promise((resolve) => process.nextTick(resolve));
  }

  async function settle(): Promise<void> {
    await tick();
    for (; turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
  }

  async function runDue(until: number): Promise<void> {
    await settle();
    for (;;) {
      const due = heap[0];
      if (due === undefined || due.at > until) return;
      pop();
      if (due.cancelled) continue;
      elapsed = Math.max(elapsed, due.at);
      due.act();
      await settle();
    }
  }

  return {
    now: () => Math.round(startMs + offset + elapsed),
    monotonic: () => elapsed,
    after(ms, act) {
      order += 1;
      const timer = { at: elapsed + Math.max(0, ms), order, act, cancelled: false };
      push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
    async advance(ms) {
      const until = elapsed + ms;
      await runDue(until);
      elapsed = until;
    },
    async leap(ms) {
      elapsed += ms;
      await runDue(elapsed);
    },
    jumpWall(ms) {
      offset += ms;
    },
    wallOffset: () => offset,
    expectWork() {
      turns = turnsOfWork;
    },
    settle,
  };
}
