// Report table: rows of cells in two languages, with its head again on every page.

import { certain } from '../base/result.ts';
import type { Words } from '../core/words.ts';
import { grey, margin, type Sheet } from './sheet.ts';
import { drawCells } from './sheet-parts.ts';

export interface ReportTable {
  readonly columns: readonly { readonly title: Words; readonly width: number }[];
  /** As many cells as there are columns; the English stands below the Chinese, smaller. */
  readonly rows: readonly (readonly Words[])[];
}

const inset = 6;

export function drawTable(sheet: Sheet, { columns, rows }: ReportTable): void {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map(({ width }) => width);
  const head = rowHeight(sheet, titles, widths);
  drawRow(sheet, titles, widths);
  for (const row of rows) {
    const page = sheet.pdf.page;
    sheet.keepTogether(Math.min(rowHeight(sheet, row, widths), sheet.bottom - margin - head));
    if (sheet.pdf.page !== page) drawRow(sheet, titles, widths);
    drawRow(sheet, row, widths);
  }
  sheet.pdf.moveDown(1);
}

function rowHeight(sheet: Sheet, row: readonly Words[], widths: readonly number[]): number {
  const heights = row.map(({ zh, en }, column) => {
    const width = certain(widths[column], 'width of a column') - 2 * inset;
    return sheet.heightOf(zh, { size: 10, width }) + (en === '' ? 0 : sheet.heightOf(en, { size: 8, width }));
  });
  return Math.max(...heights) + 8;
}

function drawRow(sheet: Sheet, row: readonly Words[], widths: readonly number[]): void {
  const top = sheet.pdf.y;
  const height = rowHeight(sheet, row, widths);
  drawCells(sheet, { top, height, widths });
  let left = margin;
  row.forEach(({ zh, en }, column) => {
    const width = certain(widths[column], 'width of a column');
    sheet.write(zh, { size: 10, at: [left + inset, top + 4], width: width - 2 * inset });
    if (en !== '') sheet.write(en, { size: 8, colour: grey, width: width - 2 * inset });
    left += width;
  });
  sheet.pdf.x = margin;
  sheet.pdf.y = top + height;
}
