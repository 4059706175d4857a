// Archival files: every A4 document is PDF/A-1b in the eyes of a validator made by others, which also can say no.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeDeliveryReceipt } from '../../src/documents/delivery-receipt.ts';
import { makeProof } from '../../src/documents/proof.ts';
import { makeReadinessReport } from '../../src/documents/readiness-report.ts';
import { missingForPreflight, preflight } from '../support/preflight.ts';
import { deliverySample, pagesOf, proofSample, readinessSample, sealPng } from './samples.ts';

const seal = { png: sealPng().toString('base64'), widthMm: 42 };
const paragraphs = Array.from({ length: 20 }, () => '经查询税收征管信息系统，未发现欠税情形。'.repeat(20));
const devices = Array.from({ length: 10 }, () => readinessSample.devices).flat();

const documents = {
  'a proof': () => makeProof(proofSample),
  'a reprint with a seal': () => makeProof({ ...proofSample, seal, copy: 2 }),
  'a proof of several pages': () => makeProof({ ...proofSample, paragraphs }),
  'a delivery receipt': () => makeDeliveryReceipt(deliverySample),
  'a delivery receipt without a signature, with no network': () =>
    makeDeliveryReceipt({ ...deliverySample, signature: null, isConfirmedLocally: true, confirmedBy: 'statement' }),
  'a readiness report': () => makeReadinessReport(readinessSample),
  'a readiness report of several pages': () => makeReadinessReport({ ...readinessSample, devices }),
};
const names = Object.keys(documents);

/** What pdfkit makes when nobody takes care. */
const careless = {
  'a font that is not in the file': (sheet: PDFKit.PDFDocument) => sheet.font('Helvetica').text('x'),
  'a shape one can look through': (sheet: PDFKit.PDFDocument) => sheet.opacity(0.5).rect(0, 0, 50, 50).fill(),
  'a seal one can look through': (sheet: PDFKit.PDFDocument) => sheet.image(sealPng(), 0, 0),
};

async function carelesslyMade(draw: (sheet: PDFKit.PDFDocument) => unknown): Promise<Uint8Array> {
  const sheet = new PDFDocument({ pdfVersion: '1.4', subset: 'PDF/A-1b', font: null as unknown as string });
  const chunks: Uint8Array[] = [];
  const ended = new Promise((resolve) => sheet.on('end', resolve));
  sheet.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  draw(sheet);
  sheet.end();
  await ended;
  return Buffer.concat(chunks);
}

const fileName = (name: string) => `${name.replace(/\W+/g, '-')}.pdf`;
const skipped = missingForPreflight === undefined ? '' : ` (skipped: ${missingForPreflight} is missing)`;

describe.skipIf(missingForPreflight !== undefined)(`PDF/A-1b${skipped}`, () => {
  let verdicts: ReadonlyMap<string, readonly string[]>;
  beforeAll(async () => {
    const files: Record<string, Uint8Array> = {};
    for (const [name, make] of Object.entries(documents)) files[fileName(name)] = (await pagesOf(make())).pdf;
    for (const [name, draw] of Object.entries(careless)) files[fileName(name)] = await carelesslyMade(draw);
    files[fileName('whole')] = await carelesslyMade((sheet) => sheet.rect(0, 0, 50, 50).fill());
    verdicts = preflight(files);
  });

  it.each(names)('%s is archival', (name) => {
    expect(verdicts.get(fileName(name))).toEqual([]);
  });

  it.each([
    ['a font that is not in the file', /FontFile entry is missing/],
    ['a shape one can look through', /Transparency/],
    ['a seal one can look through', /Soft Mask|SMask|Transparency/i],
  ])('%s is none', (name, why) => {
    expect(verdicts.get(fileName(name))?.join()).toMatch(why);
    expect(verdicts.get(fileName('whole'))).toEqual([]);
  });
});

const hasPoppler = ['pdffonts', 'pdftoppm'].every((program) => spawnSync(program, ['-v']).status === 0);

describe.skipIf(!hasPoppler)(`in poppler${hasPoppler ? '' : ' (skipped: poppler-utils is missing)'}`, () => {
  it.each(names)('%s is drawn without a word and brings its font along', async (name) => {
    const { pdf } = await pagesOf(documents[name as keyof typeof documents]());
    const folder = mkdtempSync(join(tmpdir(), 'nighthall-pdfa-'));
    try {
      const file = join(folder, 'one.pdf');
      writeFileSync(file, pdf);
      const drawn = spawnSync('pdftoppm', ['-r', '50', '-png', file, join(folder, 'page')]);
      expect([drawn.status, drawn.stderr.toString()]).toEqual([0, '']);
      const [, , ...fonts] = execFileSync('pdffonts', [file]).toString().trim().split('\n');
      expect(fonts).toHaveLength(1);
      expect(fonts[0]).toMatch(/^[A-Z]{6}\+NotoSansSC-Regular\s+CID TrueType\s+Identity-H\s+yes yes yes/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
