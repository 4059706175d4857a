// Encode: makes one frame of a Kerong CU16 line from the JSON that decoding tells, for the bench and for traces.

import type { Result } from '../../../src/base/result.ts';
import { channelUpTo, flag, hexBytes, wholeNumber } from '../../boards/field-checks.ts';
import { encodeFrame, frameOf, neverMade } from '../../boards/frame-fields.ts';
import { decodeCu16 } from './decode.ts';
import { coilTimeMs, encodeAnswer, encodeRequest, highestBoard, locks } from './protocol.ts';

const board = wholeNumber(0, highestBoard);
const ms = wholeNumber(coilTimeMs.least, coilTimeMs.most, { stepsOf: 10 });

const makers = {
  query: frameOf({ board }, (fields) => encodeRequest({ ask: 'query', ...fields })),
  unlock: frameOf({ board, channel: channelUpTo(locks) }, (fields) => encodeRequest({ ask: 'unlock', ...fields })),
  coilTime: frameOf({ board }, (fields) => encodeRequest({ ask: 'coilTime', ...fields })),
  setCoilTime: frameOf({ board, ms }, (fields) => encodeRequest({ ask: 'setCoilTime', ...fields })),
  status: frameOf({ board, ofAll: flag, locks: hexBytes(2), items: hexBytes(2) }, (fields) =>
    encodeAnswer({ is: 'status', ...fields }),
  ),
  coilTimeIs: frameOf({ board, ms }, (fields) => encodeAnswer({ is: 'coilTimeIs', ...fields })),
  queryAll: neverMade('"queryAll" makes boards speak at once: query them one by one'),
  unlockAll: neverMade('"unlockAll" opens every lock of a board: unlock them one by one'),
  delayUnlocks: neverMade('"delayUnlocks" makes doors open when nobody expects it any more: not made here'),
};

/** Fields as `decodeCu16` tells them. */
export function encodeCu16(value: unknown): Result<Uint8Array, string> {
  return encodeFrame(value, makers, (bytes) => decodeCu16(bytes));
}
