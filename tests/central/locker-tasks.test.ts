// What becomes of an item and its cell at central: tasks for staff, messages for the addressee, late decisions.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FactsAnswer, ItemsAnswer, SmsAnswer, TasksAnswer } from '../../src/contract/admin.ts';
import type { Change } from '../../src/contract/sync.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import type { Fact } from '../../src/core/fact.ts';
import { itemIdOf, type RecallPlace } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { createTestOffice, type TestOffice } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const applicant = { idNumber: '440524188001010014', name: '李四', phone: '00000000002' };
const clerk = personKeyOf('5'.repeat(64));
const cell = cellIdOf('A07');
const other = cellIdOf('B02');
const order = '01920000-0000-7000-8000-000000000001';

let central: StartedCentral;
let office: TestOffice;
let addressee = personKeyOf('0'.repeat(64));
beforeAll(async () => {
  central = await startedCentral();
  office = createTestOffice({ url: central.url, adminToken });
  addressee = personKeyOf((await office.post<{ person: string }>('people', applicant)).person);
});
afterAll(() => central.close());

async function hall() {
  const { kiosk } = await office.joined();
  const place = { zh: '示例大厅', en: 'Sample hall' };
  await office.post('kiosks', { kiosk: kiosk.kiosk, place, phone: '00-1234' });
  const tell = (...facts: Fact[]) => kiosk.send(facts.map((fact) => kiosk.message(fact)));
  const expected = async () => {
    const title = { zh: '营业执照', en: 'Business licence' };
    const body = { kiosk: kiosk.kiosk, idNumber: applicant.idNumber, title, caseNumber: 'SP-1', size: 'small' };
    return itemIdOf((await office.post<{ id: string }>('items', body)).id);
  };
  return {
    kiosk,
    tell,
    expected,
    async inCell() {
      const item = await expected();
      await tell({ is: 'itemDeposited', item, cell, by: clerk });
      return item;
    },
    async open() {
      const { tasks } = await office.get<TasksAnswer>('tasks');
      return tasks
        .filter((task) => task.kiosk === kiosk.kiosk && task.closedAt === null)
        .map((task) => `${task.kind} ${task.cell ?? ''} ${task.why}`);
    },
    async line(item: string) {
      return (await office.get<ItemsAnswer>('items')).items.find(({ id }) => id === item);
    },
    async texts() {
      const { sms } = await office.get<SmsAnswer>('sms');
      return sms.filter((one) => one.kiosk === kiosk.kiosk).map(({ text }) => text);
    },
    changes: async () => (await kiosk.news(0)).map(({ change }) => change as Change),
  };
}

