// Text: the bytes of one code as text, in the encoding that is configured.

import iconv from 'iconv-lite';
import { failed, ok, type Result } from '../../../src/base/result.ts';
import { type ScannedCode, scannedCode } from '../../classes/code-scanner.ts';

export type CodeEncoding = 'utf-8' | 'gb18030';

const replacement = '\ufffd';

export function readCode(
  { bytes, symbology }: { readonly bytes: Uint8Array; readonly symbology: string | null },
  encoding: CodeEncoding,
): Result<ScannedCode, 'empty' | 'wrongEncoding'> {
  const text = iconv.decode(Buffer.from(bytes), encoding);
  if (text.includes(replacement)) return failed('wrongEncoding');
  const code = scannedCode(text, symbology);
  return code === undefined ? failed('empty') : ok(code);
}

export function encodeCode(text: string, encoding: CodeEncoding): Uint8Array {
  return Uint8Array.from(iconv.encode(text, encoding));
}
