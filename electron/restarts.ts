// Restarts: how long to wait before something that died is started again, and when to stop hoping that it will soon live.

import { type Backoff, backoffMs } from '../src/base/backoff.ts';

export interface RestartPolicy {
  readonly backoff: Backoff;
  /** A life of this length makes the next wait the shortest again. */
  readonly healthyMs: number;
  /** So many deaths within `hopelessWithinMs` are hopeless: only the longest wait is used then. */
  readonly hopelessDeaths: number;
  readonly hopelessWithinMs: number;
}

export interface Restarts {
  /** Short lives in a row. */
  readonly attempt: number;
  /** Monotonic ms of the deaths that still count. */
  readonly deaths: readonly number[];
}

export interface Life {
  /** Monotonic ms */
  readonly startedAt: number;
  readonly diedAt: number;
}

export const noRestarts: Restarts = { attempt: 0, deaths: [] };

export const controllerRestarts: RestartPolicy = {
  backoff: { firstMs: 500, maxMs: 30_000 },
  healthyMs: 60_000,
  hopelessDeaths: 5,
  hopelessWithinMs: 600_000,
};

/** A page comes back at once: nobody may look at an empty screen. */
export const pageRestarts: RestartPolicy = {
  backoff: { firstMs: 100, maxMs: 15_000 },
  healthyMs: 60_000,
  hopelessDeaths: 10,
  hopelessWithinMs: 600_000,
};

/** `random` is in [0, 1). */
export function afterDeath(
  restarts: Restarts,
  { life, policy, random }: { readonly life: Life; readonly policy: RestartPolicy; readonly random: number },
): { readonly restarts: Restarts; readonly waitMs: number; readonly hopeless: boolean } {
  const attempt = life.diedAt - life.startedAt >= policy.healthyMs ? 1 : restarts.attempt + 1;
  const deaths = [...restarts.deaths, life.diedAt]
    .filter((at) => life.diedAt - at < policy.hopelessWithinMs)
    .slice(-policy.hopelessDeaths);
  const hopeless = deaths.length >= policy.hopelessDeaths;
  const waitMs = hopeless ? policy.backoff.maxMs : backoffMs(attempt, policy.backoff, random);
  return { restarts: { attempt, deaths }, waitMs, hopeless };
}
