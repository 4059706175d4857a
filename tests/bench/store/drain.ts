// Drain (G2): messages out of the outbox, read in batches and marked as sent for good, beside jobs claimed and completed by
// plainjob, made durable and as it is.

import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { better, defineQueue } from 'plainjob';
import { certain } from '../../../src/base/result.ts';
import type { Outbox } from '../../../src/controller/store/outbox.ts';
import { night } from '../../controller/store/fresh-store.ts';
import { median } from '../figures.ts';
import { atLeast, type Bench, type Scale } from '../goals.ts';
import { longFact, makeFilledPlace } from './filled-store.ts';

const rounds: Readonly<Record<Scale, number>> = { tiny: 1, usual: 7, full: 21 };
const messages: Readonly<Record<Scale, number>> = { tiny: 200, usual: 10_000, full: 20_000 };
const jobs: Readonly<Record<Scale, number>> = { tiny: 5, usual: 500, full: 1_000 };
const batch = 100;

/** Messages per second. */
function drainOutbox(outbox: Outbox, count: number): number {
  const from = performance.now();
  let sent = 0;
  while (sent < count) {
    const next = outbox.peek(batch);
    outbox.acknowledge(certain(next.at(-1), 'a message that waits').sequence, night);
    sent += next.length;
  }
  return (1_000 * sent) / (performance.now() - from);
}

function openPlainjob(file: string, synchronous: 'full' | 'as it is') {
  const database = new SqliteDatabase(file);
  const quiet = () => undefined;
  const logger = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const queue = defineQueue({ connection: better(database), logger });
  if (synchronous === 'full') database.pragma('synchronous = full');
  return {
    /** Jobs per second. */
    drain(count: number): number {
      queue.addMany(
        'message',
        Array.from({ length: count }, (_, place) => longFact(place)),
      );
      const from = performance.now();
      for (let done = 0; done < count; done += 1) {
        const { id } = certain(queue.getAndMarkJobAsProcessing('message'), 'a job that waits');
        certain(queue.getJobById(id), 'the job');
        queue.markJobAsDone(id);
      }
      return (1_000 * count) / (performance.now() - from);
    },
    close: () => queue.close(),
  };
}

export const benchDrain: Bench = async ({ scale, say }) => {
  const count = messages[scale];
  const place = makeFilledPlace(count * (rounds[scale] + 1));
  const durable = openPlainjob(join(place.folder, 'durable.sqlite'), 'full');
  const asItIs = openPlainjob(join(place.folder, 'as-it-is.sqlite'), 'as it is');
  try {
    const { outbox } = place.opened();
    const speeds = { ours: [] as number[], durable: [] as number[], asItIs: [] as number[] };
    for (let round = 0; round <= rounds[scale]; round += 1) {
      const found = {
        ours: drainOutbox(outbox, count),
        durable: durable.drain(jobs[scale]),
        asItIs: asItIs.drain(jobs[scale]),
      };
      if (round === 0) continue;
      speeds.ours.push(found.ours);
      speeds.durable.push(found.durable);
      speeds.asItIs.push(found.asItIs);
    }
    const ours = median(speeds.ours);
    say(`Drain: ${batch} messages read and then marked in one durable transaction, rounds in turn, medians`);
    for (const [name, speed] of [
      ['ours, durable', ours],
      ['plainjob, made durable', median(speeds.durable)],
      ['plainjob, as it is (synchronous NORMAL)', median(speeds.asItIs)],
    ] as const) {
      say(
        `  ${name.padEnd(42)}${Math.round(speed).toString().padStart(8)}/s  ours is ${(ours / speed).toFixed(1)} times`,
      );
    }
    return [
      atLeast(
        { id: 'G2.durable', what: 'messages/s beside durable plainjob, ratio', value: ours / median(speeds.durable) },
        60,
      ),
      atLeast(
        { id: 'G2.asItIs', what: 'messages/s beside plainjob as it is, ratio', value: ours / median(speeds.asItIs) },
        15,
      ),
    ];
  } finally {
    durable.close();
    asItIs.close();
    place.remove();
  }
};
