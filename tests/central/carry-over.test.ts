// Carry over: what central has kept since its first version, taken through each later migration.

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/central/database.ts';
import { type Migration, migrate, readMigrations } from '../../src/central/migrate.ts';
import { openTrialDatabase } from '../../src/central/trial-database.ts';

const person = 'a'.repeat(64);
let database: Database;
let migrations: readonly Migration[];
beforeAll(async () => {
  migrations = await readMigrations(fileURLToPath(new URL('../../migrations/central/', import.meta.url)));
  database = await openTrialDatabase('memory');
});
afterAll(() => database.close());

/** All up to the one whose name ends so. */
async function migrateTo(name: string): Promise<void> {
  const place = migrations.findIndex((one) => one.name.endsWith(`-${name}.sql`));
  expect(place).toBeGreaterThanOrEqual(0);
  expect(await migrate(database, migrations.slice(0, place + 1))).toEqual({ ok: true, value: undefined });
}
const rows = (text: string) => database.query<Record<string, unknown>>(text);

it('0001-start keeps a kiosk, its items, a right, its message, what it told and a document', async () => {
  await migrateTo('start');
  await database.script(`
    insert into kiosks (kiosk, place_zh, place_en, time_zone) values ('hall-1', '大厅', 'Hall', 'Asia/Shanghai');
    insert into people (person, masked_name, masked_number) values ('${person}', '张*', '110***1');
    insert into items (item, kiosk, person, title_zh, title_en, case_number, size, masked_name, sealed_phone, hold_days, state,
      cell, changed_at) values
      ('L-1', 'hall-1', '${person}', '证', 'Licence', 'C-1', 'small', '张*', 's', 7, 'inCell', 'A01', 10),
      ('L-2', 'hall-1', '${person}', '证', 'Licence', 'C-2', 'small', '张*', 's', 7, 'expected', null, 11),
      ('L-3', 'hall-1', '${person}', '证', 'Licence', 'C-3', 'small', '张*', 's', 7, 'handedOver', null, 12);
    insert into rights values
      ('R-1', 'L-1', 'hall-1', 'A01', '${person}', 1, 700, 'sig', 'active'),
      ('R-3', 'L-3', 'hall-1', 'A02', '${person}', 1, 600, 'sig', 'used');
    insert into sms (id, right_id, kiosk, item, sealed_phone, masked_phone, text, state, next_at, queued_at) values
      ('S-1', 'R-1', 'hall-1', 'L-1', 's', '138****1', 'ready', 'sent', 1, 1);
    insert into staff_tasks (kiosk, kind, cause, item, cell, why, created_at) values
      ('hall-1', 'check', 'F-0', null, 'A02', 'restart', 5);
    insert into facts (kiosk, enrolment, sequence, id, at, received_at, kind, body, fingerprint) values
      ('hall-1', 1, 1, 'F-1', 10, 11, 'itemDeposited', '{"is":"itemDeposited","item":"L-1","cell":"A01"}', 'f'),
      ('hall-1', 1, 2, 'F-2', 12, 13, 'openOrdered', '{"is":"openOrdered","items":["L-3","L-4"],"cell":"A02"}', 'f'),
      ('hall-1', 1, 3, 'F-3', 14, 15, 'started', '{"is":"started"}', 'f');
    insert into documents values ('D-1', '${person}', '2026-11-23', 'sealed');
  `);
});

it('0002-proofs and 0003-proof-prints leave documents alone; what was issued has not been ordered to be printed', async () => {
  await migrateTo('proofs');
  expect(await rows('select id, sealed_content from documents')).toEqual([{ id: 'D-1', sealed_content: 'sealed' }]);
  await database.script("insert into proofs (document, code_hash, issued_at) values ('D-1', 'h', 20)");
  await migrateTo('proof-prints');
  expect(await rows('select document, state, prints_ordered from proofs')).toEqual([
    { document: 'D-1', state: 'valid', prints_ordered: 0 },
  ]);
});

it('0004-document-files: an old document has words and no file', async () => {
  await migrateTo('document-files');
  expect(await rows('select sealed_content, sealed_file from documents')).toEqual([
    { sealed_content: 'sealed', sealed_file: null },
  ]);
});

it('0005-lockers: a message that was sent is one of the kind "ready" and is not sent twice; a right leaves room for an agent', async () => {
  await migrateTo('lockers');
  expect(await rows('select id, kind, cause, state, sealed_code from sms')).toEqual([
    { id: 'S-1', kind: 'ready', cause: 'R-1', state: 'sent', sealed_code: null },
  ]);
  await expect(
    database.query(
      `insert into sms (id, cause, kiosk, item, sealed_phone, masked_phone, text, state, next_at, queued_at)
       values ('S-2', 'R-1', 'hall-1', 'L-1', 's', 'm', 'ready', 'waiting', 1, 1)`,
    ),
  ).rejects.toThrow('sms_once');
  expect(await rows('select distinct low_cell from items')).toEqual([{ low_cell: false }]);
  const right = (id: string, who: string) =>
    database.query("insert into rights values ($1, 'L-1', 'hall-1', 'A01', $2, 1, 700, 'sig', 'active')", [id, who]);
  await expect(right('R-4', person)).rejects.toThrow('one_active_right');
  await right('R-5', 'b'.repeat(64));
  await database.query("delete from rights where id = 'R-5'");
});

