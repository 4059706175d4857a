// Simulate: plays days of a hall from seeds with everything that can go wrong, and ends at the first broken promise.
//
//   npm run simulate -- --seed N --days D [--seeds S] [--minutes M] [--only NAMES] [--json]
//
// S seeds from N on, D days each; with M as many as fit in that time. A promise that is broken is printed with the
// shortest list of decisions that breaks it, and the call that plays exactly these again.

import { parseArgs } from 'node:util';
import { coverageTable, createCoverage } from './coverage.ts';
import { playYear, type Year } from './days.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '20' },
    seeds: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '0' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** Of the processor, so that a busy machine finds a list as short as an idle one. */
const shrinkMs = 180_000;
const firstSeed = wholeNumber('seed', values.seed);
const days = wholeNumber('days', values.days);
const seeds = wholeNumber('seeds', values.seeds);
const minutes = wholeNumber('minutes', values.minutes);
const only = values.only === undefined ? undefined : new Set(values.only.split(','));
const startedAt = performance.now();
const endsAt = startedAt + minutes * 60_000;
const coverage = createCoverage();
const lines: Omit<Year, 'coverage'>[] = [];
let current = firstSeed;
/** Without the search for the shortest list. */
let playedMs: number | undefined;
process.on('unhandledRejection', (why) => {
  console.error(`seed ${current}: a promise was rejected and nobody heard it: ${String(why)}`);
  process.exit(1);
});

for (let seed = firstSeed; isWanted(seed); seed += 1) {
  current = seed;
  const year = await playYear({ seed, days, ...(only === undefined ? {} : { only }) });
  coverage.add(year.coverage);
  const { coverage: _, ...line } = year;
  lines.push(line);
  if (!values.json) console.log(told(year));
  if (year.broken === null) continue;
  playedMs = performance.now() - startedAt;
  if (only === undefined) await tellShortest(year);
  else tellEvents(year);
  process.exitCode = 1;
  break;
}

const seconds = (playedMs ?? performance.now() - startedAt) / 1_000;
const played = lines.reduce((sum, line) => sum + line.days, 0);
const daysPerMinute = Math.round((played / seconds) * 600) / 10;
if (values.json)
  console.log(
    JSON.stringify({
      years: lines,
      days: played,
      daysPerMinute,
      coverage: coverage.counts(),
      ok: process.exitCode !== 1,
    }),
  );
else {
  console.log(coverageTable(coverage).join('\n'));
  console.log(`${played} days in ${seconds.toFixed(1)} s, ${daysPerMinute} days a minute`);
}

function isWanted(seed: number): boolean {
  return minutes === 0 ? seed < firstSeed + seeds : performance.now() < endsAt;
}

function told({ seed, days: lived, visits, facts, factsHash, broken }: Year): string {
  const end = broken === null ? 'every promise kept' : `BROKEN ${broken.what}`;
  return `seed ${seed}: ${lived} days, ${visits} visits, ${facts} facts, ${factsHash.slice(0, 16)}, ${end}`;
}

function tellEvents({ broken }: Year): void {
  console.error(broken?.events.join('\n'));
}

async function tellShortest(year: Year): Promise<void> {
  const since = process.cpuUsage();
  const isOver = () => process.cpuUsage(since).user / 1_000 > shrinkMs;
  const { year: shortest, only: names, replays } = await shrink(year, { isOver });
  console.error(`shortest list found in ${replays} replays, ${names.length} decisions:`);
  tellEvents(shortest);
  console.error(`BROKEN ${shortest.broken?.what}`);
  console.error(`npm run simulate -- --seed ${year.seed} --days ${shortest.broken?.day} --only ${names.join(',')}`);
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) {
    console.error(`--${name} must be a whole number, not ${text}`);
    process.exit(2);
  }
  return number;
}
