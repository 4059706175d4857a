// Migrations: each carries old rows over, whole or not at all, and shipped ones never change.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, readMigrations, schemaVersion } from '../../../src/controller/store/migrate.ts';
import { migrationsFolder } from './fresh-store.ts';

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nighthall-migrations-'));
  database = new SqliteDatabase(':memory:');
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

function put(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql);
}

function tables(): readonly unknown[] {
  return database.prepare("select name from sqlite_schema where type = 'table' order by name").pluck().all();
}

describe('the runner', () => {
  it('carries old rows over, one step at a time', () => {
    put('0001-first.sql', 'create table cup (name text) strict;');
    migrate(database, readMigrations(folder), 1);
    database.exec("insert into cup values ('blue')");
    put('0002-sizes.sql', "alter table cup add column size text not null default 'small';");
    migrate(database, readMigrations(folder), 2);
    expect(database.prepare('select * from cup').all()).toEqual([{ name: 'blue', size: 'small' }]);
    expect(database.prepare('select version, name, applied_at from migration').all()).toEqual([
      { version: 1, name: '0001-first.sql', applied_at: 1 },
      { version: 2, name: '0002-sizes.sql', applied_at: 2 },
    ]);
    expect(schemaVersion(database)).toBe(2);
  });

  it('leaves version and tables as they were when a step fails half-way', () => {
    put('0001-first.sql', 'create table cup (name text) strict;');
    put('0002-broken.sql', 'create table plate (name text) strict; insert into nowhere values (1);');
    expect(() => migrate(database, readMigrations(folder), 1)).toThrow('nowhere');
    expect({ version: schemaVersion(database), tables: tables() }).toEqual({
      version: 1,
      tables: ['cup', 'migration'],
    });
  });

  it('refuses a shipped file that was edited afterwards', () => {
    put('0001-first.sql', 'create table cup (name text) strict;');
    migrate(database, readMigrations(folder), 1);
    put('0001-first.sql', 'create table cup (name text, size text) strict;');
    expect(() => migrate(database, readMigrations(folder), 2)).toThrow('0001-first.sql was changed');
  });

  it('refuses numbers with a gap, twice the same, or out of form', () => {
    put('0002-second.sql', '');
    expect(() => readMigrations(folder)).toThrow('should have number 1');
    put('0001-a.sql', '');
    put('0001-b.sql', '');
    expect(() => readMigrations(folder)).toThrow('0001-b.sql should have number 2');
  });
});

describe('0001-hall-and-journal', () => {
  beforeEach(() => migrate(database, readMigrations(migrationsFolder).slice(0, 1), 1));

  it('makes the tables of the hall and the journal', () => {
    expect(tables()).toEqual([
      'audit_log',
      'cell',
      'item',
      'kiosk',
      'migration',
      'open_order',
      'outbox',
      'pickup_right',
      'pin',
      'print_job',
      'staff',
    ]);
    expect(database.prepare('select * from kiosk').all()).toEqual([
      { only_row: 1, opened_at: 0, rights_as_of: null, cursor: 0, enrolled_at: null, acknowledged: 0, restored: 0 },
    ]);
  });

  it('lets nobody change or delete a row of the audit log', () => {
    const id = '01920000-0000-7000-8000-000000000001';
    database.prepare("insert into audit_log values (1, ?, 1, '{}', ?)").run(id, 'a'.repeat(64));
    expect(() => database.exec("update audit_log set fact = '[]'")).toThrow('never changed');
    expect(() => database.exec('delete from audit_log')).toThrow('never deleted');
  });

  it('takes no message without its fact, no negative count and no second kiosk', () => {
    database.pragma('foreign_keys = on');
    expect(() => database.exec("insert into outbox (id) values ('nothing')")).toThrow('FOREIGN KEY');
    expect(() => database.exec(`insert into cell values ('A01', '{"is":"free"}', -1)`)).toThrow('CHECK');
    expect(() => database.exec(`insert into cell values ('A01', 'free', 1)`)).toThrow(/malformed JSON|CHECK/);
    expect(() => database.exec('insert into kiosk (only_row) values (2)')).toThrow('CHECK');
  });
});

