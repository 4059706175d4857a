// The store: what is committed is on disk, and what is loaded is what was committed.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeys } from '../../../src/controller/keys.ts';
import { readMigrations } from '../../../src/controller/store/migrate.ts';
import { backupFileOf } from '../../../src/controller/store/rescue.ts';
import { openSound } from '../../../src/controller/store/sound-database.ts';
import type { Changes, Saved } from '../../../src/controller/store/store.ts';
import { type Cell, cellIdOf } from '../../../src/core/cell.ts';
import type { OpenOrder, OpenOrderState } from '../../../src/core/door.ts';
import { type Item, itemIdOf } from '../../../src/core/item.ts';
import type { Staff } from '../../../src/core/person.ts';
import { isOpenJob, isSurelyCut, mayBeOut, type PrintJob, type PrintJobState } from '../../../src/core/print-job.ts';
import type { Right } from '../../../src/core/right.ts';
import {
  cellA1,
  fact,
  facts,
  item,
  makePlace,
  migrationsFolder,
  night,
  type Place,
  person,
  uuid,
  valueIn,
} from './fresh-store.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

const order: OpenOrder = {
  id: uuid(900),
  cell: cellA1,
  items: [itemIdOf('L-1')],
  why: 'collect',
  by: person(1),
  at: night,
  state: { is: 'ordered' },
};
const job: PrintJob = {
  id: uuid(901),
  document: 'receipt-7',
  kind: 'paymentReceipt',
  printer: 'receiptPrinter',
  person: person(1),
  copy: 1,
  reprintOf: null,
  at: night,
  expiresAt: night + 120_000,
  state: { is: 'queued' },
};
const right: Right = {
  id: 'R-1',
  item: itemIdOf('L-1'),
  cell: cellA1,
  person: person(1),
  validFrom: night,
  validTo: night + 1,
};
const clerk: Staff = { person: person(7), role: 'depositor', badge: '李四 0042', pinHash: 'scrypt$1$1$1$a$b' };
const cell: Cell = {
  id: cellA1,
  size: 'large',
  heightCm: null,
  state: { is: 'occupied', items: [itemIdOf('L-1')] },
  opens: 3,
  fault: 'slowLock',
};

