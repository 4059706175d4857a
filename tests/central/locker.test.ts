// The locker as central sees it: who else may collect, who is told what, and what staff have to look at.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SmsAnswer, TasksAnswer } from '../../src/contract/admin.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { createTestOffice, type TestKiosk, type TestOffice } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const by = personKeyOf('5'.repeat(64));
const applicant = { idNumber: '440524188001010014', name: '李四', phone: '00000000002' };
const cell = cellIdOf('A07');

let central: StartedCentral;
let office: TestOffice;
let person: string;
beforeAll(async () => {
  central = await startedCentral();
  office = createTestOffice({ url: central.url, adminToken });
  person = (await office.post<{ person: string }>('people', applicant)).person;
});
afterAll(() => central.close());

async function expected(kiosk: TestKiosk, more: Record<string, unknown> = {}) {
  const title = { zh: '食品经营许可证', en: 'Food business licence' };
  const body = { kiosk: kiosk.kiosk, idNumber: applicant.idNumber, title, caseNumber: 'SP-1', size: 'small', ...more };
  return itemIdOf((await office.post<{ id: string }>('items', body)).id);
}

async function deposited(kiosk: TestKiosk, more: Record<string, unknown> = {}) {
  const item = await expected(kiosk, more);
  await kiosk.send([kiosk.message({ is: 'itemDeposited', item, cell, by })]);
  return item;
}

const smsOf = async (kiosk: TestKiosk) =>
  (await office.get<SmsAnswer>('sms')).sms.filter((sms) => sms.kiosk === kiosk.kiosk);
const openTasks = async (kiosk: TestKiosk) =>
  (await office.get<TasksAnswer>('tasks')).tasks.filter((task) => task.kiosk === kiosk.kiosk && task.closedAt === null);

describe('collecting', () => {
  it('LC1 tells a kiosk at which other points something lies ready for the person who stands before it', async () => {
    const [{ kiosk: here }, { kiosk: there }] = [await office.joined(), await office.joined()];
    const place = { zh: '商圈自助服务点', en: 'Mall point' };
    await office.post('kiosks', { kiosk: there.kiosk, place });
    const ask = async (elsewhere?: boolean) =>
      (await here.request('POST', '/kiosk/v1/documents', { person, ...(elsewhere === undefined ? {} : { elsewhere }) }))
        .body;
    await expected(there);
    expect(await ask(true)).toEqual({ documents: [], elsewhere: [] });
    await deposited(there);
    await deposited(there);
    await deposited(here);
    expect(await ask(true)).toEqual({ documents: [], elsewhere: [{ place, count: 2 }] });
    // A kiosk that does not ask for it would not understand it.
    expect(await ask()).toEqual({ documents: [] });
  });

  it('LC9 makes a task of a door that is held open and of the alarm, and closes both when it shuts', async () => {
    const { kiosk } = await office.joined();
    await kiosk.send([kiosk.message({ is: 'doorHeldOpen', cell }), kiosk.message({ is: 'doorAlarm', cell })]);
    expect(await openTasks(kiosk)).toMatchObject([
      { kind: 'check', cell, why: 'alarm: door still open' },
      { kind: 'check', cell, why: 'door held open' },
    ]);
    await kiosk.send([kiosk.message({ is: 'doorClosed', cell })]);
    expect(await openTasks(kiosk)).toEqual([]);
  });

  it('LC11 tells staff at the third attempt of one person within a day to collect what is not theirs', async () => {
    const { kiosk } = await office.joined();
    const refused = (who: string) =>
      kiosk.message({ is: 'collectRefused', item: null, person: personKeyOf(who.repeat(64)), why: 'noLicence' });
    await kiosk.send([refused('a'), refused('b'), refused('a')]);
    expect(await openTasks(kiosk)).toEqual([]);
    await kiosk.send([refused('a')]);
    expect(await openTasks(kiosk)).toMatchObject([
      { kind: 'check', item: null, why: '3 attempts of one person to collect what is not theirs' },
    ]);
  });
});

describe('depositing', () => {
  it('LD4 sends the message "ready" after the deposit was confirmed, and never for a reservation', async () => {
    const { kiosk } = await office.joined();
    const item = await expected(kiosk);
    const order = '01920000-0000-7000-8000-000000000001';
    await kiosk.send([
      kiosk.message({ is: 'openOrdered', order, cell, items: [item], why: 'deposit', by }),
      kiosk.message({ is: 'opened', order, cell, evidence: 'sensor' }),
      kiosk.message({ is: 'doorClosed', cell }),
      kiosk.message({ is: 'depositCancelled', item, cell, by }),
    ]);
    expect(await smsOf(kiosk)).toEqual([]);
    await kiosk.send([kiosk.message({ is: 'itemDeposited', item, cell, by })]);
    expect(await smsOf(kiosk)).toMatchObject([{ item }]);
  });
});