describe('0002-print-jobs', () => {
  const person = 'a1'.repeat(32);
  const before = {
    ordered: { is: 'ordered' },
    printed: { is: 'printed', at: 5, evidence: 'printer' },
    notStarted: { is: 'notStarted', at: 5, why: 'paperOut' },
    notConfirmed: { is: 'notConfirmed', at: 5 },
    lost: { is: 'lost', at: 5 },
  };

  it('carries every job of an older build over; what may have been sent stays in doubt', () => {
    migrate(database, readMigrations(migrationsFolder).slice(0, 1), 1);
    const put = database.prepare('insert into print_job values (?, ?, ?, ?, ?, 1, 4, ?, 0)');
    for (const [name, state] of Object.entries(before))
      put.run(name.padEnd(36, '-'), name, 'proof', 'documentPrinter', person, JSON.stringify(state));
    migrate(database, readMigrations(migrationsFolder).slice(0, 2), 2);
    const rows = database
      .prepare<[], { document: string; state: string; mayBeOut: number; expiresAt: number; reprintOf: string | null }>(
        'select document, state, may_be_out as mayBeOut, expires_at as expiresAt, reprint_of as reprintOf from print_job',
      )
      .all();
    expect(rows).toHaveLength(5);
    expect(rows.every(({ expiresAt, reprintOf }) => expiresAt === 4 && reprintOf === null)).toBe(true);
    expect(
      Object.fromEntries(rows.map(({ document, state, mayBeOut }) => [document, [JSON.parse(state), mayBeOut]])),
    ).toEqual({
      ordered: [{ is: 'sent', at: 4, mark: { cuts: null } }, 1],
      printed: [{ is: 'done', at: 5, evidence: 'printer' }, 1],
      notStarted: [{ is: 'failed', at: 5, why: 'paperOut' }, 0],
      notConfirmed: [{ is: 'notConfirmed', at: 5, mark: null, next: 'person' }, 1],
      lost: [{ is: 'failed', at: 5, why: 'saidNoPaper' }, 1],
    });
  });
});

describe('the cells that several items share', () => {
  it('carries cells and orders of one item over to lists of items', () => {
    const migrations = readMigrations(migrationsFolder);
    const before = migrations.findIndex(({ name }) => name.endsWith('-shared-cells.sql'));
    migrate(database, migrations.slice(0, before), 1);
    const states = [
      ['A01', { is: 'free' }],
      ['A02', { is: 'reserved', item: 'L-2' }],
      ['A03', { is: 'occupied', item: 'L-3' }],
      ['A04', { is: 'justEmptied', item: 'L-4', until: 5 }],
      ['A05', { is: 'unverified', why: 'restart', item: null }],
      ['A06', { is: 'outOfService', why: 'lock', item: 'L-6' }],
    ] as const;
    for (const [id, state] of states)
      database.prepare('insert into cell values (?, ?, 7)').run(id, JSON.stringify(state));
    const order = database.prepare('insert into open_order values (?, ?, ?, ?, ?, 1, ?, 0)');
    const by = 'a'.repeat(64);
    order.run('01920000-0000-7000-8000-000000000001', 'A03', 'L-3', 'collect', by, '{"is":"ordered"}');
    order.run('01920000-0000-7000-8000-000000000002', 'A05', null, 'look', by, '{"is":"ordered"}');
    migrate(database, migrations.slice(0, before + 1), 2);
    const cells = database.prepare('select state from cell order by id').pluck().all();
    expect(cells.map((state) => JSON.parse(String(state)))).toEqual([
      { is: 'free' },
      { is: 'reserved', items: [], coming: 'L-2' },
      { is: 'occupied', items: ['L-3'] },
      { is: 'justEmptied', items: ['L-4'], until: 5 },
      { is: 'unverified', why: 'restart', items: [] },
      { is: 'outOfService', why: 'lock', items: ['L-6'] },
    ]);
    expect(database.prepare('select items from open_order order by id').pluck().all()).toEqual(['["L-3"]', '[]']);
  });
});