describe('taking out', () => {
  const taken = (item: string, place: RecallPlace): Fact => ({
    is: 'itemRecalled',
    item: itemIdOf(item),
    cell,
    by: clerk,
    place,
  });

  it('LR4 what is overdue is a task until it is out; its addressee is told at which window it is now', async () => {
    const { inCell, tell, open, line, texts, changes } = await hall();
    const item = await inCell();
    await tell({ is: 'itemExpired', item, cell });
    expect(await open()).toEqual(['recall A07 its time is over']);
    await tell(taken(item, { is: 'window', window: '3' }));
    expect(await open()).toEqual([]);
    expect(await line(item)).toMatchObject({ state: 'recalled', place: '3', cell: null });
    const [latest] = (await texts()).filter((text) => text.includes('窗口'));
    expect(latest).toMatch(/^【示例大厅】李\*，.*营业执照.*3号窗口.*00-1234/);
    expect((await changes()).at(-1)).toMatchObject({ is: 'rightRevoked' });
  });

  it('LR4 by post names the number; put in again it is told only when it lies in its new cell', async () => {
    const { inCell, tell, line, texts } = await hall();
    const mailed = await inCell();
    await tell(taken(mailed, { is: 'mailed', number: 'EA123456789CN' }));
    expect((await texts()).some((text) => text.includes('EA123456789CN'))).toBe(true);
    const again = await inCell();
    const before = (await texts()).length;
    await tell(taken(again, { is: 'redeposited' }));
    expect(await line(again)).toMatchObject({ state: 'expected', place: null });
    expect(await texts()).toHaveLength(before);
    await tell({ is: 'itemDeposited', item: again, cell: other, by: clerk });
    expect(await texts()).toHaveLength(before + 1);
  });

  it('LR4 on the wish of the office: a task and news, and the same twice is one', async () => {
    const { inCell, open, changes } = await hall();
    const item = await inCell();
    await office.post(`items/${item}/recall`);
    await office.post(`items/${item}/recall`);
    expect(await open()).toEqual(['recall A07 asked']);
    expect((await changes()).at(-1)).toEqual({ is: 'itemRecalled', item });
  });

  it('E27 what was withdrawn ends as taken out, and nobody is told that it is ready', async () => {
    const { inCell, tell, open, line, texts } = await hall();
    const item = await inCell();
    await office.post(`items/${item}/cancel`);
    expect(await open()).toEqual(['recall A07 cancelled']);
    const before = (await texts()).length;
    await tell(taken(item, { is: 'window', window: '1' }));
    expect([await open(), (await line(item))?.state, (await texts()).length]).toEqual([[], 'recalled', before]);
  });

  it('LR6 a freeze is a task as long as the item lies in a cell, and none when it is released or never was there', async () => {
    const { inCell, expected, tell, open } = await hall();
    const item = await inCell();
    await office.post(`items/${item}/freeze`);
    expect(await open()).toEqual(['recall A07 frozen']);
    await office.post(`items/${item}/release`);
    expect(await open()).toEqual([]);
    await office.post(`items/${item}/freeze`);
    await tell(taken(item, { is: 'window', window: '2' }));
    expect(await open()).toEqual([]);
    const late = await expected();
    await office.post(`items/${late}/freeze`);
    expect(await open()).toEqual([]);
    await tell({ is: 'itemDeposited', item: late, cell: other, by: clerk });
    expect(await open()).toEqual(['recall B02 frozen']);
    await tell({ is: 'itemFound', item: late, cell, was: other, by: clerk });
    expect(await open()).toEqual(['recall A07 frozen']);
    await tell({ is: 'depositCancelled', item: late, cell, by: clerk });
    expect(await open()).toEqual([]);
  });

  it('E15 LR8 the addressee was faster: the task is done and the office can order nothing more', async () => {
    const { inCell, tell, open, line } = await hall();
    const item = await inCell();
    await office.post(`items/${item}/recall`);
    await tell({ is: 'itemHandedOver', item, cell, person: addressee, addressee, proof: 'card', evidence: 'sensor' });
    expect([await open(), (await line(item))?.state]).toEqual([[], 'handedOver']);
    expect((await office.call('POST', `items/${item}/recall`)).status).toBe(409);
  });
});

describe('the time to wait', () => {
  const day = 86_400_000;

  it('LR1 goes with the announcement, is seven days where nothing else is said, and can be made longer', async () => {
    const { kiosk, inCell, line, changes } = await hall();
    const title = { zh: '营业执照', en: 'Business licence' };
    const body = { kiosk: kiosk.kiosk, idNumber: applicant.idNumber, title, caseNumber: 'SP-2', size: 'small' };
    const { id } = await office.post<{ id: string }>('items', { ...body, holdDays: 3 });
    expect(await changes()).toMatchObject([{ is: 'itemExpected' }, { is: 'holdDays', item: id, days: 3 }]);
    const item = await inCell();
    expect((await changes()).filter(({ is }) => is === 'holdDays')).toHaveLength(1);
    const until = (await line(item))?.holdUntil ?? 0;
    expect(await office.post(`items/${item}/extend`, { days: 3 })).toEqual({ id: item, added: false });
    expect(await office.post(`items/${item}/extend`, { days: 20 })).toEqual({ id: item, added: true });
    const extended = (await line(item))?.holdUntil ?? 0;
    expect(Math.round((extended - until) / day)).toBe(13);
    expect((await changes()).at(-1)).toEqual({ is: 'holdExtended', item, until: extended });
    expect((await office.call('POST', `items/${item}/extend`, { days: 91 })).status).toBe(400);
  });

  it('LR1 LR3 the right lasts beyond any extension, and the message names the day by which to come', async () => {
    const { inCell, line, changes, texts } = await hall();
    const item = await inCell();
    const until = (await line(item))?.holdUntil ?? 0;
    const right = (await changes()).find((change) => change.is === 'rightGranted');
    expect(right).toMatchObject({ right: { item, validTo: until + 90 * day } });
    expect(await office.post(`items/${item}/extend`, { days: 90 })).toMatchObject({ added: true });
    expect(await texts()).toHaveLength(1);
  });

  it('LR7 is made longer for a whole hall by one piece of news', async () => {
    const { kiosk, inCell, line, changes } = await hall();
    const items = [await inCell(), await inCell(), await inCell()];
    const before = (await changes()).length;
    expect(await office.post('kiosks/extend', { kiosk: kiosk.kiosk, days: 20 })).toMatchObject({ added: true });
    expect((await changes()).slice(before)).toMatchObject([{ is: 'holdExtended', item: null }]);
    const ends = await Promise.all(items.map(async (item) => (await line(item))?.holdUntil));
    expect(new Set(ends).size).toBe(1);
    expect((await office.call('POST', 'kiosks/extend', { kiosk: 'hall-none', days: 3 })).status).toBe(404);
  });
});

