// Verifying a proof at central: the page, the program's answer, voiding, and what a stranger can do with any of it.

import { randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVerificationCode } from '../../src/central/verification-code.ts';
import type { Made, ProofsAnswer } from '../../src/contract/admin.ts';
import { parseWith } from '../../src/contract/parse.ts';
import type { DocumentContent } from '../../src/contract/sync.ts';
import { type VerificationAnswer, verificationAnswer } from '../../src/contract/verification.ts';
import { createTestOffice, type TestOffice } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const holder = { idNumber: '11010519491231002X', name: '张三丰' };
let central: StartedCentral;
let office: TestOffice;
let person = '';

beforeAll(async () => {
  central = await startedCentral();
  office = createTestOffice({ url: central.url, adminToken });
  person = (await office.post<{ person: string }>('people', holder)).person;
});
afterAll(() => central.close());

const words = {
  kind: 'proof',
  title: { zh: '参保证明', en: 'Proof of <b>insurance</b>' },
  number: 'ZM-7',
  fields: [{ label: { zh: '姓名', en: 'Name' }, value: holder.name }],
  paragraphs: ['兹证明。'],
  issuer: { zh: '示例局', en: 'Sample bureau' },
  issuedOn: '2026-11-20',
} as const;

type Proof = Extract<DocumentContent, { readonly kind: 'proof' }>;

/** A proof at central and as a kiosk gets it. */
async function issued(more: Record<string, unknown> = {}) {
  const id = `proof-${randomUUID()}`;
  const document = { ...words, id, ...more };
  expect(await office.post<Made>('documents', { idNumber: holder.idNumber, document })).toEqual({ id, added: true });
  expect(await office.post<Made>('documents', { idNumber: holder.idNumber, document })).toEqual({ id, added: false });
  const { kiosk } = await office.joined();
  const fetched = () => kiosk.request('POST', '/kiosk/v1/document', { person, document: id });
  return { id, kiosk, fetched, proof: (await fetched()).body['document'] as Proof };
}

let asker = 0;
/** From an address of its own each time, as a proxy on this machine would tell it. */
function newAddress(): string {
  asker += 1;
  return `10.${asker >> 16}.${(asker >> 8) & 255}.${asker & 255}`;
}

