// Technician's screen: what needs attention, every device with its tests, the cells, and how far the queue to central is.

import type { DeviceLine, Screen } from '../contract/view.ts';
import { worksheet } from '../core/checking.ts';
import { type TestLevel, testKey } from '../core/device-test.ts';
import { healthOf } from '../core/health.ts';
import { doorReads, type Kiosk } from '../core/kiosk.ts';
import { cellToTry, levelsOf, mayCellBeTried, mayTry } from '../core/trying.ts';
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
      triedBy: mayCellBeTried(kiosk, cell.id) ? (kiosk.settings.boardOf.get(cell.id) ?? null) : null,
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
  return {
    name,
    description,
    state: condition.word,
    detail: name === 'hallDoor' ? hallDoorDetail(kiosk, condition.detail) : condition.detail,
    suspended: kiosk.suspended.has(name),
    tests: levelsOf(kiosk, name).map((level) => testLine(kiosk, name, level)),
  };
}

function testLine(kiosk: Kiosk, device: string, level: TestLevel): DeviceLine['tests'][number] {
  const known = kiosk.tests.get(testKey({ device, level }));
  const last = known === undefined ? null : { at: known.at, outcome: known.outcome, detail: known.detail };
  if (level === 'internal') {
    const isRunning = kiosk.testing.has(device);
    return { level, last: isRunning ? 'running' : last, begins: isRunning ? null : { act: 'testDevice', device } };
  }
  const wish = { device, level, cell: cellToTry(kiosk, device), times: 1 } as const;
  return { level, last, begins: mayTry(kiosk, wish) ? { act: 'tryDevice', ...wish } : null };
}

/** Alarms of the door beside what the device says of itself. */
function hallDoorDetail({ hallDoor }: Kiosk, detail: string): string {
  return [detail, ...hallDoor.alarms.map((alarm) => `alarm: ${alarm}`)].filter((part) => part !== '').join('; ');
}
