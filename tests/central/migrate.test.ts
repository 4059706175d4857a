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

it('carries kiosks and licences over: the key a kiosk has now is kept for its slips, and no licence is a drop-off', async () => {
  const folder = fileURLToPath(new URL('../../migrations/central/', import.meta.url));
  const all = await readMigrations(folder);
  const before = all.findIndex(({ name }) => name.endsWith('-drop-offs.sql'));
  const old = await openTrialDatabase('memory');
  await migrate(old, all.slice(0, before));
  await old.query(
    `insert into kiosks (kiosk, place_zh, place_en, time_zone, public_key, enrolled_at)
     values ('hall-1', 'x', 'x', 'UTC', 'key', 7), ('hall-2', 'x', 'x', 'UTC', null, null)`,
  );
  await old.query("insert into people (person, masked_name, masked_number) values ('p', 'x', 'x')");
  await old.query(
    `insert into items (item, kiosk, person, title_zh, title_en, case_number, size, masked_name, sealed_phone, hold_days,
       state, changed_at)
     values ('L-1', 'hall-1', 'p', 'x', 'x', 'C-1', 'small', 'x', 'x', 7, 'expected', 1)`,
  );
  expect(await migrate(old, all.slice(0, before + 1))).toEqual({ ok: true, value: undefined });
  expect(await old.query('select * from kiosk_keys')).toEqual([{ kiosk: 'hall-1', public_key: 'key', since: 7 }]);
  expect(await old.query('select item, state, missing_zh, valid_to from items')).toEqual([
    { item: 'L-1', state: 'expected', missing_zh: null, valid_to: null },
  ]);
  await old.query("update items set state = 'received'");
  await old.close();
});

it('finds its own files numbered from 1 without gaps', async () => {
  const folder = fileURLToPath(new URL('../../migrations/central/', import.meta.url));
  const numbers = (await readMigrations(folder)).map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(numbers.length).toBeGreaterThan(0);
});

it('LR1 carries over what lies in a cell: its reminders are counted from its deposit', async () => {
  const folder = fileURLToPath(new URL('../../migrations/central/', import.meta.url));
  const migrations = await readMigrations(folder);
  const before = migrations.findIndex(({ name }) => name.endsWith('-reminders.sql'));
  const old = await openTrialDatabase('memory');
  try {
    await migrate(old, migrations.slice(0, before));
    await old.script(`
      insert into kiosks (kiosk, place_zh, place_en, time_zone) values ('hall-1', 'x', 'x', 'Asia/Shanghai');
      insert into people (person, masked_name, masked_number) values ('p', 'x', 'x')`);
    const day = 86_400_000;
    const put = (item: string, state: string, until: number | null) =>
      old.query(
        `insert into items (item, kiosk, person, title_zh, title_en, case_number, size, masked_name, sealed_phone,
           hold_days, state, changed_at, hold_until)
         values ($1, 'hall-1', 'p', 'x', 'x', 'x', 'small', 'x', 'x', 7, $2, 0, $3)`,
        [item, state, until],
      );
    await put('L-1', 'inCell', 9 * day);
    await put('L-2', 'expected', null);
    await put('L-3', 'handedOver', 9 * day);
    await migrate(old, migrations.slice(0, before + 1));
    expect(await old.query('select ready_at, reminded, remind_at, extended from items order by item')).toEqual([
      { ready_at: 2 * day, reminded: 0, remind_at: 3 * day, extended: false },
      { ready_at: null, reminded: 0, remind_at: null, extended: false },
      { ready_at: null, reminded: 0, remind_at: null, extended: false },
    ]);
  } finally {
    await old.close();
  }
});
