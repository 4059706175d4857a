// Clock: the only source of time. Rules get `now` as an argument; edges get a Clock, so that tests own the time.

export interface Clock {
  /** Wall time, UTC milliseconds since 1970. For records only: it can jump. */
  now(): number;
  /** Milliseconds that never jump. For durations and deadlines. */
  monotonic(): number;
  /** Runs `act` once after `ms`; the returned function cancels it. */
  after(ms: number, act: () => void): () => void;
}

// The few names used here are declared by hand because this folder is compiled without Node or DOM types.
declare function setTimeout(act: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare const performance: { now(): number };

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms` on that clock. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
