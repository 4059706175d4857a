// DC02: lock boards with 12 channels, 1 to 15 of them on a line.
//
// Experimental, single source: the notes of one Qt tester that cite the sheet "485锁控板通讯协议-12"; not tried on a board.
// 9600 8N1. Host DC 02 board command length data… sum, board DC FE …; the sum begins at `board`. Two data bytes for
// several locks are a bitmap, high byte first, bit 0 = lock 1; what a status of 1 says of a door is not published.
//
//   01 version · 10 open one · 11 and 12 state of one, of all · 14 open all · 15 and 18 open several, in turn or together
//   16 and 1A current on one or several outputs until it is taken away again

import { toHex } from '../../src/base/bytes.ts';
import type { Result } from '../../src/base/result.ts';
import { wholeNumber, wholeNumbers } from '../boards/field-checks.ts';
import { encodeFrame, frameOf, neverMade } from '../boards/frame-fields.ts';
import {
  broken,
  cut,
  type Decoded,
  type DecodeOptions,
  frame,
  incomplete,
  type Meaning,
  nothing,
  type Reading,
} from './cut.ts';

const header = 0xdc;
const side = { host: 0x02, device: 0xfe } as const;
/** The longest data known has two bytes; much more than that is taken for noise. */
const mostData = 16;
const locks = 16;

export function decodeDc02(bytes: Uint8Array, options: DecodeOptions = {}): readonly Decoded[] {
  return cut(bytes, options, read);
}

export function encodeDc02(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, kinds, decodeDc02);
}

function read(rest: Uint8Array): Reading {
  const [first, second = side.host, board = 0, command = 0, count = 0] = rest;
  if (first !== header || (second !== side.host && second !== side.device)) return nothing;
  if (rest.length < 5) return incomplete;
  if (count > mostData) return nothing;
  const length = count + 6;
  if (rest.length < length) return incomplete;
  if (sumOf(rest.subarray(2, length - 1)) !== rest[length - 1]) return broken(length, 'wrongChecksum');
  if (board < 1 || board > 15) return broken(length, 'wrongValue');
  const data = rest.subarray(5, length - 1);
  const meaning = second === side.host ? hostMeaning(command, data) : deviceMeaning(command, data);
  if (meaning === 'wrongValue') return broken(length, 'wrongValue');
  const { kind, ...said } = meaning ?? { kind: 'other', command: toHex(Uint8Array.of(command)), data: toHex(data) };
  return frame(length, second === side.host ? 'host' : 'device', { kind, board, ...said });
}

const several: Readonly<Record<number, string>> = { 21: 'openInTurn', 24: 'openTogether', 26: 'outputs' };
const severalAnswers: Readonly<Record<number, string>> = {
  18: 'doorStates',
  20: 'openedAll',
  21: 'openedInTurn',
  24: 'openedTogether',
};

/** Undefined for what is not known; the order and the length of the data belong together. */
function hostMeaning(command: number, data: Uint8Array): Meaning | 'wrongValue' | undefined {
  const [lock = 0, on] = data;
  if (data.length === 0) {
    const kind = { 1: 'version', 18: 'doors', 20: 'openAll' }[command];
    return kind === undefined ? undefined : { kind };
  }
  if (data.length === 1 && (command === 0x10 || command === 0x11)) {
    return isLock(lock) ? { kind: command === 0x10 ? 'open' : 'door', lock } : 'wrongValue';
  }
  if (data.length !== 2) return undefined;
  if (command === 0x16) return isLock(lock) ? { kind: 'output', lock, on } : 'wrongValue';
  const kind = several[command];
  return kind === undefined ? undefined : { kind, locks: locksIn(data) };
}

function deviceMeaning(command: number, data: Uint8Array): Meaning | 'wrongValue' | undefined {
  const [one = 0, other = 0] = data;
  if (data.length === 1 && command === 0x16) return { kind: 'outputSet', status: one };
  if (data.length === 1 && command === 0x1a) return { kind: 'outputsSet', status: one };
  if (data.length !== 2) return undefined;
  if (command === 0x01) return { kind: 'versionIs', version: one, reserved: other };
  if (command === 0x10)
    return isLock(one) ? { kind: 'opened', lock: one, status: other, done: other === 1 } : 'wrongValue';
  if (command === 0x11) return isLock(one) ? { kind: 'doorState', lock: one, status: other } : 'wrongValue';
  const kind = severalAnswers[command];
  return kind === undefined ? undefined : { kind, on: locksIn(data) };
}

const board = wholeNumber(1, 15);
const lock = wholeNumber(1, locks);
const status = wholeNumber(0, 255);
const ofOne = { board, lock, status };
const ofMany = { board, on: wholeNumbers(1, locks) };
const manyOpen = 'opens several locks on one supply: make an "open" for each';
const lasting = 'leaves current on a lock until it is taken away again: not made here';

const kinds = {
  version: frameOf({ board }, (of) => withSum(side.host, of.board, 0x01)),
  open: frameOf({ board, lock }, (of) => withSum(side.host, of.board, 0x10, of.lock)),
  door: frameOf({ board, lock }, (of) => withSum(side.host, of.board, 0x11, of.lock)),
  doors: frameOf({ board }, (of) => withSum(side.host, of.board, 0x12)),
  openAll: neverMade(`"openAll" ${manyOpen}`),
  openInTurn: neverMade(`"openInTurn" ${manyOpen}`),
  openTogether: neverMade(`"openTogether" ${manyOpen}`),
  output: neverMade(`"output" ${lasting}`),
  outputs: neverMade(`"outputs" ${lasting}`),
  other: neverMade('"other" is a frame nobody has published the meaning of: not made here'),
  versionIs: frameOf({ board, version: status, reserved: status }, (of) =>
    withSum(side.device, of.board, 0x01, of.version, of.reserved),
  ),
  opened: frameOf(ofOne, (of) => withSum(side.device, of.board, 0x10, of.lock, of.status)),
  doorState: frameOf(ofOne, (of) => withSum(side.device, of.board, 0x11, of.lock, of.status)),
  doorStates: frameOf(ofMany, (of) => withSum(side.device, of.board, 0x12, ...bitmap(of.on))),
  openedAll: frameOf(ofMany, (of) => withSum(side.device, of.board, 0x14, ...bitmap(of.on))),
  openedInTurn: frameOf(ofMany, (of) => withSum(side.device, of.board, 0x15, ...bitmap(of.on))),
  openedTogether: frameOf(ofMany, (of) => withSum(side.device, of.board, 0x18, ...bitmap(of.on))),
  outputSet: frameOf({ board, status }, (of) => withSum(side.device, of.board, 0x16, of.status)),
  outputsSet: frameOf({ board, status }, (of) => withSum(side.device, of.board, 0x1a, of.status)),
};

function withSum(from: number, boardNumber: number, command: number, ...data: readonly number[]): Uint8Array {
  const body = [boardNumber, command, data.length, ...data];
  return Uint8Array.of(header, from, ...body, sumOf(body));
}

function sumOf(bytes: Iterable<number>): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) & 0xff;
  return sum;
}

function isLock(number: number): boolean {
  return number >= 1 && number <= locks;
}

function locksIn([high = 0, low = 0]: Uint8Array): readonly number[] {
  const bits = (high << 8) | low;
  return Array.from({ length: locks }, (_, place) => place + 1).filter((number) => ((bits >> (number - 1)) & 1) === 1);
}

function bitmap(numbers: readonly number[]): readonly [number, number] {
  const bits = numbers.reduce((all, number) => all | (1 << (number - 1)), 0);
  return [bits >> 8, bits & 0xff];
}
