// Wiegand 26 (H10301): one card on the two data lines of a door reader, as a converter hands it on.
//
// Experimental, single source: two installation manuals with worked examples; not tried on a reader. The 26 bits come
// most significant first and left-aligned in four bytes: an even-parity bit over the next 12 bits, 8 bits of facility,
// 16 bits of card number, an odd-parity bit over the 12 bits before it, then six bits of padding. Nothing is encrypted.
// There is no header: bytes are taken four at a time, and one lost byte spoils all that follow.

import type { Result } from '../../src/base/result.ts';
import { wholeNumber } from '../boards/field-checks.ts';
import { encodeFrame, frameOf } from '../boards/frame-fields.ts';
import { broken, cut, type Decoded, type DecodeOptions, frame, incomplete, type Reading } from './cut.ts';

export function decodeWiegand26(bytes: Uint8Array, options: DecodeOptions = {}): readonly Decoded[] {
  return cut(bytes, options, read);
}

export function encodeWiegand26(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, kinds, decodeWiegand26);
}

/** Facility and card of 26 bits in four bytes; undefined when a parity bit or the padding is wrong. */
export function readCard26(bytes: Uint8Array): { readonly facility: number; readonly card: number } | undefined {
  if (bytes.length !== 4 || (bitsOf(bytes) & 0x3f) !== 0) return undefined;
  const facility = (bitsOf(bytes) >>> 23) & 0xff;
  const card = (bitsOf(bytes) >>> 7) & 0xffff;
  return bitsOf(withParity(facility, card)) === bitsOf(bytes) ? { facility, card } : undefined;
}

function read(rest: Uint8Array): Reading {
  if (rest.length < 4) return incomplete;
  const four = rest.subarray(0, 4);
  const card = readCard26(four);
  if (card !== undefined) {
    const bits = bitsOf(four).toString(2).padStart(32, '0').slice(0, 26);
    return frame(4, 'device', { kind: 'card', ...card, bits });
  }
  return broken(4, 'wrongChecksum', { inStep: true });
}

const kinds = {
  card: frameOf({ facility: wholeNumber(0, 0xff), card: wholeNumber(0, 0xffff) }, ({ facility, card }) =>
    withParity(facility, card),
  ),
};

function withParity(facility: number, card: number): Uint8Array {
  const body = (facility << 16) | card;
  const even = ones(body >>> 12) & 1;
  const odd = (ones(body & 0xfff) & 1) ^ 1;
  const bits = ((even << 31) | (body << 7) | (odd << 6)) >>> 0;
  return Uint8Array.of(bits >>> 24, bits >>> 16, bits >>> 8, bits);
}

function ones(number: number): number {
  let count = 0;
  for (let left = number; left > 0; left >>>= 1) count += left & 1;
  return count;
}

function bitsOf([one = 0, two = 0, three = 0, four = 0]: Uint8Array): number {
  return ((one << 24) | (two << 16) | (three << 8) | four) >>> 0;
}
