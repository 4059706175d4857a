// Encode: makes one frame of a WKLY line from the JSON that decoding tells, for the bench and for traces.

import type { Result } from '../../../src/base/result.ts';
import { channelUpTo, flag, flags, wholeNumber } from '../../boards/field-checks.ts';
import { encodeFrame, frameOf, neverMade } from '../../boards/frame-fields.ts';
import { decodeWkly } from './decode.ts';
import { encodeAnswer, encodeRequest, mostStates } from './protocol.ts';

const board = wholeNumber(0, 255);
const lock = { board, channel: channelUpTo(255) };
const contact = { ...lock, done: flag, set: flag };
const several = 'opens several locks with one order: unlock them one by one';

const makers = {
  query: frameOf(lock, (fields) => encodeRequest({ ask: 'query', ...fields })),
  queryAll: frameOf({ board }, (fields) => encodeRequest({ ask: 'queryAll', ...fields })),
  unlock: frameOf(lock, (fields) => encodeRequest({ ask: 'unlock', ...fields })),
  flash: frameOf(lock, (fields) => encodeRequest({ ask: 'flash', ...fields })),
  unlocked: frameOf(contact, (fields) => encodeAnswer({ is: 'unlocked', ...fields })),
  contact: frameOf(contact, (fields) => encodeAnswer({ is: 'contact', ...fields })),
  contacts: frameOf({ board, done: flag, states: flags(mostStates) }, (fields) =>
    encodeAnswer({ is: 'contacts', ...fields }),
  ),
  report: frameOf({ ...lock, set: flag }, (fields) => encodeAnswer({ is: 'report', ...fields })),
  flashed: frameOf({ ...lock, done: flag }, (fields) => encodeAnswer({ is: 'flashed', ...fields })),
  unlockedAll: frameOf({ board, done: flag }, (fields) => encodeAnswer({ is: 'unlockedAll', ...fields })),
  unlockAll: neverMade('"unlockAll" opens every lock of a board: unlock them one by one'),
  unlockTogether: neverMade(`"unlockTogether" ${several}`),
  unlockInTurn: neverMade(`"unlockInTurn" ${several}`),
};

/** Fields as `decodeWkly` tells them. */
export function encodeWkly(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, makers, (bytes) => decodeWkly(bytes));
}
