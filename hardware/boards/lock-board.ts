// Lock board: watches the sensors of one board by polling and pulses one lock when ordered, whatever its family says in
// bytes. Polling is the truth; answers to unlocks and reports of changes only make it look sooner.

import { type Clock, pause } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import { failed, ok } from '../../src/base/result.ts';
import { afterReading, afterReport, type Steady, unread } from '../../src/base/steady.ts';
import { createListeners, type Undo } from '../../src/base/undo.ts';
import type { DeviceState, OrderResult, TestResult } from '../classes/device.ts';
import type { Channel, DoorChange, LockBoard } from '../classes/lock-board.ts';
import type { Line } from '../transport/line.ts';
import {
  bitOf,
  channelsUpTo,
  type Feedback,
  type LockDialect,
  type QueryAnswer,
  type SensorBits,
  type StatusOrder,
  type UnlockAnswer,
} from './lock-dialect.ts';
import { createPolling, describeSamples } from './polling.ts';

export interface LockBoardOptions {
  readonly name: string;
  readonly address: number;
  /** Number of locks in use, from channel 1 on. */
  readonly channels: number;
  readonly feedback: Feedback;
  /** Locks that are wired otherwise than the rest of the board. */
  readonly feedbackByChannel?: ReadonlyMap<number, Feedback>;
  /** Default: as the family sends it. */
  readonly statusOrder?: StatusOrder;
  /** Crossed wires: the place of that channel's bit among the sensor bits as sent, from 0. */
  readonly sensorByChannel?: ReadonlyMap<number, number>;
  /** 100 to 3,000; only families that time the pulse for the computer take it. Default 500. */
  readonly pulseMs?: number;
}

export interface LockBoardParts<Frame> extends LockBoardOptions {
  readonly dialect: LockDialect<Frame>;
  /** From `dialect.openLine`, shared by all boards on the same port. */
  readonly line: Line<Frame>;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether `start` and `stop` of this board also start and stop the line; false when several boards share it. */
  readonly ownsLine: boolean;
}

export const usualPulseMs = 500;
/** From question to question; with the time that three boards take on one line this stays below half a second. */
const idlePollMs = 400;
/** After a pulse somebody stands in front of the door. */
const watchedPollMs = 60;
const watchMs = 15_000;
/** Contacts bounce for some 120 ms: another look this soon tells a bounce from a door. */
const confirmPollMs = 60;
const confirmMs = 50;
const queryReplyMs = 500;
/** Two coils of the longest pulse may be before this one; a person waits no longer. */
const unlockWaitMs = 7_000;
/** Lock coils are made for short pulses: a second one too soon burns them. An order that comes sooner waits. */
const coilRestMs = 3_000;

/** Highest number of sensor bits that these channels need. */
export function bitsNeeded({ channels, sensorByChannel }: LockBoardOptions): number {
  return Math.max(channels, ...[...(sensorByChannel?.values() ?? [])].map((bit) => bit + 1));
}

