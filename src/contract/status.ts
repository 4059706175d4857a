// Status: what a kiosk says of itself every half minute, and at once when something of it has changed. It is how things are
// now, not a record: a lost one is made good by the next. Nothing in it is about a person.
//
// POST /kiosk/v1/status  KioskStatus → StatusAnswer

import * as v from 'valibot';
import { cellId, cellSize, problem, shortText, timeMs, whole } from './fields.ts';

export const statusEveryMs = 30_000;

const number = v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
/** null: it works. */
const works = v.nullable(problem);

export const cellContents = ['free', 'busy', 'occupied', 'over', 'unverified', 'out'] as const;
const cell = v.strictObject({
  cell: cellId,
  size: cellSize,
  /** `over`: something in it has waited too long. */
  content: v.picklist(cellContents),
  door: v.picklist(['open', 'closed', 'unknown']),
  items: whole(0, 20),
  /** Its board answers and may open. */
  reachable: v.boolean(),
  fault: v.boolean(),
});

/** What is shown at once when it changes. */
export const statusShown = v.strictObject({
  software: shortText(40),
  serves: v.picklist(['nobody', 'citizen', 'staff', 'technician']),
  functions: v.strictObject({ pickup: works, receipts: works, proofs: works, entry: works }),
  devices: v.pipe(
    v.array(
      v.strictObject({
        name: shortText(60),
        word: v.picklist(['ready', 'low', 'blocked', 'fault', 'offline', 'unknown']),
        /** The kiosk is red without it. */
        required: v.boolean(),
      }),
    ),
    v.maxLength(100),
  ),
  power: v.picklist(['mains', 'onBattery', 'leaving']),
  clockWrong: v.boolean(),
  emergency: v.boolean(),
  stoppedBoards: whole(0, 100),
  banks: v.pipe(
    v.array(
      v.strictObject({
        bank: shortText(10),
        columns: v.pipe(v.array(v.pipe(v.array(cell), v.maxLength(200))), v.maxLength(100)),
      }),
    ),
    v.maxLength(50),
  ),
});
export type StatusShown = v.InferOutput<typeof statusShown>;

export const statusFigures = v.strictObject({
  startedAt: timeMs,
  queueWaiting: number,
  queueParked: number,
  queueOldestAt: v.nullable(timeMs),
  rightsAsOf: v.nullable(timeMs),
  clockOffsetMs: v.nullable(v.pipe(v.number(), v.safeInteger())),
  rights: number,
  jobsOpen: number,
  memoryBytes: number,
  freeMemoryBytes: number,
  totalMemoryBytes: number,
  load: number,
  processors: number,
  diskFreeBytes: v.nullable(number),
  diskTotalBytes: v.nullable(number),
  databaseBytes: v.nullable(number),
  machineUpMs: number,
});
export type StatusFigures = v.InferOutput<typeof statusFigures>;

export const kioskStatus = v.strictObject({ at: timeMs, shown: statusShown, figures: statusFigures });
export type KioskStatus = v.InferOutput<typeof kioskStatus>;

export const statusAnswer = v.strictObject({ serverTime: timeMs });

export type Light = 'green' | 'yellow' | 'red';

/** Red when something that this kiosk is there for does not work, yellow when it soon may not. */
export function lightOf({ functions, devices, clockWrong, emergency, stoppedBoards, power }: StatusShown): Light {
  const bad = devices.filter(({ word }) => word === 'fault' || word === 'offline');
  if (emergency || power === 'leaving' || bad.some(({ required }) => required)) return 'red';
  const stopped = Object.values(functions).filter((why) => why !== null && why !== 'centralOffline');
  if (functions.pickup !== null && functions.receipts !== null && functions.proofs !== null) return 'red';
  const isUneasy = devices.some(({ word, required }) => word !== 'ready' && (required || word !== 'unknown'));
  return stopped.length > 0 || isUneasy || clockWrong || stoppedBoards > 0 || power !== 'mains' ? 'yellow' : 'green';
}
