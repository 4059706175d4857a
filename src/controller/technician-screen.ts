// Technician's screen: what needs attention, every device with its tests, the cells, and how far the queue to central is.

import type { DeviceLine, Screen } from '../contract/view.ts';
import { worksheet } from '../core/checking.ts';
import { testKey } from '../core/device-test.ts';
import { healthOf } from '../core/health.ts';
import { doorReads, type Kiosk } from '../core/kiosk.ts';
import { contentOf } from './screen-lists.ts';
import type { ViewSource } from './view.ts';

export function technicianScreen({
  kiosk,
  queue,
  descriptions,
  now,
}: ViewSource): Extract<Screen, { readonly at: 'technician' }> {
  const { parked, oldestAt, refused = null, diskFreeBytes } = queue;
  return {
    at: 'technician',
    health: healthOf(kiosk, { parked, oldestAt, isRefused: refused !== null, diskFreeBytes }, now),
    devices: [...kiosk.devices.keys()].map((name) => deviceLine(kiosk, name, descriptions.get(name) ?? '')),
    cells: [...kiosk.cells.values()].map((cell) => ({
      cell: cell.id,
      content: contentOf(cell),
      door: doorReads(kiosk, cell.id),
      opens: cell.opens,
    })),
    toCheck: worksheet(kiosk).length,
    queue: {
      ...queue,
      rightsAsOf: kiosk.rightsAsOf,
      clockOffsetMs: kiosk.clockOffsetMs,
    },
    lines: (kiosk.settings.wiring ?? []).map(({ line }) => line),
  };
}

function deviceLine(kiosk: Kiosk, name: string, description: string): DeviceLine {
  const condition = kiosk.devices.get(name) ?? { word: 'unknown', detail: '' };
  const last = kiosk.tests.get(testKey({ device: name, level: 'internal' }));
  return {
    name,
    description,
    state: condition.word,
    detail: name === 'hallDoor' ? hallDoorDetail(kiosk, condition.detail) : condition.detail,
    suspended: kiosk.suspended.has(name),
    tests: [{ level: 'internal', last: kiosk.testing.has(name) ? 'running' : (last ?? null) }],
  };
}

/** Alarms of the door beside what the device says of itself. */
function hallDoorDetail({ hallDoor }: Kiosk, detail: string): string {
  return [detail, ...hallDoor.alarms.map((alarm) => `alarm: ${alarm}`)].filter((part) => part !== '').join('; ');
}
