// Encode: makes one frame of a Kerong CU48 line from the JSON that decoding tells, for the bench and for traces.

import type { Result } from '../../../src/base/result.ts';
import { channelUpTo, hexBytes, wholeNumber } from '../../boards/field-checks.ts';
import { encodeFrame, frameOf, neverMade } from '../../boards/frame-fields.ts';
import { decodeCu48 } from './decode.ts';
import { encodeAnswer, encodeRequest, highestBoard, locks, statusBytes } from './protocol.ts';

const board = wholeNumber(0, highestBoard);
const bits = { locks: hexBytes(statusBytes), items: hexBytes(statusBytes) };
const answer = { board, lock: wholeNumber(0, locks), ...bits };

const makers = {
  query: frameOf({ board }, (fields) => encodeRequest({ ask: 'query', ...fields })),
  unlock: frameOf({ board, channel: channelUpTo(locks) }, (fields) => encodeRequest({ ask: 'unlock', ...fields })),
  status: frameOf(answer, (fields) => encodeAnswer({ is: 'status', ...fields })),
  unexplained: frameOf(answer, (fields) => encodeAnswer({ is: 'unexplained', ...fields })),
  queryAll: neverMade('"queryAll" is what "query" asks, with a lock number that means all of them: query each board'),
  unlockAll: neverMade('"unlockAll" opens every lock of a board: unlock them one by one'),
  unlockOnAll: neverMade('"unlockOnAll" opens a lock on every board: unlock them one by one'),
};

/** Fields as `decodeCu48` tells them. */
export function encodeCu48(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, makers, (bytes) => decodeCu48(bytes));
}
