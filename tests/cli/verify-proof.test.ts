// nighthall verify-proof, run as a person would run it, against a started central.

import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DocumentContent } from '../../src/contract/sync.ts';
import { makeProof } from '../../src/documents/proof.ts';
import { createTestOffice, type TestOffice } from '../central/kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from '../central/started-central.ts';

const command = join(resolve(import.meta.dirname, '../..'), 'src/cli/nighthall.ts');
const holder = { idNumber: '11010519491231002X', name: '张三' };
let folder = '';
let central: StartedCentral;
let office: TestOffice;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nighthall-verify-proof-'));
  central = await startedCentral();
  office = createTestOffice({ url: central.url, adminToken });
});
afterAll(async () => {
  await central.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}
/** Not awaited in a blocking way: the central that answers runs in this process. */
function verifyProof(...args: readonly string[]): Promise<Ran> {
  return new Promise((done) => {
    execFile(process.execPath, [command, 'verify-proof', ...args], { cwd: folder }, (error, out, errors) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, errors }),
    );
  });
}
async function verdictOn(pdf: Uint8Array, url = central.url) {
  const file = join(folder, `${randomUUID()}.pdf`);
  await writeFile(file, pdf);
  const { code, out } = await verifyProof(file, '--central', url);
  return { code, ...(JSON.parse(out) as Record<string, unknown>) };
}

/** A proof of central and its file as a kiosk makes it. */
async function printed(more: Partial<{ copy: number }> = {}) {
  const id = `proof-${randomUUID()}`;
  const { person } = await office.post<{ person: string }>('people', holder);
  const document = {
    kind: 'proof',
    id,
    title: { zh: '参保证明', en: 'Proof of insurance' },
    number: 'ZM-1',
    fields: [{ label: { zh: '姓名', en: 'Name' }, value: holder.name }],
    paragraphs: ['兹证明。'],
    issuer: { zh: '示例局', en: 'Sample bureau' },
    issuedOn: '2026-11-20',
  };
  await office.post('documents', { idNumber: holder.idNumber, document });
  const { kiosk } = await office.joined();
  const answer = await kiosk.request('POST', '/kiosk/v1/document', { person, document: id });
  const content = answer.body['document'] as Extract<DocumentContent, { readonly kind: 'proof' }>;
  const made = await makeProof({ ...content, copy: 1, printedAt: Date.UTC(2026, 10, 23), ...more });
  if (!made.ok) throw new Error(made.problem);
  const { pdf } = made.value;
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const told = () => kiosk.send([kiosk.message({ is: 'printSent', job: randomUUID(), document: id, copy: 1, sha256 })]);
  return { id, pdf, told, code: content.verificationCode };
}
const changed = (pdf: Uint8Array) => Buffer.concat([pdf, Buffer.from('\n')]);

it('says genuine for a proof as it was made, and altered for the same proof saved anew', async () => {
  const { pdf, told, code } = await printed();
  const compared = { code: 0, title: { zh: '参保证明' }, number: 'ZM-1', issuedOn: '2026-11-20', holder: '张*' };
  expect(await verdictOn(pdf)).toMatchObject({ verdict: 'genuine', file: 'notKnown', ...compared, code });
  expect(await told()).toMatchObject({ parked: [] });
  expect(await verdictOn(pdf)).toMatchObject({ verdict: 'genuine', file: 'asIssued' });
  expect(await verdictOn(changed(pdf))).toMatchObject({ verdict: 'altered', codeIs: 'genuine', file: 'other' });
});

it('ends with 0 for genuine only', async () => {
  const { id, pdf, told } = await printed();
  await told();
  const file = join(folder, 'proof.pdf');
  const codeOf = async (bytes: Uint8Array, url = central.url) => {
    await writeFile(file, bytes);
    return (await verifyProof(file, '--central', url)).code;
  };
  expect(await codeOf(pdf)).toBe(0);
  expect(await codeOf(changed(pdf))).toBe(1);
  expect(await codeOf(Buffer.from('%PDF-1.4 nothing'))).toBe(1);
  await office.post('proofs/void', { id, why: 'withdrawn' });
  expect(await codeOf(pdf)).toBe(1);
  expect(await verdictOn(changed(pdf))).toMatchObject({ verdict: 'void', why: 'withdrawn' });
});

it('tells a code nobody issued from one that is none', async () => {
  const { pdf, code } = await printed();
  const withCode = (other: string) =>
    Buffer.from(Buffer.from(pdf).toString('latin1').replaceAll(code, other), 'latin1');
  expect(await verdictOn(withCode('0000-0000-0000-0000'))).toMatchObject({ verdict: 'unknown', why: 'notRegistered' });
  expect(await verdictOn(withCode('0000-0000-0000-0001'))).toMatchObject({ verdict: 'unknown', why: 'notACode' });
});

it('finds no code in a file without one, with two, or that is no PDF', async () => {
  const { pdf } = await printed();
  expect(await verdictOn(Buffer.from('%PDF-1.4 nothing'))).toMatchObject({ verdict: 'noCode', why: 'none' });
  expect(await verdictOn(Buffer.concat([pdf, Buffer.from('verification-code:ABCD-EFGH')]))).toMatchObject({
    verdict: 'noCode',
    why: 'several',
  });
  expect(await verdictOn(Buffer.from('PNG verification-code:ABCD'))).toMatchObject({
    verdict: 'noCode',
    why: 'notPdf',
  });
});

it('says unreachable when central is away, busy, or something else answers', async () => {
  const { pdf } = await printed();
  let status = 503;
  const asked: string[] = [];
  const stranger = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, { location: `${central.url}/verify` }).end('{"verdict":"genuine"}');
  });
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  try {
    expect(await verdictOn(pdf, url)).toMatchObject({ verdict: 'unreachable', why: 'busy' });
    status = 200;
    expect(await verdictOn(pdf, `${url}/`)).toMatchObject({ verdict: 'unreachable', why: 'notCentral' });
    status = 302;
    expect(await verdictOn(pdf, url)).toMatchObject({ verdict: 'unreachable', why: 'noAnswer' });
  } finally {
    await new Promise((closed) => stranger.close(closed));
  }
  expect(asked).toHaveLength(3);
  for (const path of asked) expect(path).toMatch(/^\/verify\/[0-9A-Z-]{19}\?file=[0-9a-f]{64}$/);
  expect(await verdictOn(pdf, url)).toMatchObject({ code: 1, verdict: 'unreachable', why: 'noAnswer' });
});

it('takes central from the site file, and says what is missing otherwise', async () => {
  const { pdf } = await printed();
  await writeFile(join(folder, 'proof.pdf'), pdf);
  expect(await verifyProof('proof.pdf')).toMatchObject({ code: 2, errors: expect.stringContaining('which central?') });
  await writeFile(join(folder, 'site.json'), JSON.stringify({ central: { url: central.url } }));
  expect(await verifyProof('proof.pdf', '--data', '.')).toMatchObject({ code: 0, errors: '' });
  expect(await verifyProof('nothing.pdf', '--data', '.')).toMatchObject({ code: 2 });
  expect(await verifyProof('--data', '.')).toMatchObject({ code: 2 });
  expect(await verifyProof('proof.pdf', '--central', 'file:///etc')).toMatchObject({ code: 2 });
});
