// Health: what needs attention now, and nothing else: what is wrong, how soon, who may put it right, and whether it goes away by
// itself. The technician's first page, and what a person on the phone is told.

import type { CellId } from './cell.ts';
import type { Condition, Kiosk } from './kiosk.ts';
import { openDoors } from './kiosk.ts';
import { type PrintTrouble, printTroubles } from './print-job.ts';
import { caseNumberOf } from './problem.ts';

interface Nature {
  /** Quoted on the phone; it never changes its meaning. */
  readonly number: number;
  readonly when: 'now' | 'soon';
  /** `staffFirst`: a technician only when staff could not put it right. */
  readonly who: 'staff' | 'technician' | 'staffFirst';
  /** It goes away without anybody doing anything. */
  readonly clearsItself: boolean;
}

function nature(number: number, when: Nature['when'], who: Nature['who'], clears: 'clears' | 'stays'): Nature {
  return { number, when, who, clearsItself: clears === 'clears' };
}

const natures = {
  paperOut: nature(101, 'now', 'staff', 'stays'),
  paperJam: nature(102, 'now', 'staffFirst', 'stays'),
  paperNotTaken: nature(103, 'now', 'staff', 'stays'),
  outputFull: nature(104, 'now', 'staff', 'stays'),
  printerCover: nature(105, 'now', 'staff', 'stays'),
  tonerOut: nature(106, 'now', 'staff', 'stays'),
  printerHot: nature(107, 'soon', 'technician', 'clears'),
  printerFault: nature(108, 'now', 'technician', 'stays'),
  printerOffline: nature(109, 'now', 'staffFirst', 'stays'),
  paperLow: nature(110, 'soon', 'staff', 'stays'),
  tonerLow: nature(111, 'soon', 'staff', 'stays'),
  deviceFault: nature(201, 'now', 'technician', 'stays'),
  deviceOffline: nature(202, 'now', 'staffFirst', 'stays'),
  boardSuspended: nature(203, 'now', 'technician', 'stays'),
  testFailed: nature(204, 'soon', 'technician', 'stays'),
  doorOpen: nature(301, 'now', 'staff', 'stays'),
  lockStuck: nature(302, 'now', 'technician', 'stays'),
  cellDoubtful: nature(303, 'now', 'staff', 'stays'),
  cellClosed: nature(304, 'soon', 'staffFirst', 'stays'),
  sensorStuck: nature(305, 'soon', 'technician', 'stays'),
  slowLock: nature(306, 'soon', 'technician', 'stays'),
  everythingOpened: nature(307, 'now', 'staff', 'stays'),
  hallDoorAlarm: nature(401, 'now', 'staffFirst', 'stays'),
  onBattery: nature(402, 'now', 'staffFirst', 'clears'),
  centralOffline: nature(501, 'soon', 'staffFirst', 'clears'),
  kioskRefused: nature(502, 'now', 'technician', 'stays'),
  queueParked: nature(503, 'soon', 'technician', 'stays'),
  queueOld: nature(504, 'soon', 'technician', 'clears'),
  rightsOld: nature(505, 'soon', 'technician', 'clears'),
  clockWrong: nature(506, 'now', 'technician', 'stays'),
  diskLow: nature(507, 'soon', 'technician', 'stays'),
} satisfies Record<string, Nature> & Record<PrintTrouble, Nature>;

export type Ailment = keyof typeof natures;

export interface HealthLine extends Nature {
  readonly ailment: Ailment;
  /** The device or the cells; empty where it is the kiosk itself. */
  readonly about: string;
  readonly cells: readonly CellId[];
  readonly since: number | null;
  /** Under which the centre finds it. */
  readonly caseNumber: string | null;
}

/** What the rules do not know by themselves. */
export interface Surroundings {
  readonly parked: number;
  readonly oldestAt: number | null;
  readonly isRefused: boolean;
  readonly diskFreeBytes: number | null;
}

const queueOldMs = 3_600_000;
/** The half of what would stop the kiosk from handing anything out. */
const rightsOldShare = 0.5;
export const diskLowBytes = 2 * 1024 ** 3;

/** What needs attention at once first, then in the order of the numbers. */
export function healthOf(kiosk: Kiosk, around: Surroundings, now: number): readonly HealthLine[] {
  const lines = [...deviceLines(kiosk), ...cellLines(kiosk), ...kioskLines(kiosk, around, now)];
  return lines.sort((a, b) => Number(a.when === 'soon') - Number(b.when === 'soon') || a.number - b.number);
}

