// Central and time: what expires, what is tried again, and when. The clock is moved by hand.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failed, ok, type Result } from '../../src/base/result.ts';
import type { SmsMessage } from '../../src/central/sms.ts';
import type { SmsAnswer, TasksAnswer } from '../../src/contract/admin.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createTestKiosk, createTestOffice, eventually, type TestOffice } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const clock = createManualClock();
const hour = 3_600_000;
let central: StartedCentral;
let office: TestOffice;
let gatewaySays: Result<void, 'refused' | 'unreachable'> = ok();
const asked: SmsMessage[] = [];

beforeAll(async () => {
  central = await startedCentral({
    clock,
    smsGateway: {
      async send(message) {
        asked.push(message);
        return gatewaySays;
      },
    },
  });
  office = createTestOffice({ url: central.url, adminToken });
});
afterAll(() => central.close());

/** A licence that has just been put in at a kiosk of its own. */
async function deposited(): Promise<string> {
  const { kiosk } = await office.joined(clock.now);
  const idNumber = '440524188001010014';
  await office.post('people', { idNumber, name: '李四', phone: '00000000002' });
  const title = { zh: '营业执照', en: 'Business licence' };
  const { id } = await office.post<{ id: string }>('items', {
    kiosk: kiosk.kiosk,
    idNumber,
    title,
    caseNumber: 'YZ-1',
    size: 'small',
  });
  const by = personKeyOf('5'.repeat(64));
  await kiosk.send([kiosk.message({ is: 'itemDeposited', item: itemIdOf(id), cell: cellIdOf('A01'), by })]);
  return id;
}
async function smsState(item: string): Promise<string | undefined> {
  return (await office.get<SmsAnswer>('sms')).sms.find((sms) => sms.item === item)?.state;
}
const askedFor = async (item: string) => {
  const id = (await office.get<SmsAnswer>('sms')).sms.find((sms) => sms.item === item)?.id;
  return asked.filter((message) => message.id === id);
};

it('takes an enrolment code for 24 hours and no longer', async () => {
  const join = async (kiosk: string, afterMs: number) => {
    const { code, expiresAt } = await office.post<{ code: string; expiresAt: number }>('kiosks/codes', { kiosk });
    expect(expiresAt - clock.now()).toBe(24 * hour);
    clock.jumpWall(afterMs);
    return createTestKiosk({ url: central.url, kiosk, now: clock.now }).enrol(code);
  };
  expect((await join('hall-early', 24 * hour - 1)).status).toBe(200);
  expect(await join('hall-late', 24 * hour)).toMatchObject({
    status: 403,
    body: { type: 'urn:nighthall:problem:codeExpired' },
  });
});

it('remembers a nonce for as long as the time in the request would pass', async () => {
  const { kiosk } = await office.joined(clock.now);
  const [nonce, time] = [randomUUID(), clock.now() + 290_000];
  const ask = () =>
    kiosk.request('POST', '/kiosk/v1/messages', { messages: [kiosk.message({ is: 'hallExit' })] }, { nonce, time });
  expect((await ask()).status).toBe(200);
  clock.jumpWall(580_000);
  await kiosk.news(0);
  expect((await ask()).body['type']).toBe('urn:nighthall:problem:replayed');
  clock.jumpWall(20_000);
  expect((await ask()).body['type']).toBe('urn:nighthall:problem:clockSkew');
});

it('tells a kiosk with a wrong clock the time it must sign with', async () => {
  const { kiosk } = await office.joined(() => clock.now() - 20 * 365 * 24 * hour);
  const refused = await kiosk.request('GET', '/kiosk/v1/news?after=0');
  expect(refused.body['serverTime']).toBe(clock.now());
  const again = await kiosk.request('GET', '/kiosk/v1/news?after=0', undefined, { time: clock.now() });
  expect(again.status).toBe(200);
});

it('tries a gateway again that was not reached, later, with the same id', async () => {
  gatewaySays = failed('unreachable');
  const item = await deposited();
  await eventually(async () => ((await askedFor(item)).length === 1 ? true : undefined));
  await eventually(async () => ((await smsState(item)) === 'waiting' ? true : undefined));
  gatewaySays = ok();
  await eventually(async () => {
    await clock.advance(5_000);
    return (await smsState(item)) === 'sent' ? true : undefined;
  });
  await clock.advance(hour);
  expect(await askedFor(item)).toHaveLength(2);
});

it('gives staff a task when the gateway refuses a message, and does not ask again', async () => {
  gatewaySays = failed('refused');
  const item = await deposited();
  await eventually(async () => ((await smsState(item)) === 'refused' ? true : undefined));
  await clock.advance(hour);
  expect(await askedFor(item)).toHaveLength(1);
  const { tasks } = await office.get<TasksAnswer>('tasks');
  expect(tasks.filter((task) => task.item === item)).toMatchObject([{ kind: 'sms' }]);
});
