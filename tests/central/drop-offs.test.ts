// Papers that people leave: from the case that waits for them to the message that staff have them, and the slip that anybody
// may check at any time in between.

import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DropOffsAnswer, ItemsAnswer, SmsAnswer, TasksAnswer } from '../../src/contract/admin.ts';
import type { Change } from '../../src/contract/sync.ts';
import { isSignedBy } from '../../src/controller/keys.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { dropOffNumber, dropOffText, slipCode, slipText } from '../../src/core/drop-off.ts';
import type { Fact } from '../../src/core/fact.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { createTestKiosk, createTestOffice, type TestOffice } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const applicant = { idNumber: '440524188001010014', name: '李四', phone: '00000000002' };
const clerk = personKeyOf('5'.repeat(64));
const cell = cellIdOf('A07');
const shutAt = Date.UTC(2026, 10, 25, 15, 4, 11, 500);

let central: StartedCentral;
let office: TestOffice;
let person = personKeyOf('0'.repeat(64));
beforeAll(async () => {
  central = await startedCentral();
  office = createTestOffice({ url: central.url, adminToken });
  person = personKeyOf((await office.post<{ person: string }>('people', applicant)).person);
});
afterAll(() => central.close());

async function hall() {
  const { kiosk, keys } = await office.joined();
  const place = { zh: '示例大厅', en: 'Sample hall' };
  await office.post('kiosks', { kiosk: kiosk.kiosk, place, phone: '00-1234' });
  const body = {
    kiosk: kiosk.kiosk,
    idNumber: applicant.idNumber,
    title: { zh: '开办饭店', en: 'Opening a restaurant' },
    missing: { zh: '租赁合同', en: 'Lease' },
    caseNumber: 'RQ-1',
  };
  const tell = (...facts: Fact[]) => kiosk.send(facts.map((fact) => kiosk.message(fact)));
  return {
    kiosk,
    keys,
    body,
    tell,
    asked: async (more: object = {}) =>
      itemIdOf((await office.post<{ id: string }>('drop-offs', { ...body, ...more })).id),
    received: (item: string): Extract<Fact, { is: 'dropOffReceived' }> => ({
      is: 'dropOffReceived',
      item: itemIdOf(item),
      cell,
      person,
      shutAt,
      clockOffsetMs: 1_234,
      evidence: 'sensor',
    }),
    taken: (item: string): Fact => ({
      is: 'itemRecalled',
      item: itemIdOf(item),
      cell,
      by: clerk,
      place: { is: 'window', window: '3' },
    }),
    async open() {
      const { tasks } = await office.get<TasksAnswer>('tasks');
      return tasks
        .filter((task) => task.kiosk === kiosk.kiosk && task.closedAt === null)
        .map((task) => `${task.kind} ${task.cell ?? ''} ${task.why}`);
    },
    async line(item: string) {
      return (await office.get<DropOffsAnswer>('drop-offs')).dropOffs.find(({ id }) => id === item);
    },
    async texts() {
      const { sms } = await office.get<SmsAnswer>('sms');
      return sms.filter((one) => one.kiosk === kiosk.kiosk).map(({ text }) => text);
    },
    changes: async () => (await kiosk.news(0)).map(({ change }) => change as Change),
  };
}

async function check(typed: string) {
  const response = await fetch(`${central.url}/verify/${encodeURIComponent(typed)}`, {
    headers: { accept: 'application/json' },
  });
  return (await response.json()) as Record<string, unknown>;
}

