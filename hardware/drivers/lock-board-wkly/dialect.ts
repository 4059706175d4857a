// Dialect of the WKLY boards: what the driver of lock boards says to them and hears from them.

import { createAnswerLine, type Echo } from '../../boards/answer-line.ts';
import type { LockDialect } from '../../boards/lock-dialect.ts';
import { encodeRequest, lookForAnswer, type WklyAnswer } from './protocol.ts';

export const wklyDialect: LockDialect<WklyAnswer | Echo> = {
  model: 'lock-board-wkly',
  /** Any byte would do; boards in the field have four or five switches. */
  searched: [0, 31],
  /** The biggest board that is sold; its answers have room for more. */
  mostChannels: 24,
  usualSpeed: 9_600,
  /** One byte a channel, the first one first. */
  statusOrder: 'lowFirst',
  askable: [0],
  /** Answered after the pulse. */
  unlockReplyMs: 1_000,
  /** The board times its pulse itself, and no source says how long it is. */
  openLine: (options) => createAnswerLine(options, { look: lookForAnswer, unlockGapMs: 500 }),
  query: (board) => encodeRequest({ ask: 'queryAll', board }),
  queryAnswer(frame, address) {
    if (frame.is !== 'contacts' || frame.board !== address) return undefined;
    return frame.done
      ? { is: 'bits', bits: frame.states }
      : { is: 'refused', detail: 'it answers that it cannot read its locks' };
  },
  unlock: (board, channel) => encodeRequest({ ask: 'unlock', board, channel }),
  unlockAnswer(frame, address, channel) {
    if (frame.is !== 'unlocked' || frame.board !== address || frame.channel !== channel) return undefined;
    return frame.done
      ? { is: 'done' }
      : { is: 'refused', detail: `it answers that it did not fire lock ${channel}`, lasting: false };
  },
  report: (frame, address) =>
    frame.is === 'report' && frame.board === address ? { channel: frame.channel, set: frame.set } : undefined,
};
