// Replay: after damage at any moment, backup and kept journal lead to the very state that was there, and where they do not,
// that is known.

import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../src/controller/store/audit-log.ts';
import { readReplayList, replayListOf } from '../../../src/controller/store/replay-list.ts';
import { backupFileOf } from '../../../src/controller/store/rescue.ts';
import type { Store } from '../../../src/controller/store/store.ts';
import { cellA1, facts, item, makePlace, night, type Place } from './fresh-store.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

/** Every row of every table, without what each opening writes. */
function rowsOf(file: string): Readonly<Record<string, readonly unknown[]>> {
  const database = new SqliteDatabase(file, { readonly: true });
  const names = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' order by name")
    .pluck()
    .all();
  const rows = Object.fromEntries(names.map((name) => [name, database.prepare(`select * from ${name}`).all()]));
  database.close();
  return { ...rows, kiosk: (rows['kiosk'] ?? []).map((row) => ({ ...(row as object), opened_at: 0 })) };
}

let seed = 0;
/** Some 30 pages a step. */
function work(store: Store, steps: number): void {
  for (let step = 0; step < steps; step += 1) {
    const from = store.audit.head().rows + 1;
    seed += 1;
    store.commit({
      items: [item(seed % 40, { is: 'inCell', cell: cellA1, since: night + seed })],
      cells: [{ id: cellA1, size: 'small', heightCm: null, state: { is: 'free' }, opens: seed }],
      facts: facts(from, from + 99),
    });
    if (seed % 7 === 0) store.outbox.acknowledge(store.audit.head().rows - 10, night);
  }
}

const backUp = (store: Store) => {
  place.now += 1_000;
  store.backup(backupFileOf(place.file, place.now));
};

const ways = {
  'the first page is overwritten': (file: string) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, 0, 4096));
  },
  'every tenth page is overwritten': (file: string) => {
    const bytes = readFileSync(file);
    for (let page = 1; page * 4096 < bytes.length; page += 10) bytes.fill(0x5a, page * 4096, (page + 1) * 4096);
    writeFileSync(file, bytes);
  },
  'every page is overwritten': (file: string) => writeFileSync(file, readFileSync(file).fill(0x5a)),
  'half of it is cut off': (file: string) => truncateSync(file, Math.floor(readFileSync(file).length / 8192) * 4096),
  'it is emptied': (file: string) => truncateSync(file, 0),
  'it is gone': (file: string) => rmSync(file),
} as const;
type Damage = keyof typeof ways;
const damages = Object.keys(ways) as readonly Damage[];

/** What a kill leaves: nothing is told the store, and its lock falls. */
function killed(): void {
  const files = readdirSync(place.folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !/-shm$|\.lock$/.test(entry.name),
  );
  const copies = files.map(({ name }) => [name, readFileSync(join(place.folder, name))] as const);
  place.closeAll();
  for (const entry of readdirSync(place.folder, { withFileTypes: true }))
    if (entry.isFile()) rmSync(join(place.folder, entry.name));
  for (const [name, bytes] of copies) writeFileSync(join(place.folder, name), bytes);
}

describe('a database that is damaged', () => {
  it.each(damages)(
    'leads back to the last step when %s',
    (damage) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 5 }),
          fc.array(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.constantFrom('nothing', 'backup', 'close', 'kill')), {
            minLength: 1,
            maxLength: 3,
          }),
          fc.boolean(),
          (before, runs, isKilled) => {
            place.remove();
            place = makePlace();
            let store = place.opened();
            work(store, before);
            backUp(store);
            for (const [steps, end] of runs) {
              work(store, steps);
              if (end === 'backup') backUp(store);
              if (end === 'close' || end === 'kill') {
                if (end === 'kill') killed();
                else store.close();
                store = place.opened();
                expect(store.recovered).toBeNull();
              }
            }
            const rows = rowsOf(place.file);
            const saved = store.load();
            const waiting = store.outbox.peek(10_000);
            if (isKilled) killed();
            else store.close();
            ways[damage](place.file);
            const damaged = existsSync(place.file) ? readFileSync(place.file) : undefined;

            store = place.opened();
            // Where the journal in use has every page that was hit, nothing is damaged that anybody reads.
            if (store.recovered !== null || !isKilled) expect(store.recovered).toMatchObject({ isWhole: true });
            expect(rowsOf(place.file)).toEqual(rows);
            expect(store.load()).toEqual(saved);
            expect(store.outbox.peek(10_000)).toEqual(waiting);
            expect(store.outbox.isRestored()).toBe(false);
            expect(verifyAudit(place.file, place.keys.publicKeys())).toMatchObject({ ok: true });
            const keptAs = store.recovered?.keptAs;
            if (damaged !== undefined && keptAs !== undefined) expect(readFileSync(keptAs).equals(damaged)).toBe(true);
            // It goes on from there, and the next run begins with a sound file.
            work(store, 2);
            store.close();
            expect(place.opened().recovered).toBeNull();
          },
        ),
        { numRuns: 3 },
      );
    },
    60_000,
  );
});

