// How often a pickup waits for the disk: on the cheap disk of a kiosk each time costs 1 to 10 ms and more, and people stand
// before it. Whoever adds one meets this test.

import { describe, expect, it } from 'vitest';
import { missingForStrace } from '../support/counted-syncs.ts';
import { countSyncsOfPickup } from '../support/synced-pickup.ts';

const title = missingForStrace === undefined ? '' : ` (skipped: ${missingForStrace} is missing)`;

describe.skipIf(missingForStrace !== undefined)(`a whole pickup${title}`, () => {
  it('waits for the disk six times, and for nothing but the journal; more often only to mark what central has', async () => {
    const { offline, online } = await countSyncsOfPickup();
    expect(new Set([...offline.synced, ...online.synced])).toEqual(new Set(['kiosk.sqlite-wal']));
    expect(offline.synced.length - offline.disturbed).toBeLessThanOrEqual(6);
    expect(offline.synced.length).toBeGreaterThanOrEqual(4);
    expect(online.synced.length - online.disturbed).toBeLessThanOrEqual(3 * 6);
  }, 150_000);
});
