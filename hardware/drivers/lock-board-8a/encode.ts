// Encode: makes one frame of an 8A/80 line from the JSON that decoding tells, for the bench and for traces.
//
// Orders that open all or several locks, or that leave current on one, are explained by decoding and never made here.

import { fromHex, joinBytes, xorOf } from '../../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../../src/base/result.ts';
import { type Channel, channelOf } from '../../classes/lock-board.ts';
import { decodeLock8a } from './decode.ts';
import { encodeContacts, encodeRequest, encodeSingle, statusBytes } from './protocol.ts';

const refusals: Readonly<Record<string, string>> = {
  unlockAll: '"unlockAll" opens every lock of a board: unlock them one by one',
  unlockSeveral: '"unlockSeveral" opens several locks at once: unlock them one by one',
  unlockAllDone: '"unlockAllDone" is the order to open all, sent back: the same bytes would open every lock',
  holdOn: '"holdOn" leaves current on a lock until it is taken away again: not made here',
  holdOff: '"holdOff" belongs to "holdOn", and boards differ on its bytes: not made here',
};

const kinds = ['unlock', 'unlockTimed', 'query', 'queryAll', 'pulsed', 'contact', 'report', 'contacts'] as const;

type Fields = Readonly<Record<string, unknown>>;

/** No coil gets current for longer than this, though the order has room for nine. */
const mostSeconds = 3;

/**
 * Fields as `decodeLock8a` tells them. A `report` begins with 81, or with 82 when `"header": "82"` or the `hex` that was
 * decoded says so.
 */
export function encodeLock8a(value: unknown): Result<Uint8Array, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return failed('a frame is a JSON object such as {"kind": "query", "board": 1, "channel": 7}');
  }
  const fields = value as Fields;
  const { kind, board } = fields;
  if (fields['ok'] === false) return failed('"ok" is false: these bytes were no frame');
  const refusal = Object.entries(refusals).find(([name]) => name === kind)?.[1];
  if (refusal !== undefined) return failed(refusal);
  const known = kinds.find((name) => name === kind);
  if (known === undefined) return failed(`"kind" must be one of ${kinds.join(', ')}${found(kind)}`);
  if (typeof board !== 'number' || !Number.isInteger(board) || board < 1 || board > 255) {
    return failed(`"board" must be a whole number from 1 to 255${found(board)}`);
  }
  const made = make(known, board, fields);
  return made.ok ? agreeing(made.value, known, fields) : made;
}

function make(kind: (typeof kinds)[number], board: number, fields: Fields): Result<Uint8Array, string> {
  if (kind === 'queryAll') return ok(encodeRequest({ ask: 'contacts', board }));
  if (kind === 'contacts') {
    const { status } = fields;
    const bytes = typeof status === 'string' ? fromHex(status) : undefined;
    if (!bytes?.ok || bytes.value.length < statusBytes.least || bytes.value.length > statusBytes.most) {
      return failed(`"status" must be ${statusBytes.least} to ${statusBytes.most} bytes in hex${found(status)}`);
    }
    return ok(encodeContacts({ board, status: bytes.value }));
  }
  const channel = channelIn(fields);
  if (!channel.ok) return channel;
  if (kind === 'unlock') return ok(encodeRequest({ ask: 'unlock', board, channel: channel.value }));
  if (kind === 'query') return ok(encodeRequest({ ask: 'contact', board, channel: channel.value }));
  if (kind === 'unlockTimed') return timed(board, channel.value, fields['seconds']);
  const { shorted, header, hex } = fields;
  if (typeof shorted !== 'boolean') return failed(`"shorted" must be true or false${found(shorted)}`);
  const newerReport = header === undefined ? typeof hex === 'string' && hex.startsWith('82') : header === '82';
  return ok(encodeSingle({ is: kind, board, channel: channel.value, shorted }, { newerReport }));
}

function timed(board: number, channel: Channel, seconds: unknown): Result<Uint8Array, string> {
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 1 || seconds > mostSeconds) {
    return failed(`"seconds" must be a whole number from 1 to ${mostSeconds}${found(seconds)}`);
  }
  const body = Uint8Array.of(...encodeRequest({ ask: 'unlock', board, channel }).subarray(0, -1), seconds);
  return ok(joinBytes(body, Uint8Array.of(xorOf(body))));
}

function channelIn({ channel }: Fields): Result<Channel, string> {
  const read = typeof channel === 'number' ? channelOf(channel) : failed('noSuchChannel');
  return read.ok ? read : failed(`"channel" must be a whole number from 1 to 255${found(channel)}`);
}

/** Decodes the frame again: a misspelt field, or two that contradict each other, do not come back. */
function agreeing(bytes: Uint8Array, kind: string, fields: Fields): Result<Uint8Array, string> {
  const isRequest = kind.startsWith('unlock') || kind.startsWith('query');
  const [again] = decodeLock8a(bytes, { from: isRequest ? 'host' : 'device' });
  const told = new Map<string, unknown>(Object.entries(again ?? {}));
  if (kind === 'report') told.set('header', bytes[0]?.toString(16));
  for (const [name, given] of Object.entries(fields)) {
    if (name === 'ok' || name === 'hex') continue;
    if (!told.has(name)) return failed(`"${name}" is no field of this frame`);
    const is = JSON.stringify(told.get(name));
    if (is.toLowerCase() !== JSON.stringify(given)?.toLowerCase()) {
      return failed(`"${name}" must be ${is} in this frame${found(given)}`);
    }
  }
  return ok(bytes);
}

function found(value: unknown): string {
  return value === undefined ? ' and is missing' : `, not ${JSON.stringify(value)}`;
}
