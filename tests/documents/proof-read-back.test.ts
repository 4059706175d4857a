// Proofs as other programs read them: poppler for words, fonts and pictures, jsqr for the code in the picture.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProof, type ProofData } from '../../src/documents/proof.ts';
import { readQr } from '../support/read-qr.ts';

const data: ProofData = {
  title: { zh: '居住登记证明', en: 'Certificate of Residence Registration' },
  number: 'ZM-2026-000123',
  fields: [
    { label: { zh: '姓名', en: 'Name' }, value: '示例甲䶮㛃' },
    { label: { zh: '证件号码', en: 'ID number' }, value: '11010519491231002X' },
    {
      label: { zh: '登记住址', en: 'Registered address' },
      value: '示例省示例市示例区人民路一百二十八号幸福家园小区六号楼三单元一千二百零四室',
    },
  ],
  paragraphs: ['兹证明上述人员已在本辖区办理居住登记，登记信息与本机关档案一致。本证明自签发之日起三个月内有效。'],
  issuer: { zh: '示例市示例区政务服务中心', en: 'Sample District Government Service Centre' },
  issuedOn: '2026-11-23',
  verificationCode: 'A7KD-29QX-M3TP',
  link: 'https://zwfw.example.gov.cn/v/A7KD29QXM3TP?n=ZM-2026-000123&t=residence',
  copy: 1,
  printedAt: Date.UTC(2026, 10, 23, 15),
};

const hasPoppler = spawnSync('pdftoppm', ['-v']).status === 0 && spawnSync('pdffonts', ['-v']).status === 0;

describe.skipIf(!hasPoppler)(`a proof${hasPoppler ? '' : ' (skipped: poppler-utils is missing)'}`, () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nighthall-proof-'));
    file = join(folder, 'proof.pdf');
    const proof = await makeProof(data);
    if (!proof.ok) throw new Error(proof.problem);
    writeFileSync(file, proof.value.pdf);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Poppler complains on stderr about what it has to guess; an archival file gives it nothing to say. */
  function picture(dpi: number): Uint8Array {
    const drawn = spawnSync('pdftoppm', ['-r', String(dpi), '-png', '-singlefile', file, join(folder, `at${dpi}`)]);
    expect([drawn.status, drawn.stderr.toString()]).toEqual([0, '']);
    return readFileSync(join(folder, `at${dpi}.png`));
  }

  test('has every word in it, in one page', () => {
    const words = execFileSync('pdftotext', ['-raw', file, '-']).toString().replace(/\s+/g, '');
    const expected = [
      ...[data.title.zh, data.number, data.verificationCode, data.issuer.zh, ...data.paragraphs],
      ...data.fields.map(({ value }) => value),
      ...['2026年11月23日', '第1页共1页'],
    ];
    for (const part of expected) expect(words).toContain(part.replace(/\s+/g, ''));
  });

  test('embeds a subset of one font and names no other', () => {
    const [, , ...fonts] = execFileSync('pdffonts', [file]).toString().trim().split('\n');
    expect(fonts).toHaveLength(1);
    expect(fonts[0]).toMatch(/^[A-Z]{6}\+NotoSansSC-Regular\s+CID TrueType\s+Identity-H\s+yes yes yes/);
  });

  test.each([150, 300])('has a QR code that opens the link, at %i dots an inch', (dpi) => {
    expect(readQr(picture(dpi))).toBe(data.link);
  });

  test('has ink in every field and none in the margins', () => {
    const { data: dots, width, height } = PNG.sync.read(Buffer.from(picture(100)));
    const margin = Math.round((60 * 100) / 72);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if ((dots[(y * width + x) * 4] ?? 255) > 128) continue;
        expect(x > margin && x < width - margin && y > margin).toBe(true);
      }
    }
  });
});