describe('LD7 the permission', () => {
  it('is signed for this person, this case and this kiosk, and asked twice it is one', async () => {
    const { kiosk, keys, asked, changes } = await hall();
    const id = await asked({ id: `papers-${randomUUID().slice(0, 8)}` });
    expect(await asked({ id })).toBe(id);
    const news = (await changes()).filter((change) => change.is === 'dropOffAsked');
    expect(news).toHaveLength(1);
    const [change] = news;
    if (change?.is !== 'dropOffAsked') throw new Error('no news');
    const { item, dropOff, signature } = change;
    expect(item).toMatchObject({ id, caseNumber: 'RQ-1', addressee: person, maskedName: '李*', size: 'small' });
    const text = (name: string) => dropOffText({ item: id, caseNumber: 'RQ-1', person, ...dropOff }, name);
    expect(isSignedBy(keys.centralKey, text(kiosk.kiosk), signature)).toBe(true);
    expect(isSignedBy(keys.centralKey, text('another-hall'), signature)).toBe(false);
  });

  it('is no licence: not in their list, not to be frozen, recalled, kept or collected by somebody else', async () => {
    const { asked, body } = await hall();
    const id = await asked();
    expect((await office.get<ItemsAnswer>('items')).items.some((one) => one.id === id)).toBe(false);
    for (const order of ['freeze', 'release', 'recall', 'keep'])
      expect((await office.call('POST', `items/${id}/${order}`)).status).toBe(409);
    const agent = { item: id, idNumber: '11010519491231002X', name: '张三' };
    expect((await office.call('POST', 'delegations', agent)).status).toBe(409);
    expect((await office.call('POST', 'drop-offs', { ...body, missing: { zh: '', en: '' } })).status).toBe(400);
    expect((await office.call('POST', 'drop-offs', { ...body, id, caseNumber: 'RQ-2' })).status).toBe(409);
  });

  it('is taken back by news when the case is withdrawn', async () => {
    const { asked, changes, line } = await hall();
    const id = await asked();
    await office.post(`items/${id}/cancel`);
    expect((await changes()).at(-1)).toEqual({ is: 'itemCancelled', item: id });
    expect(await line(id)).toMatchObject({ state: 'cancelled' });
  });
});

describe('LD7 the envelope', () => {
  it('is a task with case, cell and time until staff have it; then one message, however often it is told', async () => {
    const { kiosk, asked, received, taken, tell, open, line, texts } = await hall();
    const id = await asked();
    const message = kiosk.message(received(id));
    await kiosk.send([message]);
    await kiosk.send([message]);
    expect(await open()).toEqual(['collectDropOff A07 papers of case RQ-1, since 2026-11-25T15:04:11.500Z']);
    expect(await line(id)).toMatchObject({ state: 'inCell', cell, shutAt, number: dropOffNumber(message.id) });
    expect(await texts()).toEqual([]);
    await tell(taken(id));
    await tell(taken(id));
    expect([await open(), (await line(id))?.state]).toEqual([[], 'received']);
    const sent = await texts();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/^【示例大厅】李\*，.*开办饭店.*00-1234/);
  });

  it('counts although the case was withdrawn, and nobody is told then', async () => {
    const { asked, received, taken, tell, open, line, texts } = await hall();
    const id = await asked();
    await office.post(`items/${id}/cancel`);
    await tell(received(id));
    expect(await open()).toHaveLength(1);
    expect(await line(id)).toMatchObject({ state: 'cancelled', cell, shutAt });
    await tell(taken(id));
    expect([await open(), await texts(), (await line(id))?.state]).toEqual([[], [], 'cancelled']);
  });

  it('in doubt is a task to look; what staff find is received, and nothing is ready for anybody', async () => {
    const { asked, received, tell, open, line, texts, changes } = await hall();
    const id = await asked();
    await tell(
      { is: 'cellDoubted', cell, why: 'dropOff', items: [id] },
      { is: 'itemDisputed', item: id, cell, why: 'deposit' },
    );
    expect(await open()).toEqual(['check A07 deposit']);
    await tell(
      { is: 'cellVerified', cell, by: clerk, found: 'item', inside: [id] },
      { ...received(id), evidence: 'staff' },
    );
    expect(await open()).toEqual(['collectDropOff A07 papers of case RQ-1, since 2026-11-25T15:04:11.500Z']);
    expect((await line(id))?.state).toBe('inCell');
    expect([await texts(), (await changes()).filter(({ is }) => is === 'rightGranted')]).toEqual([[], []]);
  });

  it('that was not put in can be left again', async () => {
    const { asked, tell, line } = await hall();
    const id = await asked();
    await tell({ is: 'depositCancelled', item: id, cell, by: person });
    expect(await line(id)).toMatchObject({ state: 'expected', cell: null });
  });

  it('found in another cell has its task there', async () => {
    const { asked, received, tell, open } = await hall();
    const id = await asked();
    await tell(received(id), { is: 'itemFound', item: id, cell: cellIdOf('B02'), was: cell, by: clerk });
    expect(await open()).toEqual(['collectDropOff B02 papers of case RQ-1, since 2026-11-25T15:04:11.500Z']);
  });
});

