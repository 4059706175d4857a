// Line: one wire with one or many devices on it. One request at a time, the most urgent first; the asker says which
// frame is its answer; a failed line is reopened for ever, and nothing that waited for it is sent afterwards.

import { type Backoff, backoffMs } from '../../src/base/backoff.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { createListeners, type Undo } from '../../src/base/undo.ts';
import { createRequestQueue } from './request-queue.ts';
import type { Transport } from './transport.ts';

/** Cuts a stream into frames. Keeps at most one unfinished frame; skips what can be no frame. */
export interface Deframer<Frame> {
  push(bytes: Uint8Array): readonly Frame[];
  /** Forgets an unfinished frame. */
  reset(): void;
  /** Told the request that is about to leave, for wires whose answer can't be framed without knowing the question. */
  expect?(request: Uint8Array): void;
  /** The line was silent for `gapMs`: gives up what is unfinished and returns frames that stood behind it. */
  silence?(): readonly Frame[];
}

/** An unlock goes before the board that is being watched, and that before the slow round over all boards. */
export type Priority = 'unlock' | 'active' | 'idle';

export interface LineRequest<Frame, Value> {
  readonly bytes: Uint8Array;
  /** Asked anew at each choice where it is a function: a request that waits may become more urgent. */
  readonly priority: Priority | (() => Priority);
  /** How long after the last byte went out the answer may take. */
  readonly replyMs: number;
  /** How long the request may wait for its turn before it fails unsent. Default 2,000 ms. */
  readonly waitMs?: number;
  /** The value if that frame answers this request (kind, address, number); undefined leaves the frame to others. */
  readonly match: (frame: Frame) => Value | undefined;
}

export type RequestProblem =
  /** Nothing was sent. */
  | 'notSent'
  /** Sent; no matching answer came in time, or the line broke first. */
  | 'noAnswer'
  /** Sent; something came back in time, but not one frame could be made of it. */
  | 'brokenAnswer';

export interface Line<Frame> {
  readonly description: string;
  isOpen(): boolean;
  onOpen(listener: (open: boolean) => void): Undo;
  request<Value>(request: LineRequest<Frame, Value>): Promise<Result<Value, RequestProblem>>;
  /** Frames that answered no request: pushes, late answers, echoes. */
  onUnasked(listener: (frame: Frame) => void): Undo;
  start(): void;
  stop(): Promise<void>;
}

export interface LineOptions<Frame> {
  readonly transport: Transport;
  readonly deframer: Deframer<Frame>;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1), spreads the reopening of many lines. */
  readonly random: () => number;
  /** Silence kept before each write, and after an error, in ms. */
  readonly quietMs: number;
  /** A frame with a gap longer than this inside is given up, in ms. */
  readonly gapMs: number;
  /** Rest kept after each request of priority `unlock` before the next one: one coil at a time on one supply, in ms. */
  readonly unlockGapMs?: number;
  /** Default: what the transport says, else 250 ms growing to 10 s. */
  readonly reopen?: Backoff;
}

