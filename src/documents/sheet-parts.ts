// Sheet parts: what several A4 documents have in common: head, table of fields, heading, QR code, dates and reprint mark.

import QRCode from 'qrcode';
import type { Words } from '../core/words.ts';
import { grey, margin, type Sheet } from './sheet.ts';

/** `2026-11-23` as `2026年11月23日`. */
export function chineseDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
}

/** Nothing on an original. */
export function reprintMark(copy: number): string {
  return copy > 1 ? `补打 第${copy}份 Reprint, copy ${copy}` : '';
}

export interface Head {
  readonly title: Words;
  /** Small lines at the right: number, reprint mark; empty ones are left out. */
  readonly lines: readonly string[];
}

export function drawHead(sheet: Sheet, { title, lines }: Head): void {
  sheet.write(title.zh, { size: 24, align: 'center' });
  if (title.en !== '') sheet.write(title.en, { size: 11, colour: grey, align: 'center' });
  sheet.pdf.moveDown(0.8);
  for (const line of lines.filter((one) => one !== '')) {
    sheet.write(line, { size: 10, colour: grey, align: 'right' });
  }
  sheet.pdf.moveDown(0.5);
}

export function drawHeading(sheet: Sheet, { zh, en }: Words): void {
  // Never the last line of a page.
  sheet.keepTogether(70);
  sheet.write(`${zh}  ${en}`, { size: 13, at: [margin, sheet.pdf.y], width: sheet.width });
  sheet.pdf.moveDown(0.3);
}

export interface Field {
  readonly label: Words;
  readonly value: string;
  /** Below the value, smaller. */
  readonly english?: string;
}

const labelWidth = 150;
const valueLeft = margin + labelWidth + 10;

/** Rows of label and value; each stays on one page. */
export function drawFields(sheet: Sheet, fields: readonly Field[]): void {
  const valueWidth = sheet.width - labelWidth - 20;
  const label = { size: 12, width: labelWidth - 16 };
  const small = { size: 8, colour: grey };
  for (const { label: words, value, english = '' } of fields) {
    const valueHeight = sheet.heightOf(value, { size: 12, width: valueWidth });
    const englishHeight = english === '' ? 0 : sheet.heightOf(english, { ...small, width: valueWidth });
    const labelHeight = sheet.heightOf(words.zh, label) + sheet.heightOf(words.en, { ...small, width: label.width });
    const height = Math.max(valueHeight + englishHeight, labelHeight) + 12;
    sheet.keepTogether(height);
    const top = sheet.pdf.y;
    drawCells(sheet, { top, height, widths: [labelWidth, sheet.width - labelWidth] });
    sheet.write(words.zh, { ...label, at: [margin + 8, top + (height - labelHeight) / 2] });
    sheet.write(words.en, { ...small, width: label.width });
    const valueTop = top + (height - valueHeight - englishHeight) / 2;
    sheet.write(value, { size: 12, width: valueWidth, at: [valueLeft, valueTop] });
    if (english !== '') sheet.write(english, { ...small, width: valueWidth });
    sheet.pdf.x = margin;
    sheet.pdf.y = top + height;
  }
  sheet.pdf.moveDown(1.5);
}

/** One row of empty cells across the page. */
export function drawCells(
  sheet: Sheet,
  { top, height, widths }: { readonly top: number; readonly height: number; readonly widths: readonly number[] },
): void {
  sheet.pdf.lineWidth(0.5).strokeColor('#bbbbbb');
  let left = margin;
  for (const width of widths) {
    sheet.pdf.rect(left, top, width, height).stroke();
    left += width;
  }
}

export const qrWidth = 96;

/** Level M, vector squares of 96 pt in all: no scaling can blur them. */
export function drawQr(
  sheet: Sheet,
  link: string,
  { left, top }: { readonly left: number; readonly top: number },
): void {
  const { modules } = QRCode.create(link, { errorCorrectionLevel: 'M' });
  const side = qrWidth / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) sheet.pdf.rect(left + column * side, top + row * side, side, side);
    }
  }
  sheet.pdf.fillColor('black').fill();
}
