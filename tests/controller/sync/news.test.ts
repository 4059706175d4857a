// News: what is taken back comes first; from a central that was restored from a backup everything is asked for again,
// once, and never in a tight loop.

import { expect, it } from 'vitest';
import { silentLog } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import type { Central } from '../../../src/controller/sync/central.ts';
import { createNews } from '../../../src/controller/sync/news.ts';

function setUp(cursor: number, answer: (path: string) => unknown, isSigned: (text: string) => boolean = () => true) {
  const paths: string[] = [];
  const heard: number[] = [];
  const told: (readonly [number, string])[] = [];
  const ask = async ({ path }: { readonly path: string }) => {
    paths.push(path);
    return answer(path);
  };
  const news = createNews({
    central: {
      ask: ask as unknown as Central['ask'],
      listen: async () => {
        throw new Error('nobody listens here');
      },
    },
    kiosk: 'hall-1',
    keys: { verifyCentral: (text) => isSigned(text) },
    cursor,
    now: () => 1,
    log: silentLog,
    deadlineMs: 1_000,
    isStopped: () => false,
    onChange: (place, { is }) => {
      heard.push(place);
      told.push([place, is]);
    },
    onUpToDate: () => undefined,
    onAcknowledged: () => undefined,
  });
  return { news, paths, heard, told };
}

const refused = failed({ is: 'refused', status: 409, detail: 'cursorAhead' });

it('begins again at 0 when central knows less than the kiosk', async () => {
  const change = { is: 'rightRevoked', right: 'r1' };
  const { news, paths, heard } = setUp(9, (path) =>
    path.includes('after=9') ? refused : ok({ first: [], news: [{ cursor: 1, change }], serverTime: 1 }),
  );
  expect(await news.once(0)).toEqual(ok('something'));
  expect(await news.once(0)).toEqual(ok('something'));
  expect(paths.map((path) => /after=(\d+)/.exec(path)?.[1])).toEqual(['9', '0']);
  expect(heard).toEqual([1]);
  expect(news.cursor()).toBe(1);
});

it('takes a refusal at 0 for what it is, so that the back-off works', async () => {
  const { news } = setUp(0, () => refused);
  expect(await news.once(0)).toEqual(refused);
});

it('LD7 hands on a drop-off only when central has signed it for this kiosk', async () => {
  const item = {
    id: 'E-1',
    title: { zh: '办件', en: 'Case' },
    caseNumber: 'C-1',
    size: 'small',
    addressee: 'a1'.repeat(32),
    maskedName: '张*',
  };
  const dropOff = { missing: { zh: '合同', en: 'Lease' }, validFrom: 1, validTo: 2, verify: 'https://x/verify' };
  const change = { is: 'dropOffAsked', item, dropOff, signature: 'c2ln' };
  const answer = () => ok({ first: [], news: [{ cursor: 1, change }], serverTime: 1 });
  const signed = `drop-off|1|hall-1|E-1|C-1|${'a1'.repeat(32)}|1|2|https://x/verify`;
  const trusted = setUp(0, answer, (text) => text === signed);
  await trusted.news.once(0);
  expect(trusted.told).toEqual([[1, 'dropOffAsked']]);
  const forged = setUp(0, answer, () => false);
  await forged.news.once(0);
  expect(forged.told).toEqual([[1, 'rightRefused']]);
});

it('C-27 applies what central takes back before anything that is still to come, and gives it to nobody on the way', async () => {
  const right = {
    id: 'r1',
    item: 'L-1',
    cell: 'A01',
    person: 'a1'.repeat(32),
    validFrom: 1,
    validTo: 2,
  };
  const granted = { is: 'rightGranted', right, signature: 'AAAA' };
  const revoked = { is: 'rightRevoked', right: 'r1' };
  const frozen = { is: 'itemFrozen', item: 'L-2' };
  const released = { is: 'itemReleased', item: 'L-2' };
  const backlog = [granted, released, revoked, frozen].map((change, index) => ({ cursor: 11 + index, change }));
  const first = backlog.slice(2);
  const { news, told } = setUp(10, () => ok({ first, news: backlog, serverTime: 1 }));
  await news.once(0);
  expect(told).toEqual([
    [10, 'rightRevoked'],
    [10, 'itemFrozen'],
    [11, 'superseded'],
    [12, 'superseded'],
    [13, 'rightRevoked'],
    [14, 'itemFrozen'],
  ]);
  // What is given after that place counts again.
  const again = [granted, released].map((change, index) => ({ cursor: 15 + index, change }));
  const later = setUp(10, (path) =>
    ok(path.includes('after=10') ? { first, news: backlog, serverTime: 1 } : { first: [], news: again, serverTime: 1 }),
  );
  await later.news.once(0);
  await later.news.once(0);
  expect(later.told.slice(-2)).toEqual([
    [15, 'rightGranted'],
    [16, 'itemReleased'],
  ]);
});
