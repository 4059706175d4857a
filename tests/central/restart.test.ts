// Central over restarts: nothing is lost, nothing happens twice, and nothing on the disk names anybody.

import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { startCentral } from '../../src/central/server.ts';
import type { SmsGateway } from '../../src/central/sms.ts';
import { createFileGateway } from '../../src/central/sms-file-gateway.ts';
import { seedSynthetic } from '../../src/central/synthetic.ts';
import type { ItemsAnswer, SmsAnswer } from '../../src/contract/admin.ts';
import { syntheticPeople } from '../../src/contract/synthetic-people.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { databaseFor, filesOf } from './database-under-test.ts';
import { filesWith, tablesOf } from './folder.ts';
import { createTestKiosk, createTestOffice, eventually, type TestKiosk } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

let dataFolder = '';
const logLines: string[] = [];
const by = personKeyOf('5'.repeat(64));
const gatewayFile = () => join(dataFolder, 'sms-gateway.jsonl');
const deliveredIds = async () =>
  (await readFile(gatewayFile(), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).id as string);

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'nighthall-central-'));
});
afterAll(() => rm(dataFolder, { recursive: true, force: true }));

/** Runs `work` on a central in the folder and closes it. */
async function during<Value>(
  work: (central: StartedCentral) => Promise<Value>,
  smsGateway: SmsGateway = createFileGateway(gatewayFile()),
): Promise<Value> {
  const central = await startedCentral({ dataFolder, smsGateway });
  try {
    return await work(central);
  } finally {
    await central.close();
    logLines.push(...central.logLines);
  }
}
const officeOf = ({ url }: StartedCentral) => createTestOffice({ url, adminToken });
const seed = ({ url }: StartedCentral) => seedSynthetic({ url, adminToken, kiosk: 'hall-1' });
const allSent = (central: StartedCentral) =>
  eventually(async () => {
    const { sms } = await officeOf(central).get<SmsAnswer>('sms');
    return sms.every(({ state }) => state === 'sent') ? sms : undefined;
  });

it('adds the synthetic people once, however often it starts', async () => {
  const first = await during(seed);
  expect(first).toMatchObject({ ok: true, value: { added: expect.any(Number) } });
  const before = await tablesOf(dataFolder);
  expect(before['people']).toHaveLength(syntheticPeople.length);
  expect(before['items']?.length).toBeGreaterThanOrEqual(2);
  expect(before['staff']).toHaveLength(2);
  expect(await during(seed)).toEqual({ ok: true, value: { added: 0 } });
  const { settings, ...others } = await tablesOf(dataFolder);
  const { settings: settingsBefore, ...othersBefore } = before;
  expect(others).toEqual(othersBefore);
  // The clock of the queue goes on.
  const still = (rows: readonly string[] | undefined) => rows?.filter((row) => !row.includes('"queue time"'));
  expect(still(settings)).toEqual(still(settingsBefore));
});

it('sends one message when it dies before, after or between asking the gateway', async () => {
  const file = createFileGateway(gatewayFile());
  /** The process ends in the midst of sending: no outcome is ever written. */
  const dies = (delivers: boolean): SmsGateway => ({
    async send(message) {
      if (delivers) await file.send(message);
      throw new Error('the process ends here');
    },
  });
  let kiosk: TestKiosk | undefined;
  for (const [index, delivers] of [false, true].entries()) {
    await during(async (central) => {
      if (kiosk === undefined) {
        kiosk = createTestKiosk({ url: central.url, kiosk: 'hall-1' });
        const { code } = await officeOf(central).post<{ code: string }>('kiosks/codes', { kiosk: 'hall-1' });
        await kiosk.enrol(code);
      } else kiosk = kiosk.movedTo(central.url);
      const { items } = await officeOf(central).get<ItemsAnswer>('items');
      const item = items.filter(({ state }) => state === 'expected')[0]?.id ?? '';
      const cell = cellIdOf(`A0${index + 1}`);
      await kiosk.send([kiosk.message({ is: 'itemDeposited', item: itemIdOf(item), cell, by })]);
      await eventually(async () => {
        const { sms } = await officeOf(central).get<SmsAnswer>('sms');
        return sms.some(({ state }) => state === 'sending') ? true : undefined;
      });
    }, dies(delivers));
    const sms = await during(allSent);
    expect((await deliveredIds()).sort()).toEqual(sms.map(({ id }) => id).sort());
    expect(sms).toHaveLength(index + 1);
  }
});