it('leads on from a journal that was kept half full, found again after a kill and filled further', () => {
  let store = place.opened();
  // Long enough that what is left of it stands behind the journal that is begun anew.
  work(store, 20);
  backUp(store);
  work(store, 2);
  backUp(store);
  killed();
  store = place.opened();
  work(store, 2);
  killed();
  store = place.opened();
  work(store, 1);
  const rows = rowsOf(place.file);
  killed();
  ways['it is gone'](place.file);
  expect(place.opened().recovered).toMatchObject({ isWhole: true });
  expect(rowsOf(place.file)).toEqual(rows);
});

describe('what does not lead to the end', () => {
  /** A backup, a part that was kept, and a journal in use. */
  function lived(): Store {
    const store = place.opened();
    work(store, 3);
    backUp(store);
    work(store, 50);
    return store;
  }
  const parts = () => readdirSync(place.folder).filter((name) => name.includes('.part-'));
  function damagedAndOpened(): Store {
    ways['every page is overwritten'](place.file);
    return place.opened();
  }

  it('a part that is gone: the state before it is in use, and said to be old', () => {
    const store = lived();
    expect(parts().length).toBeGreaterThan(0);
    const rows = store.audit.head().rows;
    killed();
    rmSync(join(place.folder, parts().at(-1) ?? ''));
    const again = damagedAndOpened();
    expect(again.recovered).toMatchObject({ isWhole: false });
    expect(again.outbox.isRestored()).toBe(true);
    expect(again.audit.head().rows).toBeLessThan(rows);
    expect(again.audit.verify()).toMatchObject({ ok: true });
  });

  it('a part in the middle that is gone, though all that was signed comes later', () => {
    let store = place.opened();
    store.commit({ items: [item(1)], facts: facts(1, 1) });
    backUp(store);
    store.commit({ items: [item(1, { is: 'inCell', cell: cellA1, since: night })], facts: facts(2, 2) });
    store.close();
    store = place.opened();
    store.commit({ facts: facts(3, 12) });
    store.close();
    expect(parts()).toHaveLength(2);
    rmSync(join(place.folder, parts()[0] ?? ''));
    const again = damagedAndOpened();
    expect(again.recovered).toMatchObject({ isWhole: false });
    expect(again.outbox.isRestored()).toBe(true);
  });

  it('a part with one changed bit', () => {
    lived();
    killed();
    const part = join(place.folder, parts()[0] ?? '');
    const bytes = readFileSync(part);
    bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
    writeFileSync(part, bytes);
    expect(damagedAndOpened().recovered).toMatchObject({ isWhole: false });
  });

  it('a journal in use that is gone', () => {
    lived();
    killed();
    rmSync(`${place.file}-wal`);
    expect(damagedAndOpened().recovered).toMatchObject({ isWhole: false });
  });

  it('a database that another program has written to, or emptied its journal into', () => {
    const store = lived();
    store.close();
    const other = new SqliteDatabase(place.file);
    other.exec('update cell set opens = 1000000');
    other.close();
    const again = place.opened();
    expect(again.recovered).toBeNull();
    work(again, 3);
    killed();
    expect(damagedAndOpened().recovered).toMatchObject({ isWhole: false });
  });

  it('and the next backup leads on again', () => {
    lived().close();
    const other = new SqliteDatabase(place.file);
    other.exec('update cell set opens = 1000000');
    other.close();
    const again = place.opened();
    backUp(again);
    work(again, 50);
    const rows = rowsOf(place.file);
    killed();
    expect(damagedAndOpened().recovered).toMatchObject({ isWhole: true });
    expect(rowsOf(place.file)).toEqual(rows);
  });

  it('a list that cannot be read leaves the backups', () => {
    lived();
    killed();
    appendFileSync(replayListOf(place.file), 'x');
    const again = damagedAndOpened();
    expect(again.recovered).toMatchObject({ isWhole: false });
    expect(again.load().items.length).toBeGreaterThan(0);
  });
});

it('keeps three backups and the parts since the oldest of them', () => {
  const store = place.opened();
  for (let day = 0; day < 5; day += 1) {
    work(store, 10);
    backUp(store);
  }
  const list = readReplayList(place.file)?.parts ?? [];
  const names = readdirSync(place.folder).filter((name) => /\.(backup|part)-/.test(name));
  expect(list.filter(({ is }) => is === 'backup')).toHaveLength(3);
  expect(list[0]).toMatchObject({ is: 'backup' });
  expect(list.map((part) => ('name' in part ? part.name : '')).sort()).toEqual(names.sort());
});

it('goes on where the power went while a restored database was put in place', () => {
  const store = place.opened();
  work(store, 3);
  backUp(store);
  work(store, 3);
  const rows = rowsOf(place.file);
  store.close();
  const whole = readFileSync(place.file);
  ways['half of it is cut off'](place.file);
  // Restored, not yet in its place, and half of the old files gone already.
  writeFileSync(`${place.file}.restored`, whole);
  writeFileSync(`${place.file}-wal`, readFileSync(place.file));
  place.opened();
  expect(rowsOf(place.file)).toEqual(rows);
  expect(existsSync(`${place.file}.restored`)).toBe(false);
});
