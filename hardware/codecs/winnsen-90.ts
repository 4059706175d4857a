// Winnsen 90: 16-lock boards that frame by a length and an end byte and check nothing else.
//
// Experimental, single source: the Android program PudoKiosk; not tried on a board. 9600 8N1. Stations count from 0 or
// from 1, depending on the program's version. No checksum: a flipped bit in station, lock or status goes unnoticed.
//
//   open     90 06 05 station lock 03      answer  90 07 85 station lock result 03     0 failed, 1 open, 2 refused: too hot
//   status   90 06 12 station lock 03      answer  90 07 92 station door lock 03       0 closed, 1 open; fields swapped

import type { Result } from '../../src/base/result.ts';
import { oneOf, wholeNumber } from '../boards/field-checks.ts';
import { encodeFrame, frameOf } from '../boards/frame-fields.ts';
import { broken, cut, type Decoded, type DecodeOptions, frame, incomplete, nothing, type Reading } from './cut.ts';

const header = 0x90;
const end = 0x03;
const code = { open: 0x05, status: 0x12, opened: 0x85, door: 0x92 } as const;
const results = ['failed', 'open', 'coolingDown'] as const;
const doors = ['closed', 'open'] as const;
const mostLocks = 16;

export function decodeWinnsen90(bytes: Uint8Array, options: DecodeOptions = {}): readonly Decoded[] {
  return cut(bytes, options, read);
}

export function encodeWinnsen90(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, kinds, decodeWinnsen90);
}

function read(rest: Uint8Array): Reading {
  const [first, length = 0, order = 0, station = 0, one = 0, other = 0] = rest;
  if (first !== header) return nothing;
  if (rest.length < 3) return incomplete;
  const isRequest = length === 6 && (order === code.open || order === code.status);
  const isAnswer = length === 7 && (order === code.opened || order === code.door);
  if (!isRequest && !isAnswer) return nothing;
  if (rest.length < length) return incomplete;
  if (rest[length - 1] !== end) return broken(length, 'wrongChecksum');
  const lock = order === code.door ? other : one;
  if (lock < 1 || lock > mostLocks) return broken(length, 'wrongValue');
  if (isRequest) return frame(length, 'host', { kind: order === code.open ? 'open' : 'status', station, lock });
  const said = order === code.opened ? results[other] : doors[one];
  if (said === undefined) return broken(length, 'wrongValue');
  return frame(
    length,
    'device',
    order === code.opened
      ? { kind: 'opened', station, lock, result: said }
      : { kind: 'door', station, lock, door: said },
  );
}

const place = { station: wholeNumber(0, 255), lock: wholeNumber(1, mostLocks) };

const kinds = {
  open: frameOf(place, ({ station, lock }) => Uint8Array.of(header, 6, code.open, station, lock, end)),
  status: frameOf(place, ({ station, lock }) => Uint8Array.of(header, 6, code.status, station, lock, end)),
  opened: frameOf({ ...place, result: oneOf(...results) }, ({ station, lock, result }) =>
    Uint8Array.of(header, 7, code.opened, station, lock, results.indexOf(result), end),
  ),
  door: frameOf({ ...place, door: oneOf(...doors) }, ({ station, lock, door }) =>
    Uint8Array.of(header, 7, code.door, station, doors.indexOf(door), lock, end),
  ),
};