describe('papers that people leave', () => {
  it('carries items over as what they were: nothing that anybody left', () => {
    const migrations = readMigrations(migrationsFolder);
    const before = migrations.findIndex(({ name }) => name.endsWith('-drop-offs.sql'));
    migrate(database, migrations.slice(0, before), 1);
    const put = `insert into item (id, sealed_title, case_number, size, addressee, sealed_masked_name, state)
       values ('L-1', 'x', 'C-1', 'small', ?, 'x', '{"is":"expected"}')`;
    database.prepare(put).run('a'.repeat(64));
    migrate(database, migrations.slice(0, before + 1), 2);
    expect(database.prepare('select id, sealed_drop_off from item').all()).toEqual([
      { id: 'L-1', sealed_drop_off: null },
    ]);
  });
});

describe('how long an item waits, faults and suspended boards', () => {
  it('carries items and cells over: what lies in a cell waits seven days from then, what was withdrawn stays so', () => {
    const migrations = readMigrations(migrationsFolder);
    const before = migrations.findIndex(({ name }) => name.endsWith('-exceptions.sql'));
    migrate(database, migrations.slice(0, before), 1);
    const put = database.prepare(
      `insert into item (id, sealed_title, case_number, size, addressee, sealed_masked_name, state)
       values (?, 'x', 'C-1', 'small', ?, 'x', ?)`,
    );
    const states = [
      ['L-1', { is: 'expected' }],
      ['L-2', { is: 'inCell', cell: 'A01', since: 1_000 }],
      ['L-3', { is: 'frozen', cell: 'A02' }],
      ['L-4', { is: 'cancelled' }],
    ] as const;
    for (const [id, state] of states) put.run(id, 'a'.repeat(64), JSON.stringify(state));
    database.exec(`insert into cell values ('A01', '{"is":"free"}', 1)`);
    migrate(database, migrations.slice(0, before + 1), 2);
    const holds = database.prepare('select hold from item order by id').pluck().all();
    const fresh = { days: 7, until: null, isOver: false, isRecalled: false, withdrawn: null };
    expect(holds.map((hold) => JSON.parse(String(hold)))).toEqual([
      fresh,
      { ...fresh, until: 7 * 86_400_000 + 1_000 },
      { ...fresh, withdrawn: 'frozen' },
      { ...fresh, withdrawn: 'cancelled' },
    ]);
    expect(database.prepare('select fault from cell').pluck().all()).toEqual([null]);
    expect(() => database.exec("update cell set fault = 'bad mood'")).toThrow('CHECK');
    expect(database.prepare('select * from suspended_board').all()).toEqual([]);
  });

  it('LR1 carries items over: nobody has asked for more time yet, and the rest of the hold stays', () => {
    const migrations = readMigrations(migrationsFolder);
    const before = migrations.findIndex(({ name }) => name.endsWith('-extensions.sql'));
    migrate(database, migrations.slice(0, before), 1);
    const hold = { days: 3, until: 5, isOver: true, isRecalled: false, withdrawn: null };
    database
      .prepare(
        `insert into item (id, sealed_title, case_number, size, addressee, sealed_masked_name, state, hold)
         values ('L-1', 'x', 'C-1', 'small', ?, 'x', '{"is":"expected"}', ?)`,
      )
      .run('a'.repeat(64), JSON.stringify(hold));
    migrate(database, migrations.slice(0, before + 1), 2);
    const after = database.prepare('select hold from item').pluck().get();
    expect(JSON.parse(String(after))).toEqual({ ...hold, isExtended: false });
  });
});

