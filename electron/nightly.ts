// Nightly: looks once a minute whether the shell should begin anew. Its session starts it again.

import type { Clock } from '../src/base/clock.ts';
import type { Site } from '../src/contract/config.ts';
import { isRestartDue } from '../src/core/nightly-restart.ts';

export interface NightlyOptions {
  readonly clock: Clock;
  readonly site: Pick<Site, 'nightlyRestart' | 'hours'> | undefined;
  /** Monotonic ms; undefined while somebody is there. */
  readonly idleSince: () => number | undefined;
  readonly restart: () => void;
}

const lookMs = 60_000;

export function startNightly({ clock, site, idleSince, restart }: NightlyOptions): void {
  if (site?.nightlyRestart === undefined) return;
  const nightly = { from: site.nightlyRestart, timeZone: site.hours.timeZone };
  const startedAt = clock.monotonic();
  const look = (): void => {
    const since = idleSince();
    const idleMs = since === undefined ? undefined : clock.monotonic() - since;
    if (isRestartDue(nightly, { now: clock.now(), upMs: clock.monotonic() - startedAt, idleMs })) return restart();
    clock.after(lookMs, look);
  };
  clock.after(lookMs, look);
}
