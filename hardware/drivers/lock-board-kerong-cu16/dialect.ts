// Dialect of the Kerong CU16 and CU12 boards: what the driver of lock boards says to them and hears from them.

import { createAnswerLine, type Echo } from '../../boards/answer-line.ts';
import { motorCoilMs, unlockGapAfter } from '../../boards/coil-rest.ts';
import { bitsOfBytes, type LockDialect } from '../../boards/lock-dialect.ts';
import { type Cu16Answer, encodeRequest, highestBoard, locks, lookForAnswer } from './protocol.ts';

export const cu16Dialect: LockDialect<Cu16Answer | Echo> = {
  model: 'lock-board-kerong-cu16',
  searched: [0, highestBoard],
  mostChannels: locks,
  usualSpeed: 19_200,
  statusOrder: 'lowFirst',
  askable: [0],
  /** No answer is documented, and a status that comes is a late one: the line rests while the coil is busy. */
  unlockReplyMs: 120,
  openLine: (options) =>
    createAnswerLine(options, {
      look: lookForAnswer,
      unlockGapMs: unlockGapAfter(options.longestPulseMs ?? motorCoilMs),
    }),
  query: (board) => encodeRequest({ ask: 'query', board }),
  queryAnswer: (frame, address) =>
    frame.is === 'status' && frame.board === address && !frame.ofAll
      ? { is: 'bits', bits: bitsOfBytes(frame.locks) }
      : undefined,
  /** The board times its pulse by the coil time that is set in it. */
  unlock: (board, channel) => encodeRequest({ ask: 'unlock', board, channel }),
  inquiry: {
    bytes: (board) => encodeRequest({ ask: 'coilTime', board }),
    answer: (frame, address) =>
      frame.is === 'coilTimeIs' && frame.board === address ? `coil time ${frame.ms} ms` : undefined,
  },
};
