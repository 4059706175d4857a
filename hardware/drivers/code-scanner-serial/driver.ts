// Driver of a code scanner on a serial line: makes it look when somebody wants a code, and tells that code once.

import type { Clock } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import { armRangeMs, type CodeScanner, type ScannedCode, sameCodeMs } from '../../classes/code-scanner.ts';
import type { DeviceState, OrderResult, TestResult } from '../../classes/device.ts';
import { createLine } from '../../transport/line.ts';
import type { Transport } from '../../transport/transport.ts';
import { createScannerDeframer, type ScannerFrame, type Terminator } from './deframer.ts';
import type { TriggerDialect } from './dialect.ts';
import { answersOrders, encodeOrder, encodeQuery, type ScannerOrder, scanModeIn, verdictOn } from './dialect.ts';
import { type CodeEncoding, readCode } from './text.ts';

export interface SerialCodeScannerOptions {
  readonly name: string;
  readonly transport: Transport;
  readonly trigger: TriggerDialect;
  readonly terminator: Terminator;
  readonly encoding: CodeEncoding;
  /** Whether the scanner is set to send an AIM identifier in front of each code. */
  readonly aimPrefix: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); spreads the reopening of lines. */
  readonly random: () => number;
}

/** Silence that ends what is unfinished. Orders wait a little longer, so that they never cut a code in two. */
const gapMs = 50;
const quietMs = 60;
const replyMs = 500;
const pollMs = 5_000;
const missesToOffline = 3;
/** A scanner ends its look by itself when it finds nothing, most after 5 s: sooner than people find their code. */
const lookMs = 4_000;

/** One arming; `cancel` ends whatever waits for it. */
interface Window {
  wasRead: boolean;
  cancel: Undo;
}

