// The audit log: whatever is done to it behind the program's back is found, with the place.

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headFileOf, verifyAudit } from '../../../src/controller/store/audit-log.ts';
import { auditStart, auditText, canonicalJson } from '../../../src/core/audit.ts';
import { facts, makePlace, type Place, uuid } from './fresh-store.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
  const store = place.opened();
  store.commit({ facts: facts(1, 12) });
  store.commit({ facts: facts(13, 20) });
  store.close();
});
afterEach(() => place.remove());

/** What somebody with the file and a SQLite shell can do. */
function tamper(act: (database: Database) => void): void {
  const database = new SqliteDatabase(place.file);
  database.exec('drop trigger audit_log_keeps_rows; drop trigger audit_log_keeps_content');
  database.pragma('foreign_keys = off');
  act(database);
  database.close();
}

const verify = () => verifyAudit(place.file, place.keys.publicKeys());

it('verifies while it is untouched, also beside a running controller', () => {
  expect(verify()).toMatchObject({ ok: true, rows: 20, signedRows: 20 });
  const store = place.opened();
  store.commit({ facts: facts(21, 25) });
  expect(verify()).toMatchObject({ ok: true, rows: 25, signedRows: 20 });
  expect(store.audit.verify()).toEqual(verify());
  expect(verify()).toMatchObject({ head: store.audit.head().hash });
});

it('is signed anew after the rows of a checkpoint', () => {
  const store = place.opened();
  store.commit({ facts: facts(21, 31) });
  expect(verify()).toMatchObject({ ok: true, rows: 31, signedRows: 31 });
});

describe('tampering', () => {
  it('with one sign of a fact is found at its row', () => {
    tamper((database) => database.exec(`update audit_log set fact = replace(fact, 'A01', 'A02') where row = 7`));
    expect(verify()).toEqual({ ok: false, at: 7, why: 'rowChanged' });
  });

  it('with a space that changes no meaning is found as well', () => {
    tamper((database) => database.exec(`update audit_log set fact = fact || ' ' where row = 7`));
    expect(verify()).toEqual({ ok: false, at: 7, why: 'rowChanged' });
  });

  it('with the time of a fact is found', () => {
    tamper((database) => database.exec('update audit_log set at = at + 1 where row = 20'));
    expect(verify()).toEqual({ ok: false, at: 20, why: 'rowChanged' });
  });

  it('by taking a row out is found at the gap', () => {
    tamper((database) => database.exec('delete from audit_log where row = 5'));
    expect(verify()).toEqual({ ok: false, at: 5, why: 'rowMissing' });
  });

  it('by taking a row out and closing the gap is found', () => {
    tamper((database) => {
      database.exec('delete from audit_log where row = 5');
      for (let row = 6; row <= 20; row += 1) database.exec(`update audit_log set row = ${row - 1} where row = ${row}`);
    });
    expect(verify()).toEqual({ ok: false, at: 5, why: 'rowChanged' });
  });

  it('by changing places is found at the first of the two', () => {
    tamper((database) =>
      database.exec(
        'update audit_log set row = 100 where row = 3; update audit_log set row = 3 where row = 4; update audit_log set row = 4 where row = 100',
      ),
    );
    expect(verify()).toEqual({ ok: false, at: 3, why: 'rowChanged' });
  });

  it('by putting a row in is found where it stands', () => {
    tamper((database) => {
      for (let row = 20; row >= 9; row -= 1) database.exec(`update audit_log set row = ${row + 1} where row = ${row}`);
      database
        .prepare(`insert into audit_log select 9, ?, at, fact, ? from audit_log where row = 8`)
        .run(uuid(999), 'b'.repeat(64));
    });
    expect(verify()).toEqual({ ok: false, at: 9, why: 'rowChanged' });
  });

  it('by cutting off the end is found by the signed head', () => {
    tamper((database) => database.exec('delete from audit_log where row > 17'));
    expect(verify()).toEqual({ ok: false, at: 18, why: 'truncated' });
  });

  it('by making the whole chain anew is found by the signed head', () => {
    tamper((database) => rechain(database));
    expect(verify()).toEqual({ ok: false, at: 20, why: 'rewritten' });
  });

  it('with the head itself is found by its signature, and by its absence', () => {
    tamper((database) => rechain(database));
    const head = JSON.parse(readFileSync(headFileOf(place.file), 'utf8'));
    const database = new SqliteDatabase(place.file);
    const hash = database.prepare('select hash from audit_log where row = 20').pluck().get();
    database.close();
    writeFileSync(headFileOf(place.file), JSON.stringify({ ...head, hash }));
    expect(verify()).toEqual({ ok: false, at: 20, why: 'headForged' });
    writeFileSync(headFileOf(place.file), '{}');
    expect(verify()).toEqual({ ok: false, at: 0, why: 'headForged' });
    rmSync(headFileOf(place.file));
    expect(verify()).toEqual({ ok: false, at: 0, why: 'headMissing' });
  });
});