describe('doors', () => {
  it('E7 LE3 opened without an order is an alarm until somebody has looked', async () => {
    const { tell, open } = await hall();
    await tell({ is: 'openedWithoutOrder', cell });
    await tell({ is: 'openedWithoutOrder', cell });
    expect(await open()).toEqual(['alarm A07 opened without an order']);
    await tell({ is: 'cellVerified', cell, by: clerk, found: 'empty', inside: [] });
    expect(await open()).toEqual([]);
  });

  it('E5 E6 a wrong door is an alarm, and the board stays a repair until a technician has mended it', async () => {
    const { tell, open } = await hall();
    await tell(
      { is: 'wrongDoorOpened', order, ordered: cell, cell: other },
      { is: 'cellDoubted', cell: other, why: 'wrongDoor', items: [] },
      { is: 'boardSuspended', board: 'boardA' },
    );
    expect([...(await open())].sort()).toEqual([
      'alarm B02 opened although A07 was ordered',
      'check B02 wrongDoor',
      'repair  boardA opens nothing: another door moved than ordered',
    ]);
    await tell({ is: 'cellVerified', cell: other, by: clerk, found: 'empty', inside: [] });
    await tell({ is: 'boardResumed', board: 'boardA', by: clerk });
    expect(await open()).toEqual([]);
  });

  it('E18 a board that does not answer is one repair until it works again', async () => {
    const { tell, open } = await hall();
    const says = (state: string): Fact => ({ is: 'deviceChanged', device: 'boardA', state });
    await tell(says('ready'), says('offline'), says('fault'), says('offline'));
    expect(await open()).toEqual(['repair  boardA does not work']);
    await tell(says('ready'));
    expect(await open()).toEqual([]);
    await tell(says('offline'));
    expect(await open()).toEqual(['repair  boardA does not work']);
  });

  it('E1 a lock that does not open is a repair: by key, and hand over', async () => {
    const { tell, open } = await hall();
    await tell({ is: 'cellOutOfService', cell, why: 'lock' });
    expect(await open()).toEqual(['repair A07 the door did not open: open it by key and hand over']);
  });

  it('E2 E19 a slow lock and a stuck sensor are repairs that end with the fault', async () => {
    const { tell, open } = await hall();
    await tell({ is: 'openedLate', order, cell }, { is: 'cellFault', cell, fault: 'slowLock' });
    await tell({ is: 'cellFault', cell: other, fault: 'sensorStuckOpen' });
    expect([...(await open())].sort()).toEqual([
      'repair A07 the lock opens late',
      'repair B02 the door sensor sticks at open',
    ]);
    await tell({ is: 'cellFaultEnded', cell }, { is: 'cellFaultEnded', cell: other });
    expect(await open()).toEqual([]);
  });
});

describe('a wrong clock', () => {
  it('E30 is a repair, and every fact that is told meanwhile says by how much its time is off', async () => {
    const { kiosk, tell, open } = await hall();
    await tell(
      { is: 'hallExit' },
      { is: 'clockCompared', offsetMs: 90_000, isWrong: true },
      { is: 'doorClosed', cell },
      { is: 'clockCompared', offsetMs: 100, isWrong: false },
      { is: 'hallExit' },
    );
    const { facts } = await office.get<FactsAnswer>(`kiosks/${kiosk.kiosk}/facts?after=0`);
    expect(facts.map(({ clockWrongMs }) => clockWrongMs)).toEqual([null, 90_000, 90_000, null, null]);
    expect(await open()).toEqual([]);
    await tell({ is: 'clockCompared', offsetMs: -40_000, isWrong: true });
    expect(await open()).toEqual(['repair  its clock is wrong']);
  });
});

