// Proof code: the verification code inside the file of a proof, put there as a keyword and found again by its mark.

import { inflated, streamsOf } from './pdf-streams.ts';

const mark = 'verification-code:';
/** A stream that grows beyond this holds no metadata. */
const mostStreamBytes = 8_000_000;
/** All streams together, so that a small file cannot cause hours of work. */
const mostBytes = 100_000_000;

/** Keyword in the file's Info and XMP. Only letters, digits and hyphens, for pdfkit writes XMP without escaping. */
export function codeKeyword(code: string): string {
  return mark + code.replace(/[^0-9A-Za-z]+/g, '-');
}

/**
 * Every different code with a mark in that PDF. Also found after another program has saved the file anew: it may have put
 * Info or XMP into a compressed stream, or the text into UTF-16 or hex digits. Not found in an encrypted file.
 */
export function codesIn(pdf: Uint8Array): readonly string[] {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const found = new Set(codesInText(bytes.toString('latin1')));
  let left = mostBytes;
  for (const { bytes: stream } of streamsOf(bytes)) {
    // Only what begins like zlib: pictures and fonts in other codings are passed over.
    if (((stream[0] ?? 0) & 0x0f) !== 8) continue;
    const plain = inflated(stream, Math.min(left, mostStreamBytes));
    if (typeof plain === 'string') continue;
    left -= plain.length;
    for (const code of codesInText(plain.toString('latin1'))) found.add(code);
    if (left <= 0) break;
  }
  return [...found];
}

const ofMark = /verification-code:([0-9A-Za-z-]{4,40})/g;

function codesInText(text: string): readonly string[] {
  // One in two bytes a sign: the zeros of UTF-16 fall out.
  const readings = [text, text.replaceAll('\0', '')];
  for (const [, digits = ''] of text.matchAll(/<((?:[0-9A-Fa-f]\s*){36,4000})>/g)) {
    readings.push(Buffer.from(digits.replace(/\s/g, ''), 'hex').toString('latin1').replaceAll('\0', ''));
  }
  return readings.flatMap((reading) => [...reading.matchAll(ofMark)].map(([, code = '']) => code));
}