describe('codes, low cells and signatures', () => {
  it('carries rights and items over: no code was given out, no item asks for a low cell', () => {
    const migrations = readMigrations(migrationsFolder);
    const before = migrations.findIndex(({ name }) => name.endsWith('-codes-and-signatures.sql'));
    migrate(database, migrations.slice(0, before), 1);
    const person = 'a'.repeat(64);
    database.prepare(`insert into pickup_right values ('R-1', 'L-1', 'A01', ?, 1, 2)`).run(person);
    database
      .prepare(
        `insert into item (id, sealed_title, case_number, size, addressee, sealed_masked_name, state)
         values ('L-1', 'x', 'C-1', 'small', ?, 'x', '{"is":"inCell","cell":"A01","since":1}')`,
      )
      .run(person);
    migrate(database, migrations.slice(0, before + 1), 2);
    expect(database.prepare('select * from pickup_right').all()).toEqual([
      { id: 'R-1', item: 'L-1', cell: 'A01', person, valid_from: 1, valid_to: 2, pickup: null },
    ]);
    expect(database.prepare('select id, state, low_cell from item').all()).toEqual([
      { id: 'L-1', state: '{"is":"inCell","cell":"A01","since":1}', low_cell: 0 },
    ]);
    expect(() => database.exec('update pickup_right set pickup = \'{"code":1}\'')).toThrow('CHECK');
    expect(database.prepare('select * from code_tries').all()).toEqual([]);
    expect(database.prepare('select * from signature').all()).toEqual([]);
  });
});

describe('what a delivery receipt says', () => {
  it('carries print jobs over as they are: there is nothing to say in them', () => {
    const migrations = readMigrations(migrationsFolder);
    const before = migrations.findIndex(({ name }) => name.endsWith('-delivery-receipts.sql'));
    migrate(database, migrations.slice(0, before), 1);
    database
      .prepare(
        `insert into print_job (id, document, kind, printer, person, copy, reprint_of, at, expires_at, state, is_ended, may_be_out)
         values (?, 'D-1', 'proof', 'documentPrinter', ?, 2, null, 3, 4, '{"is":"queued"}', 0, 0)`,
      )
      .run('-'.repeat(36), 'a'.repeat(64));
    const job = () => database.prepare<[], object>('select * from print_job').get();
    const old = job();
    migrate(database, migrations.slice(0, before + 1), 2);
    expect(job()).toEqual({ ...old, sealed_delivery: null });
  });
});

describe('the tests of devices', () => {
  it('DI2 leaves what was there as it is, has no test yet, and takes one for each device and level', () => {
    const migrations = readMigrations(migrationsFolder);
    const before = migrations.findIndex(({ name }) => name.endsWith('-device-tests.sql'));
    migrate(database, migrations.slice(0, before), 1);
    database.exec(`insert into suspended_board values ('boardA', 7)`);
    migrate(database, migrations.slice(0, before + 1), 2);
    expect(database.prepare('select * from suspended_board').all()).toEqual([{ board: 'boardA', since: 7 }]);
    expect(database.prepare('select * from device_test').all()).toEqual([]);
    const put = (level: string, outcome: string) =>
      database.prepare(`insert into device_test values ('boardA', ?, 1, ?, '')`).run(level, outcome);
    put('internal', 'passed');
    put('external', 'abandoned');
    expect(() => put('internal', 'failed')).toThrow('UNIQUE');
    expect(() => put('interactive', 'fine')).toThrow('CHECK');
    expect(() => put('deep', 'passed')).toThrow('CHECK');
  });
});

describe('the order of print jobs', () => {
  it('follows the audit log, whatever their ids say; what it does not know comes first', () => {
    const migrations = readMigrations(migrationsFolder);
    const before = migrations.findIndex(({ name }) => name.endsWith('-order-of-jobs.sql'));
    migrate(database, migrations.slice(0, before), 1);
    const put = database.prepare(
      `insert into print_job (id, document, kind, printer, person, copy, reprint_of, at, expires_at, state, is_ended, may_be_out)
       values (?, 'D-1', 'proof', 'documentPrinter', ?, 1, null, 3, 4, '{"is":"queued"}', 0, 0)`,
    );
    const tell = database.prepare('insert into audit_log values (?, ?, 1, ?, ?)');
    const [early, late, untold] = ['1', '2', '3'].map((sign) => sign.repeat(36));
    for (const id of [early, late, untold]) put.run(id, 'a'.repeat(64));
    // The clock was set back between the two.
    for (const [row, job] of [late, early].entries())
      tell.run(row + 1, String(row).repeat(36), JSON.stringify({ is: 'printOrdered', job }), 'b'.repeat(64));
    migrate(database, migrations.slice(0, before + 1), 2);
    expect(database.prepare('select id from print_job order by number').pluck().all()).toEqual([untold, late, early]);
  });
});
