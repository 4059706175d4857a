// Encode: makes one frame of an 8A/80 line from the JSON that decoding tells, for the bench and for traces.
//
// Orders that open all or several locks, or that leave current on one, are explained by decoding and never made here.

import { joinBytes, xorOf } from '../../../src/base/bytes.ts';
import { ok, type Result } from '../../../src/base/result.ts';
import { type Check, channelUpTo, flag, hexBytes, wholeNumber } from '../../boards/field-checks.ts';
import { encodeFrame, frameOf, type Maker, neverMade } from '../../boards/frame-fields.ts';
import { decodeLock8a, type Lock8aDecoded } from './decode.ts';
import { encodeContacts, encodeRequest, encodeSingle, statusBytes } from './protocol.ts';

const board = wholeNumber(1, 255);
const channel = channelUpTo(255);
/** No coil gets current for longer than this, though the order has room for nine. */
const mostSeconds = 3;
/** Judged by what is made of it. */
const anything: Check<unknown> = ok;

const makers: Readonly<Record<string, Maker>> = {
  unlock: frameOf({ board, channel }, (order) => encodeRequest({ ask: 'unlock', ...order })),
  unlockTimed: frameOf({ board, channel, seconds: wholeNumber(1, mostSeconds) }, ({ seconds, ...order }) => {
    const body = Uint8Array.of(...encodeRequest({ ask: 'unlock', ...order }).subarray(0, -1), seconds);
    return joinBytes(body, Uint8Array.of(xorOf(body)));
  }),
  query: frameOf({ board, channel }, (order) => encodeRequest({ ask: 'contact', ...order })),
  queryAll: frameOf({ board }, (order) => encodeRequest({ ask: 'contacts', ...order })),
  pulsed: frameOf({ board, channel, shorted: flag }, (answer) => encodeSingle({ is: 'pulsed', ...answer })),
  contact: frameOf({ board, channel, shorted: flag }, (answer) => encodeSingle({ is: 'contact', ...answer })),
  report: frameOf({ board, channel, shorted: flag, header: anything, hex: anything }, ({ header, hex, ...report }) => {
    const newerReport = header === undefined ? typeof hex === 'string' && hex.startsWith('82') : header === '82';
    return encodeSingle({ is: 'report', ...report }, { newerReport });
  }),
  contacts: frameOf({ board, status: hexBytes(statusBytes.least, statusBytes.most) }, encodeContacts),
  unlockAll: neverMade('"unlockAll" opens every lock of a board: unlock them one by one'),
  unlockSeveral: neverMade('"unlockSeveral" opens several locks at once: unlock them one by one'),
  unlockAllDone: neverMade('"unlockAllDone" is the order to open all, sent back: the same bytes would open every lock'),
  holdOn: neverMade('"holdOn" leaves current on a lock until it is taken away again: not made here'),
  holdOff: neverMade('"holdOff" belongs to "holdOn", and boards differ on its bytes: not made here'),
};

const requests: readonly unknown[] = ['unlock', 'unlockTimed', 'query', 'queryAll'];

/**
 * Fields as `decodeLock8a` tells them. A `report` begins with 81, or with 82 when `"header": "82"` or the `hex` that was
 * decoded says so.
 */
export function encodeLock8a(value: unknown): Result<Uint8Array, string> {
  const from = requests.includes(Object(value).kind) ? 'host' : 'device';
  return encodeFrame(value, makers, (bytes) => decodeLock8a(bytes, { from }).map(withHeader));
}

function withHeader(frame: Lock8aDecoded) {
  return frame.ok && frame.kind === 'report' ? { ...frame, header: frame.hex.slice(0, 2) } : frame;
}
