// Hall door: an electric strike with a door contact and an exit button. Exit is free by wiring; software only watches it.

import type { Undo } from '../../src/base/undo.ts';
import type { Device, OrderResult } from './device.ts';
import type { DoorReading } from './lock-board.ts';

export interface HallDoorInputs {
  readonly contact: DoorReading;
  readonly exitButton: 'pressed' | 'released' | 'unknown';
}

export interface HallDoor extends Device {
  inputs(): HallDoorInputs;
  /** Told on every change of an input. */
  onInputs(listener: (inputs: HallDoorInputs) => void): Undo;
  /** Releases the strike for `ms` (100 to 30,000), timed in the relay board itself. Never repeated by the driver. */
  release(ms: number): Promise<OrderResult<{ readonly acknowledged: boolean }>>;
}
