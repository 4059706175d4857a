// QianMing 5A: lock boards whose boxes carry one run of numbers over all boards of a line.
//
// Experimental, single source: the Java program of RepentanceYYY/smart-locker; not tried on a board. The last byte is
// the XOR of all before it; numbers have two bytes, high first.
//
//   open         5A 21 box             answer  5A A1 result                 0 = done
//   doors        5A 22 box             answer  5A A2 first last bits…       of the whole board; 1 = open, bit 0 first
//   set range    5A 23 first last      answer  5A A3 result                 someone presses the board's button meanwhile
//   items        5A 25 box             answer  5A A5 first last bits…       1 = something is in it
//
// No byte gives the length. A frame is therefore cut by what it is (and an answer with bits by its first and last box),
// never at the first byte where the XOR fits: that byte can be a part of a longer frame.

import { joinBytes, xorOf } from '../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { wholeNumber, wholeNumbers } from '../boards/field-checks.ts';
import { encodeFrame, frameOf } from '../boards/frame-fields.ts';
import { broken, cut, type Decoded, type DecodeOptions, frame, incomplete, nothing, type Reading } from './cut.ts';

const header = 0x5a;
const code = { open: 0x21, doors: 0x22, setRange: 0x23, items: 0x25, opened: 0xa1, rangeSet: 0xa3 } as const;
const bitmaps = { doorStates: 0xa2, itemStates: 0xa5 } as const;
/** More boxes than this on one board are taken for noise. */
const mostBoxes = 256;

export function decodeQianming5a(bytes: Uint8Array, options: DecodeOptions = {}): readonly Decoded[] {
  return cut(bytes, options, read);
}

export function encodeQianming5a(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, kinds, decodeQianming5a);
}

function read(rest: Uint8Array): Reading {
  const [first, order] = rest;
  if (first !== header) return nothing;
  if (order === undefined) return incomplete;
  const length = lengthOf(rest, order);
  if (length === 'unknown') return nothing;
  if (length === 'later' || rest.length < length) return incomplete;
  const whole = rest.subarray(0, length);
  if (xorOf(whole) !== 0) return broken(length, 'wrongChecksum');
  const one = wordAt(whole, 2);
  const other = wordAt(whole, 4);
  switch (order) {
    case code.opened:
    case code.rangeSet: {
      const result = whole[2] ?? 0;
      return frame(length, 'device', { kind: nameOf(code, order), result, done: result === 0 });
    }
    case code.setRange:
      if (one < 1 || other < one) return broken(length, 'wrongValue');
      return frame(length, 'host', { kind: 'setRange', first: one, last: other });
    case bitmaps.doorStates:
    case bitmaps.itemStates: {
      const on = numbersOn(whole.subarray(6, -1), one);
      if (on.some((box) => box > other)) return broken(length, 'wrongValue');
      const said = order === bitmaps.doorStates ? { kind: 'doorStates', open: on } : { kind: 'itemStates', full: on };
      return frame(length, 'device', { ...said, first: one, last: other });
    }
    default:
      if (one < 1) return broken(length, 'wrongValue');
      return frame(length, 'host', { kind: nameOf(code, order), box: one });
  }
}

function lengthOf(rest: Uint8Array, order: number): number | 'later' | 'unknown' {
  if (order === code.open || order === code.doors || order === code.items) return 5;
  if (order === code.opened || order === code.rangeSet) return 4;
  if (order === code.setRange) return 7;
  if (order !== bitmaps.doorStates && order !== bitmaps.itemStates) return 'unknown';
  if (rest.length < 6) return 'later';
  const boxes = wordAt(rest, 4) - wordAt(rest, 2) + 1;
  return wordAt(rest, 2) < 1 || boxes < 1 || boxes > mostBoxes ? 'unknown' : 7 + Math.ceil(boxes / 8);
}

const box = wholeNumber(1, 0xffff);
const result = wholeNumber(0, 0xff);
const boxes = wholeNumbers(1, 0xffff);
const range = { first: box, last: box };

const kinds = {
  open: frameOf({ box }, (values) => withXor(code.open, ...word(values.box))),
  doors: frameOf({ box }, (values) => withXor(code.doors, ...word(values.box))),
  items: frameOf({ box }, (values) => withXor(code.items, ...word(values.box))),
  setRange: frameOf(range, ({ first, last }) =>
    last < first ? failed('"last" must not be before "first"') : withXor(code.setRange, ...word(first), ...word(last)),
  ),
  opened: frameOf({ result }, (values) => withXor(code.opened, values.result)),
  rangeSet: frameOf({ result }, (values) => withXor(code.rangeSet, values.result)),
  doorStates: frameOf({ ...range, open: boxes }, (values) => states(bitmaps.doorStates, values, values.open)),
  itemStates: frameOf({ ...range, full: boxes }, (values) => states(bitmaps.itemStates, values, values.full)),
};

function states(
  order: number,
  { first, last }: { readonly first: number; readonly last: number },
  on: readonly number[],
): Result<Uint8Array, string> {
  if (last < first || last - first >= mostBoxes) return failed(`"last" must be ${first} to ${first + mostBoxes - 1}`);
  if (on.some((each) => each < first || each > last)) return failed(`a box lies outside ${first} to ${last}`);
  const bits = new Uint8Array(Math.ceil((last - first + 1) / 8));
  for (const each of on) bits[(each - first) >> 3] = (bits[(each - first) >> 3] ?? 0) | (1 << ((each - first) & 7));
  return ok(withXor(order, ...word(first), ...word(last), ...bits));
}

function withXor(...bytes: readonly number[]): Uint8Array {
  const body = Uint8Array.of(header, ...bytes);
  return joinBytes(body, Uint8Array.of(xorOf(body)));
}

function word(number: number): readonly [number, number] {
  return [number >> 8, number & 0xff];
}

function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function numbersOn(bits: Uint8Array, first: number): readonly number[] {
  return Array.from({ length: bits.length * 8 }, (_, place) => place)
    .filter((place) => (((bits[place >> 3] ?? 0) >> (place & 7)) & 1) === 1)
    .map((place) => first + place);
}

function nameOf(names: Readonly<Record<string, number>>, order: number): string {
  return Object.keys(names).find((name) => names[name] === order) ?? '';
}
