// Power supply: an uninterruptible supply that tells whether the mains are there and how long its battery will last.

import type { Undo } from '../../src/base/undo.ts';
import type { Device } from './device.ts';

export type Power =
  | { readonly is: 'mains' }
  | {
      readonly is: 'battery';
      /** Percent. */
      readonly charge: number | null;
      readonly runtimeSeconds: number | null;
      /** The supply itself says that it ends soon. */
      readonly low: boolean;
    }
  /** Not known: the supply or its server does not answer. Never taken for a power cut. */
  | { readonly is: 'unknown' };

export interface PowerSupply extends Device {
  power(): Power;
  /** Told on every change. */
  onPower(listener: (power: Power) => void): Undo;
}
