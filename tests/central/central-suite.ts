// What any central must do, asked over HTTP only: runs against whatever address it is given.

import { createHmac, createPublicKey, randomUUID, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FactsAnswer, ItemsAnswer, KiosksAnswer, SmsAnswer, TasksAnswer } from '../../src/contract/admin.ts';
import { parseWith } from '../../src/contract/parse.ts';
import { maxSkewMs, signatureHeaders } from '../../src/contract/signing.ts';
import {
  type Change,
  change,
  documentAnswer,
  documentsAnswer,
  enrolAnswer,
  messageAnswer,
  newsAnswer,
} from '../../src/contract/sync.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { rightText } from '../../src/core/right.ts';
import {
  type Address,
  type Answer,
  createTestKiosk,
  createTestOffice,
  eventually,
  type TestOffice,
} from './kiosk-client.ts';

const staffKey = personKeyOf('5'.repeat(64));
const applicant = { idNumber: '440524188001010014', name: '李四', phone: '00000000002' };
const citizen = { idNumber: '11010519491231002X', name: '张三', phone: '00000000001' };
const exit = { is: 'hallExit' } as const;

const proof = (id: string) => ({
  kind: 'proof',
  id,
  title: { zh: '参保证明', en: 'Proof of insurance' },
  number: 'ZM-1',
  fields: [{ label: { zh: '姓名', en: 'Name' }, value: '张三' }],
  paragraphs: ['兹证明。'],
  issuer: { zh: '示例局', en: 'Sample bureau' },
  issuedOn: '2026-11-20',
  verificationCode: `code-of-${id}`.slice(0, 40),
  link: 'https://hall.example/1',
});

function isProblem(answer: Answer, status: number, name: string): void {
  expect(answer).toMatchObject({
    status,
    type: expect.stringMatching(/^application\/problem\+json/),
    body: { type: `urn:nighthall:problem:${name}`, status, title: expect.any(String) },
  });
}

