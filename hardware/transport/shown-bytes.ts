// Shown bytes: how much of what passes over a line may be shown or kept, so that no trace holds what a card or a code says.

import { toHex } from '../../src/base/bytes.ts';

/** Preamble, length and status of a SAM reader's answer; with its checksum an answer without data is 11 bytes long. */
const samHeadBytes = 10;
const samAnswerBytes = 11;
const samPreamble = 'aaaaaa9669';

/**
 * What a device of that driver sent, in hex, cut down to what is nobody's secret: a card reader's answers show their
 * head, and a piece that does not begin with one shows nothing; a scanner's codes show nothing.
 */
export function shownFromDevice(driver: string, bytes: Uint8Array): string {
  if (driver.startsWith('code-scanner')) return '';
  if (!driver.startsWith('card-reader')) return toHex(bytes);
  const hex = toHex(bytes.subarray(0, bytes.length <= samAnswerBytes ? samAnswerBytes : samHeadBytes));
  return hex.startsWith(samPreamble) ? hex : '';
}
