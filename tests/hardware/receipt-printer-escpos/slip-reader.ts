// What a slip's bytes make a printer do and put on paper, and the cells of a drawn line, for the tests beside it.

import type { Command } from '../../../hardware/drivers/receipt-printer-escpos/command.ts';
import { type Dialect, readCommand } from '../../../hardware/drivers/receipt-printer-escpos/commands.ts';
import type { Columns } from '../../../hardware/drivers/receipt-printer-escpos/layout.ts';
import { createSheet, type SlipRow } from '../../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { toHex } from '../../../src/base/bytes.ts';

export function commandsOf(bytes: Uint8Array, dialect: Dialect = 'chinese'): readonly Command[] {
  const commands: Command[] = [];
  for (let left = bytes; left.length > 0; ) {
    const read = readCommand(left, dialect);
    if (read === undefined) throw new Error(`unfinished command ${toHex(left)}`);
    commands.push(read.command);
    left = left.subarray(read.length);
  }
  return commands;
}

export function rowsOf(bytes: Uint8Array, columns: Columns): readonly SlipRow[] {
  const sheet = createSheet(columns);
  return commandsOf(bytes).flatMap((command) => sheet.take(command));
}

export function linesOf(rows: readonly SlipRow[]): readonly string[] {
  return rows.flatMap((row) => (row.is === 'text' ? [row.pieces.map((piece) => piece.text).join('')] : []));
}

export type DrawnRow = Extract<SlipRow, { is: 'image' }>;

export function isDrawn(row: SlipRow): row is DrawnRow {
  return row.is === 'image';
}

/** The dots of one cell of a drawn row, row by row, 1 = black. */
export function cellOf(row: DrawnRow, cell: { left: number; width: number; height: number }): readonly number[] {
  return Array.from({ length: cell.width * cell.height }, (_, at) => {
    const x = cell.left + (at % cell.width);
    const y = Math.floor(at / cell.width);
    return ((row.bits[y * (row.widthDots / 8) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
  });
}

export function inkOf(dots: readonly number[]): number {
  return dots.reduce((sum, dot) => sum + dot, 0);
}
