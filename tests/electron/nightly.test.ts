// The shell that begins anew at night.

import { expect, it } from 'vitest';
import { startNightly } from '../../electron/nightly.ts';
import type { Site } from '../../src/contract/config.ts';
import { createManualClock } from '../support/manual-clock.ts';

const hours: Site['hours'] = { timeZone: 'UTC', office: [], hall: 'always', holidays: [], workdays: [] };
const hourMs = 3_600_000;

/** Hours of the clock at which it begins anew, over two days of minutes. */
async function restarts(nightlyRestart: string | undefined, idleSince: () => number | undefined) {
  const clock = createManualClock();
  const begun = clock.now();
  const at: string[] = [];
  const site = nightlyRestart === undefined ? { hours } : { hours, nightlyRestart };
  startNightly({ clock, site, idleSince, restart: () => at.push(new Date(clock.now()).toISOString().slice(11, 13)) });
  await clock.advance(48 * hourMs);
  return { at, begun };
}

it('begins anew once, at its time, when nobody is there', async () => {
  expect((await restarts('03:00', () => 0)).at).toEqual(['03']);
});

it('never does while somebody is there, or where the site does not ask for it', async () => {
  expect((await restarts('03:00', () => undefined)).at).toEqual([]);
  expect((await restarts(undefined, () => 0)).at).toEqual([]);
});
