// Conditions: a device's six words turned into what the rules need: can it serve, and what is the citizen told if not.

import type { Blocked, DeviceState } from '../../hardware/classes/device.ts';
import { unreachable } from '../base/result.ts';
import type { Condition } from '../core/kiosk.ts';
import type { PrintRefusal } from '../core/print-job.ts';
import type { Problem } from '../core/problem.ts';

/** What kind of thing it is decides which words a citizen gets. */
export type DeviceKind = 'reader' | 'printer' | 'board' | 'hallDoor' | 'powerSupply';

const outOfOrder: Record<DeviceKind, { readonly fault: Problem; readonly offline: Problem }> = {
  reader: { fault: 'readerFault', offline: 'readerFault' },
  printer: { fault: 'printerFault', offline: 'printerOffline' },
  board: { fault: 'boardOffline', offline: 'boardOffline' },
  hallDoor: { fault: 'outOfService', offline: 'outOfService' },
  // Nobody is turned away for it: only a power cut that it tells counts.
  powerSupply: { fault: 'outOfService', offline: 'outOfService' },
};

export function refusalOf(blocked: Blocked): PrintRefusal {
  switch (blocked) {
    case 'paperOut':
      return 'paperOut';
    case 'coverOpen':
      return 'printerCover';
    case 'paperJam':
    case 'paperNotTaken':
    case 'outputFull':
      return 'paperJam';
    case 'tonerOut':
      return 'printerFault';
    default:
      return unreachable(blocked);
  }
}

export function conditionOf(state: DeviceState, kind: DeviceKind): Condition {
  switch (state.is) {
    case 'ready':
      return { word: 'ready', problem: null, detail: '' };
    case 'low':
      return { word: 'low', problem: null, detail: state.what };
    case 'blocked':
      return { word: 'blocked', problem: refusalOf(state.why), detail: state.why };
    case 'fault':
      return { word: 'fault', problem: outOfOrder[kind].fault, detail: `${state.what}: ${state.detail}` };
    case 'offline':
      return { word: 'offline', problem: outOfOrder[kind].offline, detail: '' };
    case 'unknown':
      return { word: 'unknown', problem: outOfOrder[kind].offline, detail: '' };
    default:
      return unreachable(state);
  }
}
