// Slips from template to paper and back: the bytes go through the simulated printer, its picture is read by others' code.

import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { encodeSlip } from '../../hardware/drivers/receipt-printer-escpos/encode.ts';
import { renderPng } from '../../hardware/drivers/receipt-printer-escpos/picture.ts';
import { profiles } from '../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import { textOf } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { type PaymentReceiptData, paymentReceipt } from '../../src/documents/receipt.ts';
import { pickupSlip, resumeSlip } from '../../src/documents/slip.ts';
import { commandsOf } from '../hardware/receipt-printer-escpos/slip-reader.ts';
import { makers, printed } from '../support/printed-slip.ts';
import { readQr } from '../support/read-qr.ts';

const where = {
  job: '019a',
  point: { zh: '示例区政务服务自助大厅', en: 'Sample District Hall' },
  timeZone: 'Asia/Shanghai',
};
const night = Date.UTC(2026, 10, 23, 15, 5);
const link = 'https://zwfw.example.gov.cn/r/20261123000017?c=7K2M9QXA';

const content: PaymentReceiptData = {
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
};
const receipt = paymentReceipt(content);
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

const rolls = [
  ['80 mm', 48],
  ['58 mm', 32],
] as const;
const everywhere = makers.flatMap((maker) => rolls.map(([roll, columns]) => ({ ...maker, roll, columns })));

describe.each(everywhere)('$profile on firmware $firmware, $roll', ({ profile, firmware, columns }) => {
  const maker = { profile, firmware };

  test('a receipt reads back: words, money, mask, mark and QR code', async () => {
    const slip = await printed(receipt, columns, maker);
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
    expect(slip.end).toBe('cut');
  });

  test('the other slips read back with their codes', async () => {
    const ended = await printed(resume, columns, maker);
    expect(textOf(ended).join('')).toContain('ABC234');
    expect(readQr(renderPng(ended))).toBe('https://zwfw.example.gov.cn/c/ABC234');
    expect(textOf(await printed(pickup, columns, maker)).join('')).toContain('营业执照');
  });

  test('the bytes of its words are GB18030, read by the table of another maker', () => {
    const slip = encodeSlip(receipt, { columns, profile: profiles[profile], proof: { by: 'paperRequest' } });
    const decoder = new TextDecoder('gb18030', { fatal: true });
    const commands = commandsOf(
      slip.ok ? slip.value.bytes : new Uint8Array(),
      firmware === 'custom' ? 'custom' : 'chinese',
    );
    const words = commands.flatMap((command) => (command.is === 'text' ? [decoder.decode(command.bytes)] : []));
    const unspaced = words.join('').replace(/\s+/g, '');
    for (const part of [
      '示例区政务服务自助大厅',
      '缴费凭证',
      '￥80.50',
      'PJ-2026-112300017',
      '不动产登记费（住宅类，含证书工本费）',
    ])
      expect(unspaced).toContain(part);
  });

  test('commands in the words of a slip stay words on the paper', async () => {
    const attack =
      '\u001b@\u001di\u001dV\u0000张\u0010\u0004\u0001\u0010\u0014\u0008\u0001三\u001cP\u0001\u001dv0\u0000';
    const slip = await printed(paymentReceipt({ ...content, item: { zh: attack, en: 'Fee' } }), columns, maker);
    expect(textOf(slip).join('').replace(/\s+/g, '')).toContain('@iV张三Pv0');
    expect(readQr(renderPng(slip))).toBe(link);
  });
});

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
