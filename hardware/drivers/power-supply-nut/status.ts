// Status: the words of `ups.status` and the numbers of the battery as what the rules need to know.

import type { Power } from '../../classes/power-supply.ts';

export interface BatteryReadings {
  readonly charge: string | undefined;
  readonly runtime: string | undefined;
}

export interface SupplyReading {
  readonly power: Power;
  /** What a technician has to do, or null. */
  readonly trouble: string | null;
}

/**
 * OL: mains. OB: battery; with LB or FSD it ends soon. A supply that measures its battery (CAL) runs on it on purpose,
 * and one that says both or neither says nothing: unknown, never a power cut.
 */
export function readStatus(status: string, battery: BatteryReadings): SupplyReading {
  const words = new Set(status.split(/\s+/));
  const trouble = words.has('RB') ? 'the battery must be replaced' : words.has('OVER') ? 'the load is too high' : null;
  return { power: powerOf(words, battery), trouble };
}

function powerOf(words: ReadonlySet<string>, { charge, runtime }: BatteryReadings): Power {
  const onMains = words.has('OL');
  const onBattery = words.has('OB');
  if (onMains === onBattery || (onBattery && words.has('CAL'))) return { is: 'unknown' };
  if (onMains) return { is: 'mains' };
  return {
    is: 'battery',
    charge: readNumber(charge, 100),
    runtimeSeconds: readNumber(runtime, 10_000_000),
    low: words.has('LB') || words.has('FSD'),
  };
}

function readNumber(text: string | undefined, most: number): number | null {
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) return null;
  const value = Number(text);
  return value <= most ? value : null;
}
