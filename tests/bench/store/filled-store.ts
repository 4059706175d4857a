// Filled store: a place with a store of so many facts that wait for central, hash-chained as the store itself would have
// done, but written at once.

import { createHash } from 'node:crypto';
import SqliteDatabase from 'better-sqlite3';
import { auditText, canonicalJson } from '../../../src/core/audit.ts';
import type { OpenReason } from '../../../src/core/door.ts';
import type { Recorded } from '../../../src/core/fact.ts';
import { itemIdOf } from '../../../src/core/item.ts';
import { cellA1, makePlace, night, type Place, person, uuid } from '../../controller/store/fresh-store.ts';

const why: OpenReason = 'collect';

/** About 250 bytes, the longest of those that are frequent. */
export function longFact(seed: number): Recorded {
  return {
    id: uuid(seed),
    at: night + seed,
    fact: {
      is: 'openOrdered',
      order: uuid(seed),
      cell: cellA1,
      items: [itemIdOf(`L-${seed % 60}`)],
      why,
      by: person(seed % 60),
    },
  };
}

export function longFacts(from: number, count: number): readonly Recorded[] {
  return Array.from({ length: count }, (_, place) => longFact(from + place));
}

export function makeFilledPlace(rows: number): Place {
  const place = makePlace();
  place.opened().close();
  const database = new SqliteDatabase(place.file);
  database.pragma('synchronous = off');
  const end = database
    .prepare<[], { row: number; hash: string }>('select row, hash from audit_log order by row desc limit 1')
    .get();
  let hash = end?.hash ?? '0'.repeat(64);
  const addRow = database.prepare<[number, string, number, string, string]>(
    'insert into audit_log values (?, ?, ?, ?, ?)',
  );
  const addMessage = database.prepare<[number, string]>('insert into outbox (sequence, id) values (?, ?)');
  database.transaction(() => {
    for (let row = (end?.row ?? 0) + 1; row <= rows; row += 1) {
      const { id, at, fact } = longFact(row);
      const text = canonicalJson(fact);
      hash = createHash('sha256')
        .update(auditText(hash, { row, id, at, fact: text }))
        .digest('hex');
      addRow.run(row, id, at, text, hash);
      addMessage.run(row, id);
    }
  })();
  database.pragma('wal_checkpoint(truncate)');
  database.close();
  return place;
}
