// Characters: which text a printer with a two-byte Chinese font can print, and how many columns it takes.

import iconv from 'iconv-lite';

/** 12 × 24 dots for an ASCII character, 24 × 24 for any other. */
export interface PrintableCharacter {
  readonly bytes: Uint8Array;
  readonly columns: 1 | 2;
}

const known = new Map<string, PrintableCharacter | undefined>();

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
export function printable(char: string): PrintableCharacter | undefined {
  if (!known.has(char)) known.set(char, encode(char));
  return known.get(char);
}

function encode(char: string): PrintableCharacter | undefined {
  if (/^[\p{Co}\p{Cn}\p{Cs}\p{Cc}]$/u.test(char)) return undefined;
  const bytes = Uint8Array.from(iconv.encode(char, 'gb18030'));
  const [lead = 0] = bytes;
  if (bytes.length === 1) return lead >= 0x20 && lead < 0x7f ? { bytes, columns: 1 } : undefined;
  return bytes.length === 2 && lead >= 0x81 && lead <= 0xfd ? { bytes, columns: 2 } : undefined;
}

/** Columns of text that has passed `canPrint`, at single size. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += printable(char)?.columns ?? 2;
  return columns;
}

export function canPrint(text: string): boolean {
  for (const char of text) if (printable(char) === undefined) return false;
  return true;
}
