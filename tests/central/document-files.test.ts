// Files at central: the seal of a proof and finished PDF files: kept, sealed, handed out whole, and refused when damaged.

import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Made } from '../../src/contract/admin.ts';
import { parseWith } from '../../src/contract/parse.ts';
import { documentAnswer, documentsAnswer } from '../../src/contract/sync.ts';
import { verificationAnswer } from '../../src/contract/verification.ts';
import { sealPng } from '../documents/samples.ts';
import { wholePdf } from '../support/whole-pdf.ts';
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

const title = { zh: '参保证明', en: 'Proof of insurance' };
const issuer = { zh: '示例局', en: 'Sample bureau' };
const common = () => ({ id: `doc-${randomUUID()}`, title, number: 'ZM-7', issuer, issuedOn: '2026-11-20' });
const code = () => `K-${randomUUID().slice(0, 23)}`;
const proof = (png: string) => ({
  kind: 'proof',
  ...common(),
  fields: [],
  paragraphs: ['兹证明。'],
  verificationCode: code(),
  link: 'https://issuer.example/1',
  seal: { png, widthMm: 42 },
});
const finished = (pdf: Uint8Array) => ({
  kind: 'file',
  ...common(),
  verificationCode: code(),
  link: 'https://issuer.example/2',
  pdf: Buffer.from(pdf).toString('base64'),
});
const add = (document: unknown) => office.call('POST', 'documents', { idNumber: holder.idNumber, document });

async function handedOut(id: string) {
  const { kiosk } = await office.joined();
  const list = await kiosk.request('POST', '/kiosk/v1/documents', { person });
  const listed = parseWith(documentsAnswer, list.body);
  const content = await kiosk.request('POST', '/kiosk/v1/document', { person, document: id });
  const whole = parseWith(documentAnswer, content.body);
  if (!listed.ok || !whole.ok) throw new Error('an answer cannot be read');
  return { listed: listed.value.documents.find((one) => one.id === id), whole: whole.value.document };
}

it('hands out a proof with its seal, as it came', async () => {
  const document = proof(sealPng().toString('base64'));
  expect(await office.post<Made>('documents', { idNumber: holder.idNumber, document })).toMatchObject({ added: true });
  expect(await office.post<Made>('documents', { idNumber: holder.idNumber, document })).toMatchObject({ added: false });
  const other = { ...document, seal: { png: sealPng(100).toString('base64'), widthMm: 42 } };
  expect(await add(other)).toMatchObject({ status: 409 });
  const { listed, whole } = await handedOut(document.id);
  expect(whole).toEqual(document);
  expect(listed).toEqual({ id: document.id, kind: 'proof', title, date: '2026-11-20', amountFen: null });
});

it('hands out a finished file, lists it as a proof, and knows it again', async () => {
  const pdf = await wholePdf(2);
  const document = finished(pdf);
  expect(await add(document)).toMatchObject({ status: 200, body: { added: true } });
  expect(await add(document)).toMatchObject({ status: 200, body: { added: false } });
  expect(await add({ ...document, pdf: finished(await wholePdf(1)).pdf })).toMatchObject({ status: 409 });
  const { listed, whole } = await handedOut(document.id);
  expect(whole).toEqual(document);
  expect(listed).toEqual({ id: document.id, kind: 'proof', title, date: '2026-11-20', amountFen: null });

  const verdict = async (query: string) => {
    const answer = await fetch(`${central.url}/verify/${document.verificationCode}${query}`, {
      headers: { accept: 'application/json' },
    });
    return parseWith(verificationAnswer, await answer.json());
  };
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const compared = { verdict: 'genuine', title, issuer, number: 'ZM-7', issuedOn: '2026-11-20', holder: '张**' };
  expect(await verdict('')).toEqual({ ok: true, value: { ...compared, file: 'notAsked' } });
  expect(await verdict(`?file=${sha256}`)).toEqual({ ok: true, value: { ...compared, file: 'asIssued' } });
  const altered = `?file=${'0'.repeat(64)}`;
  expect(await verdict(altered)).toEqual({ ok: true, value: { ...compared, file: 'other' } });
});

it('tells the office at once that a file is damaged, locked, too long or too large', async () => {
  const pdf = await wholePdf(2);
  const cases: readonly (readonly [unknown, number, RegExp])[] = [
    [finished(pdf.subarray(0, 900)), 400, /document\.pdf: is damaged/],
    [finished(await wholePdf(51)), 400, /document\.pdf: has more than 50 pages/],
    [finished(await wholePdf(1, { ownerPassword: 'b' })), 400, /document\.pdf: is encrypted/],
    [{ ...finished(pdf), pdf: 'A'.repeat(5_333_340) }, 400, /document\.pdf: must hold at most 4000000 bytes/],
    [{ ...finished(pdf), verificationCode: undefined }, 400, /document\.verificationCode/],
    [proof(sealPng().subarray(0, 200).toString('base64')), 400, /document\.seal\.png: is damaged/],
    [proof(sealPng(1_501).toString('base64')), 400, /document\.seal\.png: is too large/],
    [proof('A'.repeat(400_004)), 400, /document\.seal\.png: must hold at most 300000 bytes/],
    [{ ...proof(sealPng().toString('base64')), fields: 'A'.repeat(6_000_000) }, 413, /^$/],
  ];
  for (const [document, status, detail] of cases) {
    const answer = await add(document);
    expect(answer).toMatchObject({ status });
    expect(String(answer.body['detail'] ?? '')).toMatch(detail);
  }
});