export function createSerialCodeScanner(options: SerialCodeScannerOptions): CodeScanner {
  const { name, transport, trigger, clock } = options;
  const log = options.log.part(`code scanner ${name}`);
  const deframer = createScannerDeframer(options);
  const line = createLine<ScannerFrame>({ transport, deframer, clock, log, random: options.random, quietMs, gapMs });
  const codes = createListeners<ScannedCode>();
  const stateChanged = createListeners<DeviceState>();

  let running = false;
  let state: DeviceState = { is: 'unknown' };
  let window: Window | undefined;
  let last: { readonly text: string; readonly at: number } | undefined;
  let misses = 0;
  let cancelPoll: Undo = () => undefined;

  line.onUnasked((frame) => {
    if (frame.is === 'dropped') log.warn('code dropped', { why: frame.why });
    if (frame.is === 'code') hear(frame.bytes);
  });
  line.onOpen((open) => {
    if (!running) return;
    misses = 0;
    // Without a question that it answers nobody knows whether the scanner lives.
    setState(open ? { is: 'unknown' } : { is: 'offline' });
    if (!open) closeWindow();
    pollAfter(0);
  });

  function setState(next: DeviceState): void {
    if (next.is === state.is) return;
    state = next;
    log.info('code scanner state', { state: next.is });
    stateChanged.tell(next);
  }

  function closeWindow(): void {
    window?.cancel();
    window = undefined;
  }

  function hear(bytes: Uint8Array): void {
    const read = readCode(bytes, options);
    if (!read.ok) return log.warn('code dropped', { why: read.problem, bytes: bytes.length });
    if (window === undefined) return log.info('code dropped', { why: 'nobody asked for one' });
    const now = clock.monotonic();
    const age = last?.text === read.value.text ? now - last.at : sameCodeMs;
    if (age < sameCodeMs) return lookAgain(window, sameCodeMs - age);
    last = { text: read.value.text, at: now };
    window.wasRead = true;
    closeWindow();
    codes.tell(read.value);
  }

  /** The scanner ended its look with a code that counts as the one before. */
  function lookAgain(mine: Window, afterMs: number): void {
    const { cancel } = mine;
    const cancelLook = clock.after(afterMs, () => void order('trigger'));
    mine.cancel = () => {
      cancelLook();
      cancel();
    };
  }

  async function order(what: ScannerOrder): Promise<OrderResult> {
    const bytes = encodeOrder(trigger, what);
    if (bytes === undefined) return line.isOpen() ? ok() : failed('notSent');
    const isAnswered = answersOrders(trigger);
    const answer = await line.request({
      bytes,
      priority: 'active',
      replyMs: isAnswered ? replyMs : 0,
      match: (frame) => (isAnswered && frame.is === 'reply' ? verdictOn(what, frame.answer) : undefined),
    });
    if (answer.ok) return answer.value === 'done' ? ok() : failed('refused');
    if (answer.problem === 'notSent') return failed('notSent');
    // A line that did not take the bytes is closed by then.
    return !isAnswered && line.isOpen() ? ok() : failed('noAnswer');
  }

  async function arm(forMs: number): Promise<OrderResult> {
    if (!(forMs >= armRangeMs.least && forMs <= armRangeMs.most)) {
      log.error('arming refused, time out of range', { forMs });
      return failed('refused');
    }
    if (!running || !line.isOpen()) return failed('notSent');
    closeWindow();
    const mine: Window = { wasRead: false, cancel: () => undefined };
    window = mine;
    const result = await order('trigger');
    if (mine.wasRead) return ok();
    if (window !== mine) return result;
    if (!result.ok) {
      closeWindow();
      return result;
    }
    const { cancel } = mine;
    const cancelEnd = clock.after(forMs, () => {
      closeWindow();
      void order('stop');
    });
    let cancelLook: Undo = () => undefined;
    const lookOn = () => {
      cancelLook = clock.after(lookMs, () => {
        void order('trigger');
        lookOn();
      });
    };
    lookOn();
    mine.cancel = () => {
      cancelEnd();
      cancelLook();
      cancel();
    };
    return result;
  }

  async function disarm(): Promise<OrderResult> {
    if (window === undefined) return ok();
    closeWindow();
    return order('stop');
  }

  function pollAfter(ms: number): void {
    cancelPoll();
    if (running && trigger === 'newland') cancelPoll = clock.after(ms, () => void poll());
  }

  /** Only a scanner that is not looking is asked: some break off when they are spoken to. */
  async function poll(): Promise<void> {
    if (window === undefined && line.isOpen()) {
      const mode = await askScanMode();
      if (!running) return;
      misses = mode === undefined ? misses + 1 : 0;
      if (mode !== undefined) setState({ is: 'ready' });
      else if (misses >= missesToOffline) setState({ is: 'offline' });
    }
    pollAfter(pollMs);
  }

  async function askScanMode(): Promise<string | undefined> {
    const answer = await line.request({
      bytes: encodeQuery(),
      priority: 'idle',
      replyMs,
      match: (frame) => (frame.is === 'reply' ? scanModeIn(frame.answer) : undefined),
    });
    return answer.ok ? answer.value : undefined;
  }

  async function test(): Promise<TestResult> {
    if (!running || !line.isOpen()) return { passed: false, detail: 'the line is not open' };
    if (!answersOrders(trigger)) {
      return { passed: true, detail: 'the line is open; this scanner answers nothing, try it with a code' };
    }
    if (trigger === 'newland') {
      const mode = await askScanMode();
      return mode === undefined
        ? { passed: false, detail: 'the scanner does not answer' }
        : { passed: true, detail: `the scanner answers, scan mode ${mode}` };
    }
    // To stop one that does not look changes nothing, and it says so.
    if (window !== undefined) return { passed: false, detail: 'the scanner is looking for a code' };
    const stopped = await order('stop');
    const detail = stopped.ok ? 'the scanner answers' : `the scanner does not obey: ${stopped.problem}`;
    return { passed: stopped.ok, detail };
  }

  return {
    name,
    description: `code-scanner-serial ${trigger} on ${transport.description}`,
    state: () => state,
    onState: (listener) => stateChanged.add(listener),
    onCode: (listener) => codes.add(listener),
    arm,
    disarm,
    test,
    start() {
      if (running) return;
      running = true;
      line.start();
    },
    async stop() {
      running = false;
      cancelPoll();
      closeWindow();
      last = undefined;
      await line.stop();
      setState({ is: 'unknown' });
    },
  };
}
