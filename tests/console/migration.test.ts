// What a database of the time before the console held is there afterwards, and old facts have their histories.

import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cellHistory, itemHistory } from '../../src/central/console-history.ts';
import { migrate, readMigrations } from '../../src/central/migrate.ts';
import { openTrialDatabase } from '../../src/central/trial-database.ts';

it('carries facts and tasks over, and finds items and cells in facts of every version', async () => {
  const all = await readMigrations(fileURLToPath(new URL('../../migrations/central/', import.meta.url)));
  const before = all.findIndex(({ name }) => name.endsWith('-console.sql'));
  const database = await openTrialDatabase('memory');
  expect(await migrate(database, all.slice(0, before))).toEqual({ ok: true, value: undefined });
  await database.script(`
    insert into kiosks (kiosk, place_zh, place_en, time_zone) values ('hall-1', 'x', 'x', 'UTC');
    insert into people values ('p', '张*', '1*', null);
    insert into items (item, kiosk, person, title_zh, title_en, case_number, size, masked_name, sealed_phone, hold_days,
      state, changed_at) values ('i-1', 'hall-1', 'p', '证', 'L', 'N-1', 'small', '张*', 's', 7, 'handedOver', 5);
    insert into staff_tasks (kiosk, kind, cause, cell, why, created_at) values ('hall-1', 'check', 'c', 'A01', 'w', 3);
    insert into facts (kiosk, enrolment, sequence, id, at, received_at, kind, body, fingerprint) values
      ('hall-1', 1, 1, 'f1', 1, 1, 'itemDeposited', '{"by":"x","cell":"A01","is":"itemDeposited","item":"i-1"}', 'a'),
      ('hall-1', 1, 2, 'f2', 2, 2, 'openOrdered', '{"cell":"A01","is":"openOrdered","items":["i-1","i-2"]}', 'b'),
      ('hall-1', 1, 3, 'f3', 3, 3, 'openOrdered', '{"cell":"A01","is":"openOrdered","item":null}', 'c'),
      ('hall-1', 1, 4, 'f4', 4, 4, 'wrongDoorOpened', '{"cell":"A02","is":"wrongDoorOpened","ordered":"A01"}', 'd'),
      ('hall-1', 1, 5, 'f5', 5, 5, 'hallExit', '{"is":"hallExit"}', 'e');`);
  expect(await migrate(database, all)).toEqual({ ok: true, value: undefined });

  const item = await itemHistory(database, 'i-1');
  expect(item?.history.map(({ id }) => id)).toEqual(['f1', 'f2']);
  const cells = async (cell: string) =>
    (await cellHistory(database, { kiosk: 'hall-1', cell })).history.map(({ id }) => id);
  expect(await cells('A01')).toEqual(['f1', 'f2', 'f3', 'f4']);
  expect(await cells('A02')).toEqual(['f4']);
  expect(await database.query('select cell, why, created_at, owner from staff_tasks')).toEqual([
    { cell: 'A01', why: 'w', created_at: 3, owner: null },
  ]);
  expect(await database.query('select count(*)::integer as count from facts')).toEqual([{ count: 5 }]);
  await database.close();
}, 120_000);
