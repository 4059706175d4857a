// Characters: which text a printer with a two-byte Chinese font can print, what has to be drawn for it instead, and how
// many columns both take.

import iconv from 'iconv-lite';
import { canDraw } from './glyphs.ts';

/** The Chinese font in the printer. `gb2312`: older units, which have its punctuation, wide Latin and 6,763 characters. */
export type PrinterFont = 'gb18030' | 'gb2312';

/** 12 × 24 dots for an ASCII character, 24 × 24 for any other. */
export interface PrintableCharacter {
  readonly bytes: Uint8Array;
  readonly columns: 1 | 2;
}

const known = new Map<string, PrintableCharacter | 'none'>();
/** Enough for all that one hall prints in a day; a stream of odd characters must not fill the memory. */
const mostKnown = 20_000;

/**
 * Text that is safe to send: no control characters (C0, DEL, C1), so that nothing in a name is ever a command, and no
 * invisible ones (zero-width, direction and variation marks), which no printer has. U+00A5 becomes U+FFE5: its own
 * code has four bytes and prints as "0 6".
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Variation_Selector}\p{Zl}\p{Zp}]/gu, '').replaceAll('\u00a5', '￥');
}

/**
 * The code of one character in GB18030, if the fonts of Chinese printers have it: one byte, or two bytes with a lead of
 * 81 to FD. Four-byte codes print as digits, and FE leads to a user-defined area. Undefined: it can't be sent as text.
 */
export function printable(char: string, font: PrinterFont = 'gb18030'): PrintableCharacter | undefined {
  const found = known.get(char) ?? learn(char);
  if (found === 'none') return undefined;
  return font === 'gb18030' || inOldFont(found.bytes) ? found : undefined;
}

function learn(char: string): PrintableCharacter | 'none' {
  if (known.size >= mostKnown) known.clear();
  const found = encode(char) ?? 'none';
  known.set(char, found);
  return found;
}

function encode(char: string): PrintableCharacter | undefined {
  if (/^[\p{Co}\p{Cn}\p{Cs}\p{Cc}]$/u.test(char)) return undefined;
  const bytes = Uint8Array.from(iconv.encode(char, 'gb18030'));
  const [lead = 0] = bytes;
  if (bytes.length === 1) return lead >= 0x20 && lead < 0x7f ? { bytes, columns: 1 } : undefined;
  return bytes.length === 2 && lead >= 0x81 && lead <= 0xfd ? { bytes, columns: 2 } : undefined;
}

/** Rows 1, 3 and 16 to 87 of GB 2312, which have no gaps but the last five of row 55; other symbols are drawn. */
function inOldFont([lead = 0, trail]: Uint8Array): boolean {
  if (trail === undefined) return true;
  if (trail < 0xa1 || (lead === 0xd7 && trail > 0xf9)) return false;
  return lead === 0xa1 || lead === 0xa3 || (lead >= 0xb0 && lead <= 0xf7);
}

/**
 * The bytes of text that the printer's font has; undefined when one character of it must be drawn. Each character has a
 * code of its own, whatever stands beside it.
 */
export function encodeText(text: string, font: PrinterFont): Uint8Array | undefined {
  const bytes = new Uint8Array(2 * text.length);
  let length = 0;
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (isAscii(code)) {
      bytes[length] = code;
      length += 1;
      continue;
    }
    const found = printable(char, font);
    if (found === undefined) return undefined;
    for (const byte of found.bytes) {
      bytes[length] = byte;
      length += 1;
    }
  }
  return bytes.subarray(0, length);
}

/** Columns of text that has passed `canPrint`, at single size; what is drawn takes a Chinese character's place. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += isAscii(char.charCodeAt(0)) ? 1 : (printable(char)?.columns ?? 2);
  return columns;
}

/** Whether each character can be sent as text or, where `drawing`, be drawn. */
export function canPrint(text: string, { font, drawing }: { font: PrinterFont; drawing: boolean }): boolean {
  for (const char of text) {
    if (isAscii(char.charCodeAt(0)) || printable(char, font) !== undefined) continue;
    if (!drawing || !canDraw(char)) return false;
  }
  return true;
}

/** Every printer has these, and they need no table: most of a slip is made of them. */
function isAscii(code: number): boolean {
  return code >= 0x20 && code < 0x7f;
}
