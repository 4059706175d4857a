// PDF streams: the compressed parts of a PDF file, found by their marks alone, in whatever state the rest of it is.

import { inflateSync } from 'node:zlib';

interface PdfStream {
  /** What stands between the object's number and its stream. */
  readonly dictionary: string;
  readonly bytes: Buffer;
}

/** No dictionary before a stream is longer. */
const dictionaryReach = 4_000;

export function* streamsOf(pdf: Buffer): Generator<PdfStream> {
  for (let at = pdf.indexOf('stream'); at !== -1; at = pdf.indexOf('stream', at + 6)) {
    if (pdf.toString('latin1', Math.max(0, at - 3), at) === 'end') continue;
    const end = pdf.indexOf('endstream', at);
    if (end === -1) return;
    const from = at + 6 + (pdf[at + 6] === 0x0d ? 1 : 0) + 1;
    const before = pdf.toString('latin1', Math.max(0, at - dictionaryReach), at);
    yield { dictionary: before.slice(before.lastIndexOf(' obj') + 1), bytes: pdf.subarray(from, end) };
    at = end;
  }
}

/** `broken`: no whole zlib stream, or its check sum is wrong. `tooLarge`: grows beyond that many bytes. */
export function inflated(stream: Buffer, most: number): Buffer | 'broken' | 'tooLarge' {
  try {
    return inflateSync(stream, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    // zlib's own errors have a code.
    if (error instanceof Error && 'code' in error) return error.code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'broken';
    throw error;
  }
}
