// Samples: one full set of data for each A4 document, and a seal. Everybody in them is made up.

import { PNG } from 'pngjs';
import type { Result } from '../../src/base/result.ts';
import type { DeliveryReceiptData } from '../../src/documents/delivery-receipt.ts';
import type { ProofData } from '../../src/documents/proof.ts';
import type { ReadinessData, TestedDevice } from '../../src/documents/readiness-report.ts';
import type { MadePages } from '../../src/documents/sheet.ts';

export const night = Date.UTC(2026, 10, 23, 15, 5);

/** A red ring with a dot in it, half transparent, on nothing. */
export function sealPng(side = 200): Buffer {
  const picture = new PNG({ width: side, height: side });
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const reach = Math.hypot(x - side / 2, y - side / 2) / (side / 2);
      const isInk = (reach < 0.98 && reach > 0.9) || reach < 0.2;
      picture.data.set([200, 0, 0, isInk ? 200 : 0], (y * side + x) * 4);
    }
  }
  return PNG.sync.write(picture);
}

export const proofSample: ProofData = {
  title: { zh: '居住登记证明 <甲&乙>', en: 'Certificate of Residence & Registration' },
  number: 'ZM-2026-000123',
  fields: [
    { label: { zh: '姓名', en: 'Name' }, value: '示例甲䶮㛃𫓧' },
    { label: { zh: '登记住址', en: 'Registered address' }, value: '示例省示例市示例区人民路一百二十八号' },
  ],
  paragraphs: ['兹证明上述人员已在本辖区办理居住登记，登记信息与本机关档案一致。'],
  issuer: { zh: '示例市示例区政务服务中心', en: 'Sample District Government Service Centre' },
  issuedOn: '2026-11-23',
  verificationCode: 'A7KD-29QX-M3TP',
  link: 'https://zwfw.example.gov.cn/v/A7KD29QXM3TP',
  copy: 1,
  printedAt: night,
};

export const deliverySample: DeliveryReceiptData = {
  job: '019a',
  items: [{ title: { zh: '营业执照', en: 'Business licence' }, caseNumber: 'ABC234' }],
  cell: 'A07',
  addressee: '张三丰',
  byAgent: false,
  point: { zh: '示例区政务服务自助大厅', en: 'Sample District Hall' },
  takenAt: night,
  printedAt: night + 60_000,
  timeZone: 'Asia/Shanghai',
  confirmedBy: 'sensor',
  isConfirmedLocally: false,
  signature: {
    width: 600,
    height: 200,
    strokes: [
      Array.from({ length: 60 }, (_, step) => ({ x: 40 + step * 8, y: 100 + 70 * Math.sin(step / 5) })),
      [{ x: 560, y: 40 }],
      [],
    ],
  },
  copy: 1,
};

const device = (zh: string, en: string, lastTest: TestedDevice['lastTest']): TestedDevice => ({
  device: { zh, en },
  state: { zh: '正常', en: 'ready' },
  lastTest,
});

export const readinessSample: ReadinessData = {
  kiosk: 'hall-01',
  site: { zh: '示例区政务服务自助大厅', en: 'Sample District Hall' },
  software: { version: '0.1.0', hash: '5a'.repeat(32) },
  configurationHash: 'c3'.repeat(32),
  calendarVersion: '2026-3',
  at: night,
  timeZone: 'Asia/Shanghai',
  clockOffsetMs: -123,
  devices: [
    device('身份证阅读器', 'ID-card reader', { at: night, result: 'passed', detail: '' }),
    device('小票打印机', 'Receipt printer', { at: night, result: 'failed', detail: 'the cover is open' }),
    device('一号锁控板', 'Lock board 1', { at: night, result: 'abandoned', detail: 'left before the third door' }),
    device('大厅门', 'Hall door', null),
  ],
  cells: { total: 60, free: 40, occupied: 17, unverified: 2, out: 1 },
  queue: { waiting: 12, oldestAt: night - 3_600_000, parked: 0 },
  counters: [{ label: { zh: '小票', en: 'Slips' }, value: '12,345' }],
  ranBy: { zh: '技术员 T-017', en: 'Technician, badge T-017' },
};

export async function pagesOf(made: Promise<Result<MadePages, string>>): Promise<MadePages> {
  const result = await made;
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}
