// Slips from template to paper and back: the bytes go through the simulated printer, its picture is read by others' code.

import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { renderPng } from '../../hardware/drivers/receipt-printer-escpos/picture.ts';
import { textOf } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { paymentReceipt } from '../../src/documents/receipt.ts';
import { pickupSlip, resumeSlip } from '../../src/documents/slip.ts';
import { printed } from '../support/printed-slip.ts';
import { readQr } from '../support/read-qr.ts';

const where = {
  job: '019a',
  point: { zh: '示例区政务服务自助大厅', en: 'Sample District Hall' },
  timeZone: 'Asia/Shanghai',
};
const night = Date.UTC(2026, 10, 23, 15, 5);
const link = 'https://zwfw.example.gov.cn/r/20261123000017?c=7K2M9QXA';

const receipt = paymentReceipt({
  ...where,
  title: { zh: '缴费凭证', en: 'Payment receipt' },
  number: 'PJ-2026-112300017',
  payer: '张三丰',
  item: { zh: '不动产登记费（住宅类，含证书工本费）', en: 'Property registration fee' },
  amountFen: 8_050,
  paidAt: night,
  printedAt: night + 60_000,
  link,
  copy: 2,
  caseNumber: 'ABC234',
});
const pickup = pickupSlip({
  ...where,
  at: night,
  caseNumber: 'ABC234',
  item: { zh: '营业执照', en: 'Business licence' },
  cell: 'A07',
  link: 'https://zwfw.example.gov.cn/c/ABC234',
});
const resume = resumeSlip({
  ...where,
  at: night,
  caseNumber: 'ABC234',
  happened: {
    zh: '打印机缺纸，您的证明没有打印完成。',
    en: 'The printer ran out of paper. Your proof was not finished.',
  },
  nextStep: {
    zh: '请于工作日到窗口，无需重新申请。',
    en: 'Please come to the desk on a working day. No new application is needed.',
  },
  window: { zh: '3号窗口', en: 'Desk 3' },
  phone: '0000-12345',
  link: 'https://zwfw.example.gov.cn/c/ABC234',
});

test.each([48, 32] as const)(
  'a receipt on %i columns reads back: words, money, mask, mark and QR code',
  async (columns) => {
    const slip = await printed(receipt, columns);
    const words = textOf(slip).map((line) => line.replace(/\s+/g, ' ').trim());
    expect(words).toContain('缴费凭证');
    expect(words).toContain('￥80.50');
    expect(words).toContain('补打 第2份');
    expect(words).toContain('票据号 No. PJ-2026-112300017');
    expect(words).toContain('缴款人 Payer 张**');
    expect(words.join(' ')).toContain('2026-11-23 23:05');
    expect(words.join('')).not.toContain('三丰');
    expect(slip.rows.filter((row) => row.is === 'text' && row.wrapped)).toEqual([]);
    expect(readQr(renderPng(slip))).toBe(link);
  },
);

test('a pickup slip says what was taken, where and when', async () => {
  const slip = await printed(pickup, 48);
  const words = textOf(slip).join('\n');
  for (const part of ['取件凭条', '营业执照', 'A07', '2026-11-23 23:05', 'ABC234']) expect(words).toContain(part);
  expect(readQr(renderPng(slip))).toBe('https://zwfw.example.gov.cn/c/ABC234');
});

test('a resume slip says what happened and where it goes on, and its QR code opens the case', async () => {
  const slip = await printed(resume, 32);
  const words = textOf(slip).join('');
  for (const part of ['打印机缺纸', '3号窗口', '0000-12345', 'ABC234']) expect(words).toContain(part);
  expect(readQr(renderPng(slip))).toBe('https://zwfw.example.gov.cn/c/ABC234');
});

test('the picture has ink where the words are and a margin of paper all around', async () => {
  const { data, width, height } = PNG.sync.read(Buffer.from(renderPng(await printed(receipt, 48))));
  const dark = (x: number, y: number) => (data[(y * width + x) * 4] ?? 255) < 128;
  let ink = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!dark(x, y)) continue;
      ink += 1;
      expect(x >= 30 && x < width - 30 && y >= 20 && y < height - 20).toBe(true);
    }
  }
  expect(ink / (width * height)).toBeGreaterThan(0.03);
});
