// Losses (G6): what of the acknowledged is gone after power cuts at every moment of a recorded life of the store, and after
// kills; and that the same exploration finds the losses of a store that does not wait for the disk.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { seededRandom } from '../../../src/base/random.ts';
import { makePlace, type Place } from '../../controller/store/fresh-store.ts';
import type { Exploration } from '../../faults/crash-states/explore.ts';
import { missingForStrace } from '../../support/counted-syncs.ts';
import { atLeast, atMost, type Bench, type Goal, type Scale } from '../goals.ts';

const states: Readonly<Record<Scale, number>> = { tiny: 200, usual: 115_000, full: 400_000 };
const kills: Readonly<Record<Scale, number>> = { tiny: 2, usual: 40, full: 1_000 };
/** A place is left after so many kills: its rows are all looked through after each. */
const killsOfPlace = 25;

async function exploreApart(wanted: number, steps: number, seed: number, changes: readonly string[]) {
  const program = join(import.meta.dirname, '../../faults/crash-states/explore-recording.ts');
  const args = [program, String(wanted), String(steps), String(seed), ...changes];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let text = '';
  for await (const piece of child.stdout) text += String(piece);
  const [code] = await closed;
  if (code !== 0) throw new Error('the exploration failed');
  return JSON.parse(text) as Exploration;
}

async function benchPowerCuts({ scale, say }: Parameters<Bench>[0]): Promise<readonly Goal[]> {
  const steps = scale === 'tiny' ? 8 : 120;
  const share = Math.ceil(states[scale] / 3);
  // Two processors: one with many moments of the journal's emptying, one as it is shipped.
  const [short, shipped, weak] = await Promise.all([
    exploreApart(2 * share, steps, 1, ['shortJournal']),
    exploreApart(share, steps, 2, []),
    exploreApart(Math.ceil(share / 20), Math.ceil(steps / 2), 3, [
      'shortJournal',
      'synchronousNormal',
      'believesNormal',
    ]),
  ]);
  const found = [short, shipped];
  const sum = (what: 'states' | 'byStore' | 'losses') => found.reduce((all, one) => all + one[what], 0);
  say(
    `  power cuts: ${sum('states')} different states after ${short.moments + shipped.moments} writes and syncs, ` +
      `${sum('byStore')} of them opened by the store itself as well: ${sum('losses')} with a loss`,
  );
  say(`  the same with synchronous NORMAL: ${weak.losses} of ${weak.states} states with a loss`);
  for (const example of [...short.examples, ...shipped.examples, ...weak.examples.slice(0, 1)]) say(`    ${example}`);
  return [
    atMost({ id: 'G6.lost', what: 'states after a power cut with an acknowledged loss', value: sum('losses') }, 0),
    atLeast({ id: 'G6.states', what: 'different states after a power cut', value: sum('states') }, 100_000),
    atLeast({ id: 'G6.selfCheck', what: 'states with a loss found for synchronous NORMAL', value: weak.losses }, 1),
  ];
}

/** Rows that were told and are not there, after one kill at a moment of chance. */
async function lostAtKill(place: Place, waitMs: number): Promise<number> {
  const program = join(import.meta.dirname, '../../controller/store/commit-for-ever.ts');
  const child = spawn(process.execPath, [program, place.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  let told = '';
  child.stdout.on('data', (bytes) => {
    told += String(bytes);
  });
  await Promise.race([once(child.stdout, 'data'), closed]);
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  child.kill('SIGKILL');
  await closed;
  const last = Number(told.split('\n').at(-2));
  const store = place.opened();
  const verdict = store.audit.verify();
  const waiting = store.outbox.peek(last + 1).length;
  store.close();
  if (!verdict.ok || store.recovered !== null) return last;
  return Math.max(0, last - verdict.rows, last - waiting);
}

async function benchKills({ scale, say }: Parameters<Bench>[0]): Promise<readonly Goal[]> {
  const random = seededRandom(11);
  let lost = 0;
  for (let done = 0; done < kills[scale]; ) {
    const place = makePlace();
    for (let here = 0; here < killsOfPlace && done < kills[scale]; here += 1) {
      lost += await lostAtKill(place, random.between(0, 40));
      done += 1;
    }
    place.remove();
  }
  say(`  kills (SIGKILL) between two acknowledgements: ${kills[scale]}, ${lost} acknowledged rows lost`);
  return [atMost({ id: 'G6.kill', what: `acknowledged rows lost in ${kills[scale]} kills`, value: lost }, 0)];
}

export const benchLosses: Bench = async (options) => {
  options.say('Losses: what was acknowledged and is not there afterwards');
  if (missingForStrace !== undefined) {
    options.say(`  power cuts: skipped, ${missingForStrace} is missing`);
    return benchKills(options);
  }
  return [...(await benchPowerCuts(options)), ...(await benchKills(options))];
};
