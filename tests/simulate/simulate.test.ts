// Simulated days in CI: a fixed budget of seeds in which every promise is kept, and the same seed is the same run.

import { describe, expect, it } from 'vitest';
import { coverageTable, createCoverage, type Exception } from './coverage.ts';
import { playYear } from './days.ts';
import { decisionsOf } from './decisions.ts';

/**
 * The first six, whatever they reach: three halls with labels inside the cells and three without. 21 days have three
 * reckonings and one emptying of all cells, and slow troubles have time to meet somebody.
 */
const seeds = [1, 2, 3, 4, 5, 6];
const days = 21;
/** So rare by nature that 126 days may pass without them: `npm run simulate` reaches them in more. */
const rare: readonly Exception[] = ['E5', 'E6', 'E17', 'E22', 'E27'];

describe('simulated days', () => {
  it('keep every promise and reach the exceptions', async () => {
    const coverage = createCoverage();
    for (const seed of seeds) {
      const year = await playYear({ seed, days });
      expect(year.broken, `seed ${seed}: ${year.broken?.what}\n${year.broken?.events.join('\n')}`).toBeNull();
      expect(year.days).toBe(days);
      expect(year.visits).toBeGreaterThan(4 * days);
      coverage.add(year.coverage);
    }
    console.log(coverageTable(coverage).join('\n'));
    const missed = Object.entries(coverage.counts()).flatMap(([name, count]) => (count === 0 ? [name] : []));
    expect(missed.filter((name) => !rare.some((one) => one === name))).toEqual([]);
  }, 1_800_000);

  it('are the same for the same seed, to the last bit of every fact, and others for another', async () => {
    const [one, again, other] = [
      await playYear({ seed: 11, days: 2 }),
      await playYear({ seed: 11, days: 2 }),
      await playYear({ seed: 12, days: 2 }),
    ];
    expect(again.factsHash).toBe(one.factsHash);
    expect(again.facts).toBe(one.facts);
    expect(other.factsHash).not.toBe(one.factsHash);
  }, 600_000);

  it('leave out decisions without changing any other', async () => {
    const names = decisionsOf(5, 1).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const none = await playYear({ seed: 5, days: 1, only: new Set() });
    expect(none.broken).toBeNull();
    expect(none.visits).toBe(0);
  }, 60_000);
});
