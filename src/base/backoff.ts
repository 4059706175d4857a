// Back-off: how long to wait before the next try, growing to a ceiling and spread so that many kiosks do not knock at once.

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * Wait in milliseconds before try number `attempt` (1 = first retry): doubles each time up to `maxMs`, then takes a
 * share between one half and the whole of it. `random` is in [0, 1).
 * With first 1 s and max 60 s: 1, 2, 4, 8, 16, 32, 60, 60 … seconds at most, half of that at least.
 */
export function backoffMs(attempt: number, { firstMs, maxMs }: Backoff, random: number): number {
  const doublings = Math.min(Math.max(attempt - 1, 0), 30);
  const ceiling = Math.min(firstMs * 2 ** doublings, maxMs);
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
