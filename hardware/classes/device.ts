// What every device tells the controller, in six words. Raw bits stop in the driver.

import type { Result } from '../../src/base/result.ts';
import type { Undo } from '../../src/base/undo.ts';

/** Why a person on the spot can put it right without tools. */
export type Blocked = 'paperOut' | 'coverOpen' | 'paperJam' | 'paperNotTaken' | 'outputFull' | 'tonerOut';

/** What runs short while the device still works. */
export type Low = 'paper' | 'toner';

/** Why a technician is needed. */
export type Fault =
  | 'cutter'
  | 'headHot'
  | 'printerError' // printers
  | 'samFault'
  | 'samNotAuthorised'
  | 'readerError' // card readers
  | 'boardError'
  | 'wrongAnswers' // lock boards and relays: something answers, but not what was asked
  | 'other';

export type DeviceState =
  | { readonly is: 'ready' }
  | { readonly is: 'low'; readonly what: Low }
  | { readonly is: 'blocked'; readonly why: Blocked }
  | { readonly is: 'fault'; readonly what: Fault; readonly detail: string }
  /** Not reachable: unplugged, switched off or silent for three polls. */
  | { readonly is: 'offline' }
  /** It may work: it has not been asked yet, or it cannot answer. */
  | { readonly is: 'unknown' };

export interface TestResult {
  readonly passed: boolean;
  /** For the technician, in plain words, without personal data. */
  readonly detail: string;
}

export interface Device {
  /** Name from the configuration, e.g. `kioskReader`. */
  readonly name: string;
  /** Driver and line in words, e.g. `lock-board-8a on tcp 127.0.0.1:4001`. */
  readonly description: string;
  state(): DeviceState;
  /** Told on every change of state, never with the state it had before. */
  onState(listener: (state: DeviceState) => void): Undo;
  /** Begins to open the line and to watch the device; keeps trying for ever. Returns at once. */
  start(): void;
  /** Ends the watch, closes the line and settles every promise that is still open. */
  stop(): Promise<void>;
  /** Internal test: nothing moves, nothing is printed. */
  test(): Promise<TestResult>;
}

/** Why an order to a device did not lead to a known result. */
export type OrderProblem =
  /** The line was not open or the device was offline: nothing was sent. */
  | 'notSent'
  /** Sent, but no answer came in time: it may or may not have acted. */
  | 'noAnswer'
  /** The device answered that it will not. */
  | 'refused';

export type OrderResult<Value = void> = Result<Value, OrderProblem>;
