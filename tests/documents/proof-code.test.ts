// The code inside a proof's file: there as made, and still found after other programs have saved the file in their way.

import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeProof, type ProofData } from '../../src/documents/proof.ts';
import { codeKeyword, codesIn } from '../../src/documents/proof-code.ts';

const data: ProofData = {
  title: { zh: '无欠税证明', en: 'Certificate of no tax arrears' },
  number: 'ZM-1',
  fields: [{ label: { zh: '纳税人', en: 'Taxpayer' }, value: '甲某' }],
  paragraphs: ['未发现上述纳税人有欠税情形。'],
  issuer: { zh: '示例区税务服务中心', en: 'Sample District Tax Service' },
  issuedOn: '2026-11-01',
  verificationCode: 'A7KD-29QX-M3TP-9XYZ',
  link: 'https://verify.example/verify/A7KD-29QX-M3TP-9XYZ',
  copy: 1,
  printedAt: Date.UTC(2026, 10, 23, 15, 0),
};

async function pdfOf(more: Partial<ProofData> = {}): Promise<Uint8Array> {
  const proof = await makeProof({ ...data, ...more });
  if (!proof.ok) throw new Error(proof.problem);
  return proof.value.pdf;
}

const keyword = codeKeyword(data.verificationCode);
const utf16 = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(keyword, 'utf16le').swap16()]);
const stream = (text: string | Buffer, lineEnd = '\n') =>
  Buffer.concat([
    Buffer.from(`%PDF-1.7\n5 0 obj\n<</Type/ObjStm/Filter/FlateDecode>>\nstream${lineEnd}`),
    deflateSync(text),
    Buffer.from('\nendstream\nendobj\n'),
  ]);

describe('the code of a proof', () => {
  it('is in its file, once, and the same content still gives the same bytes', async () => {
    const pdf = await pdfOf();
    expect(codesIn(pdf)).toEqual([data.verificationCode]);
    expect(Buffer.from(await pdfOf()).equals(Buffer.from(pdf))).toBe(true);
    expect(codesIn(await pdfOf({ verificationCode: '7K2M 9QXA' }))).toEqual(['7K2M-9QXA']);
  });

  it('stands in Info and in XMP alike, as an archival file must have it', async () => {
    const text = Buffer.from(await pdfOf()).toString('latin1');
    const object = /\/Keywords (\d+) 0 R/.exec(text)?.[1];
    expect(text).toContain(`\n${object} 0 obj\n(${keyword})\nendobj`);
    expect(text).toContain(`<pdf:Keywords>${keyword}</pdf:Keywords>`);
  });

  it.each([
    ['in a compressed object stream', stream(`<</Keywords(${keyword})>>`)],
    ['after a line end of two bytes', stream(`<</Keywords(${keyword})>>`, '\r\n')],
    ['in UTF-16', Buffer.concat([Buffer.from('%PDF-1.7 /Keywords('), utf16, Buffer.from(')')])],
    ['in UTF-16 in a compressed stream', stream(utf16)],
    ['in hex digits', Buffer.from(`/Keywords<${Buffer.from(keyword).toString('hex')}>`)],
    ['in UTF-16 hex digits, broken into lines', Buffer.from(`<${utf16.toString('hex').replace(/(.{40})/g, '$1\n')}>`)],
  ])('is found %s', (_where, pdf) => {
    expect(codesIn(pdf)).toEqual([data.verificationCode]);
  });

  it('is not alone when somebody put another beside it', async () => {
    const other = Buffer.from(`\n(${codeKeyword('XXXX-XXXX-XXXX-XXXX')})\n`);
    expect(codesIn(Buffer.concat([await pdfOf(), other]))).toHaveLength(2);
  });

  it('is found in no file without one, whatever its bytes, cut off or swollen', async () => {
    const swollen = stream(Buffer.alloc(30_000_000, 0x20));
    expect(codesIn(swollen)).toEqual([]);
    const pdf = await pdfOf();
    fc.assert(
      fc.property(fc.nat({ max: pdf.length }), fc.uint8Array({ maxLength: 200 }), (at, bytes) => {
        const found = codesIn(Buffer.concat([pdf.subarray(0, at), bytes]));
        expect(found.filter((code) => !data.verificationCode.startsWith(code.slice(0, 4)))).toEqual([]);
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(codesIn(Buffer.concat([Buffer.from('stream\n\x78\x9c'), bytes, Buffer.from('endstream')]))).toEqual([]);
      }),
    );
  });
});
