// Driver of one 8A/80 lock board: watches its contacts by polling and pulses one lock when ordered. Several boards may
// share one line. Polling is the truth; answers to unlocks and reports of changes only make it look sooner.

import type { Clock } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { certain, failed, ok, type Result } from '../../../src/base/result.ts';
import { afterReading, afterReport, type Steady, unread } from '../../../src/base/steady.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { DeviceState, OrderResult, TestResult } from '../../classes/device.ts';
import type { Channel, DoorChange, LockBoard } from '../../classes/lock-board.ts';
import type { Line, RequestProblem } from '../../transport/line.ts';
import { channelsUpTo, encodeRequest, type LockFrame, type StatusOrder, shortedIn } from './protocol.ts';

/** Feedback contact of a lock: which side of the door's life shorts the wires. Wiring, not protocol. */
export type Feedback = 'closedWhenShorted' | 'openWhenShorted';

export interface LockBoard8aOptions {
  readonly name: string;
  /** From `createLock8aLine`, shared by all boards on the same port. */
  readonly line: Line<LockFrame>;
  /** Address on the board's switch, 1 to 255; boards in the field stop at 31. */
  readonly address: number;
  /** Number of locks in use, 1 to 56, from channel 1 on. */
  readonly channels: number;
  readonly feedback: Feedback;
  /** Locks that are wired otherwise than the rest of the board. */
  readonly feedbackByChannel?: ReadonlyMap<number, Feedback>;
  readonly statusOrder: StatusOrder;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether `start` and `stop` of this board also start and stop the line; false when several boards share it. */
  readonly ownsLine: boolean;
}

const idlePollMs = 500;
/** After a pulse somebody stands in front of the door. */
const watchedPollMs = 120;
const watchMs = 15_000;
/** Contacts bounce for some 120 ms: another look this soon tells a bounce from a door. */
const confirmPollMs = 60;
const confirmMs = 50;
const missesToOffline = 3;
const offlinePollMs = { first: 1_000, most: 10_000 } as const;
const queryReplyMs = 500;
const unlockReplyMs = 1_000;
/** Lock coils are made for short pulses: a second one too soon burns them. */
const coilRestMs = 3_000;
const testPolls = 3;

