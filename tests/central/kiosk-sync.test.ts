// A kiosk's own sync with this central: news over a stream and what to do without one, what both speak, keys that change, and
// a kiosk that is heard no more.

import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { FactsAnswer, KiosksAnswer } from '../../src/contract/admin.ts';
import { protocol, protocolHeader } from '../../src/contract/signing.ts';
import { newsAnswer } from '../../src/contract/sync.ts';
import { openKeys } from '../../src/controller/keys.ts';
import type { Store } from '../../src/controller/store/store.ts';
import { createCentral } from '../../src/controller/sync/central.ts';
import { createSync, type Sync, type SyncOptions } from '../../src/controller/sync/sync.ts';
import { facts, makePlace, type Place, valueIn } from '../controller/store/fresh-store.ts';
import { createTestOffice, eventually, type TestOffice } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const person = { idNumber: '440524188001010014', name: '李四', phone: '00000000002' };
let central: StartedCentral;
let office: TestOffice;
let kiosk = '';
let place: Place;
let store: Store;
let code = '';
let running: Sync[];
let asked: string[];
let heard: { readonly cursor: number; readonly is: string }[];
let online: boolean[];
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  central = await startedCentral();
  office = createTestOffice({ url: central.url, adminToken });
  await office.post('people', person);
});
afterAll(() => central.close());
beforeEach(async () => {
  kiosk = `hall-${randomUUID().slice(0, 8)}`;
  code = (await office.post<{ code: string }>('kiosks/codes', { kiosk })).code;
  place = makePlace();
  store = place.opened();
  running = [];
  asked = [];
  heard = [];
  online = [];
});
afterEach(async () => {
  for (const one of running) await one.stop();
  for (const close of closing.splice(0)) await close();
  place.remove();
});

/** What the kiosk asks goes through `change` on its way. */
function begin(
  changed: Partial<SyncOptions> = {},
  change: (request: RequestInit, path: string) => RequestInit | Response = (request) => request,
): Sync {
  const sync = createSync({
    url: central.url,
    kiosk,
    software: '0.1.0',
    keys: place.keys,
    store,
    clock: systemClock,
    log: silentLog,
    random: () => 0.5,
    enrolmentCode: code,
    onChange: (cursor, { is }) => {
      heard.push({ cursor, is });
      store.commit({ cursor, facts: [] });
    },
    onUpToDate: () => undefined,
    onOnline: (now) => online.push(now),
    onBroken: (error) => {
      throw error;
    },
    fetch: async (address, request = {}) => {
      const { pathname } = new URL(String(address));
      asked.push(pathname);
      const sent = change(request, pathname);
      return sent instanceof Response ? sent : fetch(address, sent);
    },
    ...changed,
    times: { backoff: { firstMs: 5, maxMs: 50 }, replyMs: 1_000, newsWaitMs: 300, ...changed.times },
  });
  running.push(sync);
  sync.start();
  return sync;
}

let items = 0;
async function announceItem(): Promise<void> {
  items += 1;
  const title = { zh: '营业执照', en: 'Business licence' };
  await office.post('items', { kiosk, idNumber: person.idNumber, title, caseNumber: `YZ-${items}`, size: 'small' });
}
const until = (isSo: () => boolean) => eventually(async () => (isSo() ? true : undefined));
const count = (path: string) => asked.filter((one) => one.endsWith(path)).length;

/** A line to central that can be cut, or that gathers what central says instead of passing it on. */
async function startLine() {
  const sockets = new Set<Socket>();
  let gathers = false;
  const { port, hostname } = new URL(central.url);
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    let isStream = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      if (bytes.includes('/kiosk/v1/stream')) isStream = true;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (!(isStream && gathers)) near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }
  closing.push(async () => {
    cut();
    await new Promise((resolve) => server.close(resolve));
  });
  const gather = () => {
    gathers = true;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut, gather };
}

it('hears news over one stream, without asking', async () => {
  begin();
  await until(() => online.includes(true));
  for (let round = 0; round < 5; round += 1) {
    await announceItem();
    await until(() => heard.length === round + 1);
  }
  expect(heard.map(({ cursor }) => cursor)).toEqual([1, 2, 3, 4, 5]);
  expect([count('/stream'), count('/news')]).toEqual([1, 0]);
});

it('goes on where it was when the line is cut, and hears nothing twice', async () => {
  const line = await startLine();
  begin({ url: line.url });
  for (let round = 1; round <= 5; round += 1) {
    await announceItem();
    await until(() => heard.length === round);
    line.cut();
    if (round === 3) await announceItem();
    if (round === 3) round += 1;
  }
  await until(() => heard.length === 5);
  expect(heard.map(({ cursor }) => cursor)).toEqual([1, 2, 3, 4, 5]);
  expect(count('/stream')).toBeGreaterThan(1);
  expect(count('/news')).toBe(0);
});

it('asks again and again where something between gathers the stream', async () => {
  const line = await startLine();
  line.gather();
  const sync = begin({ url: line.url, times: { replyMs: 300 } });
  await announceItem();
  await until(() => heard.length === 1);
  expect(sync.state()).toMatchObject({ online: true, cursor: 1 });
  expect(count('/news')).toBeGreaterThan(0);
  await announceItem();
  await until(() => heard.length === 2);
});

