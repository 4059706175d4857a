// Dialect of the Kerong CU48 boards: what the driver of lock boards says to them and hears from them.

import { createAnswerLine, type Echo } from '../../boards/answer-line.ts';
import { bitsOfBytes, type LockDialect } from '../../boards/lock-dialect.ts';
import { type Cu48Answer, encodeRequest, highestBoard, locks, lookForAnswer } from './protocol.ts';

/** Coil time of motor locks, the longer ones: the next coil waits for its end when nobody says how long it is. */
const motorCoilMs = 1_000;
const restMs = 200;

function statusOf(frame: Cu48Answer | Echo, address: number) {
  return frame.is === 'status' && frame.board === address ? frame : undefined;
}

export const cu48Dialect: LockDialect<Cu48Answer | Echo> = {
  model: 'lock-board-kerong-cu48',
  searched: [0, highestBoard],
  mostChannels: locks,
  usualSpeed: 19_200,
  statusOrder: 'lowFirst',
  askable: [0],
  /** Hardly any board answers. */
  unlockReplyMs: 120,
  openLine: (options) =>
    createAnswerLine(options, {
      look: lookForAnswer,
      unlockGapMs: (options.longestPulseMs ?? motorCoilMs) + restMs,
    }),
  query: (board) => encodeRequest({ ask: 'query', board }),
  queryAnswer(frame, address) {
    const status = statusOf(frame, address);
    return status && { is: 'bits', bits: bitsOfBytes(status.locks) };
  },
  /** The board times its pulse itself. */
  unlock: (board, channel) => encodeRequest({ ask: 'unlock', board, channel }),
};
