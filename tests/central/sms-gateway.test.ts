// SMS on their way to phones: what an HTTP gateway is asked and how its answers count, and the ladder when no receipt comes.

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ok } from '../../src/base/result.ts';
import type { SmsMessage } from '../../src/central/sms.ts';
import { type Gateways, openGateways } from '../../src/central/sms-http-gateway.ts';
import type { SmsAnswer, TasksAnswer } from '../../src/contract/admin.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createTestOffice, eventually, type TestOffice } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const message = { id: '01930000-0000-7000-8000-000000000001', phone: '00000000001', text: '您好 {phone}' };
const token = 'token-of-the-gateway';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nighthall-gateway-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function opened(content: unknown, mode = 0o600) {
  files += 1;
  const path = join(folder, `gateway-${files}.json`);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content), { mode });
  await chmod(path, mode);
  return openGateways(path);
}
async function gatewaysOf(content: unknown): Promise<Gateways> {
  const found = await opened(content);
  if (!found.ok) throw new Error(found.problem);
  return found.value;
}

describe('an HTTP gateway', () => {
  const asked: { readonly headers: IncomingMessage['headers']; readonly method: string; readonly body: unknown }[] = [];
  let answer: (response: ServerResponse) => void = (response) => response.end('{}');
  let url = '';
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    asked.push({ headers: request.headers, method: request.method ?? '', body: JSON.parse(text) });
    answer(response);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is asked as its file says, with the id, and fills nothing in that came with the message', async () => {
    const { sms } = await gatewaysOf({
      sms: {
        url,
        method: 'PUT',
        headers: { authorization: 'Bearer secret' },
        body: { to: ['{phone}'], content: '{text}', ref: { out: 'nh-{id}' }, priority: 1 },
      },
    });
    expect(await sms.send(message)).toEqual({ ok: true });
    expect(asked.at(-1)).toMatchObject({
      method: 'PUT',
      headers: { authorization: 'Bearer secret', 'idempotency-key': message.id, 'content-type': 'application/json' },
      body: { to: [message.phone], content: '您好 {phone}', ref: { out: `nh-${message.id}` }, priority: 1 },
    });
  });

  it.each([
    ['takes it', 202, '', ok()],
    ['will never take it', 400, '', { ok: false, problem: 'refused' }],
    ['wants it later', 429, '', { ok: false, problem: 'unreachable' }],
    ['is broken', 502, '', { ok: false, problem: 'unreachable' }],
    ['leads elsewhere', 302, '', { ok: false, problem: 'unreachable' }],
    ['says its own word for yes', 200, '{"code":"0"}', ok()],
    ['says its own word for no', 200, '{"code":"17"}', { ok: false, problem: 'refused' }],
    ['says nothing that can be read', 200, '<html>', { ok: false, problem: 'refused' }],
  ])('that %s', async (_how, status, content, outcome) => {
    answer = (response) => response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(content);
    const accepted = content === '' ? {} : { accepted: { field: 'code', values: ['0'] } };
    const { sms } = await gatewaysOf({ sms: { url, body: { id: '{id}' }, ...accepted } });
    expect(await sms.send(message)).toEqual(outcome);
  });

  it('that does not answer in time, or is not there, may have taken it or not', async () => {
    answer = () => undefined;
    const { sms } = await gatewaysOf({ sms: { url, body: {}, timeoutMs: 100 } });
    expect(await sms.send(message)).toEqual({ ok: false, problem: 'unreachable' });
    const { sms: gone } = await gatewaysOf({ sms: { url: 'http://127.0.0.1:9/', body: {} } });
    expect(await gone.send(message)).toEqual({ ok: false, problem: 'unreachable' });
  });

  it('is not opened from a file that others can read, nor without encryption, and no secret of it is told', async () => {
    const secret = 'Bearer very-secret';
    const sms = { url, body: {}, headers: { authorization: secret } };
    const wrong = [
      await opened({ sms }, 0o644),
      await opened({ sms: { ...sms, url: 'http://gateway.example/send' } }),
      await opened({ sms: { ...sms, timeout: secret } }),
      await opened(`{"sms": "${secret}`),
      await openGateways(join(folder, 'nothing')),
    ];
    for (const found of wrong) expect(found).toMatchObject({ ok: false, problem: expect.any(String) });
    expect(JSON.stringify(wrong)).not.toContain('very-secret');
  });
});