async function ask(path: string, { accept = 'text/html', from = newAddress() } = {}) {
  const response = await fetch(central.url + path, { headers: { accept, 'x-forwarded-for': from } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const page = (code: string) => ask(`/verify/${encodeURIComponent(code)}`);
async function verdict(code: string, query = ''): Promise<VerificationAnswer> {
  const answer = await ask(`/verify/${encodeURIComponent(code)}${query}`, { accept: 'application/json' });
  const parsed = parseWith(verificationAnswer, JSON.parse(answer.text));
  if (!parsed.ok) throw new Error(parsed.problem.lines.join());
  return parsed.value;
}

describe('a proof', () => {
  it('gets a code and a link from central, and anybody with the code may compare it', async () => {
    const { proof } = await issued();
    expect(proof.verificationCode).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    expect(proof.link).toBe(`${central.url}/verify/${proof.verificationCode}`);
    const { status, text } = await ask(new URL(proof.link).pathname);
    expect(status).toBe(200);
    for (const shown of ['真实有效', 'Genuine', '参保证明', 'ZM-7', '2026-11-20', '示例局', '张**'])
      expect(text).toContain(shown);
    for (const hidden of [holder.name, holder.idNumber, '<b>', '兹证明']) expect(text).not.toContain(hidden);
    expect(await verdict(proof.verificationCode)).toEqual({
      verdict: 'genuine',
      title: words.title,
      number: 'ZM-7',
      issuedOn: '2026-11-20',
      issuer: words.issuer,
      holder: '张**',
      file: 'notAsked',
    });
  });

  it('is found however its code is typed, in the address or in the form', async () => {
    const { proof } = await issued();
    const code = proof.verificationCode;
    for (const typed of [code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `]) {
      expect((await page(typed)).text).toContain('真实有效');
      expect((await ask(`/verify?${new URLSearchParams({ code: typed })}`)).text).toContain('真实有效');
    }
  });

  it('may bring a code and link of its issuer, but not a short one nor that of another', async () => {
    const code = `bring-${randomUUID().slice(0, 20)}`;
    const { proof } = await issued({ verificationCode: code, link: 'https://issuer.example/1' });
    expect(proof).toMatchObject({ verificationCode: code, link: 'https://issuer.example/1' });
    expect(await verdict(code.toUpperCase())).toMatchObject({ verdict: 'genuine' });
    const again = (verificationCode: string) =>
      office.call('POST', 'documents', {
        idNumber: holder.idNumber,
        document: { ...words, id: `proof-${randomUUID()}`, verificationCode },
      });
    expect(await again(code.replaceAll('-', ' '))).toMatchObject({ status: 409 });
    expect(await again('A1-B2-C3-D')).toMatchObject({ status: 400 });
    expect(await again('<script>alert(1)</script>')).toMatchObject({ status: 400 });
  });

  it('names its holder only by the first character also when the office does not know the person', async () => {
    const id = `proof-${randomUUID()}`;
    const code = newVerificationCode(randomBytes);
    await office.post('documents', {
      idNumber: '440524188001010014',
      document: { ...words, id, verificationCode: code, fields: [{ ...words.fields[0], value: '李四' }] },
    });
    expect(await verdict(code)).toMatchObject({ holder: '李*' });
  });

  it('that nobody issued is unknown, and a typing error is told from it', async () => {
    const { proof } = await issued();
    expect(await verdict(newVerificationCode(randomBytes))).toEqual({ verdict: 'unknown' });
    const last = proof.verificationCode.at(-1) === '2' ? '3' : '2';
    expect(await verdict(proof.verificationCode.slice(0, -1) + last)).toEqual({ verdict: 'mistyped' });
    expect((await page(newVerificationCode(randomBytes))).text).toContain('查无此证明');
    expect((await page('1234')).text).toContain('输入有误');
  });

  it('is void from the moment it is voided: the page says since when and why, and nobody prints it any more', async () => {
    const { id, proof, fetched, kiosk } = await issued();
    const order = { id, why: 'superseded', note: '张三丰 asked for it' };
    expect(await office.post('proofs/void', order)).toEqual({ id, added: true });
    expect(await office.post('proofs/void', order)).toEqual({ id, added: false });
    expect(await office.call('POST', 'proofs/void', { id, why: 'withdrawn' })).toMatchObject({ status: 409 });
    expect(await office.call('POST', 'proofs/void', { id: 'none', why: 'withdrawn' })).toMatchObject({ status: 404 });
    expect(await office.call('POST', 'proofs/void', { id, why: 'because' })).toMatchObject({ status: 400 });
    expect(await office.call('POST', 'proofs/void', order, 'wrong')).toMatchObject({ status: 401 });

    expect(await verdict(proof.verificationCode)).toMatchObject({
      verdict: 'void',
      why: 'superseded',
      voidedAt: expect.any(Number),
      holder: '张**',
    });
    const { text } = await page(proof.verificationCode);
    for (const shown of ['已作废', '已换发新证明', 'Replaced by a new one']) expect(text).toContain(shown);
    expect(text).not.toContain('张三丰');
    expect(await fetched()).toMatchObject({ status: 404 });
    const list = await kiosk.request('POST', '/kiosk/v1/documents', { person });
    expect(JSON.stringify(list.body)).not.toContain(id);

    const { proofs } = await office.get<ProofsAnswer>('proofs');
    expect(proofs.find((one) => one.id === id)).toMatchObject({
      state: 'void',
      why: 'superseded',
      events: [
        { what: 'issued', why: null, note: null },
        { what: 'voided', why: 'superseded', note: order.note },
      ],
    });
    expect(central.logLines.filter((line) => line.includes('proof voided'))).toHaveLength(1);
  });

  it('has files that are told from any other as soon as a kiosk has told of one', async () => {
    const { id, proof, kiosk } = await issued();
    const [first, second, other] = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
    const file = async (sha256 = '') => verdict(proof.verificationCode, `?file=${sha256}`);
    expect(await file(first)).toMatchObject({ verdict: 'genuine', file: 'notKnown' });
    const sent = (copy: number, sha256: string | null | undefined, document = id) =>
      kiosk.message({ is: 'printSent', job: randomUUID(), document, copy, sha256 });
    await kiosk.send([sent(1, first), sent(2, second), sent(1, other, 'no-such-proof')]);
    expect(await kiosk.send([sent(3, 'A')])).toMatchObject({ parked: [{ why: expect.stringContaining('sha256') }] });
    expect(await file(first)).toMatchObject({ file: 'asIssued' });
    expect(await file(second?.toUpperCase())).toMatchObject({ file: 'asIssued' });
    expect(await file(other)).toMatchObject({ verdict: 'genuine', file: 'other' });
    expect(await verdict(proof.verificationCode, '?file=x&file=y')).toMatchObject({ file: 'notAsked' });

    // A third paper is somewhere, and what its file was nobody has told.
    await kiosk.send([sent(3, null)]);
    expect(await file(other)).toMatchObject({ file: 'notKnown' });
    expect(await file(first)).toMatchObject({ file: 'asIssued' });
  });
});

describe('the page', () => {
  it('has a form, needs no script, is kept nowhere, found by no search and framed by nobody', async () => {
    const { status, headers, text } = await ask('/verify');
    expect(status).toBe(200);
    expect(text).toMatch(/<form method="get" action="\/verify"><label for="code">/);
    expect(text).not.toMatch(/<script|<h2|\son\w+=|javascript:/i);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
      ),
      'content-type': 'text/html; charset=utf-8',
    });
    expect((await ask('/verify/')).text).toBe(text);
  });

  it('is the same for every wrong code: nothing that was asked comes back', async () => {
    const mistyped = (await page('1')).text;
    const unknown = (await page(newVerificationCode(randomBytes))).text;
    expect(unknown).not.toBe(mistyped);
    const nasty = fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "';--",
      '../../x',
      '%00',
      '?',
      '#',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
      fc.string({ minLength: 1 }),
      nasty,
    );
    await fc.assert(
      fc.asyncProperty(text, async (code) => {
        // fetch resolves dot segments itself; the raw ones are asked below.
        fc.pre(!/^\.{1,2}$/.test(code));
        const answers = [await page(code), await ask(`/verify?${new URLSearchParams({ code })}`)];
        for (const answer of answers) {
          expect(answer.status).toBe(200);
          expect([mistyped, unknown]).toContain(answer.text);
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each(['/verify/%zz', '/verify/%ff%fe', '/verify/../verify/<b>', '/verify//<b>x', '/verify/x?code=<b>&code=<b>'])(
    'answers %s without repeating it',
    async (path) => {
      const text = await new Promise<string>((resolve, reject) => {
        const sent = request(`${central.url}`, { path, headers: { 'x-forwarded-for': newAddress() } }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (part: string) => (body += part));
          response.on('end', () => resolve(body));
        });
        sent.on('error', reject).end();
      });
      expect(text.length).toBeGreaterThan(20);
      for (const part of ['<b>', '%zz', '%ff']) expect(text).not.toContain(part);
    },
  );

  it('lets one address ask thirty times a minute, the form aside, and believes only a proxy on this machine', async () => {
    const from = newAddress();
    for (let count = 0; count < 30; count += 1) expect((await ask('/verify/1', { from })).status).toBe(200);
    const refused = await ask('/verify/1', { from });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.text).toContain('查询过于频繁');
    // Whatever a client wrote in front of the address that the proxy saw does not count.
    expect((await ask('/verify/1', { from: `198.51.100.1, ${from}` })).status).toBe(429);
    expect((await ask('/verify', { from })).status).toBe(200);
    expect((await ask('/verify/1')).status).toBe(200);
  });

  it('leaves no code, name or number in the log', async () => {
    const { proof } = await issued();
    await page(proof.verificationCode);
    const log = central.logLines.join('\n');
    for (const secret of [proof.verificationCode, holder.name, holder.idNumber]) expect(log).not.toContain(secret);
  });
});
