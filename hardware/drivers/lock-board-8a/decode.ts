// Decode: explains bytes of an 8A/80 line to a technician, frame by frame, also frames that this product never sends.

import { toHex, xorOf } from '../../../src/base/bytes.ts';
import { bitOf, bitsOfBytes, channelsUpTo, type StatusOrder } from '../../boards/lock-dialect.ts';
import { decodeContacts, decodeRequest, decodeSingle, header } from './protocol.ts';

/** One frame or one stretch of bytes that is none; plain JSON. `hex` is lower case. */
export type Lock8aDecoded =
  | ({ readonly ok: true; readonly from: 'host' | 'device'; readonly hex: string } & Lock8aMeaning)
  | { readonly ok: false; readonly from: 'host' | 'device'; readonly hex: string; readonly problem: Lock8aProblem };

export type Lock8aProblem =
  /** A known header and enough bytes, but the XOR does not fit. */
  | 'wrongChecksum'
  /** The checksum fits, but a field says something that this frame can't say. */
  | 'wrongValue'
  /** No frame of this protocol begins like this. */
  | 'unknownHeader'
  /** The bytes end before the frame does. */
  | 'incomplete'
  /** Bytes in front of a good frame that belong to none. */
  | 'noise';

/** From the computer `unlock`, `query`, `queryAll` and what others send; from a board the rest. */
export type Lock8aMeaning =
  | { readonly kind: 'unlock' | 'query' | 'holdOn' | 'holdOff'; readonly board: number; readonly channel: number }
  | { readonly kind: 'unlockTimed'; readonly board: number; readonly channel: number; readonly seconds: number }
  | { readonly kind: 'unlockAll' | 'queryAll' | 'unlockAllDone'; readonly board: number }
  | { readonly kind: 'unlockSeveral'; readonly board: number; readonly channels: readonly number[] }
  | {
      readonly kind: 'pulsed' | 'contact' | 'report';
      readonly board: number;
      readonly channel: number;
      readonly shorted: boolean;
    }
  | {
      readonly kind: 'contacts';
      readonly board: number;
      /** Status bytes in hex, and the shorted channels read in either byte order. */
      readonly status: string;
      readonly shortedHighFirst: readonly number[];
      readonly shortedLowFirst: readonly number[];
    };

const unlockOrder = 0x11;
const holdOn = 0x9a;
const holdOff = 0x9b;
const several = 0x90;
const hostHeaders: readonly number[] = [header.unlock, header.query, several, holdOn, holdOff];
const deviceHeaders: readonly number[] = Object.values(header);

/**
 * Explains all of `bytes`. Requests and answers overlap (`8A 01 01 11 9B` is both), so `from` says who sent them; without
 * it the bytes are taken for a device's, and for the host's when that explains them all and a device's does not.
 */
export function decodeLock8a(
  bytes: Uint8Array,
  { from }: { readonly from?: 'host' | 'device' | undefined } = {},
): readonly Lock8aDecoded[] {
  if (from !== undefined) return decodeFrom(bytes, from);
  const fromDevice = decodeFrom(bytes, 'device');
  const fromHost = decodeFrom(bytes, 'host');
  const hostOnly = fromHost.every((frame) => frame.ok) && !fromDevice.every((frame) => frame.ok);
  return hostOnly ? fromHost : fromDevice;
}

interface Found {
  readonly length: number;
  readonly meaning: Lock8aMeaning;
}

function decodeFrom(bytes: Uint8Array, from: 'host' | 'device'): readonly Lock8aDecoded[] {
  const decoded: Lock8aDecoded[] = [];
  let at = 0;
  while (at < bytes.length) {
    const found = frameAt(bytes.subarray(at), from);
    if (found !== undefined) {
      decoded.push({ ok: true, from, hex: toHex(bytes.subarray(at, at + found.length)), ...found.meaning });
      at += found.length;
      continue;
    }
    let next = at + 1;
    while (next < bytes.length && frameAt(bytes.subarray(next), from) === undefined) next += 1;
    const bad = bytes.subarray(at, next);
    decoded.push({
      ok: false,
      from,
      hex: toHex(bad),
      problem: problemOf(bad, { from, isLast: next === bytes.length }),
    });
    at = next;
  }
  return decoded;
}

