// Readiness: in what state a technician leaves the kiosk: how many devices passed their last test, and what is in the cells.

import type { DeviceTest } from './device-test.ts';
import type { Kiosk } from './kiosk.ts';
import { orderReport } from './printing.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';

export interface Readiness {
  readonly devices: number;
  /** Of them, those whose last test passed. */
  readonly passed: number;
  readonly cells: {
    readonly total: number;
    readonly free: number;
    readonly occupied: number;
    readonly unverified: number;
    readonly out: number;
  };
}

/** The newest on any level. */
export function lastTestOf({ tests }: Kiosk, device: string): DeviceTest | null {
  const known = [...tests.values()].filter((test) => test.device === device);
  return known.sort((a, b) => b.at - a.at)[0] ?? null;
}

export function readinessOf(kiosk: Kiosk): Readiness {
  const devices = [...kiosk.devices.keys()];
  const states = [...kiosk.cells.values()].map(({ state }) => state.is);
  const count = (is: (typeof states)[number]) => states.filter((one) => one === is).length;
  const [free, unverified, out] = [count('free'), count('unverified'), count('outOfService')];
  return {
    devices: devices.length,
    passed: devices.filter((device) => lastTestOf(kiosk, device)?.outcome === 'passed').length,
    cells: { total: states.length, free, occupied: states.length - free - unverified - out, unverified, out },
  };
}

/** The fact goes to central whatever becomes of the paper. */
export function printReport(turn: Turn, visit: Visit): void {
  turn.record({ is: 'readinessReported', by: visit.holder.person, ...readinessOf(turn.kiosk) });
  orderReport(turn, visit);
}
