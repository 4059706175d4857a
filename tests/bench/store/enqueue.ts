// Enqueue (G1): a fact into the store's audit log and outbox, beside a bare durable INSERT of the same size on this disk; and
// a whole step of the rules, with sealed fields, as its own figure.

import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { backupFileOf } from '../../../src/controller/store/rescue.ts';
import { canonicalJson } from '../../../src/core/audit.ts';
import type { OpenOrder } from '../../../src/core/door.ts';
import { itemIdOf } from '../../../src/core/item.ts';
import { cellA1, item, makePlace, night, person, uuid } from '../../controller/store/fresh-store.ts';
import { median, timeInTurn } from '../figures.ts';
import { atLeast, type Bench, type Scale } from '../goals.ts';
import { longFact, longFacts } from './filled-store.ts';

const singles: Readonly<Record<Scale, number>> = { tiny: 3, usual: 300, full: 1_000 };
const rounds: Readonly<Record<Scale, number>> = { tiny: 1, usual: 9, full: 25 };
const batch = 100;

/** What any queue on SQLite does at least: one row with a unique key, synced. */
function openRaw(file: string) {
  const database = new SqliteDatabase(file);
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = full');
  database.exec('create table message (sequence integer primary key, id text not null unique, at integer, body text)');
  const insert = database.prepare<[string, number, string]>('insert into message (id, at, body) values (?, ?, ?)');
  const insertMany = database.transaction((rows: readonly (readonly [string, number, string])[]) => {
    for (const row of rows) insert.run(...row);
  });
  return { insert, insertMany, close: () => database.close() };
}

export const benchEnqueue: Bench = async ({ scale, say }) => {
  const place = makePlace();
  const unsigned = makePlace();
  const raw = openRaw(join(place.folder, 'raw.sqlite'));
  try {
    const store = place.opened({ headEveryRows: 100 });
    const withoutHead = unsigned.opened({ headEveryRows: Number.MAX_SAFE_INTEGER });
    // As in a hall: from the first backup on every part of the journal is kept.
    store.backup(backupFileOf(place.file, night));
    withoutHead.backup(backupFileOf(unsigned.file, night));
    let seed = 0;
    const next = (count: number) => {
      seed += count;
      return seed - count + 1;
    };
    const rawRow = (from: number): [string, number, string] => {
      const { id, at, fact } = longFact(from);
      return [id, at, canonicalJson(fact)];
    };
    const count = singles[scale];
    const batches = Math.max(1, Math.round(count / 20));
    const repeat = (times: number, act: () => void) => () => {
      for (let time = 0; time < times; time += 1) act();
    };
    const [rawOne = [], ourOne = [], rawBatch = [], ourBatch = [], bareBatch = [], step = []] = await timeInTurn(
      [
        repeat(count, () => raw.insert.run(...rawRow(next(1)))),
        repeat(count, () => store.commit({ facts: longFacts(next(1), 1) })),
        repeat(batches, () => {
          const from = next(batch);
          raw.insertMany(Array.from({ length: batch }, (_, place) => rawRow(from + place)));
        }),
        repeat(batches, () => store.commit({ facts: longFacts(next(batch), batch) })),
        repeat(batches, () => withoutHead.commit({ facts: longFacts(next(batch), batch) })),
        repeat(count, () => {
          const from = next(2);
          const order: OpenOrder = {
            id: uuid(from),
            cell: cellA1,
            items: [itemIdOf('L-1')],
            why: 'collect',
            by: person(1),
            at: night,
            state: { is: 'acted', at: night, acknowledged: true },
          };
          store.commit({
            items: [item(from % 60, { is: 'inCell', cell: cellA1, since: night })],
            cells: [{ id: cellA1, size: 'small', heightCm: null, state: { is: 'free' }, opens: from }],
            orders: [order],
            facts: longFacts(from, 2),
          });
        }),
      ],
      rounds[scale],
    );
    const perSecond = (times: readonly number[], rows: number) => (1_000 * rows) / median(times);
    const figures = {
      rawOne: perSecond(rawOne, count),
      ourOne: perSecond(ourOne, count),
      rawBatch: perSecond(rawBatch, batches * batch),
      ourBatch: perSecond(ourBatch, batches * batch),
      bareBatch: perSecond(bareBatch, batches * batch),
      step: perSecond(step, count),
    };
    const line = (name: string, value: number, beside: number) =>
      say(`  ${name.padEnd(54)}${Math.round(value).toString().padStart(8)}/s  ${(value / beside).toFixed(3)} times`);
    say('Enqueue: durable (WAL, synchronous FULL), rounds in turn, medians');
    line('a bare INSERT', figures.rawOne, figures.rawOne);
    line('a fact: audit row, hash chain, outbox row', figures.ourOne, figures.rawOne);
    line('a step: sealed item, cell, order, two facts', figures.step, figures.rawOne);
    line(`rows by bare INSERTs, ${batch} a transaction`, figures.rawBatch, figures.rawBatch);
    line(`facts, ${batch} a step, and a signed head after each`, figures.ourBatch, figures.rawBatch);
    line(`facts, ${batch} a step, without the head`, figures.bareBatch, figures.rawBatch);
    return [
      atLeast(
        { id: 'G1.single', what: 'facts/s beside bare durable INSERTs, ratio', value: figures.ourOne / figures.rawOne },
        0.9,
      ),
      atLeast(
        {
          id: 'G1.batch',
          what: `facts/s in steps of ${batch} beside bare INSERTs in transactions of ${batch}, ratio`,
          value: figures.ourBatch / figures.rawBatch,
        },
        0.75,
      ),
    ];
  } finally {
    raw.close();
    unsigned.remove();
    place.remove();
  }
};
