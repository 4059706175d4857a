// Raster: lines of text and QR codes as dots, for what the printer's own font or commands can't carry.
// GS v 0 m xL xH yL yH: width in bytes, height in dots; every model has it.

import QRCode from 'qrcode';
import { joinBytes } from '../../../src/base/bytes.ts';
import type { Align } from '../../../src/base/paper.ts';
import { printable } from './characters.ts';
import { type Dots, glyphDots } from './glyphs.ts';
import type { Columns } from './layout.ts';

export interface DrawnLine {
  readonly text: string;
  readonly align: Align;
  readonly bold: boolean;
  readonly size: 1 | 2;
}

/** Dots below a line, so that drawn and printed lines stand equally far apart (30 dots a line of single size). */
const spacing = 6;

/**
 * A whole line of paper: its place is drawn in, since not every model aligns pictures. Cells are as wide as the
 * printer's own: 12 × 24 dots for ASCII, 24 × 24 for any other, twice that for size 2.
 */
export function drawLine({ text, align, bold, size }: DrawnLine, columns: Columns): Dots {
  const cells = [...text].map((char) => ({ char, width: (printable(char)?.columns ?? 2) * 12 * size }));
  const sheet = emptySheet(columns, 24 * size + spacing);
  const free = sheet.width - cells.reduce((sum, { width }) => sum + width, 0);
  let left = { left: 0, centre: Math.floor(free / 2), right: free }[align];
  for (const { char, width } of cells) {
    const glyph = glyphDots(char, width, 24 * size);
    stamp(sheet, glyph, left);
    if (bold) stamp(sheet, glyph, left + 1);
    left += width;
  }
  return sheet;
}

/** Level M, as many dots a module as fit (3 to 6), in the middle, with the quiet zone of ISO/IEC 18004 all around. */
export function drawQr(text: string, columns: Columns): Dots {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  const times = Math.min(6, Math.max(3, Math.floor((columns * 12) / (modules.size + 2 * quiet))));
  const side = modules.size * times;
  const code: Dots = { width: side, height: side, black: new Uint8Array(side * side) };
  for (let at = 0; at < side * side; at += 1) {
    const [y, x] = [Math.floor(at / side / times), Math.floor((at % side) / times)];
    code.black[at] = modules.get(y, x) ? 1 : 0;
  }
  const sheet = emptySheet(columns, side + 2 * quiet * times);
  stamp(sheet, code, Math.floor((sheet.width - side) / 2), quiet * times);
  return sheet;
}

function emptySheet(columns: Columns, height: number): Dots {
  return { width: columns * 12, height, black: new Uint8Array(columns * 12 * height) };
}

function stamp(sheet: Dots, dots: Dots, left: number, top = 0): void {
  for (let y = 0; y < dots.height; y += 1) {
    for (let x = 0; x < dots.width && left + x < sheet.width; x += 1) {
      if (dots.black[y * dots.width + x] === 1) sheet.black[(top + y) * sheet.width + left + x] = 1;
    }
  }
}

/** The dots as GS v 0 blocks of whole rows, none larger than `blockBytes`. The width must be a multiple of 8. */
export function encodeRaster({ width, height, black }: Dots, blockBytes: number): Uint8Array {
  const widthBytes = width / 8;
  const bits = new Uint8Array(widthBytes * height);
  for (let dot = 0; dot < width * height; dot += 1) {
    if (black[dot] === 1) bits[dot >> 3] = (bits[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
  }
  const safe = withoutRealtime(bits);
  const rowsPerBlock = Math.max(1, Math.min(255, Math.floor((blockBytes - 8) / widthBytes)));
  const blocks: Uint8Array[] = [];
  for (let top = 0; top < height; top += rowsPerBlock) {
    const rows = Math.min(rowsPerBlock, height - top);
    blocks.push(
      Uint8Array.of(0x1d, 0x76, 0x30, 0x00, widthBytes & 0xff, widthBytes >> 8, rows, 0x00),
      safe.subarray(top * widthBytes, (top + rows) * widthBytes),
    );
  }
  return joinBytes(...blocks);
}

/**
 * Firmware looks for real-time requests (DLE with 04, 05, 06 or 14) in pictures too. One more black dot beside the one
 * of the DLE makes it none; nobody sees it.
 */
export function withoutRealtime(bits: Uint8Array): Uint8Array {
  return bits.map((byte, at) => (byte === 0x10 && [0x04, 0x05, 0x06, 0x14].includes(bits[at + 1] ?? 0) ? 0x18 : byte));
}
