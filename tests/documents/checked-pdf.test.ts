// Finished PDF files: whole ones pass, whatever made them; damaged, locked, endless ones are refused by name.

import { spawnSync } from 'node:child_process';
import { deflateSync } from 'node:zlib';
import { PDFDocument as PdfLibDocument } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPdf, mostPdfBytes } from '../../src/documents/checked-pdf.ts';
import { mostPages } from '../../src/documents/sheet.ts';
import { wholePdf } from '../support/whole-pdf.ts';

const replaced = (pdf: Uint8Array, from: RegExp, to: string) =>
  new Uint8Array(Buffer.from(Buffer.from(pdf).toString('latin1').replace(from, to), 'latin1'));

const hasPoppler = spawnSync('pdftocairo', ['-v']).status === 0;

const three = await wholePdf(3);

describe('a finished PDF file', () => {
  it('passes as it came, up to the last allowed page', async () => {
    const checked = await checkPdf(three);
    expect(checked).toEqual({ ok: true, value: { pdf: three, pages: 3 } });
    expect(checked.ok && Buffer.from(checked.value.pdf).equals(Buffer.from(three))).toBe(true);
    expect(await checkPdf(await wholePdf(mostPages))).toMatchObject({ ok: true, value: { pages: mostPages } });
  });

  it('with compressed objects passes too', async () => {
    const packed = await (await PdfLibDocument.load(three)).save({ useObjectStreams: true });
    expect(Buffer.from(packed).toString('latin1')).toContain('/ObjStm');
    expect(await checkPdf(packed)).toMatchObject({ ok: true, value: { pages: 3 } });
  });

  it.skipIf(!hasPoppler)(
    `of poppler passes too${hasPoppler ? '' : ' (skipped: poppler-utils is missing)'}`,
    async () => {
      const drawn = spawnSync('pdftocairo', ['-pdf', '-', '-'], { input: three });
      expect(drawn.status).toBe(0);
      expect(await checkPdf(Uint8Array.from(drawn.stdout))).toMatchObject({ ok: true, value: { pages: 3 } });
    },
  );

  it.each([mostPages + 1, 1_000])('with %i pages is refused', async (pages) => {
    expect(await checkPdf(await wholePdf(pages))).toEqual({ ok: false, problem: 'tooManyPages' });
  });

  it.each([
    ['a password to open it', { userPassword: 'a', ownerPassword: 'b' }],
    ['a password to print it', { ownerPassword: 'b' }],
    ['a strong password', { userPassword: 'a', pdfVersion: '1.7ext3' }],
  ] as const)('with %s is refused', async (_what, options) => {
    expect(await checkPdf(await wholePdf(2, options))).toEqual({ ok: false, problem: 'encryptedFile' });
  });

  it('that is too large is refused before anything is read', async () => {
    expect(await checkPdf(new Uint8Array(mostPdfBytes + 1))).toEqual({ ok: false, problem: 'fileTooLarge' });
  });

  it('that grows without end is refused', async () => {
    const swollen = deflateSync(Buffer.alloc(150_000_000));
    const object = `9 0 obj\n<</Length ${swollen.length}/Filter/FlateDecode>>\nstream\n`;
    const pdf = replaced(three, /(?=xref\n0)/, `${object}${swollen.toString('latin1')}\nendstream\nendobj\n`);
    // Its table of objects has moved: the place of it is told anew.
    const moved = Buffer.from(pdf).lastIndexOf('xref\n0');
    const whole = replaced(pdf, /startxref\n\d+/, `startxref\n${moved}`);
    expect(await checkPdf(whole)).toEqual({ ok: false, problem: 'fileTooLarge' });
  });

  it('is refused wherever it was cut off', async () => {
    for (let length = 0; length < three.length - 1; length += 37) {
      expect(await checkPdf(three.subarray(0, length))).toEqual({ ok: false, problem: 'brokenFile' });
    }
    expect(await checkPdf(three.subarray(0, three.length - 3))).toEqual({ ok: false, problem: 'brokenFile' });
  });

  it.each([
    ['random bytes', () => new Uint8Array(Buffer.from('not a pdf at all '.repeat(300)))],
    ['no pages', () => replaced(three, /\/Kids \[[^\]]*\]/, '/Kids []')],
    ['a page that is not there', () => replaced(three, /\/Contents \d+ 0 R/, '/Contents 99 0 R')],
    ['no way to its objects', () => replaced(three, /startxref\n\d+/, 'startxref\n7')],
    ['pages in a ring', () => replaced(three, /\/Kids \[\d+ 0 R/, '/Kids [1 0 R')],
  ])('with %s is refused', async (_what, make) => {
    expect(await checkPdf(make())).toEqual({ ok: false, problem: 'brokenFile' });
  });

  it('that lost bytes or gained some on the way is refused, also where nothing is compressed', async () => {
    const plain = await wholePdf(2, { compress: false });
    expect(await checkPdf(plain)).toMatchObject({ ok: true });
    const text = Buffer.from(plain).toString('latin1');
    const lineEnds = new Uint8Array(Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'));
    expect(await checkPdf(lineEnds)).toEqual({ ok: false, problem: 'brokenFile' });
    for (let at = 200; at < text.indexOf('\nxref'); at += 101) {
      const shorter = new Uint8Array(Buffer.from(text.slice(0, at) + text.slice(at + 16), 'latin1'));
      expect(await checkPdf(shorter)).toEqual({ ok: false, problem: 'brokenFile' });
    }
  });

  it('full of what is no object is refused before the parser takes its time over it', async () => {
    const nonsense = replaced(three, /\nxref\n/, `\n${'/Encrypt '.repeat(150_000)}\nxref\n`);
    const moved = Buffer.from(nonsense).lastIndexOf('xref\n0');
    const whole = replaced(nonsense, /startxref\n\d+/, `startxref\n${moved}`);
    expect(await checkPdf(whole)).toEqual({ ok: false, problem: 'fileTooLarge' });
  });

  it('with one wrong byte in its pages is refused', async () => {
    const at = Buffer.from(three).indexOf('stream\n') + 7;
    for (let offset = 0; offset < 60; offset += 7) {
      const wrong = Uint8Array.from(three);
      wrong[at + offset] = (wrong[at + offset] ?? 0) ^ 0x55;
      expect(await checkPdf(wrong)).toEqual({ ok: false, problem: 'brokenFile' });
    }
  });

  it('never throws, whatever is changed in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: three.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const wrong = Uint8Array.from(three);
          for (const [at, byte] of changes) wrong[at] = byte;
          const checked = await checkPdf(wrong);
          expect(
            checked.ok || ['brokenFile', 'encryptedFile', 'tooManyPages', 'fileTooLarge'].includes(checked.problem),
          ).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
