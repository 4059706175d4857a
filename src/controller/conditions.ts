// Conditions: a device's six words turned into what the rules need: can it serve, and what is the citizen told if not.

import type { Blocked, DeviceState, Fault } from '../../hardware/classes/device.ts';
import { unreachable } from '../base/result.ts';
import type { Condition } from '../core/kiosk.ts';
import type { PrintTrouble } from '../core/print-job.ts';
import type { Problem } from '../core/problem.ts';

/** What kind of thing it is decides which words a citizen gets. */
export type DeviceKind = 'reader' | 'printer' | 'board' | 'hallDoor' | 'powerSupply' | 'scanner';

const outOfOrder: Record<DeviceKind, { readonly fault: Problem; readonly offline: Problem }> = {
  reader: { fault: 'readerFault', offline: 'readerFault' },
  printer: { fault: 'printerFault', offline: 'printerOffline' },
  board: { fault: 'boardOffline', offline: 'boardOffline' },
  hallDoor: { fault: 'outOfService', offline: 'outOfService' },
  // Staff choose from the list instead.
  scanner: { fault: 'outOfService', offline: 'outOfService' },
  // Nobody is turned away for it: only a power cut that it tells counts.
  powerSupply: { fault: 'outOfService', offline: 'outOfService' },
};

/** Each has its own words and its own remedy (P5). */
export function printTroubleOf(trouble: Blocked | Fault): PrintTrouble {
  switch (trouble) {
    case 'coverOpen':
      return 'printerCover';
    case 'headHot':
      return 'printerHot';
    case 'paperOut':
    case 'paperJam':
    case 'paperNotTaken':
    case 'outputFull':
    case 'tonerOut':
      return trouble;
    default:
      return 'printerFault';
  }
}

export function conditionOf(state: DeviceState, kind: DeviceKind): Condition {
  switch (state.is) {
    case 'ready':
      return { word: 'ready', problem: null, detail: '' };
    case 'low':
      return { word: 'low', problem: null, detail: state.what };
    case 'blocked':
      return { word: 'blocked', problem: printTroubleOf(state.why), detail: state.why };
    case 'fault':
      return {
        word: 'fault',
        problem: kind === 'printer' ? printTroubleOf(state.what) : outOfOrder[kind].fault,
        detail: `${state.what}: ${state.detail}`,
      };
    case 'offline':
      return { word: 'offline', problem: outOfOrder[kind].offline, detail: '' };
    case 'unknown':
      // Most scanners answer nothing that would tell whether they live: they are made to look all the same.
      return { word: 'unknown', problem: kind === 'scanner' ? null : outOfOrder[kind].offline, detail: '' };
    default:
      return unreachable(state);
  }
}