function lineOf(ailment: Ailment, part: Partial<Pick<HealthLine, 'about' | 'cells' | 'since' | 'caseNumber'>> = {}) {
  return { ailment, ...natures[ailment], about: '', cells: [], since: null, caseNumber: null, ...part };
}

function deviceLines(kiosk: Kiosk): readonly HealthLine[] {
  return [...kiosk.devices].flatMap(([device, condition]) => {
    const since = kiosk.deviceSince.get(device);
    const part = {
      about: device,
      since: since?.at ?? null,
      caseNumber: since === undefined ? null : caseNumberOf(since.event),
    };
    const suspended = kiosk.suspended.get(device);
    const ailment = ailmentOf(condition);
    const tested = kiosk.tests.get(`internal ${device}`);
    return [
      ...(suspended === undefined ? [] : [lineOf('boardSuspended', { about: device, since: suspended })]),
      ...(ailment === null ? [] : [lineOf(ailment, part)]),
      // A device that is known to be ill is not told of twice.
      ...(ailment === null && tested !== undefined && tested.outcome !== 'passed'
        ? [lineOf('testFailed', { about: device, since: tested.at })]
        : []),
    ];
  });
}

function ailmentOf({ word, problem, detail }: Condition): Ailment | null {
  switch (word) {
    case 'ready':
    case 'unknown':
      return null;
    case 'low':
      return detail === 'toner' ? 'tonerLow' : 'paperLow';
    case 'blocked':
    case 'fault':
    case 'offline': {
      const trouble = printTroubles.find((one) => one === problem);
      return trouble ?? (word === 'offline' ? 'deviceOffline' : 'deviceFault');
    }
  }
}

function cellLines(kiosk: Kiosk): readonly HealthLine[] {
  const cells = [...kiosk.cells.values()];
  const where = (ailment: Ailment, found: readonly CellId[]) =>
    found.length === 0 ? [] : [lineOf(ailment, { cells: found, about: found.join(' ') })];
  const named = (is: (cell: (typeof cells)[number]) => boolean) => cells.filter(is).map(({ id }) => id);
  return [
    ...where('doorOpen', openDoors(kiosk)),
    ...where(
      'lockStuck',
      named(({ state }) => state.is === 'outOfService' && state.why === 'lock'),
    ),
    ...where(
      'cellClosed',
      named(({ state }) => state.is === 'outOfService' && state.why === 'staff'),
    ),
    ...where(
      'cellDoubtful',
      named(({ state }) => state.is === 'unverified'),
    ),
    ...where(
      'sensorStuck',
      named(({ fault }) => fault === 'sensorStuckOpen'),
    ),
    ...where(
      'slowLock',
      named(({ fault }) => fault === 'slowLock'),
    ),
  ];
}

function kioskLines(kiosk: Kiosk, around: Surroundings, now: number): readonly HealthLine[] {
  const { rightsAsOf, settings, emergency, hallDoor } = kiosk;
  const isQueueOld = around.oldestAt !== null && now - around.oldestAt > queueOldMs;
  const areRightsOld = rightsAsOf === null || now - rightsAsOf > settings.rightsAgeMs * rightsOldShare;
  return [
    ...(emergency === null ? [] : [lineOf('everythingOpened', { since: emergency.since })]),
    ...(hallDoor.alarms.length === 0 ? [] : [lineOf('hallDoorAlarm', { about: hallDoor.alarms.join(' ') })]),
    ...(kiosk.power.is === 'mains' ? [] : [lineOf('onBattery', { since: kiosk.power.says?.since ?? null })]),
    ...(around.isRefused ? [lineOf('kioskRefused')] : kiosk.centralOnline ? [] : [lineOf('centralOffline')]),
    ...(around.parked === 0 ? [] : [lineOf('queueParked', { about: String(around.parked) })]),
    ...(isQueueOld ? [lineOf('queueOld', { since: around.oldestAt })] : []),
    ...(areRightsOld ? [lineOf('rightsOld', { since: rightsAsOf })] : []),
    ...(kiosk.isClockWrong ? [lineOf('clockWrong')] : []),
    ...(around.diskFreeBytes !== null && around.diskFreeBytes < diskLowBytes ? [lineOf('diskLow')] : []),
  ];
}
