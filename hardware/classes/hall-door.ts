// Hall door: an electric strike with a door contact, an exit button and, where they are wired, the fire panel's contact
// and a tamper contact. Exit is free by wiring, and the fire panel cuts the strike by wiring; software only watches both.

import type { Undo } from '../../src/base/undo.ts';
import type { Device, OrderResult } from './device.ts';
import type { DoorReading } from './lock-board.ts';

/** `absent`: no such wire in this hall, so that nobody takes silence for supervision. `unknown`: wired, but not read. */
export type AlarmReading = 'alarm' | 'quiet' | 'unknown' | 'absent';

export interface HallDoorInputs {
  readonly contact: DoorReading;
  readonly exitButton: 'pressed' | 'released' | 'unknown';
  /** The building's fire panel. */
  readonly fire: AlarmReading;
  /** Somebody opened the box of the door's electronics. */
  readonly tamper: AlarmReading;
}

export interface HallDoor extends Device {
  inputs(): HallDoorInputs;
  /** Told on every change of an input. */
  onInputs(listener: (inputs: HallDoorInputs) => void): Undo;
  /** Releases the strike for `ms` (100 to 30,000), timed in the relay board itself. Never repeated by the driver. */
  release(ms: number): Promise<OrderResult<{ readonly acknowledged: boolean }>>;
}
