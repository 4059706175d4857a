// Dialect of the Kerong CU48 boards: what the driver of lock boards says to them and hears from them.

import { createAnswerLine, type Echo } from '../../boards/answer-line.ts';
import { motorCoilMs, unlockGapAfter } from '../../boards/coil-rest.ts';
import { bitsOfBytes, type LockDialect } from '../../boards/lock-dialect.ts';
import { type Cu48Answer, encodeRequest, highestBoard, locks, lookForAnswer } from './protocol.ts';

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
      unlockGapMs: unlockGapAfter(options.longestPulseMs ?? motorCoilMs),
    }),
  query: (board) => encodeRequest({ ask: 'query', board }),
  queryAnswer: (frame, address) =>
    frame.is === 'status' && frame.board === address ? { is: 'bits', bits: bitsOfBytes(frame.locks) } : undefined,
  /** The board times its pulse itself. */
  unlock: (board, channel) => encodeRequest({ ask: 'unlock', board, channel }),
};
