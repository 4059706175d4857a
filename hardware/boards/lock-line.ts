// Lock line: one wire with boards of one family on it, without the family's own kinds of frames showing.

import type { Clock } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import type { OrderResult } from '../classes/device.ts';
import type { Channel, LockBoard } from '../classes/lock-board.ts';
import type { BoardModel } from '../classes/wiring.ts';
import type { Line, RequestProblem } from '../transport/line.ts';
import { createLockBoard, type LockBoardOptions, usualPulseMs } from './lock-board.ts';
import type { LockDialect, LockLineOptions, SensorBits } from './lock-dialect.ts';

export interface LockLine {
  readonly description: string;
  isOpen(): boolean;
  start(): void;
  stop(): Promise<void>;
  /** A board of this line; starting and stopping it leaves the line alone. */
  board(options: LockBoardOptions): LockBoard;
  /** Asks once for at least `bits` sensor bits. Moves nothing. */
  read(
    address: number,
    ask: { readonly bits: number; readonly replyMs: number },
  ): Promise<Result<SensorBits, RequestProblem | 'refused'>>;
  /** Fires one lock once, without the watch that a board keeps: for commissioning. */
  fire(address: number, channel: Channel): Promise<OrderResult<{ readonly acknowledged: boolean }>>;
}

export interface LockFamily {
  readonly model: BoardModel;
  readonly searched: readonly [number, number];
  readonly mostChannels: number;
  readonly usualSpeed: number;
  readonly askable: readonly number[];
  open(options: LockLineOptions): LockLine;
}

export function lockFamily<Frame>(dialect: LockDialect<Frame>): LockFamily {
  const { model, searched, mostChannels, usualSpeed, askable } = dialect;
  return {
    model,
    searched,
    mostChannels,
    usualSpeed,
    askable,
    open: (options) => lockLine(dialect, dialect.openLine(options), options),
  };
}

export function lockLine<Frame>(
  dialect: LockDialect<Frame>,
  line: Line<Frame>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): LockLine {
  return {
    description: line.description,
    isOpen: () => line.isOpen(),
    start: () => line.start(),
    stop: () => line.stop(),
    board: (options) => createLockBoard({ ...options, dialect, line, clock, log, ownsLine: false }),
    async read(address, { bits, replyMs }) {
      const answer = await line.request({
        bytes: dialect.query(address, bits),
        priority: 'active',
        replyMs,
        match: (frame) => dialect.queryAnswer(frame, address),
      });
      if (!answer.ok) return answer;
      return answer.value.is === 'bits' ? ok(answer.value.bits) : failed('refused');
    },
    async fire(address, channel) {
      const answer = await line.request({
        bytes: dialect.unlock(address, channel, usualPulseMs),
        priority: 'unlock',
        replyMs: dialect.unlockReplyMs,
        match: (frame) => dialect.unlockAnswer?.(frame, address, channel, usualPulseMs),
      });
      if (!answer.ok) return answer.problem === 'notSent' ? failed('notSent') : ok({ acknowledged: false });
      return answer.value.is === 'done' ? ok({ acknowledged: true }) : failed('refused');
    },
  };
}
