// Delivery receipt and readiness report as other programs read them: every word is there, the signature is lines in its box.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDeliveryReceipt, type Signature } from '../../src/documents/delivery-receipt.ts';
import { makeReadinessReport } from '../../src/documents/readiness-report.ts';
import { deliverySample, pagesOf, readinessSample } from './samples.ts';

const hasPoppler = ['pdftotext', 'pdftoppm', 'pdfimages'].every((one) => spawnSync(one, ['-v']).status === 0);

describe.skipIf(!hasPoppler)(`read back${hasPoppler ? '' : ' (skipped: poppler-utils is missing)'}`, () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nighthall-reports-'));
    file = join(folder, 'one.pdf');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const wordsIn = () => execFileSync('pdftotext', ['-raw', file, '-']).toString().replace(/\s+/g, '');
  const expectWords = (parts: readonly string[]) => {
    const words = wordsIn();
    for (const part of parts) expect(words).toContain(part.replace(/\s+/g, ''));
  };

  it('a delivery receipt says who got what, when, where, and how that is known', async () => {
    writeFileSync(file, (await pagesOf(makeDeliveryReceipt(deliverySample))).pdf);
    expectWords(['送达回证', 'ABC234', '营业执照', '张**', '示例区政务服务自助大厅', 'A07', '2026-11-23 23:05']);
    expectWords(['柜门传感器确认', 'Confirmed by the door sensor', '2026年11月23日']);
    for (const hidden of ['三丰', '本机确认', '补打', '未签名']) expect(wordsIn()).not.toContain(hidden);
  });

  it('a delivery receipt made with no network says so, and a copy is marked (LC10)', async () => {
    const offline = { ...deliverySample, isConfirmedLocally: true, confirmedBy: 'statement', signature: null } as const;
    writeFileSync(file, (await pagesOf(makeDeliveryReceipt({ ...offline, copy: 2 }))).pdf);
    expectWords(['本机确认', 'Confirmed locally', '本人声明确认', '补打 第2份', '未签名 Not signed']);
  });

  const wild: Signature = {
    width: 100,
    height: 50,
    strokes: [
      [
        { x: -1e6, y: -1e6 },
        { x: 1e6, y: 1e6 },
        { x: -1e6, y: 1e6 },
      ],
    ],
  };
  it.each([
    ['drawn', deliverySample.signature],
    ['with points far outside', wild],
  ])('a signature %s is made of lines, and its ink stays within its box', async (_how, signature) => {
    writeFileSync(file, (await pagesOf(makeDeliveryReceipt({ ...deliverySample, signature }))).pdf);
    const [, , ...pictures] = execFileSync('pdfimages', ['-list', file]).toString().trim().split('\n');
    expect(pictures).toEqual([]);
    const inked = inkOf();
    writeFileSync(
      file,
      (await pagesOf(makeDeliveryReceipt({ ...deliverySample, signature: { ...wild, strokes: [] } }))).pdf,
    );
    const empty = inkOf();
    const added = [...inked].filter((dot) => !empty.has(dot)).map((dot) => dot.split(',').map(Number));
    expect(added.length).toBeGreaterThan(200);
    const [columns, rows] = [added.map(([x = 0]) => x), added.map(([, y = 0]) => y)];
    // The box is 260 points wide at the right margin and 110 high.
    expect(Math.min(...columns)).toBeGreaterThanOrEqual(271);
    expect(Math.max(...columns)).toBeLessThanOrEqual(531);
    expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(110);
  });

  /** One dot for each point of the page. */
  function inkOf(): ReadonlySet<string> {
    execFileSync('pdftoppm', ['-r', '72', '-png', '-singlefile', file, join(folder, 'page')]);
    const { data, width } = PNG.sync.read(readFileSync(join(folder, 'page.png')));
    const dots = new Set<string>();
    for (let at = 0; at < data.length; at += 4) {
      if ((data[at] ?? 255) < 160) dots.add(`${(at / 4) % width},${Math.floor(at / 4 / width)}`);
    }
    return dots;
  }

  it('a readiness report says what runs, what was tested, what is in the cells, and who signs', async () => {
    const { pdf, pages } = await pagesOf(makeReadinessReport(readinessSample));
    writeFileSync(file, pdf);
    expect(pages).toBeLessThanOrEqual(2);
    const { software, configurationHash } = readinessSample;
    expectWords([
      'hall-01',
      '0.1.0',
      software.hash ?? 'a hash',
      configurationHash,
      '2026-3',
      '2026-11-23 23:05',
      '-0.123 s',
    ]);
    expectWords(['设备 1/4 通过', '未通过 FAILED', 'the cover is open', '未做完', '未检测']);
    expectWords(['共 60：空 40，占用 17，待核 2，停用 1', '12 条待发', '2026-11-23 22:05', '12,345', 'T-017']);
    expectWords(['检测人签名', '网点签名']);
  });

  it('a long report has the head of its table on every page', async () => {
    const devices = Array.from({ length: 12 }, () => readinessSample.devices).flat();
    const { pdf, pages } = await pagesOf(makeReadinessReport({ ...readinessSample, devices }));
    writeFileSync(file, pdf);
    expect(pages).toBeGreaterThan(2);
    const [first, second] = [1, 2].map((page) =>
      execFileSync('pdftotext', ['-raw', '-f', `${page}`, '-l', `${page}`, file, '-']).toString(),
    );
    for (const text of [first, second]) expect(text).toContain('Last test');
  });
});
