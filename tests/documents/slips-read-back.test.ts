// Delivery receipt, queue ticket and handover on the roll: what stands on them, on wide and narrow paper, and in the code.

import { describe, expect, it, test } from 'vitest';
import type { Columns } from '../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { renderPng } from '../../hardware/drivers/receipt-printer-escpos/picture.ts';
import { textOf } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { type Paper, paperLimits } from '../../src/base/paper.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { mostSheetLines } from '../../src/core/sheet.ts';
import { deliverySlip } from '../../src/documents/delivery-receipt.ts';
import { type HandoverData, handoverSlip, mostHandoverLines } from '../../src/documents/handover-slip.ts';
import { type TicketData, ticketSlip } from '../../src/documents/ticket.ts';
import { type WorksheetData, worksheetSlip } from '../../src/documents/worksheet-slip.ts';
import { printed } from '../support/printed-slip.ts';
import { readQr } from '../support/read-qr.ts';
import { deliverySample, night } from './samples.ts';

const where = {
  job: '019a',
  point: { zh: '示例区政务服务自助大厅', en: 'Sample District Hall' },
  timeZone: 'Asia/Shanghai',
};
const ticket: TicketData = {
  ...where,
  number: 'B012',
  service: { zh: '不动产登记', en: 'Property registration' },
  peopleBefore: 7,
  estimatedMinutes: 35,
  link: 'https://zwfw.example.gov.cn/q/B012',
  at: night,
};
const handover: HandoverData = {
  ...where,
  kiosk: 'hall-01',
  badge: 'T-017',
  enteredAt: night,
  leftAt: night + 1_500_000,
  done: [
    {
      device: { zh: '小票打印机', en: 'Receipt printer' },
      what: { zh: '更换纸卷并试打', en: 'New roll, test printed' },
    },
  ],
  open: [
    { device: { zh: '格口 A07', en: 'Cell A07' }, what: { zh: '锁舌磨损，已停用', en: 'Worn lock, out of service' } },
  ],
  nextVisit: '2026-12-01',
};

const [a01, a02, a10] = [cellIdOf('A01'), cellIdOf('A02'), cellIdOf('A10')];
const worksheet: WorksheetData = {
  ...where,
  kiosk: 'hall-01',
  sheet: {
    which: 'all',
    at: night,
    cells: [
      {
        cell: a01,
        state: 'occupied',
        items: [
          { title: { zh: '营业执照', en: 'Business licence' }, caseNumber: 'SP-1' },
          { title: { zh: '许可证', en: 'Permit' }, caseNumber: 'SP-2' },
        ],
      },
      { cell: a02, state: 'unverified', items: [] },
      { cell: a10, state: 'free', items: [] },
    ],
  },
};

async function linesOf(paper: Paper, columns: Columns): Promise<readonly string[]> {
  const slip = await printed(paper, columns);
  expect(slip.rows.filter((row) => row.is === 'text' && row.wrapped)).toEqual([]);
  return textOf(slip).map((line) => line.replace(/\s+/g, ' ').trim());
}

describe.each([48, 42, 32] as const)('on %i columns', (columns) => {
  test('a delivery receipt says who got what, when, and how that is known', async () => {
    const words = (await linesOf(deliverySlip({ ...deliverySample, isSigned: true }), columns)).join(' ');
    const known = ['柜门传感器确认', 'Confirmed by the door sensor'];
    for (const part of ['送达回证', 'ABC234', '营业执照', 'A07', '张**', '2026-11-23 23:05', '已在屏幕签名', ...known])
      expect(words).toContain(part);
    for (const hidden of ['三丰', '本机确认', '补打']) expect(words).not.toContain(hidden);
  });

  test('a delivery receipt made with no network says so (LC10)', async () => {
    const offline = { ...deliverySample, isConfirmedLocally: true, confirmedBy: 'statement', isSigned: false } as const;
    const words = (await linesOf(deliverySlip({ ...offline, copy: 2 }), columns)).join(' ').replaceAll(' ', '');
    for (const part of ['本机确认：办理时网络中断', 'Confirmedlocally', '本人声明确认', '未签名', '补打第2份'])
      expect(words).toContain(part);
  });

  test('a delivery receipt names each of several items, and an agent who took them', async () => {
    const [item] = deliverySample.items;
    const items = [...deliverySample.items, { title: { zh: '许可证', en: 'Permit' }, caseNumber: 'ABC235' }];
    const slip = deliverySlip({ ...deliverySample, items, byAgent: true, isSigned: true });
    const words = (await linesOf(slip, columns)).join(' ');
    for (const part of [item?.title.zh ?? '', 'ABC234', '许可证', 'ABC235', '委托代领人'])
      expect(words).toContain(part);
  });

  test('a ticket says the number, how many wait before, and for how long; its code leads to the queue', async () => {
    const words = (await linesOf(ticketSlip(ticket), columns)).join(' ');
    for (const part of ['B012', '不动产登记', '前面人数 Ahead 7', '约 35 分钟', '2026-11-23 23:05'])
      expect(words).toContain(part);
    expect(readQr(renderPng(await printed(ticketSlip(ticket), columns)))).toBe(ticket.link);
    const unknown = await linesOf(ticketSlip({ ...ticket, estimatedMinutes: null }), columns);
    expect(unknown.join()).not.toContain('预计');
  });

  test('a worksheet has a box for each cell, in walking order, with all that is booked there (LE9)', async () => {
    const lines = await linesOf(worksheetSlip(worksheet), columns);
    const boxes = lines.filter((line) => line.startsWith('□'));
    expect(boxes.map((line) => line.split(' ')[1])).toEqual(['A01', 'A02', 'A10']);
    const words = lines.join(' ');
    for (const part of [
      '格口核对单',
      'hall-01',
      '2026-11-23 23:05',
      'SP-1 营业执照',
      'SP-2 许可证',
      '待核 in doubt',
      '空 empty',
    ])
      expect(words).toContain(part);
  });

  test('a handover says what was done, what is open and when somebody comes again', async () => {
    const words = (await linesOf(handoverSlip(handover), columns)).join(' ');
    for (const part of [
      'T-017',
      '已完成 Done (1)',
      '更换纸卷并试打',
      '未完成 Still open (1)',
      '锁舌磨损',
      '2026-12-01',
    ])
      expect(words).toContain(part);
  });
});

it('cuts a long handover short and says so, and an empty one says none', async () => {
  const [line] = handover.done;
  if (line === undefined) throw new Error('no line');
  const done = Array.from({ length: mostHandoverLines + 3 }, () => line);
  const words = (await linesOf(handoverSlip({ ...handover, done, open: [], nextVisit: null }), 48)).join(' ');
  expect(words).toContain('已完成 Done (23)');
  expect(words).toContain('另有 3 项见日志');
  expect(words).toContain('20. 小票打印机');
  expect(words).not.toContain('21. 小票打印机');
  expect(words).toContain('未完成 Still open (0) 无 None');
  expect(words).toContain('未定');
});

it('LE9 takes the longest worksheet that the rules let through', () => {
  const cells = Array.from({ length: mostSheetLines }, (_, index) => ({
    cell: cellIdOf(`A${index + 1}`),
    state: 'free' as const,
    items: [],
  }));
  const { blocks } = worksheetSlip({ ...worksheet, sheet: { ...worksheet.sheet, cells } });
  expect(blocks.length).toBeLessThanOrEqual(paperLimits.blocks);
});