describe('the books corrected', () => {
  it('E8 E9 what is found in another cell gets a right to that cell and a new message', async () => {
    const { inCell, tell, line, texts, changes } = await hall();
    const item = await inCell();
    await tell({
      is: 'itemHandedOver',
      item,
      cell,
      person: addressee,
      addressee,
      proof: 'card',
      evidence: 'statement',
    });
    await tell(
      { is: 'cellVerified', cell: other, by: clerk, found: 'item', inside: [item] },
      { is: 'itemFound', item, cell: other, was: null, by: clerk },
    );
    expect(await line(item)).toMatchObject({ state: 'inCell', cell: other });
    expect(await texts()).toHaveLength(2);
    const rights = (await changes()).filter(({ is }) => is === 'rightGranted');
    expect(rights.at(-1)).toMatchObject({ right: { item, cell: other } });
  });

  it('E16 what a deposit without an end left in its cell gets its right and message when staff find it', async () => {
    const { expected, tell, line, texts, changes } = await hall();
    const item = await expected();
    await tell({ is: 'itemDisputed', item, cell, why: 'deposit' });
    expect(await texts()).toEqual([]);
    await tell({ is: 'cellVerified', cell, by: clerk, found: 'item', inside: [item] });
    expect(await line(item)).toMatchObject({ state: 'inCell', cell });
    expect(await texts()).toHaveLength(1);
    const granted = async () => (await changes()).filter(({ is }) => is === 'rightGranted');
    expect(await granted()).toMatchObject([{ right: { item, cell, person: addressee } }]);
    // Looked into once more, it is told nobody again.
    await tell({ is: 'itemDisputed', item, cell, why: 'restart' });
    await tell({ is: 'cellVerified', cell, by: clerk, found: 'item', inside: [item] });
    expect([(await texts()).length, (await granted()).length]).toEqual([1, 1]);
  });

  it('LE9 of two in one cell only the one that was seen is there again', async () => {
    const { inCell, tell, line } = await hall();
    const [here, gone] = [await inCell(), await inCell()];
    await tell(
      { is: 'itemDisputed', item: here, cell, why: 'openedWithoutOrder' },
      { is: 'itemDisputed', item: gone, cell, why: 'openedWithoutOrder' },
      { is: 'cellVerified', cell, by: clerk, found: 'item', inside: [here] },
      { is: 'itemMissing', item: gone, cell },
    );
    expect([(await line(here))?.state, (await line(gone))?.state]).toEqual(['inCell', 'missing']);
  });

  it('E29 LE10 opening everything is an alarm until every cell has been looked into', async () => {
    const { tell, open } = await hall();
    await tell({ is: 'openAllBegan', by: clerk, second: addressee, cells: 60 });
    expect(await open()).toEqual(['alarm  two members of staff open every cell: look into each of them']);
    await tell({ is: 'openAllEnded', failed: 0 }, { is: 'emergencyEnded' });
    expect(await open()).toEqual([]);
  });
});

describe('what is decided too late', () => {
  it('E22 a freeze that came after an offline pickup is a conflict for the office to decide', async () => {
    const { inCell, tell, open, line } = await hall();
    const item = await inCell();
    await office.post(`items/${item}/freeze`);
    await tell({ is: 'itemHandedOver', item, cell, person: addressee, addressee, proof: 'card', evidence: 'sensor' });
    expect(await open()).toEqual(['conflict A07 handed over although frozen']);
    expect((await line(item))?.state).toBe('handedOver');
  });

  it('E23 a right that a kiosk refused is a task', async () => {
    const { tell, open } = await hall();
    await tell({ is: 'rightRefused', right: 'r1', why: 'notSigned' });
    expect(await open()).toEqual(['sync  the kiosk refused a right: notSigned']);
  });

  it('SY8 a database that was damaged is a task: whether anything was lost is said', async () => {
    const { tell, open } = await hall();
    await tell({ is: 'databaseRestored', isWhole: true });
    await tell({ is: 'databaseRestored', isWhole: false });
    expect([...(await open())].sort()).toEqual([
      'repair  its database was damaged and an older one is in use: look into every cell, and at its disk',
      'repair  its database was damaged and is restored to the last step: look at its disk',
    ]);
  });

  it('C-27 what is taken back is sent first, before everything that is still to come', async () => {
    const { kiosk, inCell } = await hall();
    const first = await inCell();
    const second = await inCell();
    await office.post(`items/${first}/freeze`);
    await office.post(`items/${second}/freeze`);
    await office.post(`items/${second}/release`);
    const third = await inCell();
    await office.post(`items/${third}/cancel`);
    const answer = await kiosk.request('GET', '/kiosk/v1/news?after=0');
    const ahead = (answer.body['first'] as { cursor: number; change: Change }[]).map(({ change }) => change);
    expect(ahead).toMatchObject([
      { is: 'itemFrozen', item: first },
      { is: 'rightRevoked' },
      { is: 'itemCancelled', item: third },
    ]);
    const last = (await kiosk.news(0)).at(-1)?.cursor ?? 0;
    expect((await kiosk.request('GET', `/kiosk/v1/news?after=${last}`)).body['first']).toEqual([]);
  });
});
