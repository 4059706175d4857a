// Polling: asks a device on a shared line the same question again and again, and knows from its answers and silences how
// it is. Every device that speaks only when asked is watched with this.

import type { Clock } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import type { Result } from '../../src/base/result.ts';
import { createListeners, type Undo } from '../../src/base/undo.ts';
import type { DeviceState } from '../classes/device.ts';
import type { Line, LineRequest, RequestProblem } from '../transport/line.ts';

export interface PollingOptions<Frame, Answer> {
  /** Device name, for the log. */
  readonly name: string;
  readonly line: Line<Frame>;
  /** Whether `start` and `stop` also start and stop the line; false when several devices share it. */
  readonly ownsLine: boolean;
  readonly clock: Clock;
  readonly log: Log;
  question(): LineRequest<Frame, Answer>;
  /** Takes an answer in; returns how the device is. */
  hear(answer: Answer): DeviceState;
  /** Nothing that was heard before holds any longer. */
  forget(): void;
  /** From one question to the next while answers come, in ms. */
  paceMs(): number;
  /** Set while a reading is to be confirmed: from its answer to the next question, in ms. */
  confirmAfterMs(): number | undefined;
  /** Pauses while none come: the first, doubled up to the longest, in ms. */
  readonly silentMs: { readonly first: number; readonly most: number };
  /** A better word than `offline` for a device that does not answer as it should. */
  explainSilence?(): DeviceState | undefined;
}

export interface Polling<Answer> {
  state(): DeviceState;
  onState(listener: (state: DeviceState) => void): Undo;
  /** Another way than an answer by which the device showed how it is. */
  become(state: DeviceState): void;
  /** An answer came since the device was lost last. */
  isReachable(): boolean;
  isRunning(): boolean;
  /** Asks again after the pace that holds now, or at once. */
  askSoon(ms?: number): void;
  /** Asks `times` times and returns how long each answer took; undefined where none came. */
  sample(times: number): Promise<readonly { readonly ms: number; readonly answer: Result<Answer, RequestProblem> }[]>;
  start(): void;
  stop(): Promise<void>;
}

/** So many questions without an answer make a device offline. */
const missesToOffline = 3;

export function createPolling<Frame, Answer>(options: PollingOptions<Frame, Answer>): Polling<Answer> {
  const { line, clock, log, silentMs } = options;
  const stateChanged = createListeners<DeviceState>();
  let state: DeviceState = { is: 'unknown' };
  let running = false;
  let asking = false;
  let reachable = false;
  let misses = 0;
  /** Of those, how many times something came back that was no answer. */
  let brokenMisses = 0;
  /** Monotonic ms of the last question: the pace is kept from question to question, however long an answer takes. */
  let askedAt = Number.NEGATIVE_INFINITY;
  let cancelNext: Undo = () => undefined;
  let undoOpen: Undo = () => undefined;

  function become(next: DeviceState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    log.info('device state', { device: options.name, state: next });
    stateChanged.tell(next);
  }

  function lose(next: DeviceState): void {
    reachable = false;
    become(next);
    options.forget();
  }

  function hear(answer: Answer): void {
    misses = 0;
    brokenMisses = 0;
    reachable = true;
    become(options.hear(answer));
  }

  function miss(problem: 'noAnswer' | 'brokenAnswer'): void {
    misses += 1;
    if (problem === 'brokenAnswer') brokenMisses += 1;
    if (misses < missesToOffline) return;
    const broken: DeviceState = {
      is: 'fault',
      what: 'wrongAnswers',
      detail: 'its answers arrive broken: two devices with the same address, or a bad cable',
    };
    lose(options.explainSilence?.() ?? (brokenMisses > misses / 2 ? broken : { is: 'offline' }));
  }

  function pauseMs(): number {
    if (misses < missesToOffline)
      return options.confirmAfterMs() ?? Math.max(0, askedAt + options.paceMs() - clock.monotonic());
    return Math.min(silentMs.first * 2 ** Math.min(misses - missesToOffline, 20), silentMs.most);
  }

  function askSoon(ms = pauseMs()): void {
    cancelNext();
    if (running && !asking) cancelNext = clock.after(ms, () => void poll());
  }

  async function poll(): Promise<void> {
    cancelNext();
    if (asking) return;
    asking = true;
    askedAt = clock.monotonic();
    const answer = await line.request(options.question());
    asking = false;
    if (!running) return;
    if (answer.ok) hear(answer.value);
    else if (answer.problem !== 'notSent') miss(answer.problem);
    else if (!line.isOpen()) lose({ is: 'offline' });
    askSoon();
  }

  return {
    state: () => state,
    onState: (listener) => stateChanged.add(listener),
    become,
    isReachable: () => reachable,
    isRunning: () => running,
    askSoon,
    async sample(times) {
      const samples: { readonly ms: number; readonly answer: Result<Answer, RequestProblem> }[] = [];
      for (let turn = 0; turn < times; turn += 1) {
        const from = clock.monotonic();
        const answer = await line.request(options.question());
        if (answer.ok && running) hear(answer.value);
        samples.push({ ms: Math.round(clock.monotonic() - from), answer });
      }
      return samples;
    },
    start() {
      if (running) return;
      running = true;
      undoOpen = line.onOpen((open) => {
        misses = 0;
        brokenMisses = 0;
        if (open) void poll();
        else lose({ is: 'offline' });
      });
      if (options.ownsLine) line.start();
      if (line.isOpen()) void poll();
      else askSoon();
    },
    async stop() {
      running = false;
      cancelNext();
      undoOpen();
      if (options.ownsLine) await line.stop();
      lose({ is: 'unknown' });
    },
  };
}

/** For the result of a test, e.g. `3 of 3 polls answered in 12 ms, 11 ms, 12 ms`. */
export function describeSamples(
  samples: readonly { readonly ms: number; readonly answer: { readonly ok: boolean } }[],
) {
  const took = samples.filter(({ answer }) => answer.ok).map(({ ms }) => `${ms} ms`);
  return `${took.length} of ${samples.length} polls answered${took.length > 0 ? ` in ${took.join(', ')}` : ''}`;
}