describe('LD7 C-32 the slip', () => {
  async function slip() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const name = `hall-${randomUUID().slice(0, 8)}`;
    const made = await hall();
    const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk: name });
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
    const body = JSON.stringify({ code, kiosk: name, publicKey: raw, software: '0.1.0' });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${central.url}/kiosk/v1/enrol`, { method: 'POST', headers, body });
    const kiosk = createTestKiosk({ url: central.url, kiosk: name }, { keys: { publicKey, privateKey }, sequence: 0 });
    const item = await made.asked({ kiosk: name });
    const message = kiosk.message(made.received(item));
    const place = { row: 1_042, hash: '9f'.repeat(32) };
    const receipt = {
      fact: message.id,
      at: message.at,
      cell,
      shutAt,
      clockOffsetMs: 1_234,
      evidence: 'sensor',
    } as const;
    const signed = (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url');
    const about = { kiosk: name, item, caseNumber: 'RQ-1' };
    const whole = (change: Partial<typeof receipt> = {}) =>
      slipCode({
        ...place,
        kiosk: name,
        fact: message.id,
        signature: signed(slipText({ ...receipt, ...change }, about, place)),
      });
    return { kiosk, item, message, place, whole };
  }

  it('is genuine by its QR code and found by its number, however typed; before the kiosk has told it is not known', async () => {
    const { kiosk, message, place, whole } = await slip();
    expect(await check(whole())).toEqual({ verdict: 'dropOffUnknown' });
    await kiosk.send([message]);
    const told = {
      verdict: 'dropOffReceived',
      caseNumber: 'RQ-1',
      cell,
      shutAt,
      clockOffsetMs: 1_234,
      isCollected: false,
    };
    expect(await check(whole())).toMatchObject({ ...told, chain: place });
    const number = dropOffNumber(message.id);
    for (const typed of [number, number.toLowerCase(), number.replaceAll('-', ' ')])
      expect(await check(typed)).toMatchObject({ ...told, chain: null });
    const page = await (await fetch(`${central.url}/verify/${whole()}`, { headers: { accept: 'text/html' } })).text();
    for (const part of ['材料已收到', '2026-11-25 23:04:11', 'RQ-1', 'A07', '1042', '+1.2 s'])
      expect(page).toContain(part);
    expect(page).not.toContain(person);
  });

  it('is forged with another time, another place in the log, another kiosk or another signature', async () => {
    const { kiosk, message, whole } = await slip();
    await kiosk.send([message]);
    const other = await slip();
    await other.kiosk.send([other.message]);
    const forged = [
      whole({ shutAt: shutAt - 3_600_000 } as never),
      whole().replace('~1042~', '~1043~'),
      whole().replace(kiosk.kiosk, other.kiosk.kiosk),
      whole().replace(kiosk.kiosk, 'no-such-hall'),
      `${whole().slice(0, -86)}${other.whole().slice(-86)}`,
    ];
    for (const one of forged) expect((await check(one))['verdict']).not.toBe('dropOffReceived');
    expect(await check(forged[0] ?? '')).toEqual({ verdict: 'slipForged' });
    expect(await check(whole())).toMatchObject({ verdict: 'dropOffReceived' });
  });

  it('stays genuine after the computer of the kiosk was exchanged', async () => {
    const { kiosk, message, whole } = await slip();
    await kiosk.send([message]);
    const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk: kiosk.kiosk });
    expect((await createTestKiosk({ url: central.url, kiosk: kiosk.kiosk }).enrol(code)).status).toBe(200);
    expect(await check(whole())).toMatchObject({ verdict: 'dropOffReceived' });
  });
});

it('LD5 asks a hall to keep a cell for what is on its way, by news; a full one is a task', async () => {
  const { kiosk, tell, changes, open } = await hall();
  const title = { zh: '营业执照', en: 'Business licence' };
  const body = { kiosk: kiosk.kiosk, idNumber: applicant.idNumber, title, caseNumber: 'SP-1', size: 'small' };
  const item = itemIdOf((await office.post<{ id: string }>('items', body)).id);
  await office.post(`items/${item}/keep`);
  expect((await changes()).at(-1)).toEqual({ is: 'cellWanted', item });
  await tell({ is: 'cellNotKept', item });
  expect(await open()).toEqual(['check  no free cell to keep for it']);
});
