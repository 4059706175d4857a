// What lies on the disk of a kiosk: nothing of a person in clear, in the database or beside it, open, closed or deleted.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { item, makePlace, type Place, person } from '../controller/store/fresh-store.ts';

const name = 'Sealed-Only-7781 欧阳蕙芷';
/** Kept in clear on purpose, so that the search is known to find what is there. */
const inClear = 'Clear-Title-7781';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

/** Every file of the folder that holds those words, in either way of writing letters. */
function filesWith(words: string): readonly string[] {
  return readdirSync(place.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .filter(({ parentPath, name: file }) => {
      const bytes = readFileSync(join(parentPath, file));
      return bytes.includes(Buffer.from(words, 'utf8')) || bytes.includes(Buffer.from(words, 'utf16le'));
    })
    .map(({ name: file }) => file);
}

it('H61 H64 a name is in no file in clear, while the database is open with its journal and when it is closed', () => {
  const store = place.opened();
  const staff = { person: person(7), role: 'depositor', badge: name, pinHash: 'scrypt$1$1$1$a$b' } as const;
  const licence = { ...item(1), title: { zh: name, en: name }, maskedName: name, caseNumber: inClear };
  store.commit({ staff: [staff], items: [licence], facts: [] });
  expect(store.load()).toMatchObject({ staff: [{ badge: name }], items: [{ maskedName: name }] });
  expect(readdirSync(place.folder)).toEqual(expect.arrayContaining(['kiosk.sqlite', 'kiosk.sqlite-wal']));
  expect(filesWith(inClear).length).toBeGreaterThan(0);
  expect(filesWith(name)).toEqual([]);
  store.close();
  expect(filesWith(inClear)).toContain('kiosk.sqlite');
  expect(filesWith(name)).toEqual([]);
});
