// Sync against a central on a real port that loses, repeats, delays and garbles.

import { copyFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../src/base/clock.ts';
import { createLog, silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import type { Store } from '../../../src/controller/store/store.ts';
import { createSync, type Sync, type SyncOptions } from '../../../src/controller/sync/sync.ts';
import { cellIdOf } from '../../../src/core/cell.ts';
import { itemIdOf } from '../../../src/core/item.ts';
import type { Right } from '../../../src/core/right.ts';
import { fact, facts, makePlace, type Place, person, uuid } from '../store/fresh-store.ts';
import { type FakeCentral, type Fault, startFakeCentral } from './fake-central.ts';

let central: FakeCentral;
let place: Place;
let store: Store;
let sync: Sync;
let running: Sync[];
let heard: { readonly cursor: number; readonly is: string }[];
let upToDate: number;
let online: boolean[];
let broken: unknown[];

beforeEach(async () => {
  central = await startFakeCentral();
  place = makePlace();
  store = place.opened();
  running = [];
  heard = [];
  upToDate = 0;
  online = [];
  broken = [];
});
afterEach(async () => {
  for (const one of running) await one.stop();
  await central.stop();
  place.remove();
});

function begin(changed: Partial<SyncOptions> = {}): Sync {
  const random = seededRandom(7);
  sync = createSync({
    url: central.url,
    kiosk: 'hall-1',
    software: '0.1.0',
    keys: place.keys,
    store,
    clock: systemClock,
    log: silentLog,
    random: () => random.next(),
    enrolmentCode: central.code,
    times: { backoff: { firstMs: 2, maxMs: 20 }, replyMs: 2_000, documentsMs: 2_000, newsWaitMs: 200 },
    onChange: (cursor, change) => {
      heard.push({ cursor, is: change.is });
      store.commit({ cursor, facts: [] });
    },
    onUpToDate: () => {
      upToDate += 1;
    },
    onOnline: (now) => online.push(now),
    onBroken: (error) => broken.push(error),
    ...changed,
  });
  running.push(sync);
  sync.start();
  return sync;
}

/** Waits for as long as it takes; the test's own time limit is the only one. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 3));
}

function add(from: number, to: number): void {
  store.commit({ facts: facts(from, to) });
  sync.wake();
}

const ids = (from: number, to: number) => facts(from, to).map(({ id }) => id);
const allSent = () => store.inspect().waiting === 0;
/** The first `times` requests to that path fail that way. */
function failing(path: string, fault: Fault, times: number): void {
  let left = times;
  central.fault = (asked) => {
    if (!asked.endsWith(path) || left === 0) return undefined;
    left -= 1;
    return fault;
  };
}

describe('enrolment', () => {
  it('happens once, and the keys it brings stay', async () => {
    begin();
    await until(() => online.includes(true));
    expect([place.keys.enrolled(), store.load().enrolled]).toEqual([true, true]);
    await sync.stop();
    begin();
    await until(() => online.length > 1);
    expect(central.asked.filter((path) => path.endsWith('/enrol'))).toHaveLength(1);
  });

  it('is tried until central takes it, and nothing else is sent before', async () => {
    failing('/enrol', 'serverError', 4);
    begin();
    add(1, 3);
    await until(allSent);
    expect(central.asked.slice(0, 5)).toEqual(Array(5).fill('/kiosk/v1/enrol'));
    expect(central.applied).toEqual(ids(1, 3));
  });

  it('tells that it is broken when what central has cannot be marked on the disk, and ends all the same', async () => {
    begin({
      store: {
        ...store,
        outbox: {
          ...store.outbox,
          acknowledge: () => {
            throw new Error('disk full');
          },
        },
      },
    });
    add(1, 3);
    await until(() => broken.length > 0);
    expect(broken).toEqual([new Error('disk full')]);
    await sync.stop();
  });

  it('waits without a code, says so, and asks central nothing', async () => {
    sync = createSync({
      url: central.url,
      kiosk: 'hall-1',
      software: '0.1.0',
      keys: place.keys,
      store,
      clock: systemClock,
      log: silentLog,
      random: () => 0,
      onChange: () => undefined,
      onUpToDate: () => undefined,
      onOnline: () => undefined,
      onBroken: (error) => broken.push(error),
    });
    running.push(sync);
    sync.start();
    await until(() => sync.state().lastProblem !== null);
    expect(sync.state()).toMatchObject({ enrolled: false, lastProblem: 'enrol: the site file has no enrolment code' });
    expect(await sync.documents(person(1))).toEqual({ ok: false, problem: 'offline' });
    expect(central.asked).toEqual([]);
  });

  it('never writes the code into the log', async () => {
    const lines: string[] = [];
    failing('/enrol', 'serverError', 2);
    begin({ log: createLog((line) => lines.push(line), systemClock) });
    await until(() => online.includes(true));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('\n')).not.toContain(central.code);
  });
});

describe('the outbox', () => {
  it('is drained in order, one request at a time, in growing batches', async () => {
    store.commit({ facts: facts(1, 1700) });
    begin();
    await until(allSent);
    expect(central.applied).toEqual(ids(1, 1700));
    expect(central.batches).toEqual([1, 100, 200, 400, 500, 500]);
    expect(central.mostAtOnce).toBe(1);
  });

  it('sends news of its own at once when woken', async () => {
    begin();
    await until(() => online.includes(true));
    for (let number = 1; number <= 5; number += 1) {
      add(number, number);
      await until(allSent);
    }
    expect(central.applied).toEqual(ids(1, 5));
    expect(central.refusals).toEqual([]);
  });

  const faults: readonly Fault[] = [
    'lostReply',
    'serverError',
    'garbage',
    'wrongShape',
    'cutShort',
    'endless',
    'redirect',
  ];
  it.each(faults)('arrives once and in order although answers fail: %s', async (fault) => {
    failing('/messages', fault, 3);
    begin();
    add(1, 7);
    await until(allSent);
    add(8, 9);
    await until(allSent);
    expect(central.applied).toEqual(ids(1, 9));
    expect(store.outbox.acknowledged()).toBe(9);
  });

  it('goes on after an answer that never came', async () => {
    failing('/messages', 'silent', 2);
    begin({ times: { backoff: { firstMs: 2, maxMs: 20 }, replyMs: 60, documentsMs: 500, newsWaitMs: 100 } });
    add(1, 3);
    await until(allSent);
    expect(central.applied).toEqual(ids(1, 3));
  });

  it('survives any mixture of faults with every fact delivered once', async () => {
    const random = seededRandom(20261123);
    const quick = faults.filter((fault) => fault !== 'endless');
    central.fault = () => (random.chance(0.2) ? undefined : random.pick(quick));
    begin();
    for (let round = 0; round < 12; round += 1) {
      add(round * 5 + 1, round * 5 + 5);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(allSent);
    expect(central.applied).toEqual(ids(1, 60));
  });

  it('keeps aside what central cannot read, without stopping the rest', async () => {
    central.parkIds.add(uuid(2));
    begin();
    add(1, 4);
    await until(allSent);
    expect(store.inspect()).toEqual({ waiting: 0, parked: 1, oldestAt: null });
    expect(central.acknowledged).toBe(4);
  });

  it('is sent again to a central that was restored from a backup', async () => {
    begin();
    add(1, 6);
    await until(allSent);
    central.applied.splice(2);
    central.acknowledged = 2;
    add(7, 7);
    await until(() => allSent() && central.applied.length === 7);
    expect(central.applied).toEqual(ids(1, 7));
  });

  it('SY1 is sent again to a restored central by a kiosk that has nothing new to tell, with the next news', async () => {
    begin();
    add(1, 6);
    await until(allSent);
    central.applied.splice(2);
    central.acknowledged = 2;
    central.announce({ is: 'rightRevoked', right: 'r1' });
    await until(() => central.applied.length === 6);
    expect(central.applied).toEqual(ids(1, 6));
    await until(allSent);
  });

  it('of a restored kiosk asks first, and uses no number that central has already', async () => {
    begin();
    add(1, 2);
    await until(allSent);
    await sync.stop();
    const copy = `${place.file}.backup-1`;
    store.backup(copy);
    begin();
    add(3, 6);
    await until(allSent);
    await sync.stop();
    store.close();
    rmSync(place.file);
    copyFileSync(copy, place.file);
    store = place.opened();
    expect(store.outbox.isRestored()).toBe(true);
    store.commit({ facts: [fact(101), fact(102)] });
    begin();
    await until(() => allSent() && central.applied.length === 8);
    expect(central.applied).toEqual([...ids(1, 6), uuid(101), uuid(102)]);
    expect(store.outbox.last()).toBe(central.acknowledged);
  });

  it('of a kiosk with an old copy of its database is not sent; the next run begins as a restored one', async () => {
    begin();
    add(1, 2);
    await until(allSent);
    await sync.stop();
    const copy = `${place.file}.copy`;
    store.backup(copy);
    begin();
    add(3, 6);
    await until(allSent);
    await sync.stop();
    store.close();
    rmSync(place.file);
    rmSync(`${place.file}.head`);
    copyFileSync(copy, place.file);
    store = place.opened();
    expect([store.recovered, store.outbox.isRestored()]).toEqual([null, false]);
    begin();
    store.commit({ facts: [fact(101), fact(102)] });
    await until(() => broken.length > 0);
    expect(broken).toEqual([new Error('an old database is in use: central has 6 messages, it had 2')]);
    await sync.stop();
    store.close();
    store = place.opened();
    expect(store.recovered?.detail).toBe('an old copy, as central has shown');
    store.commit({ facts: [fact(103)] });
    begin();
    await until(() => allSent() && central.applied.length === 9);
    expect(central.applied).toEqual([...ids(1, 6), uuid(101), uuid(102), uuid(103)]);
    await sync.stop();
    store.close();
    store = place.opened();
    expect(store.recovered).toBeNull();
  });

  it('takes no answer at its word that acknowledges more than there can be', async () => {
    let isLying = true;
    const real = globalThis.fetch;
    begin({
      fetch: async (input, init) => {
        const response = await real(input, init);
        if (!isLying || !String(input).endsWith('/messages')) return response;
        isLying = false;
        return Response.json({ acknowledged: 1e300, parked: [], serverTime: Date.now() });
      },
    });
    add(1, 2);
    await until(allSent);
    expect([central.applied, store.outbox.last()]).toEqual([ids(1, 2), 2]);
  });
});

describe('news', () => {
  const right: Right = {
    id: 'R-1',
    item: itemIdOf('L-1'),
    cell: cellIdOf('A07'),
    person: person(1),
    validFrom: 1,
    validTo: 2,
  };

  it('comes in order, each once, and goes on from the cursor in the next run', async () => {
    central.announce({ is: 'itemFrozen', item: 'L-1' });
    central.announce({ is: 'itemReleased', item: 'L-1' });
    begin();
    await until(() => heard.length === 2);
    central.announce({ is: 'staffRemoved', person: person(3) });
    await until(() => heard.length === 3);
    await sync.stop();
    central.announce({ is: 'itemCancelled', item: 'L-1' });
    begin();
    await until(() => heard.length === 4);
    expect(heard).toEqual([
      { cursor: 1, is: 'itemFrozen' },
      { cursor: 2, is: 'itemReleased' },
      { cursor: 3, is: 'staffRemoved' },
      { cursor: 4, is: 'itemCancelled' },
    ]);
  });

  it('waits for each change to be taken before the next', async () => {
    let inside = 0;
    let most = 0;
    for (let number = 1; number <= 5; number += 1) central.announce({ is: 'itemFrozen', item: `L-${number}` });
    begin({
      onChange: async (cursor, change) => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 2));
        inside -= 1;
        heard.push({ cursor, is: change.is });
      },
    });
    await until(() => heard.length === 5);
    expect([most, heard.map(({ cursor }) => cursor)]).toEqual([1, [1, 2, 3, 4, 5]]);
  });

  it('lets a right through that central signed for this kiosk, and no other', async () => {
    const forged = Buffer.alloc(64, 1).toString('base64');
    central.announce({ is: 'rightGranted', right, signature: forged });
    central.grant(right, 'hall-2');
    central.grant(right, 'hall-1');
    const lines: string[] = [];
    begin({ log: createLog((line) => lines.push(line), systemClock) });
    await until(() => heard.length === 3);
    expect(heard.map(({ is }) => is)).toEqual(['rightRefused', 'rightRefused', 'rightGranted']);
    expect(lines.filter((line) => line.includes('a right that central did not sign'))).toHaveLength(2);
    expect(store.load().cursor).toBe(3);
  });

  it('moves past a change that this build cannot read', async () => {
    for (const change of [{ is: 'somethingNew' }, null, 'text', { is: 'itemFrozen', item: '!' }])
      central.announce(change);
    central.announce({ is: 'itemFrozen', item: 'L-1' });
    begin();
    await until(() => heard.length === 5);
    expect(heard.map(({ is }) => is)).toEqual(['unreadable', 'unreadable', 'unreadable', 'unreadable', 'itemFrozen']);
  });

  it('says that nothing is newer, so that rights stay fresh on a quiet night', async () => {
    begin();
    await until(() => upToDate >= 2);
    expect(heard).toEqual([]);
  });

  it('ignores what is sent a second time', async () => {
    central.repeatsNews = true;
    central.announce({ is: 'itemFrozen', item: 'L-1' });
    begin();
    await until(() => upToDate >= 2);
    central.announce({ is: 'itemReleased', item: 'L-1' });
    await until(() => heard.length >= 2);
    expect(heard).toEqual([
      { cursor: 1, is: 'itemFrozen' },
      { cursor: 2, is: 'itemReleased' },
    ]);
  });
});