describe('what a step changed', () => {
  it('is there again after closing and opening', () => {
    const store = place.opened();
    store.commit({
      items: [item(1, { is: 'inCell', cell: cellA1, since: night })],
      cells: [cell],
      orders: [order],
      jobs: [job],
      rights: [right],
      staff: [clerk],
      pins: [{ person: person(7), wrong: 2, lastAt: night }],
      tests: [],
      codeTries: [],
      suspended: new Map([['boardA', night]]),
      emergency: { since: night, by: [person(1), person(2)], isServing: false },
      rightsAsOf: night,
      cursor: 12,
      facts: [],
    });
    store.noteEnrolled();
    store.close();
    expect(place.opened().load()).toEqual({
      items: [item(1, { is: 'inCell', cell: cellA1, since: night })],
      cells: [{ id: cellA1, state: cell.state, opens: 3, fault: 'slowLock' }],
      orders: [order],
      jobs: [job],
      copies: [],
      slipMayHang: false,
      rights: [right],
      staff: [clerk],
      pins: [{ person: person(7), wrong: 2, lastAt: night }],
      tests: [],
      codeTries: [],
      suspended: new Map([['boardA', night]]),
      emergency: { since: night, by: [person(1), person(2)], isServing: false },
      rightsAsOf: night,
      cursor: 12,
      enrolled: true,
    } satisfies Saved);
  });

  it('I8 remembers wrong pickup codes over a restart, and forgets those of a right that is gone', () => {
    const store = place.opened();
    const pickup = { phone: 'a'.repeat(64), code: 'scrypt$1$1$1$a$b' };
    const tries = { subject: 'R-1', wrong: 4, lastAt: night };
    const all = { subject: 'kiosk', wrong: 7, lastAt: night };
    store.commit({ rights: [{ ...right, pickup }], codeTries: [tries, all], facts: [] });
    store.close();
    const again = place.opened();
    expect(again.load()).toMatchObject({ rights: [{ ...right, pickup }], codeTries: [tries, all] });
    again.commit({ rightsRevoked: ['R-1'], facts: [] });
    expect(again.load()).toMatchObject({ rights: [], codeTries: [all] });
  });

  it('DI2 keeps the last test of each device and level over a restart', () => {
    const store = place.opened();
    const first = { device: 'boardA', level: 'internal', at: night, outcome: 'failed', detail: 'no answer' } as const;
    const judged = { ...first, level: 'interactive', outcome: 'abandoned', detail: '' } as const;
    const last = { ...first, at: night + 1, outcome: 'passed', detail: 'three rounds' } as const;
    store.commit({ tests: [first, judged], facts: [] });
    store.commit({ tests: [last], facts: [] });
    store.close();
    expect(place.opened().load().tests).toEqual([judged, last]);
  });

  it('LC6 keeps what a delivery receipt says, sealed, until nothing can be printed of it any more', () => {
    const delivery = {
      order: uuid(900),
      cell: cellA1,
      items: [{ title: { zh: '营业执照', en: 'Business licence' }, caseNumber: 'C-1' }],
      maskedName: '甲*',
      byAgent: false,
      takenAt: night,
      evidence: 'sensor' as const,
      isSigned: true,
      isConfirmedLocally: true,
    };
    const receipt: PrintJob = { ...job, document: uuid(900), kind: 'deliveryReceipt', delivery };
    const store = place.opened();
    store.commit({ jobs: [receipt], facts: [] });
    store.close();
    const again = place.opened();
    expect(again.load().jobs).toEqual([receipt]);
    const kept = () => {
      const database = new SqliteDatabase(place.file, { readonly: true });
      const value = database.prepare<[], string | null>('select sealed_delivery from print_job').pluck().get();
      database.close();
      return value;
    };
    expect(kept()).not.toMatch(/甲|C-1/);
    again.commit({ jobs: [{ ...receipt, state: { is: 'done', at: night, evidence: 'printer' } }], facts: [] });
    expect(kept()).toBeNull();
  });

  it('LC8 remembers that an item needs a low cell', () => {
    const low = { ...item(1, { is: 'expected' }), lowCell: true as const };
    const store = place.opened();
    store.commit({ items: [low, item(2, { is: 'expected' })], facts: [] });
    expect(store.load().items).toEqual([low, item(2, { is: 'expected' })]);
  });

  it('LD7 LD5 keeps what a person left with its moment and receipt, sealed, and a cell that is kept', () => {
    const receipt = {
      fact: uuid(9),
      at: night,
      cell: cellA1,
      shutAt: night - 5,
      clockOffsetMs: null,
      evidence: 'sensor',
    } as const;
    const missing = { zh: '租赁合同', en: 'Lease of a house' };
    const dropOff = { missing, validFrom: 1, validTo: 2, verify: 'https://x', givenUp: 1, shut: null, receipt };
    const left = { ...item(1, { is: 'inCell', cell: cellA1, since: night }), dropOff };
    const kept = { id: cellA1, state: { is: 'kept', item: left.id, until: night }, opens: 0 } as const;
    const store = place.opened();
    store.commit({ items: [left], cells: [{ ...kept, size: 'small', heightCm: null }], facts: [] });
    expect(store.load()).toMatchObject({ items: [left], cells: [kept] });
    store.close();
    expect(readFileSync(place.file).includes('Lease of a house')).toBe(false);
  });

  it('tells where in the log a fact stands', () => {
    const store = place.opened();
    store.commit({ facts: facts(1, 3) });
    expect(store.audit.placeOf(uuid(3))).toEqual({ row: 3, hash: store.audit.head().hash });
    expect(store.audit.placeOf(uuid(4))).toBeNull();
  });

  it('begins with nothing', () => {
    expect(place.opened().load()).toEqual({
      items: [],
      cells: [],
      orders: [],
      jobs: [],
      copies: [],
      slipMayHang: false,
      rights: [],
      staff: [],
      pins: [],
      tests: [],
      codeTries: [],
      suspended: new Map(),
      emergency: null,
      rightsAsOf: null,
      cursor: 0,
      enrolled: false,
    } satisfies Saved);
  });

  it('says that a slip may hang uncut until one that came later is proved to be out', () => {
    const store = place.opened();
    const slip = (number: number, state: PrintJob['state'], printer: PrintJob['printer'] = 'receiptPrinter') =>
      store.commit({ jobs: [{ ...job, id: `${job.id.slice(0, -1)}${number}`, printer, state }], facts: [] });
    const lines: boolean[] = [];
    for (const [number, state, printer] of [
      [1, { is: 'done', at: night, evidence: 'printer' }],
      [2, { is: 'queued' }],
      [2, { is: 'sent', at: night, mark: { cuts: 7 } }],
      [2, { is: 'failed', at: night, why: 'saidNoPaper' }],
      [3, { is: 'failed', at: night, why: 'paperOut' }],
      [4, { is: 'expired', at: night }],
      [5, { is: 'done', at: night, evidence: 'printer' }, 'documentPrinter'],
      [6, { is: 'done', at: night, evidence: 'statement' }],
      [7, { is: 'done', at: night, evidence: 'record' }],
    ] as const) {
      slip(number, state, printer);
      lines.push(store.load().slipMayHang);
    }
    expect(lines).toEqual([false, false, true, true, true, true, true, true, false]);
  });

  it('knows the last slip also after the clock was set back between two runs', () => {
    const slip = (id: string, state: PrintJob['state']) =>
      place.opened().commit({ jobs: [{ ...job, id, printer: 'receiptPrinter', state }], facts: [] });
    slip(`f${job.id.slice(1)}`, { is: 'done', at: night, evidence: 'printer' });
    place.closeAll();
    slip(`0${job.id.slice(1)}`, { is: 'done', at: night, evidence: 'statement' });
    place.closeAll();
    expect(place.opened().load().slipMayHang).toBe(true);
  });

  it('is all there or not at all', () => {
    const store = place.opened();
    store.commit({ facts: [fact(1)] });
    // The same fact a second time is a bug; the item beside it must not stay behind.
    expect(() => store.commit({ items: [item(1)], facts: [fact(2), fact(1)] })).toThrow(/UNIQUE/);
    expect({ items: store.load().items, head: store.audit.head().rows, last: store.outbox.last() }).toEqual({
      items: [],
      head: 1,
      last: 1,
    });
    store.commit({ items: [item(1)], facts: [fact(2)] });
    expect(store.audit.verify()).toMatchObject({ ok: true, rows: 2 });
  });

  it('equals a model in memory after any commits, closed and opened in between', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(changes(), fc.boolean()), { maxLength: 12 }), (steps) => {
        const fresh = makePlace();
        try {
          let store = fresh.opened();
          const model = emptyModel();
          let seed = 0;
          for (const [change, reopen] of steps) {
            seed += 1;
            store.commit({ ...change, facts: [fact(seed)] });
            apply(model, change);
            if (reopen) {
              store.close();
              store = fresh.opened();
            }
          }
          expect(store.load()).toEqual(savedOf(model));
          expect(store.audit.verify()).toMatchObject({ ok: true, rows: steps.length });
          expect(store.outbox.peek(500).map((message) => message.sequence)).toEqual(steps.map((_, index) => index + 1));
        } finally {
          fresh.remove();
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('durability', () => {
  it('is FULL under WAL after the first write, and again when opened a second time', () => {
    const seen: unknown[] = [];
    for (let time = 0; time < 2; time += 1) {
      const { database } = valueIn(
        openSound({ file: place.file, migrations: readMigrations(migrationsFolder), seal: place.keys, now: time }),
      );
      database.exec(`update kiosk set cursor = ${time}`);
      seen.push({
        synchronous: database.pragma('synchronous', { simple: true }),
        journal: database.pragma('journal_mode', { simple: true }),
      });
      database.close();
    }
    expect(seen).toEqual([
      { synchronous: 2, journal: 'wal' },
      { synchronous: 2, journal: 'wal' },
    ]);
  });

  it('keeps every acknowledged commit when the process is killed', async () => {
    for (let round = 0; round < 3; round += 1) {
      const told = await killWhileCommitting(place, 20 + 15 * round);
      const store = place.opened();
      const verdict = store.audit.verify();
      expect(verdict).toMatchObject({ ok: true });
      const rows = verdict.ok ? verdict.rows : 0;
      expect(rows).toBeGreaterThanOrEqual(told);
      expect(store.load().cells[0]?.opens).toBe(rows);
      expect(store.outbox.last()).toBe(rows);
      store.close();
    }
  });
});

describe('opening', () => {
  it('refuses a second controller on the same file, and lets it in when the first has gone', () => {
    const first = place.opened();
    expect(place.open()).toEqual({ ok: false, problem: { is: 'inUse' } });
    first.close();
    expect(place.open().ok).toBe(true);
  });

  it('refuses the file of a newer build without touching a byte of it', () => {
    place.opened().close();
    const newer = new SqliteDatabase(place.file);
    newer.pragma('user_version = 99');
    newer.close();
    const before = readFileSync(place.file);
    expect(place.open()).toEqual({
      ok: false,
      problem: { is: 'newerBuild', found: 99, known: readMigrations(migrationsFolder).length },
    });
    expect(readFileSync(place.file).equals(before)).toBe(true);
    expect(place.open().ok).toBe(false);
  });

  it('says that it cannot write where the folder is missing', () => {
    const opened = place.open({ file: join(place.folder, 'nowhere', 'kiosk.sqlite') });
    expect(opened).toMatchObject({ ok: false, problem: { is: 'notWritable' } });
  });

  it('does not take another kiosk’s sealed values for its own, and leaves the file where it is', () => {
    const store = place.opened();
    store.commit({ items: [item(1)], facts: [] });
    store.close();
    const others = valueIn(openKeys(join(place.folder, 'others')));
    expect(place.open({ seal: others })).toMatchObject({ ok: false, problem: { is: 'damaged', keptAs: place.file } });
    expect(place.opened().load().items).toEqual([item(1)]);
  });
});

describe('a damaged file', () => {
  function damage(file: string): Buffer {
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 100, Math.min(bytes.length, 6 * 4096));
    writeFileSync(file, bytes);
    return bytes;
  }

  it('without a backup stays where it is and is refused each time, for nobody knows what is in the cells', () => {
    place.opened().close();
    const bytes = damage(place.file);
    for (let time = 0; time < 2; time += 1)
      expect(place.open()).toMatchObject({ ok: false, problem: { is: 'damaged', keptAs: place.file } });
    expect(readFileSync(place.file).equals(bytes)).toBe(true);
  });

  it('is kept aside and gives way to the newest backup that opens, with the journal since', () => {
    const store = place.opened();
    store.commit({ items: [item(1)], facts: facts(1, 3) });
    store.backup(backupFileOf(place.file, night));
    store.commit({ items: [item(2)], facts: facts(4, 6) });
    store.backup(backupFileOf(place.file, night + 1000));
    store.commit({ items: [item(3)], facts: facts(7, 9) });
    store.backup(backupFileOf(place.file, night + 2000));
    store.close();
    damage(backupFileOf(place.file, night + 2000));
    const bytes = damage(place.file);

    const again = place.opened();
    expect(again.recovered).toMatchObject({ isWhole: true });
    const keptAs = again.recovered?.keptAs ?? '';
    expect(readFileSync(keptAs).equals(bytes)).toBe(true);
    expect(again.load().items).toEqual([item(1), item(2), item(3)]);
    expect(again.outbox.isRestored()).toBe(false);
    expect(again.audit.verify()).toMatchObject({ ok: true, rows: 9 });
    again.close();
    // Told once: the next run begins with a sound file.
    expect(place.opened().recovered).toBeNull();
  });

  it('is also one that is gone or empty although there was one', () => {
    place.opened().close();
    writeFileSync(place.file, '');
    expect(place.open()).toMatchObject({ ok: false, problem: { is: 'damaged' } });
  });

  it('is found by a state that no build ever wrote', () => {
    const store = place.opened();
    store.commit({ cells: [cell], facts: [] });
    store.close();
    const raw = new SqliteDatabase(place.file);
    raw.exec(`update cell set state = '{"is":"fre3"}'`);
    raw.close();
    expect(place.open()).toMatchObject({
      ok: false,
      problem: { is: 'damaged', detail: 'cell.state/A01: unknown state' },
    });
  });

  it('with fewer rows than were signed for is told, and the longer head is kept', () => {
    const store = place.opened();
    store.commit({ facts: facts(1, 2) });
    store.backup(join(place.folder, 'copy'));
    store.commit({ facts: facts(3, 4) });
    store.close();
    writeFileSync(place.file, readFileSync(join(place.folder, 'copy')));
    const again = place.opened();
    expect(again.recovered?.detail).toBe('the audit log has 2 rows and was signed with 4');
    expect(statSync(again.recovered?.keptAs ?? '').isFile()).toBe(true);
    expect(again.outbox.isRestored()).toBe(true);
  });
});

it.each(['taken away', 'exchanged'])('refuses every commit once its file was %s', (how) => {
  const store = place.opened();
  store.commit({ facts: facts(1, 2) });
  store.backup(join(place.folder, 'copy'));
  renameSync(place.file, join(place.folder, 'away'));
  if (how === 'exchanged') writeFileSync(place.file, readFileSync(join(place.folder, 'copy')));
  expect(() => store.commit({ facts: facts(3, 4) })).toThrow('taken away or exchanged');
});

it('writes no name, title or badge in clear into any file', () => {
  const store = place.opened();
  store.commit({ items: [item(4321)], staff: [clerk], facts: [fact(1)] });
  store.backup(backupFileOf(place.file, night));
  const files = readdirSync(place.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(4);
  for (const entry of files) {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const secret of ['张*', '李四', '营业执照', 'Business licence'])
      expect(`${entry.name}: ${bytes.includes(secret)}`).toBe(`${entry.name}: false`);
  }
});

/** Kills a child that commits without end after it has told of `enough` commits; returns how many it told. */
function killWhileCommitting(at: Place, enough: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'commit-for-ever.ts'), at.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let told = 0;
    let lines = 0;
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        told = Number(part);
        lines += 1;
      }
      if (lines >= enough) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_, signal) =>
      signal === 'SIGKILL' ? resolve(told) : reject(new Error('the child ended by itself')),
    );
  });
}