export function createLine<Frame>(options: LineOptions<Frame>): Line<Frame> {
  const { transport, deframer, clock, log } = options;
  const reopen = options.reopen ?? transport.reopen ?? { firstMs: 250, maxMs: 10_000 };
  const opened = createListeners<boolean>();
  const unasked = createListeners<Frame>();
  const queue = createRequestQueue<Frame>(clock);

  let running = false;
  let starts = 0;
  /** The listeners know it as open. */
  let announced = false;
  let busy = false;
  let lastActivity = Number.NEGATIVE_INFINITY;
  let cancelGap: Undo = () => undefined;
  let cancelReopen: Undo = () => undefined;
  let resting = false;
  let failures = 0;
  /** Set while a request is out: gets each frame, then the end of the line. */
  let outstanding: { offer: (frame: Frame) => boolean; lineLost: () => void } | undefined;
  /** Since the request left: bytes have come, and frames were found in them. */
  let heard: 'nothing' | 'bytes' | 'frames' = 'nothing';

  transport.onBytes((bytes) => {
    lastActivity = clock.monotonic();
    if (heard === 'nothing') heard = 'bytes';
    cancelGap();
    cancelGap = clock.after(options.gapMs, () => {
      deliver(deframer.silence?.() ?? []);
      deframer.reset();
    });
    deliver(deframer.push(bytes));
  });

  function deliver(frames: readonly Frame[]): void {
    for (const frame of frames) {
      heard = 'frames';
      if (outstanding?.offer(frame) !== true) unasked.tell(frame);
    }
  }

  transport.onClosed(() => {
    deframer.reset();
    outstanding?.lineLost();
    queue.refuseAll();
    if (announced) opened.tell(false);
    announced = false;
    if (running) {
      log.warn('line closed', { line: transport.description });
      reopenLater();
    }
  });

  function reopenLater(): void {
    failures += 1;
    cancelReopen();
    cancelReopen = clock.after(backoffMs(failures, reopen, options.random()), () => void tryOpen());
  }

  async function tryOpen(): Promise<void> {
    const mine = starts;
    const result = await transport.open();
    // A stop came while it opened. After another start that one opens it again, and tells so.
    if (mine !== starts) return;
    if (!running) return void transport.close();
    if (!result.ok) {
      if (failures === 0) log.warn('line did not open', { line: transport.description, why: result.problem });
      return reopenLater();
    }
    log.info('line open', { line: transport.description, failures });
    failures = 0;
    lastActivity = clock.monotonic();
    announced = true;
    opened.tell(true);
    void serve();
  }

  function restAfterUnlock(): void {
    if (options.unlockGapMs === undefined) return;
    resting = true;
    clock.after(options.unlockGapMs, () => {
      resting = false;
      void serve();
    });
  }

  /** Works off the queue, one request at a time, until it is empty or the line is closed. */
  async function serve(): Promise<void> {
    if (busy) return;
    busy = true;
    while (transport.isOpen()) {
      await quiet();
      const next = queue.take({ unlock: !resting });
      if (next === undefined) break;
      const result = await exchange(next.request);
      if (next.priority === 'unlock') restAfterUnlock();
      next.settle(result);
    }
    busy = false;
  }

  function quiet(): Promise<void> {
    const wait = lastActivity + options.quietMs - clock.monotonic();
    if (wait <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      clock.after(wait, () => resolve(quiet()));
    });
  }

  function exchange(request: LineRequest<Frame, unknown>): Promise<Result<unknown, RequestProblem>> {
    return new Promise((resolve) => {
      let ended = false;
      let cancelReply: Undo = () => undefined;
      function end(result: Result<unknown, RequestProblem>): void {
        ended = true;
        cancelReply();
        outstanding = undefined;
        lastActivity = clock.monotonic();
        resolve(result);
      }
      deframer.reset();
      deframer.expect?.(request.bytes);
      heard = 'nothing';
      outstanding = {
        offer(frame) {
          const value = request.match(frame);
          if (value === undefined) return false;
          end(ok(value));
          return true;
        },
        lineLost: () => end(failed('noAnswer')),
      };
      void transport.send(request.bytes).then((sent) => {
        if (ended) return;
        if (!sent.ok) return end(failed(sent.problem === 'notOpen' ? 'notSent' : 'noAnswer'));
        const wireMs = transport.speed === undefined ? 0 : (request.bytes.length * 10_000) / transport.speed;
        cancelReply = clock.after(wireMs + request.replyMs, () =>
          end(failed(heard === 'bytes' ? 'brokenAnswer' : 'noAnswer')),
        );
      });
    });
  }

  return {
    description: transport.description,
    isOpen: () => transport.isOpen(),
    onOpen: (listener) => opened.add(listener),
    onUnasked: (listener) => unasked.add(listener),
    request<Value>(request: LineRequest<Frame, Value>) {
      if (!running || !transport.isOpen()) return Promise.resolve(failed('notSent'));
      return new Promise<Result<Value, RequestProblem>>((resolve) => {
        queue.add({ request, settle: (result) => resolve(result as Result<Value, RequestProblem>) });
        void serve();
      });
    },
    start() {
      if (running) return;
      running = true;
      starts += 1;
      void tryOpen();
    },
    async stop() {
      running = false;
      cancelReopen();
      queue.refuseAll();
      await transport.close();
      cancelGap();
    },
  };
}
