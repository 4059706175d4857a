// Receipt judge: lets the simulated printer print what an encoder made, and says what is wrong with the paper.

import { readCommand } from '../../../hardware/drivers/receipt-printer-escpos/commands.ts';
import type { Columns, Row } from '../../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { renderPng } from '../../../hardware/drivers/receipt-printer-escpos/picture.ts';
import {
  createSheet,
  type SimulatedPaper,
  type SlipRow,
  textOf,
} from '../../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { toHex } from '../../../src/base/bytes.ts';
import { readQr } from '../../support/read-qr.ts';

export interface Judgement {
  /** Empty: it prints this receipt. */
  readonly wrong: readonly string[];
  /** Commands that the printer does not know and leaves out, in hex, each once. */
  readonly unknown: readonly string[];
}

/** Everything up to the first cut is the slip, as the simulator prints it; its clock is left out. */
function paperOf(bytes: Uint8Array, columns: Columns) {
  const sheet = createSheet(columns);
  const rows: SlipRow[] = [];
  const unknown = new Set<string>();
  let cuts = 0;
  for (let left = bytes; left.length > 0; ) {
    const read = readCommand(left);
    if (read === undefined) return { rows, cuts, unknown, rest: left.length };
    if (read.command.is === 'unknown') unknown.add(toHex(read.command.bytes.slice(0, 8)));
    if (read.command.is === 'cut') cuts += 1;
    const made = sheet.take(read.command);
    if (cuts === 0) rows.push(...made);
    left = left.subarray(read.length);
  }
  return { rows, cuts, unknown, rest: 0 };
}

function wordsOf(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trim().replace(/\s+/g, ' ')).filter((line) => line !== '');
}

export function judgeReceipt(bytes: Uint8Array, asked: readonly Row[], columns: Columns): Judgement {
  const { rows, cuts, unknown, rest } = paperOf(bytes, columns);
  const paper: SimulatedPaper = { number: 1, columns, rows, end: 'cut' };
  const wrong: string[] = [];

  const expected = wordsOf(asked.flatMap((row) => (row.is === 'text' ? [row.text] : [])));
  const printed = wordsOf(textOf(paper));
  const missing = expected.filter((line) => !printed.includes(line));
  const added = printed.filter((line) => !expected.includes(line));
  if (missing.length > 0) {
    wrong.push(
      `${missing.length} of ${expected.length} lines wrong, e.g. "${missing[0]}" came out as "${added[0] ?? ''}"`,
    );
  } else if (added.length > 0) wrong.push(`prints "${added[0]}" as well`);
  else if (printed.join('\n') !== expected.join('\n')) wrong.push('the lines stand in another order');
  if (expected.some((line) => line.includes('￥')) && !printed.some((line) => line.includes('￥')))
    wrong.push('no ￥ sign');

  const code = asked.find((row) => row.is === 'qr')?.text;
  const read = rows.some((row) => row.is === 'qr' || row.is === 'image') ? readQr(renderPng(paper)) : undefined;
  if (read !== code) wrong.push(read === undefined ? 'no QR code that can be read' : 'the QR code says something else');

  if (cuts !== 1) wrong.push(cuts === 0 ? 'not cut' : `cut ${cuts} times`);
  if (rest > 0) wrong.push(`ends in the middle of a command (${rest} bytes)`);
  return { wrong, unknown: [...unknown] };
}