export function centralSuite(
  name: string,
  start: () => Promise<{ readonly url: Address; readonly adminToken: string }>,
): void {
  describe(`central (${name})`, () => {
    let url: Address = '';
    let office: TestOffice;
    beforeAll(async () => {
      const started = await start();
      url = started.url;
      office = createTestOffice(started);
      await office.post('people', applicant);
      await office.post('people', citizen);
    });

    async function expected(kiosk: string, more: Record<string, unknown> = {}) {
      const title = { zh: '食品经营许可证', en: 'Food business licence' };
      const body = { kiosk, idNumber: applicant.idNumber, title, caseNumber: 'SP-1', size: 'small', ...more };
      return itemIdOf((await office.post<{ id: string }>('items', body)).id);
    }
    const facts = (kiosk: string, after = 0) => office.get<FactsAnswer>(`kiosks/${kiosk}/facts?after=${after}`);
    const smsOf = async (kiosk: string) =>
      (await office.get<SmsAnswer>('sms')).sms.filter((sms) => sms.kiosk === kiosk);
    const stateOf = async (id: string) =>
      (await office.get<ItemsAnswer>('items')).items.find((item) => item.id === id)?.state;
    const changesOf = (news: readonly { readonly change: unknown }[]) => news.map((one) => one.change as Change);

    describe('enrolment', () => {
      it('lets a kiosk join once with its code and gives it the keys', async () => {
        const kiosk = createTestKiosk({ url, kiosk: 'hall-join' });
        const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk: 'hall-join' });
        const answer = await kiosk.enrol(code);
        expect(answer.status).toBe(200);
        const keys = parseWith(enrolAnswer, answer.body);
        if (!keys.ok) throw new Error(keys.problem.lines.join());
        expect(Buffer.from(keys.value.personHashKey, 'base64')).toHaveLength(32);
        expect(Buffer.from(keys.value.centralKey, 'base64')).toHaveLength(32);
        expect(await kiosk.news(0)).toEqual([]);

        const thief = createTestKiosk({ url, kiosk: 'hall-join' });
        isProblem(await thief.enrol(code), 403, 'codeUsed');
        isProblem(await thief.request('GET', '/kiosk/v1/news?after=0'), 401, 'forged');
        isProblem(await kiosk.enrol(code), 403, 'codeUsed');
        expect(await kiosk.news(0)).toEqual([]);
      });

      it('answers again to the same computer whose first answer was lost, until it has spoken, and to nobody else', async () => {
        const kiosk = createTestKiosk({ url, kiosk: 'hall-lost' });
        const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk: 'hall-lost' });
        const lost = await kiosk.enrol(code);
        isProblem(await createTestKiosk({ url, kiosk: 'hall-lost' }).enrol(code), 403, 'codeUsed');
        const again = await kiosk.enrol(code);
        const untimed = (answer: Answer) => ({ ...(answer.body as Record<string, unknown>), serverTime: 0 });
        expect(again.status).toBe(200);
        expect(untimed(again)).toEqual(untimed(lost));
        expect(await kiosk.news(0)).toEqual([]);
        isProblem(await kiosk.enrol(code), 403, 'codeUsed');
      });

      it('refuses a wrong code, a code of another kiosk and a key that is none', async () => {
        const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk: 'hall-right' });
        await office.post('kiosks/codes', { kiosk: 'hall-wrong' });
        const other = createTestKiosk({ url, kiosk: 'hall-wrong' });
        isProblem(await other.enrol(code), 403, 'codeWrong');
        isProblem(await other.enrol('AAAAA-AAAAA-AAAAA-AAAAA'), 403, 'codeWrong');
        isProblem(await createTestKiosk({ url, kiosk: 'hall-nowhere' }).enrol(code), 403, 'codeWrong');
        const response = await fetch(`${url}/kiosk/v1/enrol`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code, kiosk: 'hall-right', publicKey: 'AAAA', software: '1' }),
        });
        expect(response.status).toBe(400);
        expect((await createTestKiosk({ url, kiosk: 'hall-right' }).enrol(code)).status).toBe(200);
      });

      it('gives every kiosk the key with which person keys are made', async () => {
        const { keys } = await office.joined();
        const { person } = await office.post<{ person: string }>('people', {
          ...citizen,
          idNumber: citizen.idNumber.toLowerCase(),
        });
        const mine = createHmac('sha256', Buffer.from(keys.personHashKey, 'base64')).update(citizen.idNumber);
        expect(person).toBe(mine.digest('hex'));
      });
    });

    describe('signed requests', () => {
      const path = '/kiosk/v1/messages';

      it('change nothing and say why when they are unsigned, forged, replayed, late, early or unreadable', async () => {
        const { kiosk } = await office.joined();
        const good = kiosk.message(exit);
        const batch = { messages: [good] };
        const text = JSON.stringify(batch);
        const ask = (tampering: Parameters<typeof kiosk.request>[3], data: unknown = text) =>
          kiosk.request('POST', path, data, tampering);

        for (const header of Object.values(signatureHeaders))
          isProblem(await ask({ leaveOut: header }), 401, 'unsigned');
        isProblem(await ask({ nonce: 'not-a-uuid' }), 401, 'unsigned');
        isProblem(await ask({ kiosk: 'hall-nobody' }), 401, 'unknownKiosk');
        isProblem(await ask({ signedBody: '{}' }), 401, 'forged');
        isProblem(await ask({ signedPath: '/kiosk/v1/documents' }), 401, 'forged');
        isProblem(
          await kiosk.request('GET', '/kiosk/v1/news?after=5', undefined, { signedPath: '/kiosk/v1/news?after=0' }),
          401,
          'forged',
        );
        for (const skew of [-maxSkewMs - 60_000, maxSkewMs + 60_000]) {
          const answer = await ask({ time: Date.now() + skew });
          isProblem(answer, 401, 'clockSkew');
          expect(answer.body['serverTime']).toEqual(expect.any(Number));
        }
        isProblem(await ask({}, '{"messages":'), 400, 'malformed');
        isProblem(await ask({}, { messages: [] }), 400, 'malformed');
        isProblem(await ask({}, { ...batch, more: 1 }), 400, 'malformed');
        isProblem(await ask({}, { messages: [{ ...good, sequence: 0 }] }), 400, 'malformed');
        isProblem(await ask({}, { messages: [{ ...good, at: 1e300 }] }), 400, 'malformed');
        isProblem(await ask({}, { messages: Array(501).fill(good) }), 400, 'malformed');
        isProblem(await ask({ contentType: 'text/plain' }), 415, 'notJson');
        isProblem(await ask({}, ' '.repeat(1_000_001)), 413, 'tooLarge');
        expect(await facts(kiosk.kiosk)).toEqual({ facts: [], parked: [] });

        const nonce = randomUUID();
        expect((await ask({ nonce })).status).toBe(200);
        isProblem(await ask({ nonce }), 401, 'replayed');
        expect((await facts(kiosk.kiosk)).facts).toHaveLength(1);
      });

      it('may be a few minutes off', async () => {
        const { kiosk } = await office.joined();
        const answer = await kiosk.request(
          'POST',
          path,
          { messages: [kiosk.message(exit)] },
          { time: Date.now() - 240_000 },
        );
        expect(answer.status).toBe(200);
        const { kiosks } = await office.get<KiosksAnswer>('kiosks');
        const line = kiosks.find((one) => one.kiosk === kiosk.kiosk);
        expect(line).toMatchObject({ acknowledged: 1, parked: 0, software: '0.1.0' });
        expect(line?.clockOffsetMs).toBeLessThan(-200_000);
      });
    });

    describe('messages', () => {
      it('count once and in order, however often and in whatever pieces they come', async () => {
        const { kiosk } = await office.joined();
        const all = Array.from({ length: 9 }, (_, index) =>
          kiosk.message({ is: 'started', version: String(index + 1), openOrdersInDoubt: 0 }),
        );
        expect(await kiosk.send(all.slice(0, 3))).toMatchObject({ acknowledged: 3, parked: [] });
        expect(await kiosk.send(all.slice(5))).toMatchObject({ acknowledged: 3 });
        expect(await kiosk.send(all.slice(1, 5))).toMatchObject({ acknowledged: 5 });
        const answers = await Promise.all([kiosk.send(all), kiosk.send(all.slice(3)), kiosk.send(all)]);
        for (const answer of answers) expect(parseWith(messageAnswer, answer)).toMatchObject({ ok: true });
        expect(answers.map(({ acknowledged }) => acknowledged)).toEqual([9, 9, 9]);
        const stored = (await facts(kiosk.kiosk)).facts;
        expect(stored.map(({ sequence, id, at, fact }) => ({ sequence, id, at, fact }))).toEqual(all);
        expect((await facts(kiosk.kiosk, stored[6]?.position)).facts.map(({ sequence }) => sequence)).toEqual([8, 9]);
      });

      it('are parked when they cannot be read or cannot be true, while the others flow', async () => {
        const { kiosk } = await office.joined();
        const nested = JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`);
        const batch = [
          kiosk.message(exit),
          kiosk.message({ is: 'fromAFutureBuild', secret: citizen.idNumber }),
          kiosk.message({ is: 'itemDeposited', item: itemIdOf('unknown'), cell: cellIdOf('A01'), by: staffKey }),
          kiosk.message({ is: 'deviceChanged', device: 'nul \u0000', state: 'x' }),
          kiosk.message({ is: nested }),
          kiosk.message(exit),
        ];
        const answer = await kiosk.send(batch);
        expect(answer.acknowledged).toBe(6);
        expect(answer.parked.map(({ sequence }) => sequence)).toEqual([2, 3, 5]);
        expect(JSON.stringify(answer)).not.toContain(citizen.idNumber);
        expect((await kiosk.send(batch)).parked).toEqual(answer.parked);
        const stored = await facts(kiosk.kiosk);
        expect(stored.facts.map(({ sequence }) => sequence)).toEqual([1, 4, 6]);
        expect(stored.parked.map(({ sequence }) => sequence)).toEqual([2, 3, 5]);
        const { tasks } = await office.get<TasksAnswer>('tasks');
        expect(tasks.filter((task) => task.kiosk === kiosk.kiosk && task.kind === 'sync')).toHaveLength(3);
      });

      it('raise an alarm when an id or a sequence number comes again with something else', async () => {
        const { kiosk } = await office.joined();
        const first = kiosk.message(exit);
        const other = { is: 'visitEnded', how: 'finished' } as const;
        await kiosk.send([first]);
        expect((await kiosk.send([{ ...first, fact: other }])).parked).toMatchObject([{ sequence: 1 }]);
        expect((await kiosk.send([{ ...first, id: randomUUID() }])).parked).toMatchObject([{ sequence: 1 }]);
        const second = { ...kiosk.message(other), id: first.id };
        expect(await kiosk.send([second])).toMatchObject({ acknowledged: 2, parked: [{ sequence: 2 }] });
        const stored = await facts(kiosk.kiosk);
        expect(stored.facts.map(({ fact }) => fact)).toEqual([exit]);
        expect(stored.parked).toHaveLength(3);
      });

      it('of a computer that joins anew begin at 1, and what was sent before counts once', async () => {
        const { kiosk } = await office.joined();
        const old = kiosk.message(exit);
        await kiosk.send([old]);
        const { code } = await office.post<{ code: string }>('kiosks/codes', { kiosk: kiosk.kiosk });
        const successor = createTestKiosk({ url, kiosk: kiosk.kiosk });
        expect((await successor.enrol(code)).status).toBe(200);
        isProblem(await kiosk.request('POST', '/kiosk/v1/messages', { messages: [old] }), 401, 'forged');
        const fresh = { ...successor.message(exit), sequence: 2 };
        expect(await successor.send([old, fresh])).toMatchObject({ acknowledged: 2, parked: [] });
        // Said with the news too: a kiosk that has nothing to tell sees by it when central was restored from a backup.
        const news = await successor.request('GET', '/kiosk/v1/news?after=0');
        expect(parseWith(newsAnswer, news.body)).toMatchObject({ ok: true, value: { acknowledged: 2 } });
        expect((await facts(kiosk.kiosk)).facts.map(({ id }) => id)).toEqual([old.id, fresh.id]);
      });
    });

    describe('news', () => {
      it('come to their kiosk only, in order, without gaps, and as the contract says', async () => {
        const [{ kiosk }, { kiosk: other }] = [await office.joined(), await office.joined()];
        const items = await Promise.all(Array.from({ length: 12 }, () => expected(kiosk.kiosk)));
        const news = await kiosk.news(0);
        expect(news.map(({ cursor }) => cursor)).toEqual(items.map((_, index) => index + 1));
        expect(parseWith(newsAnswer, { news, serverTime: 0 })).toMatchObject({ ok: true });
        for (const one of news) expect(parseWith(change, one.change)).toMatchObject({ ok: true });
        expect((await kiosk.news(10)).map(({ cursor }) => cursor)).toEqual([11, 12]);
        expect(await other.news(0)).toEqual([]);
        isProblem(await kiosk.request('GET', '/kiosk/v1/news?after=13'), 409, 'cursorAhead');
        isProblem(await kiosk.request('GET', '/kiosk/v1/news?after=-1'), 400, 'malformed');
        isProblem(await kiosk.request('GET', '/kiosk/v1/news?after=0&waitMs=600000'), 400, 'malformed');
      });

      it('wake a waiting question at once', async () => {
        const { kiosk } = await office.joined();
        const waiting = [kiosk.news(0, 60_000), kiosk.news(0, 60_000)];
        await eventually(async () => {
          const { kiosks } = await office.get<KiosksAnswer>('kiosks');
          return kiosks.find((one) => one.kiosk === kiosk.kiosk)?.lastSeenAt ?? undefined;
        });
        const id = await expected(kiosk.kiosk);
        for (const news of await Promise.all(waiting))
          expect(changesOf(news)).toMatchObject([{ is: 'itemExpected', item: { id, maskedName: '李*' } }]);
      });

      it('leave an empty answer when the time is up', async () => {
        const { kiosk } = await office.joined();
        expect(await kiosk.news(0, 50)).toEqual([]);
      });

      it('tell of staff with a hash of the PIN', async () => {
        const { kiosk } = await office.joined();
        const staff = { kiosk: kiosk.kiosk, idNumber: citizen.idNumber, role: 'depositor', badge: 'B1', pin: '246810' };
        expect(await office.post('staff', staff)).toMatchObject({ added: true });
        expect(await office.post('staff', staff)).toMatchObject({ added: false });
        expect(await office.post('staff', { ...staff, pin: '111111' })).toMatchObject({ added: true });
        await office.post('staff/remove', { kiosk: kiosk.kiosk, idNumber: citizen.idNumber });
        const changes = changesOf(await kiosk.news(0));
        expect(changes).toMatchObject([{ is: 'staffAdded' }, { is: 'staffAdded' }, { is: 'staffRemoved' }]);
        const pinHash = changes[0]?.is === 'staffAdded' ? changes[0].staff.pinHash : '';
        expect(pinHash).toMatch(/^scrypt\$16384\$8\$1\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/);
      });
    });

    describe('a licence', () => {
      it('gets a signed right and one message when it is put in, however often that is told', async () => {
        const { kiosk, keys } = await office.joined();
        const place = { zh: '示例大厅', en: 'Sample hall' };
        await office.post('kiosks', { kiosk: kiosk.kiosk, place, phone: '00-1234' });
        const item = await expected(kiosk.kiosk);
        const deposit = kiosk.message({ is: 'itemDeposited', item, cell: cellIdOf('A07'), by: staffKey });
        await Promise.all([kiosk.send([deposit]), kiosk.send([deposit]), kiosk.send([deposit])]);
        await kiosk.send([deposit, kiosk.message(exit)]);

        const granted = changesOf(await kiosk.news(0)).filter((one) => one.is === 'rightGranted');
        expect(granted).toHaveLength(1);
        const [one] = granted;
        if (one?.is !== 'rightGranted') throw new Error('no right');
        expect(one.right).toMatchObject({ item, cell: 'A07' });
        // Seven days to wait, and time in which staff take out what is overdue.
        expect(one.right.validTo - one.right.validFrom).toBe(97 * 86_400_000 + 5 * 60_000);
        const x = Buffer.from(keys.centralKey, 'base64').toString('base64url');
        const centralKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
        const signature = Buffer.from(one.signature, 'base64');
        const signs = (kioskName: string) =>
          verify(null, Buffer.from(rightText(one.right, kioskName)), centralKey, signature);
        expect([signs(kiosk.kiosk), signs('hall-other')]).toEqual([true, false]);

        const sent = await eventually(async () => {
          const all = await smsOf(kiosk.kiosk);
          return all.every(({ state }) => state === 'sent') ? all : undefined;
        });
        expect(sent).toMatchObject([{ item, maskedPhone: '*******0002' }]);
        expect(sent[0]?.text).toMatch(/^【示例大厅】李\*，.*食品经营许可证.*\d{4}年\d+月\d+日\d\d:\d\d前.*00-1234/);

        const person = one.right.person;
        await kiosk.send([
          kiosk.message({ is: 'itemHandedOver', item, cell: cellIdOf('A07'), person, evidence: 'sensor' }),
        ]);
        expect(await stateOf(item)).toBe('handedOver');
        isProblem(await office.call('POST', `items/${item}/cancel`), 409, 'notNow');
      });

      it('that is missing or disputed is a task until somebody has looked', async () => {
        const { kiosk } = await office.joined();
        const item = await expected(kiosk.kiosk);
        const cell = cellIdOf('B02');
        const open = async () =>
          (await office.get<TasksAnswer>('tasks')).tasks.filter(
            (task) => task.kiosk === kiosk.kiosk && task.closedAt === null,
          );
        await kiosk.send([
          kiosk.message({ is: 'itemDeposited', item, cell, by: staffKey }),
          kiosk.message({ is: 'itemDisputed', item, cell, why: 'notMine' }),
        ]);
        expect(await stateOf(item)).toBe('disputed');
        expect(await open()).toMatchObject([{ kind: 'check', item, cell, why: 'notMine' }]);
        await kiosk.send([kiosk.message({ is: 'cellVerified', cell, by: staffKey, found: 'item' })]);
        expect([await stateOf(item), await open()]).toEqual(['inCell', []]);
        await kiosk.send([kiosk.message({ is: 'itemMissing', item, cell })]);
        expect(await stateOf(item)).toBe('missing');
        expect(await open()).toMatchObject([{ kind: 'check', why: 'said to be missing' }]);
      });

      it('that is put in while frozen gets its right and message at its release', async () => {
        const { kiosk } = await office.joined();
        const item = await expected(kiosk.kiosk);
        await office.post(`items/${item}/freeze`);
        await kiosk.send([kiosk.message({ is: 'itemDeposited', item, cell: cellIdOf('A01'), by: staffKey })]);
        expect(await smsOf(kiosk.kiosk)).toEqual([]);
        await office.post(`items/${item}/release`);
        expect(await smsOf(kiosk.kiosk)).toHaveLength(1);
        await office.post(`items/${item}/freeze`);
        await office.post(`items/${item}/release`);
        expect(await smsOf(kiosk.kiosk)).toHaveLength(1);
        await office.post(`items/${item}/cancel`);
        expect(changesOf(await kiosk.news(0)).map(({ is }) => is)).toEqual([
          'itemExpected',
          'itemFrozen',
          'itemReleased',
          'rightGranted',
          'codeIssued',
          'itemFrozen',
          'itemReleased',
          'rightRevoked',
          'itemCancelled',
        ]);
        const { tasks } = await office.get<TasksAnswer>('tasks');
        expect(tasks.filter((task) => task.item === item)).toMatchObject([
          { kind: 'recall', cell: 'A01', why: 'cancelled', closedAt: null },
          { kind: 'recall', cell: 'A01', why: 'frozen', closedAt: expect.any(Number) },
          { kind: 'recall', cell: 'A01', why: 'frozen', closedAt: expect.any(Number) },
        ]);
      });

      it('belongs to one kiosk: another cannot say what became of it', async () => {
        const [{ kiosk }, { kiosk: other }] = [await office.joined(), await office.joined()];
        const item = await expected(kiosk.kiosk);
        const told = other.message({ is: 'itemDeposited', item, cell: cellIdOf('A01'), by: staffKey });
        expect((await other.send([told])).parked).toHaveLength(1);
        expect(await stateOf(item)).toBe('expected');
      });
    });

    describe('documents', () => {
      it('are listed and given to their owner only', async () => {
        const { kiosk } = await office.joined();
        const id = `proof-${randomUUID()}`;
        const added = { idNumber: citizen.idNumber, document: proof(id) };
        expect(await office.post('documents', added)).toEqual({ id, added: true });
        expect(await office.post('documents', added)).toEqual({ id, added: false });
        const changed = { ...added, document: { ...proof(id), number: 'ZM-2' } };
        isProblem(await office.call('POST', 'documents', changed), 409, 'taken');
        const { person } = await office.post<{ person: string }>('people', citizen);
        const list = await kiosk.request('POST', '/kiosk/v1/documents', { person });
        expect(parseWith(documentsAnswer, list.body)).toMatchObject({ ok: true });
        expect(list.body['documents']).toContainEqual({
          id,
          kind: 'proof',
          title: { zh: '参保证明', en: 'Proof of insurance' },
          date: '2026-11-20',
          amountFen: null,
        });
        const content = await kiosk.request('POST', '/kiosk/v1/document', { person, document: id });
        expect(parseWith(documentAnswer, content.body)).toEqual({ ok: true, value: { document: proof(id) } });
        const stranger = { person: staffKey, document: id };
        isProblem(await kiosk.request('POST', '/kiosk/v1/document', stranger), 404, 'notFound');
        const nothing = await kiosk.request('POST', '/kiosk/v1/documents', { person: staffKey });
        expect(nothing.body).toEqual({ documents: [] });
      });
    });

    describe('the admin API', () => {
      it('asks for its token before anything else', async () => {
        for (const token of ['', 'wrong', 'token-of-the-test-officE'])
          isProblem(await office.call('GET', 'kiosks', undefined, token), 401, 'noToken');
        isProblem(await office.call('POST', 'people', '{', 'wrong'), 401, 'noToken');
      });

      it('refuses unknown fields, impossible numbers, unknown people and halls, and repeats nothing of them', async () => {
        const wrong = '110105194912310021';
        const { kiosk } = await office.joined();
        const item = { kiosk: kiosk.kiosk, title: { zh: '证', en: 'L' }, caseNumber: '1', size: 'small' };
        const answers = [
          await office.call('POST', 'people', { ...citizen, idNumber: wrong }),
          await office.call('POST', 'people', { ...citizen, [wrong]: 1 }),
          await office.call('POST', 'people', { ...citizen, name: '张\u0000三' }),
          await office.call('POST', 'people', `${citizen.idNumber} is no JSON`),
          await office.call('POST', 'items', { ...item, idNumber: citizen.idNumber, size: wrong }),
          await office.call('POST', 'items', { ...item, idNumber: citizen.idNumber, id: citizen.idNumber }),
        ];
        for (const answer of answers) isProblem(answer, 400, 'malformed');
        const told = JSON.stringify(answers);
        for (const secret of [wrong, citizen.idNumber.slice(0, 8)]) expect(told).not.toContain(secret);

        const nobody = { ...item, idNumber: '911124198108030024' };
        isProblem(await office.call('POST', 'items', nobody), 404, 'unknownPerson');
        const nowhere = { ...item, kiosk: 'hall-none', idNumber: citizen.idNumber };
        isProblem(await office.call('POST', 'items', nowhere), 404, 'kioskNotRegistered');
        isProblem(await office.call('POST', 'people', ' '.repeat(65_000)), 413, 'tooLarge');
        isProblem(await office.call('POST', 'items/nothing/freeze'), 404, 'notFound');
        isProblem(await office.call('POST', 'items/nothing/burn'), 400, 'malformed');
        isProblem(await office.call('GET', 'nothing'), 404, 'notFound');
        expect(await kiosk.news(0)).toEqual([]);
      });

      it('takes the same item twice as one, and another under its id as a mistake', async () => {
        const { kiosk } = await office.joined();
        const id = `item-${randomUUID().slice(0, 8)}`;
        await expected(kiosk.kiosk, { id });
        await expected(kiosk.kiosk, { id });
        expect(await kiosk.news(0)).toHaveLength(1);
        const title = { zh: '别的', en: 'Other' };
        const other = {
          kiosk: kiosk.kiosk,
          idNumber: applicant.idNumber,
          title,
          caseNumber: 'SP-1',
          size: 'small',
          id,
        };
        isProblem(await office.call('POST', 'items', other), 409, 'taken');
      });
    });

    it('says how it is, and whether it is a trial', async () => {
      const health = await (await fetch(`${url}/health`)).json();
      expect(health).toMatchObject({ status: 'ok', trial: expect.any(Boolean) });
      expect((await fetch(`${url}/nothing`)).headers.get('content-type')).toContain('application/problem+json');
    });
  });
}
