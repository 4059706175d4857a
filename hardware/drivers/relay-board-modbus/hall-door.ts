// Driver of the hall door: a relay board that releases the strike for a time it keeps itself, and reads the door
// contact, the exit button and the alarm inputs. Exit is free by wiring and asks nobody here.

import type { Clock } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { createListeners } from '../../../src/base/undo.ts';
import { createPolling, describeSamples, type Polling } from '../../boards/polling.ts';
import type { DeviceState, OrderResult, TestResult } from '../../classes/device.ts';
import type { HallDoor, HallDoorInputs } from '../../classes/hall-door.ts';
import type { Line } from '../../transport/line.ts';
import {
  type HallDoorWiring,
  inDoubt,
  inputsAfter,
  inputsNeeded,
  inputsSay,
  type SteadyInputs,
  sameInputs,
  unreadInputs,
} from './hall-door-inputs.ts';
import {
  encodeRead,
  encodeTimedOn,
  isExceptionTo,
  isTimedOn,
  type ModbusFrame,
  neverTimes,
  noTimedPulse,
  readInputs,
  tenthsOf,
  writeRelay,
} from './protocol.ts';

export interface HallDoorModbusOptions {
  readonly name: string;
  /** From `createModbusLine`; lock boards may hang on it too. */
  readonly line: Line<ModbusFrame>;
  /** Modbus unit, 1 to 247 (some boards to 255). */
  readonly unit: number;
  /** Relay of the strike, from 1. */
  readonly relay: number;
  readonly inputs: HallDoorWiring;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether `start` and `stop` of the door also start and stop the line. Default true. */
  readonly ownsLine?: boolean;
}

const pollMs = 200;
/** A short press of the button must not fall between two looks. */
const confirmPollMs = 60;
const troubledPollMs = 1_000;
const replyMs = 500;
/** Longer than the rest that a line keeps for the longest pulse of a lock board on it. */
const releaseWaitMs = 4_000;
const releaseRangeMs = { least: 100, most: 30_000 } as const;

type Answer = { readonly is: 'bits'; readonly bits: Uint8Array } | { readonly is: 'exception'; readonly code: number };

export function createHallDoorModbus(options: HallDoorModbusOptions): HallDoor {
  const { line, unit, relay, inputs: wiring, clock, log } = options;
  const count = inputsNeeded(wiring);
  const query = encodeRead({ unit, of: readInputs, count });
  const inputsChanged = createListeners<HallDoorInputs>();
  let steady: SteadyInputs = unreadInputs;
  /** The board has no timed pulse: it must not hold a door. Forgotten when the board is lost, for it may be replaced. */
  let cannotTime: string | undefined;
  /** An answer came since the board was lost: with the second one its inputs are known. */
  let answered = false;

  function setInputs(next: SteadyInputs): void {
    const before = inputsSay(steady, wiring);
    steady = next;
    const now = inputsSay(steady, wiring);
    if (!sameInputs(now, before)) inputsChanged.tell(now);
  }

  function boardError(detail: string): DeviceState {
    return { is: 'fault', what: 'boardError', detail };
  }

  function hear(answer: Answer): DeviceState {
    if (answer.is === 'exception') {
      setInputs(unreadInputs);
      return boardError(`inputs 1 to ${count} cannot be read (Modbus exception ${answer.code})`);
    }
    setInputs(inputsAfter(steady, { wiring, bits: answer.bits, at: clock.monotonic() }));
    if (cannotTime !== undefined) return boardError(cannotTime);
    const isKnown = answered;
    answered = true;
    return isKnown ? { is: 'ready' } : polling.state();
  }

  const polling: Polling<Answer> = createPolling<ModbusFrame, Answer>({
    ownsLine: true,
    ...options,
    silentMs: { first: troubledPollMs, most: troubledPollMs },
    question: () => ({
      bytes: query,
      priority: 'active',
      replyMs,
      match(frame) {
        if (frame.is === 'bits' && frame.unit === unit && frame.of === readInputs) return frame;
        return isExceptionTo(frame, { unit, function: readInputs }) ? frame : undefined;
      },
    }),
    hear,
    forget() {
      answered = false;
      cannotTime = undefined;
      setInputs(unreadInputs);
    },
    paceMs() {
      return polling.state().is === 'fault' ? troubledPollMs : pollMs;
    },
    confirmAfterMs: () => (inDoubt(steady) ? confirmPollMs : undefined),
  });

  async function release(ms: number): Promise<OrderResult<{ readonly acknowledged: boolean }>> {
    if (!(ms >= releaseRangeMs.least && ms <= releaseRangeMs.most)) {
      log.error('release refused, time out of range', { device: options.name, ms });
      return failed('refused');
    }
    if (cannotTime !== undefined) return failed('refused');
    if (!polling.isReachable()) return failed('notSent');
    const pulse = { unit, relay, tenths: tenthsOf(ms) };
    const answer = await line.request<'done' | number>({
      bytes: encodeTimedOn(pulse),
      priority: 'unlock',
      replyMs,
      waitMs: releaseWaitMs,
      match(frame) {
        if (isTimedOn(frame, pulse)) return 'done';
        return isExceptionTo(frame, { unit, function: writeRelay }) ? frame.code : undefined;
      },
    });
    polling.askSoon(0);
    if (!answer.ok) return answer.problem === 'notSent' ? failed('notSent') : ok({ acknowledged: false });
    if (answer.value === 'done') return ok({ acknowledged: true });
    refuse(answer.value);
    return failed('refused');
  }

  function refuse(exception: number): void {
    log.error('relay board refused the timed pulse', { device: options.name, exception });
    if (!neverTimes(exception)) return;
    cannotTime = noTimedPulse(relay, exception);
    polling.become(boardError(cannotTime));
  }

  async function test(): Promise<TestResult> {
    if (!polling.isRunning() || !line.isOpen()) return { passed: false, detail: 'the line is not open' };
    const samples = await polling.sample(3);
    const { contact, exitButton, fire, tamper } = inputsSay(steady, wiring);
    const said = `door ${contact}, exit button ${exitButton}, fire input ${fire}, tamper input ${tamper}`;
    return {
      passed: samples.every(({ answer }) => answer.ok && answer.value.is === 'bits') && cannotTime === undefined,
      detail: `${describeSamples(samples)}; ${said}${cannotTime === undefined ? '' : `; ${cannotTime}`}`,
    };
  }

  return {
    name: options.name,
    description: `hall-door-modbus unit ${unit} relay ${relay} on ${line.description}`,
    state: () => polling.state(),
    onState: (listener) => polling.onState(listener),
    inputs: () => inputsSay(steady, wiring),
    onInputs: (listener) => inputsChanged.add(listener),
    release,
    test,
    start: () => polling.start(),
    stop: () => polling.stop(),
  };
}