it('0006-recall: what lies in a cell waits as long as its right says, what is expected has no end yet', async () => {
  await migrateTo('recall');
  expect(await rows('select item, state, hold_until, place from items order by item')).toEqual([
    { item: 'L-1', state: 'inCell', hold_until: 700, place: null },
    { item: 'L-2', state: 'expected', hold_until: null, place: null },
    { item: 'L-3', state: 'handedOver', hold_until: null, place: null },
  ]);
  expect(await rows('select kind, cell, why, closed_at from staff_tasks')).toEqual([
    { kind: 'check', cell: 'A02', why: 'restart', closed_at: null },
  ]);
  await database.query("update items set state = 'recalled' where item = 'L-3'");
  expect(await rows('select clock_wrong_ms from kiosks')).toEqual([{ clock_wrong_ms: null }]);
  expect(await rows('select distinct clock_wrong_ms from facts')).toEqual([{ clock_wrong_ms: null }]);
});

it('0007-console: old facts stand in the histories of what they are about, and an old task is nobody’s yet', async () => {
  await migrateTo('console');
  expect(
    await rows(
      `select f.id, s.kind, s.subject from fact_subjects s join facts f using (position) order by f.id, s.kind, s.subject`,
    ),
  ).toEqual([
    { id: 'F-1', kind: 'cell', subject: 'A01' },
    { id: 'F-1', kind: 'item', subject: 'L-1' },
    { id: 'F-2', kind: 'cell', subject: 'A02' },
    { id: 'F-2', kind: 'item', subject: 'L-3' },
    { id: 'F-2', kind: 'item', subject: 'L-4' },
  ]);
  expect(await rows('select owner, owned_at from staff_tasks')).toEqual([{ owner: null, owned_at: null }]);
});

it('0008-reminders: what waits was ready when its time began and is looked at a day later; nothing else is reminded of', async () => {
  await migrateTo('reminders');
  const day = 86_400_000;
  const readyAt = 700 - 7 * day;
  expect(await rows('select item, ready_at, reminded, remind_at, extended from items order by item')).toEqual([
    { item: 'L-1', ready_at: readyAt, reminded: 0, remind_at: readyAt + day, extended: false },
    { item: 'L-2', ready_at: null, reminded: 0, remind_at: null, extended: false },
    { item: 'L-3', ready_at: null, reminded: 0, remind_at: null, extended: false },
  ]);
  await database.query("update sms set state = 'dropped' where id = 'S-1'");
});

it('0009-drop-offs: what was expected is a licence, no paper is missing, and a kiosk signs with the key that it has', async () => {
  await database.query("update kiosks set public_key = 'key', enrolled_at = 8");
  await migrateTo('drop-offs');
  expect(await rows('select distinct missing_zh, missing_en, valid_from, valid_to from items')).toEqual([
    { missing_zh: null, missing_en: null, valid_from: null, valid_to: null },
  ]);
  expect(await rows('select * from kiosk_keys')).toEqual([{ kiosk: 'hall-1', public_key: 'key', since: 8 }]);
  expect(await rows('select kind, why from staff_tasks')).toEqual([{ kind: 'check', why: 'restart' }]);
  await database.query("update items set state = 'received' where item = 'L-2'");
});

it('0010-kiosk-standing: a kiosk that has joined goes on as it did', async () => {
  const before = (await rows('select * from kiosks'))[0];
  await migrateTo('kiosk-standing');
  expect(await rows('select * from kiosks')).toMatchObject([{ ...before }]);
});

it('0011-sms-receipts: what was sent before waits for no receipt', async () => {
  const before = await rows('select * from sms order by id');
  await migrateTo('sms-receipts');
  expect(before.length).toBeGreaterThan(0);
  expect(await rows('select * from sms order by id')).toEqual(
    before.map((row) => ({ ...row, channel: 'sms', receipt: null, receipt_at: null, receipt_due_at: null })),
  );
});

it('0012-kiosk-status: no kiosk has said how it is, and everything of before is there', async () => {
  const before = await rows('select * from kiosks');
  await migrateTo('kiosk-status');
  expect(await rows('select * from kiosk_status')).toEqual([]);
  expect(await rows('select * from kiosks')).toEqual(before);
});

it('0013-help-and-queue: nobody calls and nobody waits, and everything of before is there', async () => {
  const before = await rows('select * from staff_tasks');
  await migrateTo('help-and-queue');
  expect(await rows('select call from help_calls union all select ticket from tickets')).toEqual([]);
  expect(await rows('select * from staff_tasks')).toEqual(before);
});

it('0014-reports: no calendar and no window total is there yet, and every fact can still be counted', async () => {
  const before = await rows('select id, kind, at from facts order by id');
  await migrateTo('reports');
  expect(await rows('select kiosk from calendars union all select kiosk from window_totals')).toEqual([]);
  expect(await rows('select id, kind, at from facts order by id')).toEqual(before);
});
