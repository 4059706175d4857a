// Protocol of the 8A/80 lock boards: what the five-byte frames and the query-all reply say, in both directions.
//
// Source: the vendor sheets "485锁控板通讯协议" (24 locks 2021; 2024A1) and captures of 8-, 24- and 50-channel boards.
// The line is 9600 8N1 without flow control; the checksum (BCC) is the XOR of all bytes before it.
//
//   open one      8A board lock 11 BCC          answer  8A board lock contact BCC, or none at all
//   query one     80 board lock 33 BCC          answer  80 board lock contact BCC
//   query all     80 board 00   33 BCC          answer  80 board status… 33 BCC, 3 to 7 status bytes
//   report        81 or 82 board lock contact BCC, sent by some boards when a contact changes
//
// Contact: 11 = the feedback wires are shorted, 00 = they are not. What that says about a door depends on the lock.
// Lock 00 means "all of the board" and is never sent: a Channel begins at 1.

import { xorOf } from '../../../src/base/bytes.ts';
import { certain, failed, ok, type Result } from '../../../src/base/result.ts';
import { type Channel, channelOf } from '../../classes/lock-board.ts';

export const header = { unlock: 0x8a, query: 0x80, report: 0x81, newerReport: 0x82 } as const;
const unlockOrder = 0x11;
const queryOrder = 0x33;
const shortedByte = 0x11;
const apartByte = 0x00;

/** Fewest and most status bytes of a query-all reply: an 8-channel board answers with 3, a 50-channel board with 7. */
export const statusBytes = { least: 3, most: 7 } as const;

/** What a board says. `board` is 1 to 255; `shorted` is the feedback contact and nothing more. */
export type LockFrame =
  /** Answer to an unlock: the contact as it was after the pulse, not a word about success. */
  | { readonly is: 'pulsed'; readonly board: number; readonly channel: Channel; readonly shorted: boolean }
  /** Answer to a query of one lock. */
  | { readonly is: 'contact'; readonly board: number; readonly channel: Channel; readonly shorted: boolean }
  /** Answer to a query of all locks: 3 to 7 status bytes as they came. */
  | { readonly is: 'contacts'; readonly board: number; readonly status: Uint8Array }
  /** A contact changed and the board says so by itself. */
  | { readonly is: 'report'; readonly board: number; readonly channel: Channel; readonly shorted: boolean }
  /** The computer's own request, given back by a two-wire adapter. */
  | { readonly is: 'echo' };

/** What the computer asks for. */
export type LockRequest =
  | { readonly ask: 'unlock'; readonly board: number; readonly channel: Channel }
  | { readonly ask: 'contact'; readonly board: number; readonly channel: Channel }
  | { readonly ask: 'contacts'; readonly board: number };

export type FrameProblem = 'wrongLength' | 'wrongChecksum' | 'unknownHeader' | 'wrongValue';

function withChecksum(...bytes: readonly number[]): Uint8Array {
  if (bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255)) throw new RangeError('not a byte');
  const frame = Uint8Array.from([...bytes, 0]);
  frame[bytes.length] = xorOf(frame);
  return frame;
}

export function encodeRequest(request: LockRequest): Uint8Array {
  if (request.board < 1) throw new RangeError('board 0 is no board');
  switch (request.ask) {
    case 'unlock':
      return withChecksum(header.unlock, request.board, request.channel, unlockOrder);
    case 'contact':
      return withChecksum(header.query, request.board, request.channel, queryOrder);
    case 'contacts':
      return withChecksum(header.query, request.board, 0, queryOrder);
  }
}

/** Reads one request of five bytes; the order for all locks of a board is no value here. */
export function decodeRequest(bytes: Uint8Array): Result<LockRequest, FrameProblem> {
  if (bytes.length !== 5) return failed('wrongLength');
  const [kind = 0, board = 0, lock = 0, order] = bytes;
  if (kind !== header.unlock && kind !== header.query) return failed('unknownHeader');
  if (xorOf(bytes) !== 0) return failed('wrongChecksum');
  if (board === 0 || order !== (kind === header.unlock ? unlockOrder : queryOrder)) return failed('wrongValue');
  const channel = channelOf(lock);
  if (kind === header.unlock)
    return channel.ok ? ok({ ask: 'unlock', board, channel: channel.value }) : failed('wrongValue');
  return ok(channel.ok ? { ask: 'contact', board, channel: channel.value } : { ask: 'contacts', board });
}

const singleHeaders = { pulsed: header.unlock, contact: header.query, report: header.report } as const;

/** A five-byte frame as a board sends it; `newerReport` puts 82 in place of 81 in front of a report. */
export function encodeSingle(
  frame: Extract<LockFrame, { readonly is: keyof typeof singleHeaders }>,
  { newerReport = false } = {},
): Uint8Array {
  const first = frame.is === 'report' && newerReport ? header.newerReport : singleHeaders[frame.is];
  return withChecksum(first, frame.board, frame.channel, frame.shorted ? shortedByte : apartByte);
}

/** Reads one frame of five bytes that a board sent. */
export function decodeSingle(bytes: Uint8Array): Result<LockFrame, FrameProblem> {
  if (bytes.length !== 5) return failed('wrongLength');
  const [kind = 0, board = 0, lock = 0, contact] = bytes;
  const is = singleKind(kind);
  if (is === undefined) return failed('unknownHeader');
  if (xorOf(bytes) !== 0) return failed('wrongChecksum');
  const channel = channelOf(lock);
  if (board === 0 || !channel.ok || (contact !== shortedByte && contact !== apartByte)) return failed('wrongValue');
  return ok({ is, board, channel: channel.value, shorted: contact === shortedByte });
}

function singleKind(kind: number): 'pulsed' | 'contact' | 'report' | undefined {
  if (kind === header.unlock) return 'pulsed';
  if (kind === header.query) return 'contact';
  return kind === header.report || kind === header.newerReport ? 'report' : undefined;
}

export function encodeContacts({ board, status }: { readonly board: number; readonly status: Uint8Array }): Uint8Array {
  return withChecksum(header.query, board, ...status, queryOrder);
}

/** Reads one query-all reply of 7 to 11 bytes. */
export function decodeContacts(bytes: Uint8Array): Result<LockFrame, FrameProblem> {
  const status = bytes.slice(2, -2);
  if (status.length < statusBytes.least || status.length > statusBytes.most) return failed('wrongLength');
  if (bytes[0] !== header.query) return failed('unknownHeader');
  if (xorOf(bytes) !== 0) return failed('wrongChecksum');
  const board = certain(bytes[1], 'board');
  if (board === 0 || bytes[bytes.length - 2] !== queryOrder) return failed('wrongValue');
  return ok({ is: 'contacts', board, status });
}
