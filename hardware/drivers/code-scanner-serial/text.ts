// Text: the bytes of one code as the text that a person meant, or the reason why they are none.

import iconv from 'iconv-lite';
import { failed, ok, type Result } from '../../../src/base/result.ts';
import { type ScannedCode, scannedCode, splitAim } from '../../classes/code-scanner.ts';
import { answersOrders, type TriggerDialect } from './dialect.ts';

export type CodeEncoding = 'utf-8' | 'gb18030';

export interface CodeReading {
  readonly encoding: CodeEncoding;
  /** Whether the scanner is set to send an AIM identifier (`]Q1`) in front of each code. */
  readonly aimPrefix: boolean;
  readonly trigger: TriggerDialect;
}

export type CodeProblem =
  /** Nothing is left after the control characters. */
  | 'empty'
  /** It is not in the encoding that is configured. */
  | 'wrongEncoding'
  /** It holds signs of the scanner's own answers: a broken answer stands in front of it or is all of it. */
  | 'noise';

const replacement = '\ufffd';
/** STX, SOH, NUL, ETX, EOT, ENQ, ACK, NAK: an answer with one bit turned over still holds some of them. */
const answerBytes = new Set([0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x15]);

export function readCode(
  bytes: Uint8Array,
  { encoding, aimPrefix, trigger }: CodeReading,
): Result<ScannedCode, CodeProblem> {
  if (answersOrders(trigger) && bytes.some((byte) => answerBytes.has(byte))) return failed('noise');
  // Some scanners put a NUL behind each code.
  const text = decode(
    bytes.filter((byte) => byte !== 0),
    encoding,
  );
  if (text === undefined) return failed('wrongEncoding');
  const { symbology, rest } = aimPrefix ? splitAim(text) : { symbology: null, rest: text };
  const code = scannedCode(rest, symbology);
  return code === undefined ? failed('empty') : ok(code);
}

function decode(bytes: Uint8Array, encoding: CodeEncoding): string | undefined {
  const text = iconv.decode(Buffer.from(bytes), encoding);
  return text.includes(replacement) ? undefined : text;
}

export function encodeCode(text: string, encoding: CodeEncoding): Uint8Array {
  return Uint8Array.from(iconv.encode(text, encoding));
}
