// Central as a process: started, killed in the midst of its work, started again, and ended.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { ItemsAnswer, SmsAnswer } from '../../src/contract/admin.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { killAllCentrals, runCentral } from './central-process.ts';
import { createTestKiosk, createTestOffice, eventually } from './kiosk-client.ts';
import { adminToken } from './started-central.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nighthall-central-process-'));
  await writeFile(join(folder, 'token'), `${adminToken}\n`);
  return () => rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  killAllCentrals();
});

const run = (...args: readonly string[]) => runCentral(args);
const inFolder = () => ['--data', join(folder, 'data'), '--admin-token-file', join(folder, 'token')];

it('says when it is ready and that it is a trial; a kill after a deposit leaves one message', async () => {
  const first = run(...inFolder(), '--seed', 'synthetic');
  const ready = await first.ready;
  expect(ready).toEqual({
    ready: true,
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    mode: 'trial',
    trial: true,
  });
  const office = createTestOffice({ url: ready.url, adminToken });
  const kiosk = createTestKiosk({ url: ready.url, kiosk: 'hall-1' });
  const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk: 'hall-1' });
  await kiosk.enrol(code);
  const { items } = await office.get<ItemsAnswer>('items');
  const deposits = items.map(({ id }, index) =>
    kiosk.message({
      is: 'itemDeposited',
      item: itemIdOf(id),
      cell: cellIdOf(`A0${index + 1}`),
      by: personKeyOf('5'.repeat(64)),
    }),
  );
  expect(await kiosk.send(deposits)).toMatchObject({ acknowledged: deposits.length, parked: [] });
  first.child.kill('SIGKILL');
  await first.ended;

  const second = run(...inFolder(), '--seed', 'synthetic');
  const { url } = await second.ready;
  expect(second.log.join('\n')).toContain('"added":0');
  expect(await kiosk.movedTo(url).send(deposits)).toMatchObject({ acknowledged: deposits.length, parked: [] });
  const sms = await eventually(async () => {
    const answer = await createTestOffice({ url, adminToken }).get<SmsAnswer>('sms');
    return answer.sms.every(({ state }) => state === 'sent') ? answer.sms : undefined;
  });
  expect(sms).toHaveLength(deposits.length);
  const delivered = (await readFile(join(folder, 'data', 'sms-gateway.jsonl'), 'utf8')).trim().split('\n');
  expect(delivered.map((line) => JSON.parse(line).id).sort()).toEqual(sms.map(({ id }) => id).sort());
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(second.log.at(-1)).toContain('central closed');
});

it('refuses production on the trial database, arguments it does not know, and a missing token', async () => {
  const production = run(...inFolder(), '--mode', 'production');
  const unknown = run(...inFolder(), '--colour', 'blue');
  const tokenless = run('--data', join(folder, 'other'), '--admin-token-file', join(folder, 'nothing'));
  expect(await Promise.all([production.ended, unknown.ended, tokenless.ended])).toEqual([1, 2, 1]);
  expect(production.log.join()).toContain('trialDatabaseInProduction');
  expect(unknown.log.join()).toContain('usage:');
});
