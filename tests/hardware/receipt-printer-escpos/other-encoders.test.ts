// Encoders made by others, on the simulated printer: what is right there prints the same words as our bytes, and what is
// wrong with a Chinese receipt shows.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSlip } from '../../../hardware/drivers/receipt-printer-escpos/encode.ts';
import { layOut } from '../../../hardware/drivers/receipt-printer-escpos/layout.ts';
import type { Paper, PaperBlock } from '../../../src/base/paper.ts';
import { judgeReceipt } from '../../bench/printing/receipt-judge.ts';
import { receiptline, receiptPeers } from '../../bench/printing/receipt-peers.ts';
import { benchReceipt } from '../../bench/printing/receipts.ts';
import { linesOf, rowsOf } from './slip-reader.ts';

function laidOut(paper: Paper) {
  const laid = layOut(paper, 48);
  if (!laid.ok) throw new Error(laid.problem);
  return laid.value;
}

test.each([
  ['receipt-printer-encoder, raw text', /^$/],
  ['receipt-printer-encoder, text', /lines wrong.*came out as "\?\?\?\?"; no ￥ sign/],
  ['node-thermal-printer', /^$/],
  ['@node-escpos/core, QR as picture', /^$/],
  ['@node-escpos/core, QR as command', /no QR code that can be read/],
  ['receiptline', /^$/],
])('%s', async (name, wrong) => {
  const peer = receiptPeers.find((one) => one.name === name);
  const rows = laidOut(benchReceipt);
  const bytes = await peer?.encode(rows);
  expect(judgeReceipt(bytes ?? new Uint8Array(), rows, 48).wrong.join('; ')).toMatch(wrong);
});

test('receiptline makes the printer write the same words as our encoder, whatever they are', () => {
  const text = fc.string({
    unit: fc.constantFrom(...'政务服务大厅自助终端，。（）《》￥ab 019-_/.,;:()|{}~^"`\\'),
    maxLength: 60,
  });
  const block: fc.Arbitrary<PaperBlock> = fc.oneof(
    fc.record({
      is: fc.constant('text' as const),
      text,
      align: fc.constantFrom('left', 'centre', 'right'),
      bold: fc.boolean(),
      size: fc.constantFrom(1 as const, 2 as const),
    }),
    fc.record({ is: fc.constant('field' as const), label: text, value: text }),
    fc.constant({ is: 'rule' as const }),
  );
  const wordsOf = (bytes: Uint8Array) =>
    linesOf(rowsOf(bytes, 48))
      .map((line) => line.trim())
      .filter((line) => line !== '');
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), (blocks) => {
      const paper = { job: 'j', blocks };
      const slip = encodeSlip(paper, { columns: 48, proof: { by: 'paperRequest' } });
      if (!slip.ok) throw new Error(slip.problem);
      const theirs = receiptline.encode(laidOut(paper));
      if (theirs instanceof Promise) throw new Error('it encodes at once');
      expect(wordsOf(theirs)).toEqual(wordsOf(slip.value.bytes));
    }),
    { numRuns: 150 },
  );
});
