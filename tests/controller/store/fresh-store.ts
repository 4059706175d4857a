// A store in a folder of its own, with synthetic people and things to put in.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { silentLog } from '../../../src/base/log.ts';
import type { Result } from '../../../src/base/result.ts';
import { type Keys, openKeys } from '../../../src/controller/keys.ts';
import { openStore, type Store, type StoreOptions, type StoreProblem } from '../../../src/controller/store/store.ts';
import { type CellId, cellIdOf } from '../../../src/core/cell.ts';
import type { Fact, Recorded } from '../../../src/core/fact.ts';
import { type Item, type ItemState, itemIdOf, newHold } from '../../../src/core/item.ts';
import { type PersonKey, personKeyOf } from '../../../src/core/person.ts';

export const migrationsFolder = resolve(import.meta.dirname, '../../../migrations/kiosk');
export const night = Date.UTC(2026, 10, 23, 15, 0, 0);

export function valueIn<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(`failed: ${JSON.stringify(result.problem)}`);
  return result.value;
}

export interface Place {
  readonly folder: string;
  readonly file: string;
  readonly keys: Keys;
  /** The time that the store reads. */
  now: number;
  open(changed?: Partial<StoreOptions>): Result<Store, StoreProblem>;
  opened(changed?: Partial<StoreOptions>): Store;
  /** Also those that a test has lost hold of. */
  closeAll(): void;
  remove(): void;
}

export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'nighthall-store-'));
  const keys = valueIn(openKeys(join(folder, 'keys')));
  const file = join(folder, 'kiosk.sqlite');
  const all: Store[] = [];
  const place: Place = {
    folder,
    file,
    keys,
    now: night,
    open(changed = {}) {
      const opened = openStore({
        file,
        migrations: migrationsFolder,
        clock: { now: () => place.now },
        log: silentLog,
        seal: keys,
        sign: keys.sign,
        headEveryRows: 10,
        ...changed,
      });
      if (opened.ok) all.push(opened.value);
      return opened;
    },
    opened: (changed) => valueIn(place.open(changed)),
    closeAll() {
      for (const store of all.splice(0)) store.close();
    },
    remove() {
      place.closeAll();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return place;
}

export const cellA1: CellId = cellIdOf('A01');

export function person(seed: number): PersonKey {
  return personKeyOf(seed.toString(16).padStart(64, '0'));
}

export function uuid(seed: number): string {
  return `01920000-0000-7000-8000-${seed.toString(16).padStart(12, '0')}`;
}

export function fact(seed: number, what: Fact = { is: 'doorClosed', cell: cellA1 }): Recorded {
  return { id: uuid(seed), at: night + seed, fact: what };
}

export function facts(from: number, to: number): readonly Recorded[] {
  return Array.from({ length: to - from + 1 }, (_, index) => fact(from + index));
}

export function item(seed: number, state: ItemState = { is: 'expected' }): Item {
  return {
    id: itemIdOf(`L-${seed}`),
    title: { zh: `营业执照${seed}`, en: `Business licence ${seed}` },
    caseNumber: `C${seed}`,
    size: 'small',
    addressee: person(seed),
    maskedName: '张*',
    hold: newHold(seed),
    state,
  };
}
