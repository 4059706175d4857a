// Two central processes on one PostgreSQL database: the suite of any central asked of both in turn, and what only two can
// get wrong.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Database } from '../../src/central/database.ts';
import { announce } from '../../src/central/feed.ts';
import { openPostgresDatabase } from '../../src/central/postgres-database.ts';
import type { FactsAnswer, ItemsAnswer, SmsAnswer } from '../../src/contract/admin.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { missingForPostgres, type RealPostgres, startPostgres } from '../support/postgres.ts';
import { type CentralProcess, killAllCentrals, runCentral } from './central-process.ts';
import { centralSuite } from './central-suite.ts';
import { createTestOffice, eventually, inTurn, type TestKiosk, type TestOffice } from './kiosk-client.ts';
import { adminToken } from './started-central.ts';

const by = personKeyOf('5'.repeat(64));
const exit = { is: 'hallExit' } as const;

describe.skipIf(missingForPostgres !== undefined)(
  `two processes ${missingForPostgres ?? ''}`,
  { timeout: 240_000 },
  () => {
    let folder = '';
    let postgres: RealPostgres;
    let databaseUrl = '';
    const urls: string[] = [];
    const processes: CentralProcess[] = [];
    const offices: TestOffice[] = [];

    const args = () => [
      '--data',
      join(folder, 'data'),
      '--admin-token-file',
      join(folder, 'token'),
      '--mode',
      'production',
    ];
    async function begin(): Promise<CentralProcess> {
      const process = runCentral(args(), { databaseUrl });
      expect(await process.ready).toMatchObject({ ready: true, mode: 'production', trial: false });
      return process;
    }

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'nighthall-two-'));
      await writeFile(join(folder, 'token'), adminToken);
      postgres = await startPostgres();
      databaseUrl = await postgres.database();
      // At once: one of them makes the tables and the keys, the other finds them.
      processes.push(...(await Promise.all([begin(), begin()])));
      for (const { ready } of processes) {
        const { url } = await ready;
        urls.push(url);
        offices.push(createTestOffice({ url, adminToken }));
      }
    });
    afterAll(async () => {
      killAllCentrals();
      await Promise.all(processes.map(({ ended }) => ended));
      await postgres?.close();
      await rm(folder, { recursive: true, force: true });
    });

    centralSuite('two processes on PostgreSQL', async () => ({ url: inTurn(urls), adminToken }));

    async function joined(): Promise<readonly [TestKiosk, TestKiosk]> {
      const { kiosk } = await createTestOffice({ url: urls[0] ?? '', adminToken }).joined();
      return [kiosk, kiosk.movedTo(urls[1] ?? '')];
    }
    const [person] = [{ idNumber: '440524188001010014', name: '李四', phone: '00000000002' }];
    const item = (kiosk: string, id: string) => ({
      kiosk,
      id,
      idNumber: person?.idNumber,
      title: { zh: '营业执照', en: 'Business licence' },
      caseNumber: 'YZ-1',
      size: 'small',
    });

    it('apply a batch once that both get at the same moment', async () => {
      const [one, other] = await joined();
      for (let round = 0; round < 20; round += 1) {
        const batch = Array.from({ length: 5 }, () => one.message(exit));
        const answers = await Promise.all([one.send(batch), other.send(batch), one.send(batch), other.send(batch)]);
        for (const answer of answers) expect(answer).toMatchObject({ acknowledged: (round + 1) * 5, parked: [] });
      }
      const { facts } = (await offices[1]?.get<FactsAnswer>(`kiosks/${one.kiosk}/facts`)) ?? { facts: [] };
      expect(facts.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    });

    it('wake a question that waits at the one with news from the other', async () => {
      const [one, other] = await joined();
      await offices[0]?.post('people', person);
      const waiting = other.news(0, 60_000);
      await eventually(async () => ((await one.news(0)).length === 0 ? true : undefined));
      await offices[0]?.post('items', item(one.kiosk, `wake-${one.kiosk}`));
      expect(await waiting).toMatchObject([{ cursor: 1, change: { is: 'itemExpected' } }]);
    });

    it('show no cursor before all that come before it, however they are written at once', async () => {
      const [one, other] = await joined();
      const total = 120;
      const seen: number[] = [];
      let isWriting = true;
      /** Reads on from the last cursor for ever, at both in turn. */
      async function read(): Promise<void> {
        let cursor = 0;
        for (let turn = 0; isWriting || cursor < total; turn += 1) {
          const news = await (turn % 2 === 0 ? one : other).news(cursor);
          seen.push(...news.map((line) => line.cursor));
          cursor = news.at(-1)?.cursor ?? cursor;
        }
      }
      async function write(): Promise<void> {
        const left = Array.from({ length: total }, (_, index) => index);
        /** Several of them write at once, at both. */
        async function writeSome(at: number): Promise<void> {
          for (let index = left.shift(); index !== undefined; index = left.shift())
            await offices[at % 2]?.post('items', item(one.kiosk, `many-${index}-${one.kiosk}`));
        }
        await Promise.all(Array.from({ length: 12 }, (_, at) => writeSome(at)));
        isWriting = false;
      }
      await Promise.all([read(), write()]);
      expect(seen).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    });

    it('keep a later cursor back while the transaction of an earlier one is open', async () => {
      const [one] = await joined();
      const opened = await openPostgresDatabase({ url: databaseUrl, clock: systemClock, log: silentLog });
      if (!opened.ok) throw new Error(opened.problem);
      const database: Database = opened.value;
      const told = (is: string) =>
        ({ kiosk: one.kiosk, change: { is: 'itemRecalled', item: itemIdOf(is) }, now: Date.now() }) as const;
      const order: string[] = [];
      let commit: () => void = () => undefined;
      const mayCommit = new Promise<void>((resolve) => {
        commit = resolve;
      });
      try {
        let begun: () => void = () => undefined;
        const hasBegun = new Promise<void>((resolve) => {
          begun = resolve;
        });
        const earlier = database.transaction(async (queries) => {
          await announce(queries, told('earlier'));
          begun();
          await mayCommit;
          order.push('earlier');
        });
        await hasBegun;
        const later = database
          .transaction((queries) => announce(queries, told('later')))
          .then(() => order.push('later'));
        for (let look = 0; look < 10; look += 1) expect(await one.news(0)).toEqual([]);
        commit();
        await Promise.all([earlier, later]);
        expect(order).toEqual(['earlier', 'later']);
        expect(await one.news(0)).toMatchObject([
          { cursor: 1, change: { item: 'earlier' } },
          { cursor: 2, change: { item: 'later' } },
        ]);
      } finally {
        await database.close();
      }
    });

    it('add an item once that both are given at the same moment', async () => {
      const [one] = await joined();
      for (let round = 0; round < 10; round += 1) {
        const body = item(one.kiosk, `same-${round}-${one.kiosk}`);
        const made = await Promise.all([0, 1, 0, 1].map((at) => offices[at]?.post<{ added: boolean }>('items', body)));
        expect(made.filter((answer) => answer?.added === true)).toHaveLength(1);
      }
      expect(await one.news(0)).toHaveLength(10);
    });

    it('send each message once, though one is killed in the midst and the other takes over', async () => {
      const sender = processes.findIndex(({ log }) => log.some((line) => /duty begins.*"duty":"sms"/.test(line)));
      expect(sender).toBeGreaterThanOrEqual(0);
      const left = 1 - sender;
      const kiosks = await joined();
      const kiosk = kiosks[left];
      const office = offices[left];
      if (kiosk === undefined || office === undefined) throw new Error('no process is left');
      const ids = Array.from({ length: 30 }, (_, index) => `sms-${index}-${kiosk.kiosk}`);
      for (const id of ids) await office.post('items', item(kiosk.kiosk, id));
      const deposits = ids.map((id, index) =>
        kiosk.message({ is: 'itemDeposited', item: itemIdOf(id), cell: cellIdOf(`A${index + 10}`), by }),
      );
      await kiosk.send(deposits);
      processes[sender]?.child.kill('SIGKILL');
      const sms = await eventually(async () => {
        const mine = (await office.get<SmsAnswer>('sms')).sms.filter((line) => line.kiosk === kiosk.kiosk);
        return mine.length === ids.length && mine.every(({ state }) => state === 'sent') ? mine : undefined;
      });
      const delivered = (await readFile(join(folder, 'data', 'sms-gateway.jsonl'), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id as string);
      expect(new Set(delivered).size).toBe(delivered.length);
      for (const { id } of sms) expect(delivered.filter((one) => one === id)).toHaveLength(1);
      const { items } = await office.get<ItemsAnswer>('items');
      expect(items.filter((line) => line.kiosk === kiosk.kiosk && line.state === 'inCell')).toHaveLength(ids.length);
    });

    it('end when asked: what waits is answered, and the process says that it closed', async () => {
      const again = await begin();
      processes.push(again);
      const { url } = await again.ready;
      const { kiosk } = await createTestOffice({ url, adminToken }).joined();
      const waiting = kiosk.news(0, 60_000);
      await eventually(async () => ((await kiosk.news(0)).length === 0 ? true : undefined));
      again.child.kill('SIGTERM');
      expect(await waiting).toEqual([]);
      expect(await again.ended).toBe(0);
      expect(again.log.at(-1)).toContain('central closed');
    });
  },
);
