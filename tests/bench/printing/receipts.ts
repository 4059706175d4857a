// Receipts per second: our encoder and those that others publish, on one receipt, in turn; and which of them print it right.

import { encodeSlip } from '../../../hardware/drivers/receipt-printer-escpos/encode.ts';
import { layOut } from '../../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { paymentReceipt } from '../../../src/documents/receipt.ts';
import { median, timeInTurn } from '../figures.ts';
import { atLeast, type Bench, type Scale } from '../goals.ts';
import { judgeReceipt } from './receipt-judge.ts';
import { receiptPeers } from './receipt-peers.ts';

const columns = 48;
/** So long does each take in one round, however quick it is. */
const roundMs: Readonly<Record<Scale, number>> = { tiny: 1, usual: 40, full: 100 };
const rounds: Readonly<Record<Scale, number>> = { tiny: 1, usual: 15, full: 41 };

/** The template with synthetic words, made once. */
export const benchReceipt = paymentReceipt({
  job: '019a0000-0000-7000-8000-000000000001',
  point: { zh: '示例区政务服务自助大厅', en: 'Sample District Hall' },
  title: { zh: '缴费凭证', en: 'Payment receipt' },
  number: 'PJ-2026-112300017',
  payer: '示例甲',
  item: { zh: '不动产登记费（住宅类，含证书工本费）', en: 'Property registration fee' },
  amountFen: 1_208_050,
  paidAt: Date.UTC(2026, 10, 23, 15, 5),
  printedAt: Date.UTC(2026, 10, 23, 15, 6),
  timeZone: 'Asia/Shanghai',
  link: 'https://zwfw.example.gov.cn/r/20261123000017?c=7K2M9QXA',
  copy: 1,
  caseNumber: 'ABC234',
});

export function ourReceipt(): Uint8Array {
  const slip = encodeSlip(benchReceipt, { columns, proof: { by: 'paperRequest' } });
  if (!slip.ok) throw new Error(slip.problem);
  return slip.value.bytes;
}

type Encode = () => Uint8Array | Promise<Uint8Array>;

async function encodeTimes(encode: Encode, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    const bytes = encode();
    // Awaiting what is there already would cost the quick ones a turn of the loop for each receipt.
    if (bytes instanceof Promise) await bytes;
  }
}

/** How many fit in one round; 1 for one that takes longer than that. */
async function receiptsInRound(encode: Encode, ms: number): Promise<number> {
  let count = 0;
  await encodeTimes(encode, 1);
  for (const from = performance.now(); performance.now() - from < ms; count += 1) await encodeTimes(encode, 1);
  return Math.max(1, count);
}

export const benchReceipts: Bench = async ({ scale, say }) => {
  const laid = layOut(benchReceipt, columns);
  if (!laid.ok) throw new Error(laid.problem);
  const rows = laid.value;
  const contestants: { readonly name: string; readonly encode: Encode; readonly count: number }[] = [];
  for (const { name, encode } of [
    { name: 'ours', encode: ourReceipt },
    ...receiptPeers.map((peer) => ({ name: peer.name, encode: () => peer.encode(rows) })),
  ]) {
    contestants.push({ name, encode, count: await receiptsInRound(encode, roundMs[scale]) });
  }
  const times = await timeInTurn(
    contestants.map(
      ({ encode, count }) =>
        () =>
          encodeTimes(encode, count),
    ),
    rounds[scale],
  );

  say('Receipts: the payment receipt with QR code and cut as ESC/POS, rounds in turn, medians');
  say('  timed, ours: layout of the template and encoding; the others: encoding of lines that are laid out already');
  const results: { name: string; perSecond: number; isRight: boolean }[] = [];
  for (const [place, { name, encode, count }] of contestants.entries()) {
    const perSecond = (1_000 * count) / median(times[place] ?? []);
    const bytes = await encode();
    const { wrong, unknown } = judgeReceipt(bytes, rows, columns);
    results.push({ name, perSecond, isRight: wrong.length === 0 });
    const ratio = (results[0]?.perSecond ?? Number.NaN) / perSecond;
    say(
      `  ${name.padEnd(34)}${Math.round(perSecond).toString().padStart(8)}/s  ours is ${ratio.toFixed(2).padStart(6)} times  ` +
        `${String(bytes.length).padStart(6)} bytes  ${wrong.length === 0 ? 'prints it' : `WRONG: ${wrong.join('; ')}`}` +
        (unknown.length > 0 ? `  (unknown to the printer: ${unknown.slice(0, 3).join(', ')})` : ''),
    );
  }
  const [ours, ...others] = results;
  const right = others.filter(({ isRight }) => isRight).map(({ perSecond }) => perSecond);
  return [
    atLeast(
      { id: 'printing.receipt.right', what: 'our receipt prints right, 1 = yes', value: ours?.isRight ? 1 : 0 },
      1,
    ),
    atLeast(
      {
        id: 'printing.receipt.speed',
        what: 'receipts/s beside the best of those that print it right, ratio',
        value: (ours?.perSecond ?? Number.NaN) / (right.length === 0 ? Number.NaN : Math.max(...right)),
      },
      3,
    ),
  ];
};