function problemOf(
  bad: Uint8Array,
  { from, isLast }: { readonly from: 'host' | 'device'; readonly isLast: boolean },
): Lock8aProblem {
  const headers = from === 'host' ? hostHeaders : deviceHeaders;
  const [first = 0] = bad;
  if (!headers.includes(first)) return isLast ? 'unknownHeader' : 'noise';
  if (isLast && bad.length < 5) return 'incomplete';
  // Six bytes that begin like a query-all reply: the shortest has seven.
  if (isLast && bad.length === 6 && from === 'device' && first === header.query) return 'incomplete';
  return xorOf(bad, 0, 5) === 0 ? 'wrongValue' : 'wrongChecksum';
}

/** The frame at the start of `bytes`. Of several that fit, one that ends where the bytes end or the next frame begins. */
function frameAt(bytes: Uint8Array, from: 'host' | 'device'): Found | undefined {
  const headers = from === 'host' ? hostHeaders : deviceHeaders;
  const lengths = from === 'host' ? [5, 6, 10] : [5, 7, 8, 9, 10, 11];
  const fitting = lengths
    .filter((length) => length <= bytes.length)
    .flatMap((length) => {
      const frame = bytes.subarray(0, length);
      const meaning = from === 'host' ? hostMeaning(frame) : deviceMeaning(frame);
      return meaning === undefined ? [] : [{ length, meaning }];
    });
  const clean = fitting.filter(({ length }) => length === bytes.length || headers.includes(bytes[length] ?? 0));
  return clean.at(-1) ?? fitting.at(-1);
}

function hostMeaning(frame: Uint8Array): Lock8aMeaning | undefined {
  const request = decodeRequest(frame);
  if (request.ok) {
    const { ask, board } = request.value;
    if (ask === 'contacts') return { kind: 'queryAll', board };
    return { kind: ask === 'unlock' ? 'unlock' : 'query', board, channel: request.value.channel };
  }
  const [first = 0, board = 0, lock = 0, order = 0, seconds = 0] = frame;
  if (xorOf(frame) !== 0 || board === 0) return undefined;
  if (first === several && frame.length > 5) {
    return { kind: 'unlockSeveral', board, channels: shortedList(frame.slice(2, -1), 'lowFirst') };
  }
  if (order !== unlockOrder) return undefined;
  if (frame.length === 6 && first === header.unlock && lock > 0 && seconds >= 1 && seconds <= 9) {
    return { kind: 'unlockTimed', board, channel: lock, seconds };
  }
  if (frame.length !== 5) return undefined;
  if (first === header.unlock && lock === 0) return { kind: 'unlockAll', board };
  if ((first === holdOn || first === holdOff) && lock > 0) {
    return { kind: first === holdOn ? 'holdOn' : 'holdOff', board, channel: lock };
  }
  return undefined;
}

function deviceMeaning(frame: Uint8Array): Lock8aMeaning | undefined {
  const single = decodeSingle(frame);
  if (single.ok && 'shorted' in single.value) {
    const { is, board, channel, shorted } = single.value;
    return { kind: is, board, channel, shorted };
  }
  const all = decodeContacts(frame);
  if (all.ok && all.value.is === 'contacts') {
    const { board, status } = all.value;
    return {
      kind: 'contacts',
      board,
      status: toHex(status),
      shortedHighFirst: shortedList(status, 'highFirst'),
      shortedLowFirst: shortedList(status, 'lowFirst'),
    };
  }
  const [first = 0, board = 0, lock, order] = frame;
  const isDone = frame.length === 5 && first === header.unlock && board > 0 && lock === 0 && order === unlockOrder;
  return isDone && xorOf(frame) === 0 ? { kind: 'unlockAllDone', board } : undefined;
}

function shortedList(status: Uint8Array, order: StatusOrder): readonly number[] {
  const bits = bitsOfBytes(status);
  return channelsUpTo(bits.length).filter((channel) => bits[bitOf(channel, { count: bits.length, order })]);
}
