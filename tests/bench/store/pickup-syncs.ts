// Pickup syncs (G5): how often the real controller waits for the disk in one whole pickup, counted by strace.

import { missingForStrace } from '../../support/counted-syncs.ts';
import { countSyncsOfPickup } from '../../support/synced-pickup.ts';
import { atMost, type Bench } from '../goals.ts';

export const benchPickupSyncs: Bench = async ({ scale, say }) => {
  say('Pickup: syncs of the controller from the card to the welcome screen');
  // A whole hall is started for it; its own test does so already.
  if (scale === 'tiny') return [];
  if (missingForStrace !== undefined) {
    say(`  skipped: ${missingForStrace} is missing`);
    return [];
  }
  const { offline, online } = await countSyncsOfPickup();
  say(
    `  ${offline.synced.length} for the pickup itself; ${online.synced.length} with central there, whose acknowledgements are marked`,
  );
  return [
    atMost(
      {
        id: 'G5.pickup',
        what: 'syncs of the disk in a whole pickup',
        value: offline.synced.length - offline.disturbed,
      },
      6,
    ),
  ];
};