interface Model {
  readonly items: Map<string, Item>;
  readonly cells: Map<string, Omit<Cell, 'size' | 'heightCm'>>;
  readonly orders: Map<string, OpenOrder>;
  readonly jobs: Map<string, PrintJob>;
  readonly rights: Map<string, Right>;
  cursor: number;
}

function emptyModel(): Model {
  return { items: new Map(), cells: new Map(), orders: new Map(), jobs: new Map(), rights: new Map(), cursor: 0 };
}

function apply(model: Model, change: Omit<Changes, 'facts'>): void {
  for (const one of change.items ?? []) model.items.set(one.id, one);
  for (const { id, state, opens } of change.cells ?? []) model.cells.set(id, { id, state, opens });
  for (const one of change.orders ?? []) model.orders.set(one.id, one);
  for (const one of change.jobs ?? []) model.jobs.set(one.id, one);
  for (const one of change.rights ?? []) model.rights.set(one.id, one);
  for (const one of change.rightsRevoked ?? []) model.rights.delete(one);
  if (change.cursor !== undefined) model.cursor = change.cursor;
}

function mayHang(jobs: readonly PrintJob[]): boolean {
  const last = jobs.findLast((one) => one.printer === 'receiptPrinter' && mayBeOut(one));
  return last !== undefined && !isSurelyCut(last.state);
}

