// Kerong SCU: one controller for each lock on an RS-485 line.
//
// Experimental, single source: one TypeScript service; not tried on a lock. The sum is the low byte of bytes 0 to 5.
//
//   status   F5 address 70 00 00 5F sum 00
//   open     F5 address 00 71 00 5F sum 00
//   answer   F5 address ?? result ?? ?? sum door     result 10 = done; bit 0 of the last byte: 1 closed, 0 open
//
// What the other bytes of an answer say is not published: they are told as `rest`. That its sum is made as in a request
// is assumed. An answer can look like a request, so who sent the bytes must be said.

import { toHex } from '../../src/base/bytes.ts';
import type { Result } from '../../src/base/result.ts';
import { either, flag, hexBytes, wholeNumber } from '../boards/field-checks.ts';
import type { From } from '../boards/frame-cutter.ts';
import { encodeFrame, frameOf } from '../boards/frame-fields.ts';
import { broken, cut, type Decoded, type DecodeOptions, frame, incomplete, nothing, type Reading } from './cut.ts';

const length = 8;
const header = 0xf5;
const tail = 0x5f;
const code = { status: 0x70, open: 0x71 } as const;
const done = 0x10;

/** Without `from` a frame that is a request is taken for one. */
export function decodeKerongScu(bytes: Uint8Array, options: DecodeOptions = {}): readonly Decoded[] {
  return cut(bytes, options, (rest) => read(rest, options.from));
}

export function encodeKerongScu(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, kinds, (bytes) => {
    const isAnswer = (value as { readonly kind: string }).kind === 'answer';
    return decodeKerongScu(bytes, { from: isAnswer ? 'device' : 'host' });
  });
}

function read(rest: Uint8Array, from: From | undefined): Reading {
  if (rest[0] !== header) return nothing;
  if (rest.length < length) return incomplete;
  const [, address = 0, two = 0, three = 0, four = 0, five = 0, sum, last = 0] = rest;
  if (sumOf(rest) !== sum) return broken(length, 'wrongChecksum');
  const isRequest = four === 0 && five === tail && last === 0;
  if (from !== 'device' && isRequest && two === code.status && three === 0) {
    return frame(length, 'host', { kind: 'status', address });
  }
  if (from !== 'device' && isRequest && two === 0 && three === code.open) {
    return frame(length, 'host', { kind: 'open', address });
  }
  if (from === 'host') return broken(length, 'wrongValue');
  const unexplained = toHex(Uint8Array.of(two, four, five, last & 0xfe));
  const result = { result: three, done: three === done };
  return frame(length, 'device', { kind: 'answer', address, ...result, closed: (last & 1) === 1, rest: unexplained });
}

const address = wholeNumber(0, 255);

const kinds = {
  status: frameOf({ address }, (values) => withSum(values.address, [code.status, 0, 0, tail], 0)),
  open: frameOf({ address }, (values) => withSum(values.address, [0, code.open, 0, tail], 0)),
  answer: frameOf(
    { address, result: wholeNumber(0, 255), closed: flag, rest: either(hexBytes(4, 4), Uint8Array.of(0, 0, tail, 0)) },
    ({ address, result, closed, rest: [two = 0, four = 0, five = 0, bits = 0] }) =>
      withSum(address, [two, result, four, five], (bits & 0xfe) | (closed ? 1 : 0)),
  ),
};

function withSum(address: number, middle: readonly number[], last: number): Uint8Array {
  const whole = Uint8Array.of(header, address, ...middle, 0, last);
  whole[6] = sumOf(whole);
  return whole;
}

function sumOf(whole: Uint8Array): number {
  return whole.subarray(0, 6).reduce((sum, byte) => (sum + byte) & 0xff, 0);
}
