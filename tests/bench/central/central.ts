// Benchmarks of central on a PostgreSQL server of their own: what it takes in, and how soon its news arrive.

import { testOn } from '../../central/database-under-test.ts';
import { startedCentral } from '../../central/started-central.ts';
import { startPostgres } from '../../support/postgres.ts';
import type { Bench, Goal } from '../goals.ts';
import { benchFreshness } from './freshness.ts';
import { benchIngest } from './ingest.ts';

export const benchCentral: Bench = async (options) => {
  const postgres = await startPostgres({ durable: true });
  testOn(postgres);
  const central = await startedCentral();
  try {
    const goals: Goal[] = [...(await benchIngest(central, await postgres.database(), options))];
    goals.push(...(await benchFreshness(central, options)));
    return goals;
  } finally {
    await central.close();
    testOn(undefined);
    await postgres.close();
  }
};
