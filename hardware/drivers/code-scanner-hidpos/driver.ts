// Driver of a HID-POS code scanner: it looks by itself, and its code is told when somebody asked for one.

import type { Clock } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import { armRangeMs, type CodeScanner, type ScannedCode, sameCodeMs } from '../../classes/code-scanner.ts';
import type { DeviceState, TestResult } from '../../classes/device.ts';
import { createLine } from '../../transport/line.ts';
import type { Transport } from '../../transport/transport.ts';
import { createReportJoiner, type HidScannerFrame } from './joining.ts';
import { type CodeEncoding, readCode } from './text.ts';

export interface HidPosCodeScannerOptions {
  readonly name: string;
  /** Gives one input report at a time, with its id in front. */
  readonly transport: Transport;
  readonly encoding: CodeEncoding;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); spreads the reopening of lines. */
  readonly random: () => number;
}

/** Parts of one code follow each other within a few ms. */
const partMs = 500;

export function createHidPosCodeScanner(options: HidPosCodeScannerOptions): CodeScanner {
  const { name, transport, clock, encoding } = options;
  const log = options.log.part(`code scanner ${name}`);
  const deframer = createReportJoiner();
  const line = createLine<HidScannerFrame>({
    ...{ transport, deframer, clock, log, random: options.random },
    quietMs: 0,
    gapMs: partMs,
  });
  const codes = createListeners<ScannedCode>();
  const stateChanged = createListeners<DeviceState>();

  let running = false;
  let state: DeviceState = { is: 'unknown' };
  /** Ends the arming; undefined while nobody wants a code. */
  let cancelWindow: Undo | undefined;
  let last: { readonly text: string; readonly at: number } | undefined;

  line.onUnasked((frame) => {
    if (frame.is === 'dropped') log.warn('code dropped', { why: frame.why });
    else hear(frame);
  });
  line.onOpen((open) => {
    if (!running) return;
    // The plug is in; whether the scanner behind it lives shows only with a code.
    setState(open ? { is: 'unknown' } : { is: 'offline' });
    if (!open) closeWindow();
  });

  function setState(next: DeviceState): void {
    if (next.is === state.is) return;
    state = next;
    log.info('code scanner state', { state: next.is });
    stateChanged.tell(next);
  }

  function closeWindow(): void {
    cancelWindow?.();
    cancelWindow = undefined;
  }

  function hear(frame: Extract<HidScannerFrame, { is: 'code' }>): void {
    const read = readCode(frame, encoding);
    if (!read.ok) return log.warn('code dropped', { why: read.problem, bytes: frame.bytes.length });
    if (cancelWindow === undefined) return log.info('code dropped', { why: 'nobody asked for one' });
    const now = clock.monotonic();
    if (last?.text === read.value.text && now - last.at < sameCodeMs) return;
    last = { text: read.value.text, at: now };
    closeWindow();
    codes.tell(read.value);
  }

  async function test(): Promise<TestResult> {
    const passed = running && line.isOpen();
    return {
      passed,
      detail: passed ? 'the scanner is plugged in; it answers nothing, try it with a code' : 'the scanner is not there',
    };
  }

  return {
    name,
    description: `code-scanner-hidpos on ${transport.description}`,
    state: () => state,
    onState: (listener) => stateChanged.add(listener),
    onCode: (listener) => codes.add(listener),
    async arm(forMs) {
      if (!(forMs >= armRangeMs.least && forMs <= armRangeMs.most)) {
        log.error('arming refused, time out of range', { forMs });
        return failed('refused');
      }
      if (!running || !line.isOpen()) return failed('notSent');
      closeWindow();
      deframer.forget();
      cancelWindow = clock.after(forMs, closeWindow);
      return ok();
    },
    async disarm() {
      closeWindow();
      return ok();
    },
    test,
    start() {
      if (running) return;
      running = true;
      line.start();
    },
    async stop() {
      running = false;
      closeWindow();
      last = undefined;
      await line.stop();
      setState({ is: 'unknown' });
    },
  };
}