it('takes a silent line for a broken one', async () => {
  const line = await startLine();
  begin({ url: line.url, times: { silenceMs: 400 } });
  await until(() => online.includes(true));
  // Central says something every 15 s only: for this kiosk that is too late.
  await until(() => count('/stream') > 2);
  await announceItem();
  await until(() => heard.length === 1);
});

it('speaks as central does when central is older, and says so when it cannot', async () => {
  const older = { oldest: 1, newest: protocol.newest - 1 };
  const begun = begin({}, (request, path) => {
    const said = new Headers(request.headers).get(protocolHeader);
    if (path.endsWith('/enrol') || said === String(older.newest)) return request;
    const type = 'urn:nighthall:problem:protocolTooNew';
    return Response.json({ type, title: 'newer', status: 426, speaks: older }, { status: 426 });
  });
  await announceItem();
  await until(() => heard.length === 1);
  expect(begun.state()).toMatchObject({ online: true, refused: null });
  await begun.stop();

  const ancient = begin({}, (request) => {
    const headers = new Headers(request.headers);
    if (headers.has(protocolHeader)) headers.set(protocolHeader, '0');
    return { ...request, headers };
  });
  await until(() => ancient.state().refused === 'protocolTooOld');
  expect(ancient.state().online).toBe(false);
  await ancient.stop();

  const future = begin({}, (request) => {
    const headers = new Headers(request.headers);
    if (headers.has(protocolHeader)) headers.set(protocolHeader, '99');
    return { ...request, headers };
  });
  await until(() => future.state().refused === 'protocolTooNew');
  // It goes on serving: what happens is kept, and sent once both speak the same.
  store.commit({ facts: facts(1, 3) });
  future.wake();
  await future.stop();
  begin();
  await until(() => store.inspect().waiting === 0);
});

it.each(['at once', 'though the answer is lost', 'though the program ends before the answer'] as const)(
  'changes an old key %s, and the old one is refused',
  async (how) => {
    const before = valueIn(openKeys(`${place.folder}/keys`));
    if (how === 'at once') {
      begin({ times: { keyLifeMs: -1, keyLookMs: 1e8 } });
      await until(() => place.keys.publicKey !== before.publicKey);
    } else {
      let isLost = false;
      const cut = begin({
        times: { keyLifeMs: -1, keyLookMs: 1e8 },
        async fetch(address, request) {
          const answer = await fetch(address, request);
          if (!String(address).endsWith('/key')) return answer;
          isLost = true;
          throw new TypeError('fetch failed');
        },
      });
      await until(() => isLost);
      await cut.stop();
      const keys = how === 'though the answer is lost' ? place.keys : valueIn(openKeys(`${place.folder}/keys`));
      expect([keys.publicKey, keys.nextKey()?.publicKey]).toEqual([before.publicKey, expect.any(String)]);
      begin({ keys });
      await until(() => keys.nextKey() === undefined);
      expect(keys.publicKeys()).toEqual([keys.publicKey, before.publicKey]);
    }
    const { kiosks } = await office.get<KiosksAnswer>('kiosks');
    expect(kiosks.find((line) => line.kiosk === kiosk)?.keyChangedAt).toEqual(expect.any(Number));
    store.commit({ facts: facts(1, 3) });
    for (const one of running) one.wake();
    await until(() => store.inspect().waiting === 0);
    // Whoever has a copy of the old key says nothing with it any more.
    const thief = createCentral({ url: central.url, kiosk, keys: before, clock: systemClock, fetch });
    const path = '/kiosk/v1/news?after=0';
    const said = await thief.ask({ method: 'GET', path, answer: newsAnswer, deadlineMs: 10_000, signed: true });
    expect(said).toMatchObject({ ok: false, problem: { is: 'refused', status: 401, problem: 'forged' } });
  },
);

it('is heard no more once it is revoked, keeps what happens, and joins anew with a new code', async () => {
  const sync = begin();
  await until(() => online.includes(true));
  expect(await office.post('kiosks/revoke', { kiosk, why: 'stolen' })).toEqual({ kiosk, added: true });
  expect(await office.post('kiosks/revoke', { kiosk, why: 'stolen' })).toEqual({ kiosk, added: false });
  // The stream ends at once, not at the next question.
  await until(() => sync.state().refused === 'kioskRevoked');
  expect(sync.state().online).toBe(false);
  store.commit({ facts: facts(1, 3) });
  sync.wake();
  await sync.stop();
  expect(store.inspect().waiting).toBe(3);
  const again = begin();
  await until(() => again.state().refused === 'kioskRevoked');
  await again.stop();
  const fresh = (await office.post<{ code: string }>('kiosks/codes', { kiosk })).code;
  const joined = begin({ enrolmentCode: fresh });
  await until(() => store.inspect().waiting === 0);
  expect(joined.state()).toMatchObject({ refused: null, online: true });
  const stored = await office.get<FactsAnswer>(`kiosks/${kiosk}/facts`);
  expect(stored.facts.map(({ id }) => id)).toEqual(facts(1, 3).map(({ id }) => id));
});