describe('the ladder', () => {
  const clock = createManualClock();
  const minute = 60_000;
  const sent: (SmsMessage & { readonly over: 'sms' | 'portal' })[] = [];
  let central: StartedCentral;
  let office: TestOffice;
  beforeAll(async () => {
    const over = (name: 'sms' | 'portal') => ({
      givesReceipts: true,
      async send(one: SmsMessage) {
        if (!sent.some(({ id }) => id === one.id)) sent.push({ ...one, over: name });
        return ok();
      },
    });
    const { receipts } = await gatewaysOf({
      sms: { url: 'https://gateway.example/', body: {} },
      receipts: { token, idField: 'msgId', outcomeField: 'status', delivered: ['DELIVRD'], failed: ['UNDELIV'] },
    });
    central = await startedCentral({ clock, smsGateway: over('sms'), portalGateway: over('portal'), receipts });
    office = createTestOffice({ url: central.url, adminToken });
    await office.post('people', { idNumber: '440524188001010014', name: '李四', phone: '00000000002' });
  });
  afterAll(() => central.close());

  async function say(said: unknown, bearer = token) {
    const response = await fetch(`${central.url}/gateway/v1/receipts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(said),
    });
    return { status: response.status, body: await response.json() };
  }
  const smsOf = async (item: string) =>
    (await office.get<SmsAnswer>('sms')).sms
      .filter((sms) => sms.item === item)
      .toSorted((a, b) => a.queuedAt - b.queuedAt);
  const idsOf = async (item: string) => (await smsOf(item)).map(({ id }) => id);
  const overs = async (item: string) => {
    const ids = await idsOf(item);
    return sent.filter(({ id }) => ids.includes(id)).map((one) => one.over);
  };
  const calls = async (item: string) =>
    (await office.get<TasksAnswer>('tasks')).tasks.filter((task) => task.item === item && task.closedAt === null);
  /** The clock goes on until so many are sent for that item. */
  const untilSent = (item: string, count: number) =>
    eventually(async () => ((await overs(item)).length === count ? true : undefined));

  async function deposited(): Promise<string> {
    const { kiosk } = await office.joined(clock.now);
    const title = { zh: '营业执照', en: 'Business licence' };
    const item = { kiosk: kiosk.kiosk, idNumber: '440524188001010014', title, caseNumber: 'YZ-1', size: 'small' };
    const { id } = await office.post<{ id: string }>('items', item);
    const by = personKeyOf('5'.repeat(64));
    await kiosk.send([kiosk.message({ is: 'itemDeposited', item: itemIdOf(id), cell: cellIdOf('A01'), by })]);
    await untilSent(id, 1);
    await eventually(async () => ((await smsOf(id))[0]?.state === 'sent' ? true : undefined));
    return id;
  }

  it('ends with the receipt: nothing more goes out', async () => {
    const item = await deposited();
    const [id = ''] = await idsOf(item);
    expect(await say({ msgId: id, status: 'ACCEPTD' })).toMatchObject({ status: 200, body: { taken: 0 } });
    expect(await say([{ msgId: id, status: 'DELIVRD' }])).toMatchObject({ status: 200, body: { taken: 1 } });
    expect(await say({ msgId: id, status: 'UNDELIV' })).toMatchObject({ status: 200, body: { taken: 1 } });
    await clock.advance(60 * minute);
    expect(await smsOf(item)).toMatchObject([{ receipt: 'delivered', receiptAt: expect.any(Number) }]);
  });

  it('sends once more after ten minutes, then over the portal, then has somebody call, and takes that back', async () => {
    const item = await deposited();
    await clock.advance(9 * minute);
    expect(await overs(item)).toEqual(['sms']);
    for (const [count, all] of [
      [2, ['sms', 'sms']],
      [3, ['sms', 'sms', 'portal']],
    ] as const) {
      await clock.advance(4 * minute);
      await untilSent(item, count);
      expect(await overs(item)).toEqual(all);
      await eventually(async () => ((await smsOf(item)).every(({ state }) => state === 'sent') ? true : undefined));
      await clock.advance(6 * minute);
    }
    const [first, again] = sent.filter(({ text }) => text.includes('营业执照')).slice(-3);
    expect([again?.text, again?.phone, again?.id === first?.id]).toEqual([first?.text, first?.phone, false]);
    expect(await calls(item)).toEqual([]);
    await clock.advance(4 * minute);
    await eventually(async () => ((await calls(item)).length === 1 ? true : undefined));
    await clock.advance(120 * minute);
    expect(await overs(item)).toHaveLength(3);
    expect(await calls(item)).toMatchObject([{ kind: 'sms', why: expect.stringContaining('call') }]);
    const [id = ''] = await idsOf(item);
    await say({ msgId: id, status: 'DELIVRD' });
    expect(await calls(item)).toEqual([]);
  });

  it('climbs at once when the network says that it did not arrive', async () => {
    const item = await deposited();
    const [id = ''] = await idsOf(item);
    await say({ msgId: id, status: 'UNDELIV' });
    await untilSent(item, 2);
  });

  it('believes nobody without the token, and takes nothing that it cannot read', async () => {
    expect(await say({ msgId: 'x', status: 'DELIVRD' }, 'another-token-of-it')).toMatchObject({ status: 401 });
    expect(await say('delivered')).toMatchObject({ status: 400 });
    expect(await say({ msgId: 'x', status: 'DELIVRD' })).toMatchObject({ status: 200, body: { taken: 0 } });
  });
});
