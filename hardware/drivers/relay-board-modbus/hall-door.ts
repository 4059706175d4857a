// Driver of the hall door: a relay board that releases the strike for a time it keeps itself, and reads the door
// contact and the exit button. Exit is free by wiring and asks nobody here.

import type { Clock } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { afterReading, type Steady, unread } from '../../../src/base/steady.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { DeviceState, OrderResult, TestResult } from '../../classes/device.ts';
import type { HallDoor, HallDoorInputs } from '../../classes/hall-door.ts';
import type { Line } from '../../transport/line.ts';
import {
  bitOf,
  encodeRead,
  encodeTimedOn,
  exceptionCode,
  type ModbusFrame,
  readInputs,
  timedOn,
  writeRelay,
} from './protocol.ts';

/** Which inputs (from 1) the contact and the button hang on, and what they say when the board reads ON. */
export interface HallDoorWiring {
  readonly contact: { readonly number: number; readonly closedWhen: 'on' | 'off' };
  readonly exitButton: { readonly number: number; readonly pressedWhen: 'on' | 'off' };
}

export interface HallDoorModbusOptions {
  readonly name: string;
  /** From `createModbusLine`. */
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
const confirmMs = 50;
const troubledPollMs = 1_000;
const missesToOffline = 3;
const replyMs = 500;
const testPolls = 3;
const releaseRangeMs = { least: 100, most: 30_000 } as const;

type Answer = { readonly bits: Uint8Array } | { readonly exception: number };

export function createHallDoorModbus(options: HallDoorModbusOptions): HallDoor {
  const { line, unit, relay, inputs: wiring, clock, log, ownsLine = true } = options;
  const count = Math.max(wiring.contact.number, wiring.exitButton.number);
  const query = encodeRead({ unit, of: readInputs, count });
  const stateChanged = createListeners<DeviceState>();
  const inputsChanged = createListeners<HallDoorInputs>();

  let state: DeviceState = { is: 'unknown' };
  let contact: Steady<'open' | 'closed'> = unread;
  let exitButton: Steady<'pressed' | 'released'> = unread;
  /** The board has answered and has not been lost since. */
  let reachable = false;
  /** The board has no timed pulse: it must not hold a door. Forgotten when the board is lost, for it may be replaced. */
  let cannotTime: string | undefined;
  let running = false;
  let polling = false;
  let misses = 0;
  let cancelPoll: Undo = () => undefined;
  let undoOpen: Undo = () => undefined;

  function setState(next: DeviceState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    log.info('hall door state', { device: options.name, state: next });
    stateChanged.tell(next);
  }

  function inputs(): HallDoorInputs {
    return { contact: contact.value ?? 'unknown', exitButton: exitButton.value ?? 'unknown' };
  }

  function setInputs(next: { readonly contact: typeof contact; readonly exitButton: typeof exitButton }): void {
    const before = inputs();
    contact = next.contact;
    exitButton = next.exitButton;
    const now = inputs();
    if (now.contact !== before.contact || now.exitButton !== before.exitButton) inputsChanged.tell(now);
  }

  function lose(next: DeviceState): void {
    reachable = false;
    cannotTime = undefined;
    setState(next);
    setInputs({ contact: unread, exitButton: unread });
  }

  function boardError(detail: string): DeviceState {
    return { is: 'fault', what: 'boardError', detail };
  }

  function hear(answer: Answer): void {
    misses = 0;
    reachable = true;
    if ('exception' in answer) {
      setState(boardError(`inputs 1 to ${count} cannot be read (Modbus exception ${answer.exception})`));
      setInputs({ contact: unread, exitButton: unread });
      return;
    }
    setState(cannotTime === undefined ? { is: 'ready' } : boardError(cannotTime));
    const at = clock.monotonic();
    const isClosed = bitOf(answer.bits, wiring.contact.number) === (wiring.contact.closedWhen === 'on');
    const isPressed = bitOf(answer.bits, wiring.exitButton.number) === (wiring.exitButton.pressedWhen === 'on');
    setInputs({
      contact: afterReading(contact, { value: isClosed ? 'closed' : 'open', at, apartMs: confirmMs }),
      exitButton: afterReading(exitButton, { value: isPressed ? 'pressed' : 'released', at, apartMs: confirmMs }),
    });
  }

  function miss(): void {
    misses += 1;
    if (misses >= missesToOffline) lose({ is: 'offline' });
  }

  function nextPollMs(): number {
    if (misses >= missesToOffline || state.is === 'fault') return troubledPollMs;
    return contact.doubt !== undefined || exitButton.doubt !== undefined ? confirmPollMs : pollMs;
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

  function ask() {
    return line.request<Answer>({
      bytes: query,
      priority: 'active',
      replyMs,
      match(frame) {
        if (frame.is === 'bits' && frame.unit === unit && frame.of === readInputs) return { bits: frame.bits };
        return exceptionTo(frame, readInputs);
      },
    });
  }

  function exceptionTo(frame: ModbusFrame, asked: number): { readonly exception: number } | undefined {
    const isMine = frame.is === 'exception' && frame.unit === unit && frame.function === asked;
    return isMine ? { exception: frame.code } : undefined;
  }

  async function release(ms: number): Promise<OrderResult<{ readonly acknowledged: boolean }>> {
    if (!(ms >= releaseRangeMs.least && ms <= releaseRangeMs.most)) {
      log.error('release refused, time out of range', { device: options.name, ms });
      return failed('refused');
    }
    if (cannotTime !== undefined) return failed('refused');
    if (!reachable) return failed('notSent');
    const tenths = Math.ceil(ms / 100);
    const answer = await line.request<'done' | { readonly exception: number }>({
      bytes: encodeTimedOn({ unit, relay, tenths }),
      priority: 'unlock',
      replyMs,
      match(frame) {
        const isDone =
          frame.is === 'written' &&
          frame.unit === unit &&
          frame.address === timedOn + relay - 1 &&
          frame.value === tenths;
        return isDone ? 'done' : exceptionTo(frame, writeRelay);
      },
    });
    pollAfter(0);
    if (!answer.ok) return answer.problem === 'notSent' ? failed('notSent') : ok({ acknowledged: false });
    if (answer.value === 'done') return ok({ acknowledged: true });
    refuse(answer.value.exception);
    return failed('refused');
  }

  function refuse(exception: number): void {
    log.error('relay board refused the timed pulse', { device: options.name, exception });
    if (exception !== exceptionCode.illegalAddress) return;
    cannotTime = `relay ${relay} has no timed pulse (Modbus exception 2): a board that times the pulse itself is needed`;
    setState(boardError(cannotTime));
  }

  async function test(): Promise<TestResult> {
    if (!running || !line.isOpen()) return { passed: false, detail: 'the line is not open' };
    const took: string[] = [];
    for (let turn = 0; turn < testPolls; turn += 1) {
      const from = clock.monotonic();
      const answer = await ask();
      if (answer.ok && 'bits' in answer.value) took.push(`${Math.round(clock.monotonic() - from)} ms`);
      if (answer.ok && running) hear(answer.value);
    }
    const now = inputs();
    const answers = `${took.length} of ${testPolls} polls answered${took.length > 0 ? ` in ${took.join(', ')}` : ''}`;
    return {
      passed: took.length === testPolls && cannotTime === undefined,
      detail: `${answers}; door ${now.contact}, exit button ${now.exitButton}${cannotTime === undefined ? '' : `; ${cannotTime}`}`,
    };
  }

  return {
    name: options.name,
    description: `hall-door-modbus unit ${unit} relay ${relay} on ${line.description}`,
    state: () => state,
    onState: (listener) => stateChanged.add(listener),
    inputs,
    onInputs: (listener) => inputsChanged.add(listener),
    release,
    test,
    start() {
      if (running) return;
      running = true;
      undoOpen = line.onOpen((open) => {
        misses = 0;
        if (open) void poll();
        else lose({ is: 'offline' });
      });
      if (ownsLine) line.start();
      if (line.isOpen()) void poll();
      else pollAfter(troubledPollMs);
    },
    async stop() {
      running = false;
      cancelPoll();
      undoOpen();
      if (ownsLine) await line.stop();
      lose({ is: 'unknown' });
    },
  };
}
