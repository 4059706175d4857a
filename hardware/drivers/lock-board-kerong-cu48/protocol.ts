// Protocol of the Kerong KR-CU48 and CU48B boards: what their long frames say, in both directions.
//
// Source: captures of KerongConsole, the CU48B program KerongCommProtocol and one TypeScript service. 19200 8N1 or TCP.
// A request is `02 ADDR LOCK CMD 03 SUM`, SUM the low byte of the sum of all bytes before it. ADDR: board 0 to 9;
// LOCK: 0 to 47 = channels 1 to 48.
//
//   60  read one board        answer 75, 18 bytes: `02 ADDR LOCK 75 [6 lock bytes] [6 item bytes] 03 SUM`
//   61  unlock one lock       no answer to rely on
//
// Bit 0 of the first byte is the lowest number. LOCK 30h means "all of the board" and ADDR 0A "all boards": both can be
// read here and never written. One program puts the lock into byte 1; the sum is the same, so nothing tells the two
// apart, but its author's own captures have it in byte 2. Code 77 was captured once and is unexplained.

import { type FrameProblem, type Look, noise, seen, unfinished } from '../../boards/frame-cutter.ts';
import { channelWithin } from '../../boards/lock-dialect.ts';
import type { Channel } from '../../classes/lock-board.ts';

/** Locks of a board, sensor bits of its answer. */
export const locks = 48;
export const highestBoard = 9;
/** Bytes of lock bits, and as many of item bits. */
export const statusBytes = locks / 8;
const start = 0x02;
const end = 0x03;
const command = { query: 0x60, unlock: 0x61, status: 0x75, unexplained: 0x77 } as const;
const allLocks = 0x30;
const allBoards = 0x0a;
const requestLength = 6;
const answerLength = 6 + 2 * statusBytes;

/** What the computer asks for; `board` is 0 to 9. */
export type Cu48Request =
  | { readonly ask: 'query'; readonly board: number }
  | { readonly ask: 'unlock'; readonly board: number; readonly channel: Channel };

/** What other programs ask for, to be understood and not to be sent. */
export type Cu48Foreign =
  | { readonly ask: 'queryAll' | 'unlockAll'; readonly board: number | 'all' }
  | { readonly ask: 'unlockOnAll'; readonly channel: Channel };

/** What a board says. */
export interface Cu48Answer {
  readonly is: 'status' | 'unexplained';
  readonly board: number;
  /** Byte 2 as it came: 00, or what was asked for. */
  readonly lock: number;
  /** Six bytes each, as they came. */
  readonly locks: Uint8Array;
  readonly items: Uint8Array;
}

function frame(board: number, lock: number, ...rest: readonly number[]): Uint8Array {
  if (!Number.isInteger(board) || board < 0 || board > highestBoard) throw new RangeError(`no board ${board}`);
  const bytes = Uint8Array.of(start, board, lock, ...rest, end, 0);
  bytes[bytes.length - 1] = sumOf(bytes);
  return bytes;
}

function sumOf(bytes: Uint8Array): number {
  return bytes.subarray(0, -1).reduce((sum, byte) => (sum + byte) & 0xff, 0);
}

export function encodeRequest(request: Cu48Request): Uint8Array {
  if (request.ask === 'query') return frame(request.board, 0, command.query);
  if (request.channel > locks) throw new RangeError(`no lock ${request.channel}`);
  return frame(request.board, request.channel - 1, command.unlock);
}

export function encodeAnswer({ is, board, lock, locks, items }: Cu48Answer): Uint8Array {
  if (!Number.isInteger(lock) || lock < 0 || lock > allLocks) throw new RangeError(`no lock byte ${lock}`);
  if (locks.length !== statusBytes || items.length !== statusBytes) throw new RangeError('six bytes of each');
  return frame(board, lock, command[is], ...locks, ...items);
}

/** Whether a frame of that length has its end and its sum. */
function problemOf(bytes: Uint8Array, length: number): FrameProblem | undefined {
  const one = bytes.subarray(0, length);
  return one[length - 2] === end && one[length - 1] === sumOf(one) ? undefined : 'wrongChecksum';
}

export const lookForRequest: Look<Cu48Request | Cu48Foreign> = (bytes) => {
  const [first, board = 0, lock = 0, kind] = bytes;
  if (first !== start) return noise('unknownHeader');
  if (kind === undefined) return unfinished;
  if (kind !== command.query && kind !== command.unlock) return noise('unknownHeader');
  if (bytes.length < requestLength) return unfinished;
  const problem = problemOf(bytes, requestLength);
  const request = problem === undefined ? requestOf({ kind, board, lock }) : undefined;
  return request === undefined ? noise(problem ?? 'wrongValue') : seen(request, requestLength);
};

interface Asked {
  readonly kind: number;
  readonly board: number;
  readonly lock: number;
}

function requestOf({ kind, board, lock }: Asked): Cu48Request | Cu48Foreign | undefined {
  if (board > allBoards) return undefined;
  const whom = board === allBoards ? 'all' : board;
  if (lock === allLocks) return { ask: kind === command.query ? 'queryAll' : 'unlockAll', board: whom };
  if (kind === command.query) {
    if (lock !== 0) return undefined;
    return whom === 'all' ? { ask: 'queryAll', board: whom } : { ask: 'query', board: whom };
  }
  const channel = channelWithin(lock + 1, locks);
  if (!channel.ok) return undefined;
  return whom === 'all'
    ? { ask: 'unlockOnAll', channel: channel.value }
    : { ask: 'unlock', board: whom, channel: channel.value };
}

export const lookForAnswer: Look<Cu48Answer> = (bytes) => {
  const [first, board = 0, lock = 0, kind] = bytes;
  if (first !== start) return noise('unknownHeader');
  if (kind === undefined) return unfinished;
  if (kind !== command.status && kind !== command.unexplained) return noise('unknownHeader');
  if (bytes.length < answerLength) return unfinished;
  const problem = problemOf(bytes, answerLength);
  if (problem !== undefined) return noise(problem);
  if (board > highestBoard || lock > allLocks) return noise('wrongValue');
  const bits = bytes.slice(4, answerLength - 2);
  const is = kind === command.status ? 'status' : 'unexplained';
  return seen({ is, board, lock, locks: bits.slice(0, statusBytes), items: bits.slice(statusBytes) }, answerLength);
};
