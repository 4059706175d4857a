// Lock board: one board with its channels. It tells what the sensors read and pulses one lock when ordered.

import { failed, ok, type Result } from '../../src/base/result.ts';
import type { Undo } from '../../src/base/undo.ts';
import type { Device, OrderResult } from './device.ts';

declare const isChannel: unique symbol;
/** Number of a lock on its board, 1 to 255. 0 means "all" on most boards and can therefore not be written here. */
export type Channel = number & { readonly [isChannel]: true };

export function channelOf(number: number): Result<Channel, 'noSuchChannel'> {
  return Number.isInteger(number) && number >= 1 && number <= 255 ? ok(number as Channel) : failed('noSuchChannel');
}

/** What the sensor says. `unknown` after missed polls: never shown as open or closed. */
export type DoorReading = 'open' | 'closed' | 'unknown';

export interface DoorChange {
  readonly channel: Channel;
  readonly reads: DoorReading;
}

export interface LockBoard extends Device {
  readonly channels: readonly Channel[];
  /** Latest reading; `unknown` before the first poll and while the board is offline. */
  door(channel: Channel): DoorReading;
  /** Told after two equal readings, and at once when a reading is lost. */
  onDoor(listener: (change: DoorChange) => void): Undo;
  /**
   * Fires the lock once, after its coil has rested from the last pulse. Never repeated by the driver. `isWanted` is asked right
   * before: whoever ordered it may have left, or the computer may have slept, while the coil rested. `acknowledged` says that
   * the board answered, not that the door is open: many boards never answer. Problems: `notSent` (nothing left the computer),
   * `refused`. A lost answer is not a problem here: `acknowledged` is false then and the sensor decides.
   */
  pulse(channel: Channel, isWanted?: () => boolean): Promise<OrderResult<{ readonly acknowledged: boolean }>>;
}