it('is never said to be whole when a flipped byte of the file changed what it says', () => {
  const sound = readFileSync(place.file);
  const told = contentOf(place.file);
  let found = 0;
  fc.assert(
    fc.property(fc.nat({ max: sound.length - 1 }), fc.integer({ min: 1, max: 255 }), (offset, flip) => {
      const bytes = Buffer.from(sound);
      bytes[offset] = (bytes[offset] ?? 0) ^ flip;
      writeFileSync(place.file, bytes);
      for (const end of ['-wal', '-shm']) rmSync(place.file + end, { force: true });
      const verdict = verify();
      if (verdict.ok) expect(contentOf(place.file)).toBe(told);
      else found += 1;
    }),
    { numRuns: 1000 },
  );
  expect(found).toBeGreaterThan(0);
});

it('says that a file is no database instead of failing', () => {
  writeFileSync(place.file, 'nothing of the kind, and long enough to be looked at by SQLite '.repeat(40));
  expect(verify()).toEqual({ ok: false, at: 0, why: 'unreadable' });
  rmSync(place.file);
  expect(verify()).toEqual({ ok: false, at: 0, why: 'unreadable' });
});

function contentOf(file: string): string {
  const database = new SqliteDatabase(file, { readonly: true });
  try {
    return JSON.stringify(database.prepare('select row, id, at, fact, hash from audit_log order by row').all());
  } finally {
    database.close();
  }
}

/** Changes one fact and computes every hash after it again, as an attacker who knows this program would. */
function rechain(database: Database): void {
  database.exec(`update audit_log set fact = replace(fact, 'A01', 'A02') where row = 7`);
  let hash = auditStart;
  const rows = database
    .prepare<[], { row: number; id: string; at: number; fact: string }>(
      'select row, id, at, fact from audit_log order by row',
    )
    .all();
  for (const { fact, ...row } of rows) {
    hash = createHash('sha256')
      .update(auditText(hash, { ...row, fact }))
      .digest('hex');
    database.prepare('update audit_log set hash = ? where row = ?').run(hash, row.row);
  }
}

describe('the canonical form', () => {
  it('has sorted keys and no spaces, and drops what is undefined', () => {
    expect(canonicalJson({ b: [1, { d: null, c: '张' }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,{"c":"张","d":null}]}',
    );
  });

  it('does not depend on the order in which fields were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(fields));
        expect(JSON.parse(canonicalJson(fields))).toEqual(JSON.parse(JSON.stringify(fields)));
      }),
    );
  });

  it('of a row is what its hash covers', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.nat(), fc.nat(), (fact, id, row, at) => {
        expect(auditText(auditStart, { row, id, at, fact: canonicalJson(fact) })).toBe(
          canonicalJson({ previous: auditStart, row, id, at, fact }),
        );
      }),
    );
  });

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson({ at: Number.NaN })).toThrow('finite');
    expect(() => canonicalJson([() => 1])).toThrow('function');
  });
});
