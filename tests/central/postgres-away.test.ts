// The database server goes away and comes back: what was acknowledged is there, and central goes on by itself. And it comes
// back as a backup: kiosks see that central knows less, and send again.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { FactsAnswer } from '../../src/contract/admin.ts';
import { createSync } from '../../src/controller/sync/sync.ts';
import { facts, makePlace } from '../controller/store/fresh-store.ts';
import { missingForPostgres, type RealPostgres, startPostgres } from '../support/postgres.ts';
import { databaseFor, moveDatabase, testOn } from './database-under-test.ts';
import { createTestOffice, eventually, type TestKiosk } from './kiosk-client.ts';
import { adminToken, startedCentral } from './started-central.ts';

const exit = { is: 'hallExit' } as const;

describe.skipIf(missingForPostgres !== undefined)(
  `a PostgreSQL server that goes away ${missingForPostgres ?? ''}`,
  () => {
    let postgres: RealPostgres;
    let folder = '';
    beforeAll(async () => {
      postgres = await startPostgres({ durable: true });
      folder = await mkdtemp(join(tmpdir(), 'nighthall-away-'));
      testOn(postgres);
    });
    afterAll(async () => {
      testOn(undefined);
      await postgres.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('loses nothing that was acknowledged, is told to whoever asks, and is found again', async () => {
      const central = await startedCentral();
      try {
        const { url } = central;
        const health = async (path: string) => (await fetch(`${url}/health/${path}`)).status;
        const figures = async () =>
          (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${adminToken}` } })).text();
        const office = createTestOffice({ url, adminToken });
        const { kiosk } = await office.joined();
        expect(await Promise.all([health('live'), health('ready')])).toEqual([200, 200]);
        let acknowledged = 0;
        /** Sends the same again until it is taken, as a kiosk does. */
        async function insist(message: ReturnType<TestKiosk['message']>): Promise<void> {
          await eventually(async () => {
            const answer = await kiosk.request('POST', '/kiosk/v1/messages', { messages: [message] });
            if (answer.status === 200) return true;
            expect(answer).toMatchObject({ status: 503, body: { type: 'urn:nighthall:problem:databaseAway' } });
            return undefined;
          });
          acknowledged += 1;
        }
        async function sendOn(): Promise<void> {
          while (acknowledged < 60) await insist(kiosk.message(exit));
        }
        const sending = sendOn();
        await eventually(async () => (acknowledged > 10 ? true : undefined));
        await postgres.kill();
        const before = acknowledged;
        expect(await Promise.all([health('live'), health('ready')])).toEqual([200, 503]);
        await postgres.restart();
        await sending;
        expect(acknowledged).toBeGreaterThan(before);
        const stored = (await office.get<FactsAnswer>(`kiosks/${kiosk.kiosk}/facts`)).facts;
        expect(stored.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
        await eventually(async () => ((await health('ready')) === 200 ? true : undefined));

        // The line for news was cut as well, and is there again: a question that waits is woken.
        await eventually(async () =>
          central.logLines.filter((line) => line.includes('duty begins')).length >= 4 ? true : undefined,
        );
        await office.post('people', { idNumber: '440524188001010014', name: '李四', phone: '00000000002' });
        const waiting = kiosk.news(0, 60_000);
        const title = { zh: '营业执照', en: 'Business licence' };
        const item = { kiosk: kiosk.kiosk, idNumber: '440524188001010014', title, caseNumber: 'YZ-1', size: 'small' };
        await office.post('items', item);
        expect(await waiting).toMatchObject([{ cursor: 1 }]);

        const text = await figures();
        expect(text).toMatch(/nighthall_messages_total\{outcome="counted"\} 60\n/);
        expect(text).toMatch(
          /nighthall_requests_total\{route="\/kiosk\/v1\/messages",method="POST",status="503"\} \d+\n/,
        );
        expect(text).toMatch(/nighthall_kiosks\{state="seen"\} 1\n/);
        expect(text).toMatch(/nighthall_request_seconds_bucket\{route="\/kiosk\/v1\/messages",le="\+Inf"\} \d+\n/);
        for (const line of text.trim().split('\n'))
          expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)*\})? -?[\d.e+-]+)$/);
        expect(text).not.toContain(kiosk.kiosk);
        expect((await fetch(`${url}/metrics`)).status).toBe(401);
      } finally {
        await central.close();
      }
    });

    it('comes back as an older backup: the kiosk sends again what central has forgotten', async () => {
      const dataFolder = join(folder, 'centre');
      const place = makePlace();
      const first = await startedCentral({ dataFolder });
      const office = createTestOffice({ url: first.url, adminToken });
      const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk: 'hall-1' });
      const store = place.opened();
      const begin = (url: string) => {
        const sync = createSync({
          url,
          kiosk: 'hall-1',
          software: '0.1.0',
          keys: place.keys,
          store,
          clock: systemClock,
          log: silentLog,
          random: () => 0.5,
          enrolmentCode: code,
          times: { backoff: { firstMs: 5, maxMs: 50 }, newsWaitMs: 200 },
          onChange: (cursor) => store.commit({ cursor, facts: [] }),
          onUpToDate: () => undefined,
          onOnline: () => undefined,
          onBroken: (error) => {
            throw error;
          },
        });
        sync.start();
        return sync;
      };
      const allSent = () => eventually(async () => (store.inspect().waiting === 0 ? true : undefined));
      const sync = begin(first.url);
      store.commit({ facts: facts(1, 20) });
      sync.wake();
      await allSent();
      await sync.stop();
      await first.close();
      const backup = await postgres.database((await databaseFor(dataFolder)).databaseUrl);

      const second = await startedCentral({ dataFolder });
      const later = begin(second.url);
      store.commit({ facts: facts(21, 50) });
      later.wake();
      await allSent();
      await later.stop();
      await second.close();

      moveDatabase(dataFolder, backup);
      const third = await startedCentral({ dataFolder });
      const restored = begin(third.url);
      try {
        // Nothing new happens at the kiosk: it sees by the news that central knows less.
        const again = createTestOffice({ url: third.url, adminToken });
        const ids = await eventually(async () => {
          const { facts: stored } = await again.get<FactsAnswer>('kiosks/hall-1/facts');
          return stored.length === 50 ? stored.map(({ id }) => id) : undefined;
        });
        expect(ids).toEqual(facts(1, 50).map(({ id }) => id));
      } finally {
        await restored.stop();
        await third.close();
        store.close();
        place.remove();
      }
    });
  },
);
