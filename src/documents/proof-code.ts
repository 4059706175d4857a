// Proof code: the verification code inside the file of a proof, put there as a keyword and found again by its mark.

import { inflateSync } from 'node:zlib';

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
  for (const stream of streamsOf(bytes)) {
    const plain = inflated(stream, Math.min(left, mostStreamBytes));
    left -= plain.length;
    for (const code of codesInText(plain.toString('latin1'))) found.add(code);
    if (left <= 0) break;
  }
  return [...found];
}

function* streamsOf(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf('stream'); at !== -1; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.toString('latin1', Math.max(0, at - 3), at) === 'end') continue;
    const end = bytes.indexOf('endstream', at);
    if (end === -1) return;
    const from = at + 6 + (bytes[at + 6] === 0x0d ? 1 : 0) + 1;
    // Only what begins like zlib: pictures and fonts in other codings are passed over.
    if (((bytes[from] ?? 0) & 0x0f) === 8) yield bytes.subarray(from, end);
    at = end;
  }
}

function inflated(stream: Buffer, most: number): Buffer {
  try {
    return inflateSync(stream, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    // Not zlib after all, cut off, or too large.
    if (error instanceof Error && 'code' in error) return Buffer.alloc(0);
    throw error;
  }
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
