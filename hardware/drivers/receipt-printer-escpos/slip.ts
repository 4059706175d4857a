// Slip: what stands on the paper of the simulated printer, row by row, decoded apart from the encoder (by the runtime's
// own GB18030 table) so that wrong bytes show as wrong words.

import type { Command } from './command.ts';
import type { Columns } from './layout.ts';

export interface SlipPiece {
  readonly text: string;
  /** Times of 12 × 24 dots (ASCII) or 24 × 24 dots (others). */
  readonly width: number;
  readonly height: number;
  readonly bold: boolean;
}

export type SlipAlign = 'left' | 'centre' | 'right';

export type SlipRow =
  /** `wrapped`: the printer itself had to begin a new line because the text was too wide. */
  | {
      readonly is: 'text';
      readonly align: SlipAlign;
      readonly pieces: readonly SlipPiece[];
      readonly wrapped: boolean;
    }
  | { readonly is: 'feed'; readonly lines: number }
  | {
      readonly is: 'qr';
      readonly align: SlipAlign;
      readonly text: string;
      readonly dots: number;
      readonly level: 'L' | 'M' | 'Q' | 'H';
    }
  | {
      readonly is: 'image';
      readonly align: SlipAlign;
      readonly widthDots: number;
      readonly heightDots: number;
      readonly bits: Uint8Array;
    };

/** One piece of paper that has left the printer. */
export interface SimulatedPaper {
  readonly number: number;
  readonly columns: Columns;
  readonly rows: readonly SlipRow[];
  /** `torn`: it ended with the roll, or was taken out by hand, before a cut. */
  readonly end: 'cut' | 'torn';
}

/** The words on a slip, one string a row; QR codes and images are left out. */
export function textOf(slip: SimulatedPaper): readonly string[] {
  return slip.rows.flatMap((row) => (row.is === 'text' ? [row.pieces.map((piece) => piece.text).join('')] : []));
}

/** Columns that a character of size 1 takes on the paper. */
export function widthOf(char: string): 1 | 2 {
  return (char.codePointAt(0) ?? 0) < 0x80 ? 1 : 2;
}

const gb18030 = new TextDecoder('gb18030');

/**
 * Two-byte reading as in the firmware of common Chinese models: a four-byte code comes out as the ASCII digits in it,
 * and a lead of FE is a user-defined character that nobody defined.
 */
export function decodeText(bytes: Uint8Array, chinese: boolean): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    const trail = bytes[at + 1] ?? 0;
    if (lead < 0x80) text += String.fromCharCode(lead);
    else if (!chinese || lead === 0x80 || lead === 0xff || trail < 0x40) text += ' ';
    else {
      text += lead === 0xfe ? '□' : gb18030.decode(bytes.subarray(at, at + 2));
      at += 1;
    }
  }
  return text;
}

export interface Sheet {
  /** Puts one command on the paper and returns the rows that it completed. */
  take(command: Command): readonly SlipRow[];
  /** As ESC @: settings of power-on, an unfinished line forgotten. */
  initialise(): void;
}

export function createSheet(columns: Columns): Sheet {
  let chinese = true;
  let align: SlipAlign = 'left';
  let bold = false;
  let size = { width: 1, height: 1 };
  let chineseSize = { width: 1, height: 1 };
  let pieces: SlipPiece[] = [];
  let used = 0;
  let qr = { dots: 3, level: 'L' as 'L' | 'M' | 'Q' | 'H', text: '' };

  function initialise(): void {
    chinese = true;
    align = 'left';
    bold = false;
    size = { width: 1, height: 1 };
    chineseSize = size;
    pieces = [];
    used = 0;
    qr = { dots: 3, level: 'L', text: '' };
  }

  function endLine(wrapped: boolean): SlipRow {
    const row: SlipRow =
      pieces.length === 0 ? { is: 'feed', lines: size.height } : { is: 'text', align, pieces, wrapped };
    pieces = [];
    used = 0;
    return row;
  }

  function write(text: string): readonly SlipRow[] {
    const rows: SlipRow[] = [];
    for (const char of text) {
      const times = widthOf(char) === 2 ? chineseSize : size;
      const columnsNeeded = widthOf(char) * times.width;
      if (used + columnsNeeded > columns) rows.push(endLine(true));
      used += columnsNeeded;
      const last = pieces.at(-1);
      if (last?.bold === bold && last.width === times.width && last.height === times.height)
        pieces[pieces.length - 1] = { ...last, text: last.text + char };
      else pieces.push({ text: char, ...times, bold });
    }
    return rows;
  }

  return {
    initialise,
    take(command) {
      switch (command.is) {
        case 'text':
          return write(decodeText(command.bytes, chinese));
        case 'lineFeed':
          return [endLine(false)];
        case 'feed':
          return [...(pieces.length > 0 ? [endLine(false)] : []), { is: 'feed', lines: command.lines }];
        case 'initialise':
          initialise();
          return [];
        case 'chinese':
          chinese = command.on;
          return [];
        case 'align':
          // Works at the start of a line only.
          if (pieces.length === 0) align = command.align;
          return [];
        case 'bold':
          bold = command.on;
          return [];
        case 'size':
          size = { width: command.width, height: command.height };
          return [];
        case 'chineseSize':
          chineseSize = { width: command.width, height: command.height };
          return [];
        case 'qrDots':
          qr = { ...qr, dots: command.dots };
          return [];
        case 'qrLevel':
          qr = { ...qr, level: command.level };
          return [];
        case 'qrStore':
          qr = { ...qr, text: new TextDecoder().decode(command.data) };
          return [];
        case 'qrPrint':
          return qr.text === '' ? [] : [{ is: 'qr', align, ...qr }];
        case 'image': {
          const { widthDots, heightDots, bits } = command;
          return [{ is: 'image', align, widthDots, heightDots, bits }];
        }
        default:
          return [];
      }
    },
  };
}

/** Lines of paper that a row takes, for its time and for the roll. */
export function linesOf(row: SlipRow): number {
  switch (row.is) {
    case 'feed':
      return row.lines;
    case 'text':
      return Math.max(...row.pieces.map((piece) => piece.height));
    case 'qr':
      return Math.ceil((row.dots * 45) / 30);
    case 'image':
      return Math.ceil(row.heightDots / 30);
  }
}
