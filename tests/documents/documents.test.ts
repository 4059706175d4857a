// Documents: what stands on a receipt and a proof, and what is refused rather than printed wrong.

import { expect, it } from 'vitest';
import { makeDeliveryReceipt, mostSignaturePoints } from '../../src/documents/delivery-receipt.ts';
import { makeProof, type ProofData } from '../../src/documents/proof.ts';
import { makeReadinessReport } from '../../src/documents/readiness-report.ts';
import { localStamp, type PaymentReceiptData, paymentReceipt, yuan } from '../../src/documents/receipt.ts';
import { deliverySample, readinessSample } from './samples.ts';

const receipt: PaymentReceiptData = {
  job: '019a0000-0000-7000-8000-000000000001',
  point: { zh: '自助大厅', en: 'Self-service hall' },
  title: { zh: '缴费凭证', en: 'Payment receipt' },
  number: 'PJ-1',
  payer: '甲*',
  item: { zh: '不动产登记费', en: 'Property registration fee' },
  amountFen: 8_050,
  paidAt: Date.UTC(2026, 10, 20, 1, 0),
  printedAt: Date.UTC(2026, 10, 23, 15, 0),
  timeZone: 'Asia/Shanghai',
  link: 'https://verify.example/r/1',
  copy: 1,
  caseNumber: 'ABC234',
};

const proof: ProofData = {
  title: { zh: '无欠税证明', en: 'Certificate of no tax arrears' },
  number: 'ZM-1',
  fields: [{ label: { zh: '纳税人', en: 'Taxpayer' }, value: '甲某' }],
  paragraphs: ['未发现上述纳税人有欠税情形。'],
  issuer: { zh: '示例区税务服务中心', en: 'Sample District Tax Service' },
  issuedOn: '2026-11-01',
  verificationCode: '7K2M-9QXA',
  link: 'https://verify.example/p/1',
  copy: 1,
  printedAt: Date.UTC(2026, 10, 23, 15, 0),
};

it('writes money without losing a fen', () => {
  expect([0, 5, 100, 123_456_789].map(yuan)).toEqual(['0.00', '0.05', '1.00', '1,234,567.89']);
});

it('writes times as the clock in the hall shows them', () => {
  expect(localStamp(Date.UTC(2026, 10, 23, 16, 5), 'Asia/Shanghai')).toBe('2026-11-24 00:05');
});

it('marks a reprint and leaves an original unmarked', () => {
  const texts = (data: PaymentReceiptData) => JSON.stringify(paymentReceipt(data));
  expect(texts(receipt)).not.toContain('补打');
  expect(texts({ ...receipt, copy: 2 })).toContain('补打 第2份');
  expect(texts(receipt)).toContain('￥80.50');
});

it('makes the same bytes for the same proof', async () => {
  const [one, other] = [await makeProof(proof), await makeProof(proof)];
  if (!one.ok || !other.ok) throw new Error('no proof was made');
  expect(one.value.pages).toBe(1);
  expect(Buffer.from(one.value.pdf).equals(Buffer.from(other.value.pdf))).toBe(true);
  expect(Buffer.from(one.value.pdf).subarray(0, 8).toString()).toBe('%PDF-1.4');
});

it('goes on to further pages', async () => {
  const long = await makeProof({
    ...proof,
    paragraphs: Array.from({ length: 20 }, () => '经查询税收征管信息系统。'.repeat(30)),
  });
  expect(long.ok && long.value.pages).toBeGreaterThan(1);
});

it('refuses a character that the font does not have, wherever it stands', async () => {
  const rare = '\u{20BB7}';
  for (const bad of [
    { paragraphs: [rare] },
    { fields: [{ label: { zh: '姓名', en: 'Name' }, value: rare }] },
    { title: { zh: rare, en: 'x' } },
  ]) {
    expect(await makeProof({ ...proof, ...bad })).toEqual({ ok: false, problem: 'missingGlyph' });
  }
});

it('refuses a proof of more than fifty pages, and cuts the words of a device short on a report', async () => {
  const paragraphs = Array.from({ length: 60 }, () => '经查询税收征管信息系统。'.repeat(160));
  expect(await makeProof({ ...proof, paragraphs })).toEqual({ ok: false, problem: 'tooManyPages' });
  const [device] = readinessSample.devices;
  if (device === undefined) throw new Error('no device');
  const long = { ...device, lastTest: { at: 0, result: 'failed', detail: 'x'.repeat(10_000) } } as const;
  expect(await makeReadinessReport({ ...readinessSample, devices: [long] })).toMatchObject({
    ok: true,
    value: { pages: 2 },
  });
});

it('refuses a signature that nobody draws', async () => {
  const stroke = (points: number) => Array.from({ length: points }, () => ({ x: -1e9, y: 1e9 }));
  const signed = (points: number) => ({
    ...deliverySample,
    signature: { width: 9, height: 9, strokes: [stroke(points)] },
  });
  expect(await makeDeliveryReceipt(signed(mostSignaturePoints + 1))).toEqual({ ok: false, problem: 'fileTooLarge' });
  expect(await makeDeliveryReceipt(signed(mostSignaturePoints))).toMatchObject({ ok: true, value: { pages: 1 } });
});
