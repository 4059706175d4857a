// The outbox: in order, without gaps, never given up.

import { readFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/controller/store/store.ts';
import { cellA1, fact, facts, makePlace, night, type Place, person, uuid } from './fresh-store.ts';

let place: Place;
let store: Store;
beforeEach(() => {
  place = makePlace();
  store = place.opened();
});
afterEach(() => place.remove());

const numbers = (limit = 500) => store.outbox.peek(limit).map(({ sequence }) => sequence);

describe('waiting messages', () => {
  it('are numbered from 1 in the order of their facts and carry them whole', () => {
    store.commit({ facts: facts(1, 2) });
    store.commit({ facts: [fact(3, { is: 'started', version: '1', openOrdersInDoubt: 0 })] });
    expect(store.outbox.peek(2)).toEqual([
      { sequence: 1, ...fact(1) },
      { sequence: 2, ...fact(2) },
    ]);
    expect(store.outbox.peek(9)[2]).toEqual({
      sequence: 3,
      id: uuid(3),
      at: night + 3,
      fact: { is: 'started', version: '1', openOrdersInDoubt: 0 },
    });
    expect(store.inspect()).toEqual({ waiting: 3, parked: 0, oldestAt: night + 1 });
  });

  it('are the ones after the mark, also in the next run', () => {
    store.commit({ facts: facts(1, 5) });
    store.outbox.acknowledge(3, place.now);
    store.outbox.acknowledge(2, place.now);
    store.close();
    store = place.opened();
    expect(numbers()).toEqual([4, 5]);
    expect({ mark: store.outbox.acknowledged(), last: store.outbox.last() }).toEqual({ mark: 3, last: 5 });
  });

  it('cannot be acknowledged before they exist', () => {
    store.commit({ facts: facts(1, 2) });
    expect(() => store.outbox.acknowledge(3, place.now)).toThrow('never made');
    expect(numbers()).toEqual([1, 2]);
  });
});

describe('a parked message', () => {
  it('holds up nobody, stays visible and is still there after a year', () => {
    store.commit({ facts: facts(1, 3) });
    store.outbox.park(2, 'unknown kind of fact');
    store.outbox.acknowledge(3, place.now);
    place.now += 365 * 86_400_000;
    store.commit({ facts: facts(4, 5) });
    store.outbox.acknowledge(5, place.now);
    expect(store.inspect()).toEqual({ waiting: 0, parked: 1, oldestAt: null });
    store.outbox.rewind(1);
    expect(store.outbox.peek(9)[0]).toEqual({ sequence: 2, ...fact(2) });
  });
});

describe('a central that knows less than it acknowledged', () => {
  it('gets everything after that again, in the old order under the old numbers', () => {
    store.commit({ facts: facts(1, 6) });
    store.outbox.acknowledge(5, place.now);
    expect(store.outbox.rewind(2)).toEqual({ again: 4, lost: 0 });
    expect(numbers()).toEqual([3, 4, 5, 6]);
    expect(store.outbox.acknowledged()).toBe(2);
    store.commit({ facts: [fact(7)] });
    expect(numbers()).toEqual([3, 4, 5, 6, 7]);
  });

  it('gets what is younger than 90 days, numbered on without a gap, when it lost more than that', () => {
    store.commit({ facts: facts(1, 4) });
    store.outbox.acknowledge(4, place.now);
    place.now += 91 * 86_400_000;
    store.commit({ facts: facts(5, 7) });
    store.outbox.acknowledge(6, place.now);
    expect(store.outbox.rewind(1)).toEqual({ again: 3, lost: 3 });
    expect(store.outbox.peek(9).map(({ sequence, id }) => [sequence, id])).toEqual([
      [2, uuid(5)],
      [3, uuid(6)],
      [4, uuid(7)],
    ]);
    expect(store.audit.verify()).toMatchObject({ ok: true, rows: 7 });
  });
});

describe('a clock that jumps by more than a year', () => {
  const year = 366 * 86_400_000;
  const numbersKept = () => {
    store.outbox.rewind(0);
    return numbers();
  };

  it('forward and back again on the kiosk makes no message old', () => {
    const real = place.now;
    store.commit({ facts: facts(1, 4) });
    store.outbox.acknowledge(1, real);
    place.now = real + year;
    store.outbox.acknowledge(2, real + 1_000);
    place.now = real;
    store.outbox.acknowledge(3, real + 2_000);
    expect(numbersKept()).toEqual([1, 2, 3, 4]);
  });

  it('back on the kiosk, and right again, makes no message old', () => {
    const real = place.now;
    store.commit({ facts: facts(1, 3) });
    place.now = real - year;
    store.outbox.acknowledge(1, real);
    place.now = real + 1_000;
    store.outbox.acknowledge(2, real + 1_000);
    expect(numbersKept()).toEqual([1, 2, 3]);
  });

  it('at central makes no message old', () => {
    const real = place.now;
    store.commit({ facts: facts(1, 5) });
    store.outbox.acknowledge(1, real - year);
    store.outbox.acknowledge(2, real);
    store.outbox.acknowledge(3, real + year);
    store.outbox.acknowledge(4, real);
    expect(numbersKept()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('a kiosk whose database was restored', () => {
  it('numbers what waits on from what central has', () => {
    store.commit({ facts: facts(1, 4) });
    store.outbox.acknowledge(2, place.now);
    expect(store.outbox.probe()?.sequence).toBe(2);
    store.outbox.continueAfter(10);
    store.commit({ facts: [fact(5)] });
    expect(store.outbox.peek(9).map(({ sequence, id }) => [sequence, id])).toEqual([
      [11, uuid(3)],
      [12, uuid(4)],
      [13, uuid(5)],
    ]);
  });

  it('numbers on from there also when nothing waits', () => {
    store.outbox.continueAfter(7);
    store.commit({ facts: [fact(1)] });
    expect(numbers()).toEqual([8]);
  });
});

it('delivers every fact once and in order to a central that acknowledges what it likes', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ do: fc.constant('send' as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ do: fc.constant('restore' as const), count: fc.integer({ min: 0, max: 6 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const fresh = makePlace();
      try {
        const one = fresh.opened();
        let central: string[] = [];
        let made = 0;
        const send = (limit: number) => {
          if (central.length < one.outbox.acknowledged()) one.outbox.rewind(central.length);
          for (const { sequence, id } of one.outbox.peek(limit)) {
            expect(sequence).toBe(central.length + 1);
            central.push(id);
          }
          one.outbox.acknowledge(central.length, fresh.now);
        };
        for (const { do: what, count } of steps) {
          if (what === 'commit') {
            one.commit({ facts: facts(made + 1, made + count) });
            made += count;
          } else if (what === 'send') send(count);
          else central = central.slice(0, Math.max(0, central.length - count));
        }
        send(500);
        expect(central).toEqual(facts(1, made).map(({ id }) => id));
        expect(one.inspect().waiting).toBe(0);
      } finally {
        fresh.remove();
      }
    }),
    { numRuns: 25 },
  );
});

describe('a signature', () => {
  const order = uuid(800);
  const strokes = [[731, 17, 732, 19, 733, 23]];
  const signed = fact(1, { is: 'deliverySigned', order, cell: cellA1, items: [], person: person(1), sha256: null });

  it('LC6 travels sealed beside its fact, stands in no row in clear, and goes when its message does', () => {
    place.keys.enrol({ personHashKey: Buffer.alloc(32, 1).toString('base64'), centralKey: place.keys.publicKey });
    store.commit({ facts: [signed, fact(2)], signatures: [{ order, at: night, strokes }] });
    const [first, second] = store.outbox.peek(9);
    expect(first?.sealed).toMatch(/^international\$[A-Za-z0-9+/=]{40,}$/);
    expect(second).not.toHaveProperty('sealed');
    expect(place.keys.sealForCentral('x', 'y')).not.toBe(place.keys.sealForCentral('x', 'y'));
    store.close();
    expect(readFileSync(place.file).includes('731,17')).toBe(false);
    store = place.opened();
    place.now += 100 * 86_400_000;
    // Not sent yet: it waits as long as its message.
    store.commit({ facts: [fact(3)] });
    expect(store.outbox.peek(1)[0]?.sealed).toBe(first?.sealed);
    store.outbox.acknowledge(1, place.now);
    store.outbox.rewind(0);
    expect(store.outbox.peek(1)[0]?.sealed).toBe(first?.sealed);
    store.outbox.acknowledge(3, place.now);
    place.now += 91 * 86_400_000;
    store.commit({ facts: [fact(4)] });
    store.outbox.acknowledge(4, place.now);
    store.close();
    const database = new SqliteDatabase(place.file, { readonly: true });
    expect(database.prepare('select count(*) from signature').pluck().get()).toBe(0);
    database.close();
    store = place.opened();
  });
});