function savedOf(model: Model): Saved {
  const byId = <Thing extends { readonly id: string }>(things: Map<string, Thing>) =>
    [...things.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    items: byId(model.items),
    cells: byId(model.cells),
    orders: byId(model.orders).filter(({ state }) => state.is === 'ordered' || state.is === 'acted'),
    jobs: [...model.jobs.values()].filter(isOpenJob),
    copies: byId(model.jobs).some((one) => mayBeOut(one) && !isOpenJob(one))
      ? [{ document: job.document, copy: 1 }]
      : [],
    slipMayHang: mayHang([...model.jobs.values()]),
    rights: byId(model.rights),
    staff: [],
    pins: [],
    tests: [],
    codeTries: [],
    suspended: new Map(),
    emergency: null,
    rightsAsOf: null,
    cursor: model.cursor,
    enrolled: false,
  };
}

function changes(): fc.Arbitrary<Omit<Changes, 'facts'>> {
  const seed = fc.integer({ min: 1, max: 4 });
  const cellId = seed.map((number) => cellIdOf(`A0${number}`));
  const orderState: fc.Arbitrary<OpenOrderState> = fc.constantFrom(
    { is: 'ordered' },
    { is: 'acted', at: 1, acknowledged: true },
    { is: 'opened', at: 2, evidence: 'sensor' },
    { is: 'unknown', at: 3 },
  );
  const jobState: fc.Arbitrary<PrintJobState> = fc.constantFrom(
    { is: 'queued' },
    { is: 'sent', at: 1, mark: { cuts: 7 } },
    { is: 'stopped', at: 1, mark: { cuts: null }, why: 'paperOut' },
    { is: 'done', at: 1, evidence: 'printer' },
    { is: 'notConfirmed', at: 2, mark: null, next: 'record' },
    { is: 'notConfirmed', at: 2, mark: { cuts: 7 }, next: 'staff' },
    { is: 'failed', at: 3, why: 'saidNoPaper' },
    { is: 'expired', at: 3 },
  );
  const words = fc.string({ minLength: 1, unit: 'grapheme' });
  return fc.record(
    {
      items: fc.array(
        fc.tuple(seed, cellId, words).map(([number, id, zh]) => ({
          ...item(number, { is: 'inCell', cell: id, since: number }),
          title: { zh, en: zh },
        })),
        { maxLength: 3 },
      ),
      cells: fc.array(
        fc
          .tuple(cellId, fc.nat())
          .map(([id, opens]): Cell => ({ id, size: 'small', heightCm: null, state: { is: 'free' }, opens })),
        { maxLength: 3 },
      ),
      orders: fc.array(
        fc.tuple(seed, orderState).map(([number, state]): OpenOrder => ({ ...order, id: uuid(number), state })),
        { maxLength: 2 },
      ),
      jobs: fc.array(
        fc.tuple(seed, jobState).map(([number, state]): PrintJob => ({ ...job, id: uuid(number), state })),
        { maxLength: 2 },
      ),
      rights: fc.array(
        fc.tuple(seed, fc.nat()).map(([number, validTo]): Right => ({ ...right, id: `R-${number}`, validTo })),
        {
          maxLength: 2,
        },
      ),
      rightsRevoked: fc.array(
        seed.map((number) => `R-${number}`),
        { maxLength: 1 },
      ),
      cursor: fc.nat(),
    },
    { requiredKeys: [] },
  );
}
