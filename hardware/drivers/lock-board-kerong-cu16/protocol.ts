// Protocol of the Kerong KR-CU16 and CU12 boards: what their short frames say, in both directions.
//
// Source: the boards' manual (8lal8/kerongDocs) and four public programs (kerong-lib, jin0949, lkaas, CartWise); the coil
// time is known from one of them only. 19200 8N1. Every frame is `02 ADDR CMD data 03 SUM`, SUM the low byte of the sum of
// all bytes before it. ADDR: board (0 to 9) in the high nibble, lock (0 to 15 = channels 1 to 16) in the low one.
//
//   30  read one board        answer 35 L1 L2 I1 I2: locks 1 to 8, 9 to 16, then item sensors; bit 0 = lowest number
//   31  unlock one lock       most boards answer nothing
//   32  read                  answer 36, from each board when ADDR is F0
//   33  unlock all of a board
//   37  coil time             answer 38 T1 T2 in units of 10 ms, high byte first; 37 with T1 T2 sets it
//   39  delay of unlocks      in seconds
//
// Only CMD tells how long a frame is: `02 00 35 03 3A 00 00 03 77` begins with five bytes that fit together as well.
// ADDR F0 means "all boards". It can be read here and never written, as the orders that open all locks.

import { certain } from '../../../src/base/result.ts';
import { type FrameProblem, type Look, noise, type Seen, seen, unfinished } from '../../boards/frame-cutter.ts';
import { channelWithin } from '../../boards/lock-dialect.ts';
import type { Channel } from '../../classes/lock-board.ts';

/** Locks of a board, sensor bits of its answer. */
export const locks = 16;
export const highestBoard = 9;
/** What a board is told, in steps of 10 ms: no coil gets current for longer. Boards may hold other times. */
export const coilTimeMs = { least: 10, most: 3_000 } as const;
const start = 0x02;
const end = 0x03;
const command = {
  query: 0x30,
  unlock: 0x31,
  queryAll: 0x32,
  unlockAll: 0x33,
  status: 0x35,
  statusOfAll: 0x36,
  coilTime: 0x37,
  coilTimeIs: 0x38,
  delay: 0x39,
} as const;
const allBoards = 0x0f;
const unitMs = 10;

/** What the computer asks for; `board` is 0 to 9. */
export type Cu16Request =
  | { readonly ask: 'query' | 'coilTime'; readonly board: number }
  | { readonly ask: 'unlock'; readonly board: number; readonly channel: Channel }
  | { readonly ask: 'setCoilTime'; readonly board: number; readonly ms: number };

/** What other programs ask for, to be understood and not to be sent. */
export type Cu16Foreign =
  | { readonly ask: 'queryAll' | 'unlockAll'; readonly board: number | 'all' }
  /** Unlocks come that many seconds after their order. */
  | { readonly ask: 'delayUnlocks'; readonly board: number; readonly seconds: number };

/** What a board says. */
export type Cu16Answer =
  | {
      readonly is: 'status';
      readonly board: number;
      /** Asked for with 32 instead of 30. */
      readonly ofAll: boolean;
      /** Two bytes each, as they came. */
      readonly locks: Uint8Array;
      readonly items: Uint8Array;
    }
  | { readonly is: 'coilTimeIs'; readonly board: number; readonly ms: number };

function frame(board: number, lock: number, ...rest: readonly number[]): Uint8Array {
  if (!Number.isInteger(board) || board < 0 || board > highestBoard) throw new RangeError(`no board ${board}`);
  if (!Number.isInteger(lock) || lock < 0 || lock >= locks) throw new RangeError(`no lock ${lock + 1}`);
  const bytes = Uint8Array.of(start, (board << 4) | lock, ...rest, end, 0);
  bytes[bytes.length - 1] = sumOf(bytes);
  return bytes;
}

function sumOf(bytes: Uint8Array): number {
  return bytes.subarray(0, -1).reduce((sum, byte) => (sum + byte) & 0xff, 0);
}

function time(ms: number, { least, most }: { readonly least: number; readonly most: number }): [number, number] {
  const units = ms / unitMs;
  if (!Number.isInteger(units) || ms < least || ms > most) throw new RangeError(`no coil time of ${ms} ms`);
  return [units >> 8, units & 0xff];
}

