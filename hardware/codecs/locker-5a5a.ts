// 5A5A: the only known frame of a lock board that answers nothing that is known.
//
// Experimental, single source: one Python program; not tried on a board. Speed and answers are not published.
//
//   open one   5A 5A 00 board 00 04 00 01 lock XOR     board 0 to 31 (its DIP switch), lock 1 to 24

import { xorOf } from '../../src/base/bytes.ts';
import type { Result } from '../../src/base/result.ts';
import { wholeNumber } from '../boards/field-checks.ts';
import { encodeFrame, frameOf } from '../boards/frame-fields.ts';
import { broken, cut, type Decoded, type DecodeOptions, frame, incomplete, nothing, type Reading } from './cut.ts';

const length = 10;

export function decode5a5a(bytes: Uint8Array, options: DecodeOptions = {}): readonly Decoded[] {
  return cut(bytes, options, read);
}

export function encode5a5a(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, kinds, decode5a5a);
}

function read(rest: Uint8Array): Reading {
  if (rest[0] !== 0x5a || (rest.length > 1 && rest[1] !== 0x5a)) return nothing;
  if (rest.length < length) return incomplete;
  const whole = rest.subarray(0, length);
  if (xorOf(whole) !== 0) return broken(length, 'wrongChecksum');
  const [, , zero, board = 0, next, order, after, one, lock = 0] = whole;
  const isOpen = zero === 0 && next === 0 && order === 4 && after === 0 && one === 1;
  if (!isOpen || board > 31 || lock < 1 || lock > 24) return broken(length, 'wrongValue');
  return frame(length, 'host', { kind: 'open', board, lock });
}

const kinds = {
  open: frameOf({ board: wholeNumber(0, 31), lock: wholeNumber(1, 24) }, ({ board, lock }) => {
    const whole = Uint8Array.of(0x5a, 0x5a, 0, board, 0, 4, 0, 1, lock, 0);
    whole[length - 1] = xorOf(whole);
    return whole;
  }),
};