it('goes on where it was: messages, news and keys', async () => {
  const joined = await during(async (central) => {
    const { kiosk, keys } = await officeOf(central).joined();
    await kiosk.send([kiosk.message({ is: 'hallExit' }), kiosk.message({ is: 'hallExit' })]);
    return { kiosk, keys };
  });
  await during(async (central) => {
    const kiosk = joined.kiosk.movedTo(central.url);
    const third = kiosk.message({ is: 'hallExit' });
    expect(await kiosk.send([third])).toMatchObject({ acknowledged: 3, parked: [] });
    expect(await kiosk.send([{ ...third, sequence: 5, id: randomUUID() }])).toMatchObject({ acknowledged: 3 });
    const { personHashKey, centralKey } = (await officeOf(central).joined()).keys;
    expect(joined.keys).toMatchObject({ personHashKey, centralKey });
  });
});

it('answers the questions that wait before it closes', async () => {
  const waiting = await during(async (central) => {
    const { kiosk } = await officeOf(central).joined();
    const news = kiosk.news(0, 60_000);
    await eventually(async () => ((await kiosk.news(0)).length === 0 ? true : undefined));
    return { news };
  });
  expect(await waiting.news).toEqual([]);
});

it('keeps its keys for itself, and opens a database only with the keys it was made with', async () => {
  const keyFile = join(dataFolder, 'central-keys.json');
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  await rename(keyFile, `${keyFile}.kept`);
  const setup = {
    port: 0,
    adminToken,
    clock: systemClock,
    log: silentLog,
    smsGateway: createFileGateway(gatewayFile()),
  };
  expect(await startCentral({ ...setup, ...(await databaseFor(dataFolder)), dataFolder, mode: 'trial' })).toEqual({
    ok: false,
    problem: { is: 'keysDoNotFit' },
  });
  await cp(`${keyFile}.kept`, keyFile);
  expect(await startCentral({ ...setup, dataFolder, mode: 'production' })).toEqual({
    ok: false,
    problem: { is: 'trialDatabaseInProduction' },
  });
});

it('names nobody in any table, file or log line', async () => {
  await during(async (central) => {
    const { kiosk } = await officeOf(central).joined();
    const [person] = syntheticPeople;
    await kiosk.send([kiosk.message({ is: 'notKnown', holder: person })]);
    await officeOf(central).call('POST', 'people', { idNumber: person?.idNumber, name: person?.name, nickname: 'x' });
    await kiosk.request('GET', `/kiosk/v1/news?after=${person?.idNumber}`);
  });
  const secrets = syntheticPeople.flatMap(({ idNumber, name, englishName }) => [
    idNumber,
    name,
    ...(englishName === undefined ? [] : [englishName]),
  ]);
  const phones = syntheticPeople.map(({ phone }) => phone);
  const tables = await tablesOf(dataFolder);
  const rows = Object.entries(tables).flatMap(([table, all]) => all.map((row) => `${table} ${row}`));
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter((row) => [...secrets, ...phones].some((secret) => row.includes(secret)))).toEqual([]);
  expect(await filesWith(filesOf(dataFolder), secrets)).toEqual([]);
  expect(logLines.length).toBeGreaterThan(10);
  expect(logLines.filter((line) => [...secrets, ...phones].some((secret) => line.includes(secret)))).toEqual([]);
  // The search finds what is there: the gateway has the numbers it must call.
  expect(await filesWith(dataFolder, phones)).toContain(gatewayFile());
});
