// Picture: a slip of the simulated printer as a PNG, dot for dot at 203 dpi, for people and for reading its QR code back.

import { PNG } from 'pngjs';
import QRCode from 'qrcode';
import { type Dots, glyphDots } from './glyphs.ts';
import type { SimulatedPaper, SlipAlign, SlipRow } from './slip.ts';
import { widthOf } from './slip.ts';

const lineDots = 30;
/** Unprinted paper at each side: 80 mm paper carries 72 mm of print. */
const marginDots = 32;
const headDots = 40;

type TextRow = Extract<SlipRow, { is: 'text' }>;

/** A greyscale PNG, paper white on black print, as wide as the roll. */
export function renderPng(slip: SimulatedPaper): Uint8Array {
  const printDots = slip.columns * 12;
  const blocks = slip.rows.map((row) => ({ row, height: heightOf(row) }));
  const width = printDots + 2 * marginDots;
  const height = blocks.reduce((sum, block) => sum + block.height, 2 * headDots);
  const sheet: Dots = { width, height, black: new Uint8Array(width * height) };
  let top = headDots;
  for (const { row, height: rowDots } of blocks) {
    drawRow(sheet, row, { top, height: rowDots, printDots });
    top += rowDots;
  }
  return encodePng(sheet);
}

function encodePng({ width, height, black }: Dots): Uint8Array {
  const png = new PNG({ width, height, colorType: 0 });
  for (let dot = 0; dot < width * height; dot += 1) {
    // Thermal paper is not quite white and its black not quite black.
    const grey = black[dot] === 1 ? 30 : 250;
    png.data.set([grey, grey, grey, 255], dot * 4);
  }
  return Uint8Array.from(PNG.sync.write(png, { colorType: 0 }));
}

function heightOf(row: SlipRow): number {
  switch (row.is) {
    case 'feed':
      return row.lines * lineDots;
    case 'text':
      return Math.max(...row.pieces.map((piece) => piece.height)) * 24 + (lineDots - 24);
    case 'qr':
      return qrDots(row).height + 12;
    case 'image':
      return row.heightDots;
  }
}

interface Band {
  readonly top: number;
  readonly height: number;
  readonly printDots: number;
}

function drawRow(sheet: Dots, row: SlipRow, band: Band): void {
  switch (row.is) {
    case 'feed':
      return;
    case 'text':
      return drawText(sheet, row, band);
    case 'qr': {
      const code = qrDots(row);
      return stamp(sheet, code, startOf(row.align, code.width, band), band.top + 6);
    }
    case 'image': {
      const image = imageDots(row);
      return stamp(sheet, image, startOf(row.align, image.width, band), band.top);
    }
  }
}

function startOf(align: SlipAlign, width: number, { printDots }: Band): number {
  const free = Math.max(0, printDots - width);
  return marginDots + { left: 0, centre: Math.floor(free / 2), right: free }[align];
}

function drawText(sheet: Dots, row: TextRow, band: Band): void {
  const cells = row.pieces.flatMap((piece) =>
    [...piece.text].map((char) => ({ char, piece, width: widthOf(char) * 12 * piece.width })),
  );
  let left = startOf(
    row.align,
    cells.reduce((sum, cell) => sum + cell.width, 0),
    band,
  );
  for (const { char, piece, width } of cells) {
    const glyph = glyphDots(char, width, 24 * piece.height);
    // Characters of different height share the base line.
    const top = band.top + band.height - (lineDots - 24) - glyph.height;
    stamp(sheet, glyph, left, top);
    if (piece.bold) stamp(sheet, glyph, left + 1, top);
    left += width;
  }
}

function stamp(sheet: Dots, dots: Dots, left: number, top: number): void {
  for (let y = 0; y < dots.height && top + y < sheet.height; y += 1) {
    for (let x = 0; x < dots.width && left + x < sheet.width; x += 1) {
      if (dots.black[y * dots.width + x] === 1) sheet.black[(top + y) * sheet.width + left + x] = 1;
    }
  }
}

function qrDots({ text, level, dots }: Extract<SlipRow, { is: 'qr' }>): Dots {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: level });
  const width = modules.size * dots;
  const black = new Uint8Array(width * width);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      black[y * width + x] = modules.get(Math.floor(y / dots), Math.floor(x / dots)) ? 1 : 0;
    }
  }
  return { width, height: width, black };
}

function imageDots({ widthDots, heightDots, bits }: Extract<SlipRow, { is: 'image' }>): Dots {
  const black = Uint8Array.from({ length: widthDots * heightDots }, (_, dot) => {
    const at = Math.floor(dot / widthDots) * (widthDots / 8) + Math.floor((dot % widthDots) / 8);
    return ((bits[at] ?? 0) >> (7 - (dot % 8))) & 1;
  });
  return { width: widthDots, height: heightDots, black };
}