export function createLockBoard<Frame>(options: LockBoardParts<Frame>): LockBoard {
  const { dialect, line, address, clock, log, pulseMs = usualPulseMs } = options;
  const channels = channelsUpTo(options.channels);
  const needed = bitsNeeded(options);
  const query = dialect.query(address, needed);
  const doors = new Map<Channel, Steady<'open' | 'closed'>>();
  const pulsedAt = new Map<Channel, number>();
  /** Locks with an order that has no answer yet. */
  const ordered = new Set<Channel>();
  const changed = createListeners<DoorChange>();
  let tooFew: string | undefined;
  /** An answer came since the board was lost: with the second one its doors are known. */
  let answered = false;
  /** The board will never fire a lock. Forgotten when the board is lost, for it may be replaced. */
  let cannotUnlock: string | undefined;
  let watchedUntil = Number.NEGATIVE_INFINITY;
  let undoUnasked: Undo = () => undefined;

  function feedbackOf(channel: Channel): Feedback {
    return options.feedbackByChannel?.get(channel) ?? options.feedback;
  }

  function setDoor(channel: Channel, next: Steady<'open' | 'closed'>): void {
    const before = doors.get(channel)?.value;
    doors.set(channel, next);
    if (next.value !== before) changed.tell({ channel, reads: next.value ?? 'unknown' });
  }

  function doorSays(set: boolean, feedback: Exclude<Feedback, 'none'>): 'open' | 'closed' {
    return set === (feedback === 'closedWhenSet') ? 'closed' : 'open';
  }

  function hearBits(bits: SensorBits): void {
    const at = clock.monotonic();
    const order = options.statusOrder ?? dialect.statusOrder;
    for (const channel of channels) {
      const feedback = feedbackOf(channel);
      const set = bits[options.sensorByChannel?.get(channel) ?? bitOf(channel, { count: bits.length, order })];
      if (feedback === 'none' || set === undefined) continue;
      const reading = { value: doorSays(set, feedback), at, apartMs: confirmMs };
      setDoor(channel, afterReading(doors.get(channel) ?? unread, reading));
    }
  }

  function boardError(detail: string): DeviceState {
    return { is: 'fault', what: 'boardError', detail };
  }

  function hear(answer: QueryAnswer): DeviceState {
    tooFew = undefined;
    if (answer.is === 'refused') {
      loseDoors();
      return boardError(answer.detail);
    }
    hearBits(answer.bits);
    if (cannotUnlock !== undefined) return boardError(cannotUnlock);
    const isKnown = answered;
    answered = true;
    return isKnown ? { is: 'ready' } : polling.state();
  }

  function loseDoors(): void {
    for (const channel of channels) setDoor(channel, unread);
  }

  function hearUnasked(frame: Frame): void {
    const answer = dialect.queryAnswer(frame, address);
    if (answer?.is === 'bits' && answer.bits.length < needed) {
      tooFew = `answers for ${answer.bits.length} locks, ${needed} are configured`;
    }
    const report = dialect.report?.(frame, address);
    const before = report === undefined ? undefined : doors.get(report.channel);
    if (report === undefined || before === undefined) return;
    const feedback = feedbackOf(report.channel);
    if (feedback === 'none') return;
    const value = doorSays(report.set, feedback);
    doors.set(report.channel, afterReport(before, { value, at: clock.monotonic() }));
    polling.askSoon();
  }

  function inDoubt(): boolean {
    return [...doors.values()].some((door) => door.doubt !== undefined);
  }

  const polling = createPolling<Frame, QueryAnswer>({
    ...options,
    silentMs: { first: 1_000, most: 10_000 },
    question: () => ({
      bytes: query,
      // Asked when its turn comes: a poll that waits is not left behind when its board's lock has just been fired.
      priority: () => (inDoubt() || clock.monotonic() < watchedUntil ? 'active' : 'idle'),
      replyMs: queryReplyMs,
      match(frame) {
        const answer = dialect.queryAnswer(frame, address);
        return answer?.is === 'bits' && answer.bits.length < needed ? undefined : answer;
      },
    }),
    hear,
    forget() {
      answered = false;
      cannotUnlock = undefined;
      loseDoors();
    },
    paceMs: () => (clock.monotonic() < watchedUntil ? watchedPollMs : idlePollMs),
    confirmAfterMs: () => (inDoubt() ? confirmPollMs : undefined),
    explainSilence: () => (tooFew === undefined ? undefined : { is: 'fault', what: 'wrongAnswers', detail: tooFew }),
  });

  async function pulse(
    channel: Channel,
    isWanted: () => boolean = () => true,
  ): Promise<OrderResult<{ readonly acknowledged: boolean }>> {
    if (!channels.includes(channel) || cannotUnlock !== undefined) return failed('refused');
    if (polling.state().is !== 'ready') return failed('notSent');
    if (ordered.has(channel)) {
      log.warn('unlock refused, the last order for this lock is under way', { device: options.name, channel });
      return failed('refused');
    }
    ordered.add(channel);
    try {
      await coilRest(channel);
      // Lost or stopped meanwhile: whoever waited is told so, and nothing comes after.
      const canFire = polling.isRunning() && polling.state().is === 'ready';
      return canFire && isWanted() ? await fire(channel) : failed('notSent');
    } finally {
      ordered.delete(channel);
    }
  }

  async function coilRest(channel: Channel): Promise<void> {
    const restMs = (pulsedAt.get(channel) ?? Number.NEGATIVE_INFINITY) + coilRestMs - clock.monotonic();
    if (restMs > 0) await pause(clock, restMs);
  }

  async function fire(channel: Channel): Promise<OrderResult<{ readonly acknowledged: boolean }>> {
    const before = pulsedAt.get(channel);
    pulsedAt.set(channel, clock.monotonic());
    const answer = await line.request<UnlockAnswer>({
      bytes: dialect.unlock(address, channel, pulseMs),
      priority: 'unlock',
      replyMs: dialect.unlockReplyMs,
      waitMs: unlockWaitMs,
      match: (frame) => dialect.unlockAnswer?.(frame, address, channel, pulseMs),
    });
    if (!answer.ok && answer.problem === 'notSent') {
      if (before === undefined) pulsedAt.delete(channel);
      else pulsedAt.set(channel, before);
      return failed('notSent');
    }
    pulsedAt.set(channel, clock.monotonic());
    watchedUntil = clock.monotonic() + watchMs;
    polling.askSoon(0);
    if (answer.ok && answer.value.is === 'refused') return refuse(answer.value);
    return ok({ acknowledged: answer.ok });
  }

  function refuse({ detail, lasting }: { readonly detail: string; readonly lasting: boolean }) {
    log.error('unlock refused by the board', { device: options.name, board: address, detail });
    if (lasting) {
      cannotUnlock = detail;
      polling.become(boardError(detail));
    }
    return failed('refused' as const);
  }

  async function test(): Promise<TestResult> {
    if (!polling.isRunning() || !line.isOpen()) return { passed: false, detail: 'the line is not open' };
    const samples = await polling.sample(3);
    const count = (value: 'open' | 'closed') => channels.filter((each) => doors.get(each)?.value === value).length;
    const doorsSay = `${channels.length} locks: ${count('open')} open, ${count('closed')} closed`;
    const passed = samples.every(({ answer }) => answer.ok && answer.value.is === 'bits') && cannotUnlock === undefined;
    const more = passed ? await inquire() : undefined;
    const details = [describeSamples(samples), doorsSay, cannotUnlock, more].filter((each) => each !== undefined);
    return { passed, detail: details.join('; ') };
  }

  async function inquire(): Promise<string | undefined> {
    const { inquiry } = dialect;
    if (inquiry === undefined) return undefined;
    const answer = await line.request({
      bytes: inquiry.bytes(address),
      priority: 'active',
      replyMs: queryReplyMs,
      match: (frame) => inquiry.answer(frame, address),
    });
    return answer.ok ? answer.value : undefined;
  }

  return {
    name: options.name,
    description: `${dialect.model} address ${address} on ${line.description}`,
    channels,
    state: () => polling.state(),
    onState: (listener) => polling.onState(listener),
    door: (channel) => doors.get(channel)?.value ?? 'unknown',
    onDoor: (listener) => changed.add(listener),
    pulse,
    test,
    start() {
      if (polling.isRunning()) return;
      undoUnasked = line.onUnasked(hearUnasked);
      polling.start();
    },
    async stop() {
      undoUnasked();
      await polling.stop();
    },
  };
}
