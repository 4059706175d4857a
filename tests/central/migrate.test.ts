// Migrations: applied once, in order, and refused when they are not what they were.

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/central/database.ts';
import { migrate, readMigrations } from '../../src/central/migrate.ts';
import { openTrialDatabase } from '../../src/central/trial-database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTrialDatabase('memory');
});
afterAll(() => database.close());

const one = { number: 1, name: '0001-one.sql', text: 'create table one (n integer); insert into one values (1);' };
const two = { number: 2, name: '0002-two.sql', text: 'insert into one values (2);' };
const broken = {
  number: 3,
  name: '0003-broken.sql',
  text: 'insert into one values (3); insert into nowhere values (1);',
};
const rows = async () => (await database.query<{ n: number }>('select n from one order by n')).map(({ n }) => n);

it('applies what is new, once', async () => {
  expect(await migrate(database, [one])).toEqual({ ok: true, value: undefined });
  expect(await migrate(database, [one, two])).toEqual({ ok: true, value: undefined });
  expect(await migrate(database, [one, two])).toEqual({ ok: true, value: undefined });
  expect(await rows()).toEqual([1, 2]);
});

it('leaves nothing of one that fails half way', async () => {
  await expect(migrate(database, [one, two, broken])).rejects.toThrow('nowhere');
  expect(await rows()).toEqual([1, 2]);
});

it('refuses a changed file, a gap and a database from a newer build', async () => {
  const changed = { ...one, text: `${one.text} -- changed` };
  expect(await migrate(database, [changed, two])).toEqual({
    ok: false,
    problem: { is: 'migrationChanged', name: '0001-one.sql' },
  });
  expect(await migrate(database, [one, broken])).toEqual({ ok: false, problem: { is: 'migrationGap', at: 2 } });
  expect(await migrate(database, [one])).toEqual({ ok: false, problem: { is: 'databaseNewer', known: 1, found: 2 } });
});

it('finds its own files numbered from 1 without gaps', async () => {
  const folder = fileURLToPath(new URL('../../migrations/central/', import.meta.url));
  const numbers = (await readMigrations(folder)).map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(numbers.length).toBeGreaterThan(0);
});
