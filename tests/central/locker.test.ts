// The locker as central sees it: who else may collect, who is told what, and what staff have to look at.

import { createHmac, createPublicKey, randomUUID, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DelegationsAnswer, SmsAnswer, TasksAnswer } from '../../src/contract/admin.ts';
import type { Change } from '../../src/contract/sync.ts';
import { checkCode } from '../../src/controller/identity.ts';
import { signatureDigest } from '../../src/controller/signature-digest.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { issuedText } from '../../src/core/pickup-code.ts';
import { signatureText } from '../../src/core/signature.ts';
import { createTestOffice, eventually, type TestKiosk, type TestOffice } from './kiosk-client.ts';
import { sealedForCentral } from './sealed-for-central.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const by = personKeyOf('5'.repeat(64));
const applicant = { idNumber: '440524188001010014', name: '李四', phone: '00000000002' };
const cell = cellIdOf('A07');

let central: StartedCentral;
let office: TestOffice;
let person: string;
let hashKey: string;
const keyOf = (idNumber: string) =>
  personKeyOf(createHmac('sha256', Buffer.from(hashKey, 'base64')).update(idNumber).digest('hex'));
beforeAll(async () => {
  central = await startedCentral();
  office = createTestOffice({ url: central.url, adminToken });
  hashKey = (await office.joined()).keys.personHashKey;
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

  it('E3 LC9 makes a task of a door that is held open and of the alarm, and closes both when it shuts', async () => {
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

describe('an agent', () => {
  const agent = { idNumber: '11010519491231002X', name: '王五' };
  const granted = async (kiosk: TestKiosk) =>
    (await kiosk.news(0)).flatMap(({ change }) => {
      const one = change as Change;
      return one.is === 'rightGranted' ? [one.right] : [];
    });
  const delegations = async (item: string) =>
    (await office.get<DelegationsAnswer>('delegations')).delegations.filter((one) => one.item === item);

  it('I6 gets a signed right of their own beside that of the addressee, who is told; the same again adds nothing', async () => {
    const { kiosk } = await office.joined();
    const item = await deposited(kiosk);
    const body = { ...agent, id: randomUUID(), item, days: 2 };
    expect(await office.post('delegations', body)).toEqual({ id: body.id, added: true });
    expect(await office.post('delegations', body)).toEqual({ id: body.id, added: false });
    const rights = await granted(kiosk);
    expect(rights).toHaveLength(2);
    expect(rights[0]?.person).toBe(person);
    expect(rights[1]).toMatchObject({ item, cell, person: keyOf(agent.idNumber) });
    expect((await smsOf(kiosk)).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/李\*.*已委托王\*.*食品经营许可证.*限一次/),
    );
    expect(await delegations(item)).toMatchObject([{ maskedName: '王*', state: 'active' }]);
  });

  it('I6 that is named before the item is there gets the right with the deposit', async () => {
    const { kiosk } = await office.joined();
    const item = await expected(kiosk);
    await office.post('delegations', { ...agent, item });
    expect(await granted(kiosk)).toEqual([]);
    await kiosk.send([kiosk.message({ is: 'itemDeposited', item, cell, by })]);
    expect((await granted(kiosk)).map((right) => right.person)).toEqual([person, keyOf(agent.idNumber)]);
  });

  it('I6 loses the right when it is revoked, and the addressee keeps theirs', async () => {
    const { kiosk } = await office.joined();
    const item = await deposited(kiosk);
    const { id } = await office.post<{ id: string }>('delegations', { ...agent, item });
    const [, own] = await granted(kiosk);
    expect(await office.post('delegations/revoke', { id })).toEqual({ id, added: true });
    expect(await office.post('delegations/revoke', { id })).toEqual({ id, added: false });
    const last = (await kiosk.news(0)).at(-1)?.change;
    expect(last).toEqual({ is: 'rightRevoked', right: own?.id });
    expect(await delegations(item)).toMatchObject([{ state: 'revoked' }]);
  });

  it('E25 I6 is used up by the hand-over; the addressee is told and no task is made', async () => {
    const { kiosk } = await office.joined();
    const item = await deposited(kiosk);
    await office.post('delegations', { ...agent, item });
    const taken = { is: 'itemHandedOver', item, cell, evidence: 'sensor', proof: 'card', addressee: person } as const;
    await kiosk.send([kiosk.message({ ...taken, person: keyOf(agent.idNumber) })]);
    expect(await delegations(item)).toMatchObject([{ state: 'used' }]);
    expect(await openTasks(kiosk)).toEqual([]);
    expect((await smsOf(kiosk)).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/已由受托人王\*凭身份证领取/),
    );
    expect((await office.call('POST', 'delegations', { ...agent, item })).status).toBe(409);
  });

  it('I6 is the only stranger who may: a hand-over to anybody else is a task', async () => {
    const { kiosk } = await office.joined();
    const item = await deposited(kiosk);
    const taken = { is: 'itemHandedOver', item, cell, evidence: 'sensor', proof: 'card', addressee: person } as const;
    await kiosk.send([kiosk.message({ ...taken, person: by })]);
    expect(await openTasks(kiosk)).toMatchObject([{ item, why: 'handed to somebody else than its addressee' }]);
  });
});

describe('a pickup code', () => {
  it('I8 comes with the message "ready" alone; the kiosk gets signed check values, the office sees stars', async () => {
    const { kiosk, keys } = await office.joined();
    const item = await deposited(kiosk);
    const sent = await eventually(async () => central.delivered.find(({ text }) => text.includes('取件码')));
    const all = (await kiosk.news(0)).map(({ change }) => change as Change);
    const issued = all.find((one) => one.is === 'codeIssued');
    if (issued?.is !== 'codeIssued') throw new Error('no code');
    expect(all.find((one) => one.is === 'rightGranted' && one.right.id === issued.right)).toBeDefined();
    const [own] = await smsOf(kiosk);
    expect(own).toMatchObject({ item, text: expect.stringContaining('取件码******。') });
    const mine = central.delivered.find(({ id }) => id === own?.id) ?? sent;
    const code = /取件码(\d{6})。/.exec(mine.text)?.[1] ?? '';
    const hashKey = Buffer.from(keys.personHashKey, 'base64');
    const keyedHash = (text: string) => createHmac('sha256', hashKey).update(text).digest('hex');
    const right = { id: issued.right, item, cell, person: by, validFrom: 0, validTo: 1, pickup: issued.pickup };
    const check = (entered: string, phone: string) =>
      checkCode({ code: entered, phone, rights: [right] }, { keyedHash });
    expect(await check(code, '0002')).toEqual({ tried: [right.id], right: right.id });
    expect(await check(code, '0003')).toEqual({ tried: [], right: null });
    expect(await check(code === '000000' ? '000001' : '000000', '0002')).toEqual({ tried: [right.id], right: null });
    const x = Buffer.from(keys.centralKey, 'base64').toString('base64url');
    const centralKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const text = issuedText(issued.right, issued.pickup, kiosk.kiosk);
    expect(verify(null, Buffer.from(text), centralKey, Buffer.from(issued.signature, 'base64'))).toBe(true);
    expect(JSON.stringify(all)).not.toContain(code);
    expect(central.logLines.join('')).not.toContain(code);
  });

  it('I8 that was tried too often is told to staff', async () => {
    const { kiosk } = await office.joined();
    const item = await deposited(kiosk);
    await kiosk.send([kiosk.message({ is: 'codeLocked', item })]);
    expect(await openTasks(kiosk)).toMatchObject([{ kind: 'check', item, why: 'pickup code tried too often' }]);
  });
});

describe('a signature', () => {
  const order = '01920000-0000-7000-8000-00000000000a';

  it('LC6 arrives sealed beside its fact, once; one that was sealed for another order is parked', async () => {
    const { kiosk, keys } = await office.joined();
    const fact = { is: 'deliverySigned', order, cell, items: [], person: personKeyOf(person), sha256: null } as const;
    const sealed = sealedForCentral(keys.personHashKey, '[[1,2,3,4]]', `signature/${order}`);
    const good = { ...kiosk.message(fact), sealed };
    expect((await kiosk.send([good])).parked).toEqual([]);
    expect((await kiosk.send([good])).parked).toEqual([]);
    const foreign = sealedForCentral(keys.personHashKey, '[[1,2,3,4]]', 'signature/other');
    expect((await kiosk.send([{ ...kiosk.message(fact), sealed: foreign }])).parked).toHaveLength(1);
  });

  it('LC6 is the one of which the fact holds the digest; another one is parked and an alarm', async () => {
    const { kiosk, keys } = await office.joined();
    const strokes = [[1, 2, 3, 4]];
    const sealed = (text: string) => sealedForCentral(keys.personHashKey, text, `signature/${order}`);
    const sha256 = signatureDigest(strokes);
    const fact = { is: 'deliverySigned', order, cell, items: [], person: personKeyOf(person), sha256 } as const;
    const exchanged = await kiosk.send([{ ...kiosk.message(fact), sealed: sealed('[[1,2,3,5]]') }]);
    expect(exchanged.parked).toMatchObject([{ why: expect.stringContaining('digest') }]);
    const signature = { ...kiosk.message(fact), sealed: sealed(signatureText(strokes)) };
    expect(await kiosk.send([signature])).toMatchObject({ acknowledged: signature.sequence, parked: [] });
    expect((await openTasks(kiosk)).map(({ kind }) => kind).sort()).toEqual(['alarm', 'sync']);
  });
});

describe('a low cell', () => {
  it('LC8 is asked for in a change of its own, which older kiosks pass over', async () => {
    const { kiosk } = await office.joined();
    const item = await expected(kiosk, { lowCell: true });
    await expected(kiosk);
    expect((await kiosk.news(0)).map(({ change }) => (change as Change).is)).toEqual([
      'itemExpected',
      'lowCellNeeded',
      'itemExpected',
    ]);
    expect((await kiosk.news(0))[1]?.change).toEqual({ is: 'lowCellNeeded', item });
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
