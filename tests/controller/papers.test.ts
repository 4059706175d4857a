// Papers: which paper each kind of document becomes, and every word for one that does not.

import { expect, it } from 'vitest';
import type { DocumentContent } from '../../src/contract/sync.ts';
import { createPapers } from '../../src/controller/make-papers.ts';
import { paperProblems } from '../../src/controller/papers.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { personKeyOf } from '../../src/core/person.ts';
import type { PrintJob } from '../../src/core/print-job.ts';
import { night, proofSample, sealPng } from '../documents/samples.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { wholePdf } from '../support/whole-pdf.ts';

const papers = createPapers({
  kiosk: 'hall-1',
  timeZone: 'Asia/Shanghai',
  point: { name: { zh: '示例大厅', en: 'Sample hall' }, phone: '0000-12345' },
  clock: createManualClock(),
});
const job: PrintJob = {
  id: '019a0000-0000-7000-8000-000000000001',
  document: 'doc-1',
  kind: 'proof',
  printer: 'documentPrinter',
  person: personKeyOf('1'.repeat(64)),
  copy: 1,
  reprintOf: null,
  at: night,
  expiresAt: night + 120_000,
  state: { is: 'queued' },
};

const { copy, printedAt, fields, paragraphs, ...words } = proofSample;
const proof = (more: object = {}): DocumentContent => ({
  kind: 'proof',
  id: 'doc-1',
  ...words,
  seal: undefined,
  fields: [...fields],
  paragraphs: [...paragraphs],
  ...more,
});
const { title, number, issuer, issuedOn, verificationCode, link } = words;
const file = (pdf: Uint8Array): DocumentContent => ({
  kind: 'file',
  id: 'doc-1',
  ...{ title, number, issuer, issuedOn, verificationCode, link },
  pdf: Buffer.from(pdf).toString('base64'),
});

it('makes pages of a proof, with its seal and the mark of a copy', async () => {
  const plain = await papers.make(proof(), job);
  const sealed = await papers.make(proof({ seal: { png: sealPng().toString('base64'), widthMm: 42 } }), job);
  const second = await papers.make(proof(), { ...job, copy: 2 });
  const sizes = [plain, sealed, second].map(
    (paper) => paper.ok && paper.value.is === 'pages' && paper.value.pdf.length,
  );
  expect(new Set(sizes).size).toBe(3);
  expect(sizes).not.toContain(false);
});

it('LC6 makes a slip of a delivery, with the masked name and the mark of a copy', async () => {
  const delivery = {
    order: job.id,
    cell: cellIdOf('A07'),
    items: [{ title: { zh: '营业执照', en: 'Business licence' }, caseNumber: 'C-1' }],
    maskedName: '张**',
    byAgent: false,
    takenAt: night,
    evidence: 'sensor' as const,
    isSigned: true,
    isConfirmedLocally: true,
  };
  const paper = await papers.make({ kind: 'deliveryReceipt', delivery }, { ...job, kind: 'deliveryReceipt', copy: 2 });
  if (!paper.ok || paper.value.is !== 'slip') throw new Error('no slip');
  const words = JSON.stringify(paper.value.paper);
  for (const part of ['送达回证', 'C-1', 'A07', '张**', '已在屏幕签名', '本机确认', '补打'])
    expect(words).toContain(part);
});

it('LE9 makes a slip of a worksheet, with the name of this kiosk', async () => {
  const sheet = { which: 'all', at: night, cells: [{ cell: cellIdOf('A07'), state: 'free', items: [] }] } as const;
  const paper = await papers.make({ kind: 'worksheet', sheet }, { ...job, kind: 'worksheet' });
  if (!paper.ok || paper.value.is !== 'slip') throw new Error('no slip');
  for (const part of ['格口核对单', 'hall-1', '□ A07']) expect(JSON.stringify(paper.value.paper)).toContain(part);
});

it('gives the printer a finished file byte for byte, the first time and every other', async () => {
  const pdf = await wholePdf(3);
  for (const one of [job, { ...job, copy: 2 }]) {
    const paper = await papers.make(file(pdf), one);
    if (!paper.ok || paper.value.is !== 'pages') throw new Error('no pages');
    expect(paper.value.pages).toBe(3);
    expect(Buffer.from(paper.value.pdf).equals(Buffer.from(pdf))).toBe(true);
  }
});

it('has a word for each document that is not put on paper, and no other', async () => {
  const refused = [
    proof({ number: '𠮷' }),
    proof({
      paragraphs: Array.from({ length: 20 }, () => '甲'.repeat(2_000)).concat(Array(40).fill('乙'.repeat(2_000))),
    }),
    proof({ seal: { png: sealPng().subarray(0, 100).toString('base64'), widthMm: 42 } }),
    file((await wholePdf(3)).subarray(0, 2_000)),
    file(await wholePdf(1_000)),
    file(new Uint8Array(4_000_001)),
    file(await wholePdf(1, { userPassword: 'a' })),
  ];
  const said: string[] = [];
  for (const document of refused) {
    const paper = await papers.make(document, job);
    said.push(paper.ok ? 'made' : paper.problem);
  }
  expect(said).toEqual([
    'missingGlyph',
    'tooManyPages',
    'brokenFile',
    'brokenFile',
    'tooManyPages',
    'fileTooLarge',
    'encryptedFile',
  ]);
  expect(new Set(said)).toEqual(new Set(paperProblems));
});
