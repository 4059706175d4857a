// Dialect of the 8A/80 boards: what the driver of lock boards says to them and hears from them.

import { bitsOfBytes, type LockDialect } from '../../boards/lock-dialect.ts';
import { createLock8aLine } from './line.ts';
import { encodeRequest, type LockFrame, statusBytes } from './protocol.ts';

export const lock8aDialect: LockDialect<LockFrame> = {
  model: 'lock-board-8a',
  /** Boards in the field have five switches. */
  searched: [1, 31],
  mostChannels: statusBytes.most * 8,
  usualSpeed: 9_600,
  statusOrder: 'highFirst',
  askable: [0],
  /** Answered after the pulse, by boards that answer at all. */
  unlockReplyMs: 1_000,
  openLine: createLock8aLine,
  query: (board) => encodeRequest({ ask: 'contacts', board }),
  queryAnswer: (frame, address) =>
    frame.is === 'contacts' && frame.board === address ? { is: 'bits', bits: bitsOfBytes(frame.status) } : undefined,
  /** The board times its pulse itself. */
  unlock: (board, channel) => encodeRequest({ ask: 'unlock', board, channel }),
  unlockAnswer: (frame, address, channel) =>
    frame.is === 'pulsed' && frame.board === address && frame.channel === channel ? { is: 'done' } : undefined,
  report: (frame, address) =>
    frame.is === 'report' && frame.board === address ? { channel: frame.channel, set: frame.shorted } : undefined,
};