describe('a central that goes and comes', () => {
  it('is told as offline and online, and everything arrives when it is back', async () => {
    begin();
    await until(() => online.includes(true));
    await central.stop();
    await until(() => online.at(-1) === false);
    add(1, 20);
    expect(await sync.documents(person(1))).toEqual({ ok: false, problem: 'offline' });
    await central.restart();
    await until(allSent);
    await until(() => online.at(-1) === true);
    expect(online).toEqual([true, false, true]);
    expect(central.applied).toEqual(ids(1, 20));
  });

  it('does not hold up the end of the program', async () => {
    failing('/news', 'silent', 1000);
    begin({ times: { backoff: { firstMs: 2, maxMs: 20 }, replyMs: 3_600_000, newsWaitMs: 3_600_000 } });
    await until(() => central.asked.some((path) => path.endsWith('/news')));
    await sync.stop();
    expect(await sync.documents(person(1))).toEqual({ ok: false, problem: 'offline' });
  });
});

it('gets through with a dead clock battery: it signs with the time that central tells', async () => {
  begin();
  await until(() => online.includes(true));
  await sync.stop();
  const yearsBack: Clock = { ...systemClock, now: () => systemClock.now() - 20 * 365 * 86_400_000 };
  begin({ clock: yearsBack });
  add(1, 2);
  await until(allSent);
  expect(central.refusals.every((refusal) => refusal === 'wrong time')).toBe(true);
  expect(central.refusals.length).toBeGreaterThan(0);
  expect(sync.state().offsetMs).toBeGreaterThan(19 * 365 * 86_400_000);
});

describe('documents', () => {
  const summary = {
    id: 'D-1',
    kind: 'paymentReceipt',
    title: { zh: '缴费凭证', en: 'Payment receipt' },
    date: '2026-11-20',
    amountFen: 1250,
  };

  it('are listed as central has them', async () => {
    begin();
    await until(() => online.includes(true));
    central.documentsAnswer = { documents: [summary] };
    expect(await sync.documents(person(1))).toEqual({ ok: true, value: { documents: [summary], elsewhere: [] } });
  });

  it('that cannot be had are told in one word', async () => {
    begin();
    await until(() => online.includes(true));
    const words: unknown[] = [];
    for (const status of [404, 403, 500]) {
      central.documentAnswer = { status, body: { title: 'no' } };
      words.push(await sync.document(person(1), 'D-1'));
    }
    central.documentAnswer = { status: 200, body: { document: { kind: 'song' } } };
    words.push(await sync.document(person(1), 'D-1'));
    expect(words).toEqual(['unknown', 'refused', 'offline', 'refused'].map((problem) => ({ ok: false, problem })));
  });
});