export function createLockBoard8a(options: LockBoard8aOptions): LockBoard {
  const { line, address, clock, log } = options;
  const channels = channelsUpTo(options.channels);
  const doors = new Map<Channel, Steady<'open' | 'closed'>>();
  const pulsedAt = new Map<Channel, number>();
  const changed = createListeners<DoorChange>();
  const stateChanged = createListeners<DeviceState>();
  const query = encodeRequest({ ask: 'contacts', board: address });

  let state: DeviceState = { is: 'unknown' };
  let running = false;
  let polling = false;
  let misses = 0;
  let wrongAnswer: string | undefined;
  let watchedUntil = Number.NEGATIVE_INFINITY;
  let cancelPoll: Undo = () => undefined;
  let undoLine: readonly Undo[] = [];

  function setState(next: DeviceState): void {
    if (next.is === state.is && next.is !== 'fault') return;
    if (next.is === 'fault' && state.is === 'fault' && next.detail === state.detail) return;
    state = next;
    log.info('lock board state', { device: options.name, board: address, state: next.is });
    stateChanged.tell(next);
  }

  function setDoor(channel: Channel, next: Steady<'open' | 'closed'>): void {
    const before = doors.get(channel)?.value;
    doors.set(channel, next);
    if (next.value !== before) changed.tell({ channel, reads: next.value ?? 'unknown' });
  }

  function lose(next: DeviceState): void {
    setState(next);
    for (const channel of channels) setDoor(channel, unread);
  }

  function doorIn(status: Uint8Array, channel: Channel): 'open' | 'closed' {
    const shorted = certain(shortedIn(status, channel, options.statusOrder), 'status bits for every channel');
    const feedback = options.feedbackByChannel?.get(channel) ?? options.feedback;
    return shorted === (feedback === 'closedWhenShorted') ? 'closed' : 'open';
  }

  function hear(status: Uint8Array): void {
    misses = 0;
    wrongAnswer = undefined;
    setState({ is: 'ready' });
    const at = clock.monotonic();
    for (const channel of channels) {
      const reading = { value: doorIn(status, channel), at, apartMs: confirmMs };
      setDoor(channel, afterReading(doors.get(channel) ?? unread, reading));
    }
  }

  function miss(): void {
    misses += 1;
    if (misses < missesToOffline) return;
    lose(wrongAnswer === undefined ? { is: 'offline' } : { is: 'fault', what: 'wrongAnswers', detail: wrongAnswer });
  }

  function hearUnasked(frame: LockFrame): void {
    if (frame.is === 'contacts' && frame.board === address && frame.status.length * 8 < channels.length) {
      wrongAnswer = `answers for ${frame.status.length * 8} locks, ${channels.length} are configured`;
    }
    if (frame.is !== 'report' || frame.board !== address) return;
    const before = doors.get(frame.channel);
    if (before === undefined) return;
    const feedback = options.feedbackByChannel?.get(frame.channel) ?? options.feedback;
    const value = frame.shorted === (feedback === 'closedWhenShorted') ? 'closed' : 'open';
    doors.set(frame.channel, afterReport(before, { value, at: clock.monotonic() }));
    pollAfter(nextPollMs());
  }

  function inDoubt(): boolean {
    return [...doors.values()].some((door) => door.doubt !== undefined);
  }

  function nextPollMs(): number {
    if (misses >= missesToOffline) {
      return Math.min(offlinePollMs.first * 2 ** (misses - missesToOffline), offlinePollMs.most);
    }
    if (inDoubt()) return confirmPollMs;
    return clock.monotonic() < watchedUntil ? watchedPollMs : idlePollMs;
  }

  function pollAfter(ms: number): void {
    cancelPoll();
    if (running && !polling) cancelPoll = clock.after(ms, () => void poll());
  }

  async function poll(): Promise<void> {
    cancelPoll();
    if (polling) return;
    polling = true;
    const answer = await ask();
    polling = false;
    if (!running) return;
    if (answer.ok) hear(answer.value);
    else if (answer.problem === 'noAnswer') miss();
    else if (!line.isOpen()) lose({ is: 'offline' });
    pollAfter(nextPollMs());
  }

  function ask(): Promise<Result<Uint8Array, RequestProblem>> {
    const isUrgent = inDoubt() || clock.monotonic() < watchedUntil;
    return line.request({
      bytes: query,
      priority: isUrgent ? 'active' : 'idle',
      replyMs: queryReplyMs,
      match: (frame) =>
        frame.is === 'contacts' && frame.board === address && frame.status.length * 8 >= channels.length
          ? frame.status
          : undefined,
    });
  }

  async function pulse(channel: Channel): Promise<OrderResult<{ readonly acknowledged: boolean }>> {
    if (!channels.includes(channel)) return failed('refused');
    if (state.is !== 'ready') return failed('notSent');
    const before = pulsedAt.get(channel);
    if (before !== undefined && clock.monotonic() - before < coilRestMs) {
      log.warn('unlock refused, the coil must rest', { device: options.name, board: address, channel });
      return failed('refused');
    }
    pulsedAt.set(channel, clock.monotonic());
    const answer = await line.request({
      bytes: encodeRequest({ ask: 'unlock', board: address, channel }),
      priority: 'unlock',
      replyMs: unlockReplyMs,
      match: (frame) =>
        frame.is === 'pulsed' && frame.board === address && frame.channel === channel ? true : undefined,
    });
    if (!answer.ok && answer.problem === 'notSent') {
      pulsedAt.delete(channel);
      return failed('notSent');
    }
    pulsedAt.set(channel, clock.monotonic());
    watchedUntil = clock.monotonic() + watchMs;
    pollAfter(0);
    return ok({ acknowledged: answer.ok });
  }

  async function test(): Promise<TestResult> {
    if (!running || !line.isOpen()) return { passed: false, detail: 'the line is not open' };
    const took: string[] = [];
    for (let turn = 0; turn < testPolls; turn += 1) {
      const from = clock.monotonic();
      const answer = await ask();
      if (answer.ok) took.push(`${Math.round(clock.monotonic() - from)} ms`);
      if (answer.ok && running) hear(answer.value);
    }
    const open = channels.filter((channel) => doors.get(channel)?.value === 'open').length;
    const closed = channels.filter((channel) => doors.get(channel)?.value === 'closed').length;
    const answers = `${took.length} of ${testPolls} polls answered${took.length > 0 ? ` in ${took.join(', ')}` : ''}`;
    return {
      passed: took.length === testPolls,
      detail: `${answers}; ${channels.length} locks: ${open} open, ${closed} closed`,
    };
  }

  return {
    name: options.name,
    description: `lock-board-8a address ${address} on ${line.description}`,
    channels,
    state: () => state,
    onState: (listener) => stateChanged.add(listener),
    door: (channel) => doors.get(channel)?.value ?? 'unknown',
    onDoor: (listener) => changed.add(listener),
    pulse,
    test,
    start() {
      if (running) return;
      running = true;
      undoLine = [
        line.onUnasked(hearUnasked),
        line.onOpen((open) => {
          if (open) misses = 0;
          if (open) void poll();
          else lose({ is: 'offline' });
        }),
      ];
      if (options.ownsLine) line.start();
      if (line.isOpen()) void poll();
      else pollAfter(idlePollMs);
    },
    async stop() {
      running = false;
      cancelPoll();
      for (const undo of undoLine) undo();
      if (options.ownsLine) await line.stop();
      lose({ is: 'unknown' });
    },
  };
}
