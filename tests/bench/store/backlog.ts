// Backlog (G3): what the next message costs when very many wait, beside a thousand: reading it, and marking it for good.

import { certain } from '../../../src/base/result.ts';
import { night } from '../../controller/store/fresh-store.ts';
import { percentile } from '../figures.ts';
import { atMost, type Bench, type Scale } from '../goals.ts';
import { makeFilledPlace } from './filled-store.ts';

const claims: Readonly<Record<Scale, number>> = { tiny: 20, usual: 800, full: 900 };
const few = 1_000;
/** The goal names a million; what was measured stands in the name of the goal. */
const many: Readonly<Record<Scale, number>> = { tiny: 2_000, usual: 100_000, full: 1_000_000 };

interface Claim {
  readonly readMs: number;
  readonly allMs: number;
}

export const benchBacklog: Bench = async ({ scale, say }) => {
  const places = [makeFilledPlace(few), makeFilledPlace(many[scale])];
  try {
    const outboxes = places.map((place) => place.opened().outbox);
    const found: Claim[][] = outboxes.map(() => []);
    // In turn, one by one: a slow moment of the disk meets both.
    for (let count = 0; count < claims[scale]; count += 1) {
      for (const [place, outbox] of outboxes.entries()) {
        const from = performance.now();
        const { sequence } = certain(outbox.peek(1)[0], 'a message that waits');
        const readMs = performance.now() - from;
        outbox.acknowledge(sequence, night);
        // The first ones pay for compiling and for pages that were never read.
        if (count >= claims[scale] / 10) found[place]?.push({ readMs, allMs: performance.now() - from });
      }
    }
    const at = (place: number, what: keyof Claim, share: number) =>
      percentile(
        (found[place] ?? []).map((claim) => claim[what]),
        share,
      );
    const ratio = (what: keyof Claim, share: number) => at(1, what, share) / at(0, what, share);
    say('Backlog: the next message read, and then marked as sent for good');
    for (const [place, rows] of [few, many[scale]].entries()) {
      const two = (what: keyof Claim) =>
        `${(1_000 * at(place, what, 0.5)).toFixed(0)} / ${(1_000 * at(place, what, 0.99)).toFixed(0)} µs`;
      say(
        `  ${rows.toString().padStart(8)} waiting: read ${two('readMs')}, read and marked ${two('allMs')} (median / p99)`,
      );
    }
    const what = (share: string) => `cost of a claim with ${many[scale]} waiting beside ${few}, ${share}, ratio`;
    return [
      atMost({ id: 'G3.median', what: what('median'), value: ratio('allMs', 0.5) }, 1.3),
      atMost({ id: 'G3.p99', what: what('p99'), value: ratio('allMs', 0.99) }, 2),
    ];
  } finally {
    for (const place of places) place.remove();
  }
};