export function encodeRequest(request: Cu16Request): Uint8Array {
  switch (request.ask) {
    case 'query':
    case 'coilTime':
      return frame(request.board, 0, command[request.ask]);
    case 'unlock':
      return frame(request.board, request.channel - 1, command.unlock);
    case 'setCoilTime':
      return frame(request.board, 0, command.coilTime, ...time(request.ms, coilTimeMs));
  }
}

export function encodeAnswer(answer: Cu16Answer): Uint8Array {
  if (answer.is === 'coilTimeIs') {
    return frame(answer.board, 0, command.coilTimeIs, ...time(answer.ms, { least: 0, most: 0xffff * unitMs }));
  }
  const { board, ofAll, items } = answer;
  if (answer.locks.length !== 2 || items.length !== 2) throw new RangeError('a board has two bytes of each');
  return frame(board, 0, ofAll ? command.statusOfAll : command.status, ...answer.locks, ...items);
}

/** A frame of that length with its end and its sum, or why there is none. */
function whole(bytes: Uint8Array, length: number): FrameProblem | 'unfinished' | undefined {
  if (bytes.length < length) return 'unfinished';
  const one = bytes.subarray(0, length);
  return one[length - 2] === end && one[length - 1] === sumOf(one) ? undefined : 'wrongChecksum';
}

interface Fields {
  readonly board: number;
  readonly lock: number;
  readonly data: Uint8Array;
}

/** Lengths, longest first, by command. */
function lookFor<Frame>(
  bytes: Uint8Array,
  lengths: (command: number | undefined) => readonly number[],
  read: (command: number, fields: Fields) => Frame | undefined,
): Seen<Frame> {
  const [first, address, kind] = bytes;
  if (first !== start) return noise('unknownHeader');
  if (kind === undefined || address === undefined) return unfinished;
  const possible = lengths(kind);
  if (possible.length === 0) return noise('unknownHeader');
  const length = possible.find((each) => whole(bytes, each) === undefined);
  if (length === undefined) return possible.some((each) => bytes.length < each) ? unfinished : noise('wrongChecksum');
  const fields = { board: address >> 4, lock: address & 0x0f, data: bytes.subarray(3, length - 2) };
  const found = read(kind, fields);
  return found === undefined ? noise('wrongValue') : seen(found, length);
}

export const lookForRequest: Look<Cu16Request | Cu16Foreign> = (bytes) =>
  lookFor(bytes, requestLengths, (kind, { board, lock, data }) => {
    const isOne = board <= highestBoard && (lock === 0 || kind === command.unlock);
    if (kind === command.queryAll || kind === command.unlockAll) {
      const ask = kind === command.queryAll ? 'queryAll' : 'unlockAll';
      if (lock !== 0 || (!isOne && board !== allBoards)) return undefined;
      return { ask, board: board === allBoards ? 'all' : board };
    }
    if (!isOne) return undefined;
    if (kind === command.query) return { ask: 'query', board };
    if (kind === command.delay) return { ask: 'delayUnlocks', board, seconds: certain(data[0], 'seconds') };
    if (kind === command.coilTime) {
      return data.length === 0 ? { ask: 'coilTime', board } : { ask: 'setCoilTime', board, ms: msOf(data) };
    }
    const channel = channelWithin(lock + 1, locks);
    return channel.ok ? { ask: 'unlock', board, channel: channel.value } : undefined;
  });

function requestLengths(kind: number | undefined): readonly number[] {
  switch (kind) {
    case command.query:
    case command.unlock:
    case command.queryAll:
    case command.unlockAll:
      return [5];
    case command.coilTime:
      return [7, 5];
    case command.delay:
      return [6];
    default:
      return [];
  }
}

export const lookForAnswer: Look<Cu16Answer> = (bytes) =>
  lookFor(bytes, answerLengths, (kind, { board, lock, data }) => {
    if (board > highestBoard || lock !== 0) return undefined;
    if (kind === command.coilTimeIs) return { is: 'coilTimeIs', board, ms: msOf(data) };
    const ofAll = kind === command.statusOfAll;
    return { is: 'status', board, ofAll, locks: data.slice(0, 2), items: data.slice(2, 4) };
  });

function answerLengths(kind: number | undefined): readonly number[] {
  if (kind === command.coilTimeIs) return [7];
  return kind === command.status || kind === command.statusOfAll ? [9] : [];
}

function msOf([high = 0, low = 0]: Uint8Array): number {
  return ((high << 8) | low) * unitMs;
}
