// Kiosk: everything the rules know about one kiosk at one moment. Only steps make a new one.

import type { Calendar } from './calendar.ts';
import type { Cell, CellId } from './cell.ts';
import type { ReceiptRule } from './delivery.ts';
import type { DeviceTest } from './device-test.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Door, OpenOrder } from './door.ts';
import type { Emergency } from './emergency-end.ts';
import type { HallDoorState } from './hall-door.ts';
import type { HelpCall } from './help.ts';
import { cellOf, type Item, type ItemId } from './item.ts';
import type { PersonKey, Staff } from './person.ts';
import type { CodeTries } from './pickup-code.ts';
import type { PowerState } from './power.ts';
import { isOpenJob, isUnderWay, type PrinterKind, type PrintJob } from './print-job.ts';
import type { Problem } from './problem.ts';
import type { Right } from './right.ts';
import type { Session, Visit } from './session.ts';
import type { SignatureRule } from './signature.ts';
import type { WiringLine } from './wiring-session.ts';

export interface Settings {
  readonly version: string;
  readonly calendar: Calendar;
  readonly idleMs: number;
  readonly warnMs: number;
  readonly reopenMs: number;
  readonly signature: SignatureRule;
  readonly receipt: ReceiptRule;
  /** Labels inside the cells are scanned at each deposit. */
  readonly cellLabels: boolean;
  /** How long a cell is kept for something on its way. */
  readonly reservationHours: number;
  readonly doorOpenMs: number;
  readonly doorAlarmMs: number;
  readonly rightsAgeMs: number;
  /** A print job that has not been sent by then never is. */
  readonly printExpiryMs: number;
  readonly hallReleaseMs: number;
  /** Which board each cell hangs on. */
  readonly boardOf: ReadonlyMap<CellId, string>;
  /** Lines on which the technician may run the wiring wizard. */
  readonly wiring?: readonly WiringLine[];
}

/** A device in the words of the rules: can it serve, and if not, what is the citizen told. */
export interface Condition {
  readonly word: 'ready' | 'low' | 'blocked' | 'fault' | 'offline' | 'unknown';
  readonly problem: Problem | null;
  readonly detail: string;
}

export interface PinRecord {
  readonly person: PersonKey;
  readonly wrong: number;
  readonly lastAt: number;
}

export interface Kiosk {
  readonly settings: Settings;
  readonly session: Session;
  readonly items: ReadonlyMap<ItemId, Item>;
  readonly cells: ReadonlyMap<CellId, Cell>;
  readonly doors: ReadonlyMap<CellId, Door>;
  /** Orders of this run and those that a crash left open. */
  readonly orders: ReadonlyMap<string, OpenOrder>;
  readonly jobs: ReadonlyMap<string, PrintJob>;
  /** For each document the highest copy of which paper may be out, by jobs of earlier runs that are not among `jobs`. */
  readonly copiesBefore: ReadonlyMap<string, number>;
  /** The last slip of an earlier run ended unproved: it may still hang at the printer's head, uncut. */
  readonly slipMayHang: boolean;
  readonly rights: ReadonlyMap<string, Right>;
  readonly staff: ReadonlyMap<PersonKey, Staff>;
  readonly pins: ReadonlyMap<PersonKey, PinRecord>;
  /** Wrong pickup codes by right, and under `kiosk` all together. */
  readonly codeTries: ReadonlyMap<string, CodeTries>;
  /** Boards that open nothing until a technician says so, and since when. */
  readonly suspended: ReadonlyMap<string, number>;
  /** Everything was opened, and not every cell has been looked into since. */
  readonly emergency: Emergency | null;
  /** What was under way when the last run ended, for whoever stands there now. */
  readonly restarted: { readonly cells: readonly CellId[]; readonly until: number } | null;
  /** Somebody here has asked for a person. */
  readonly help: HelpCall | null;
  /** Doors that people called shut although the sensor says open. */
  readonly saidShut: ReadonlyMap<CellId, { readonly times: number; readonly lastAt: number }>;
  readonly devices: ReadonlyMap<string, Condition>;
  /** Since when each device is in its state, and the event that told it. */
  readonly deviceSince: ReadonlyMap<string, { readonly at: number; readonly event: string }>;
  /** The last test of each device and level. */
  readonly tests: ReadonlyMap<string, DeviceTest>;
  /** Devices whose internal test is under way. */
  readonly testing: ReadonlySet<string>;
  readonly diagnostics: Diagnostics;
  readonly scanner: { readonly armedUntil: number };
  readonly hallDoor: HallDoorState;
  readonly power: PowerState;
  readonly centralOnline: boolean;
  /** The clock of this machine is further from central's than anybody could overlook. */
  readonly isClockWrong: boolean;
  /** Central's time minus the clock of this machine when they were last compared in this run. */
  readonly clockOffsetMs: number | null;
  readonly rightsAsOf: number | null;
}

/** Why the printer cannot print now, or null when it can. */
export function printerProblem(kiosk: Kiosk, printer: PrinterKind): Problem | null {
  const condition = kiosk.devices.get(printer);
  if (condition === undefined) return 'printerOffline';
  return condition.problem;
}

export function boardWorks(kiosk: Kiosk, cell: CellId): boolean {
  const board = kiosk.settings.boardOf.get(cell);
  return board !== undefined && kiosk.devices.get(board)?.word === 'ready' && !kiosk.suspended.has(board);
}

/** Why nobody can have this cell opened now: its lock sticks or staff have closed it, or its board does not answer. */
export function openProblem(kiosk: Kiosk, cell: CellId): Problem | null {
  if (kiosk.cells.get(cell)?.state.is === 'outOfService') return 'lookAtCell';
  return boardWorks(kiosk, cell) ? null : 'boardOffline';
}

/** Until every board has answered or has been given up nobody knows which doors are open, and nobody is served. */
export function isStarting(kiosk: Kiosk): boolean {
  return [...new Set(kiosk.settings.boardOf.values())].some((board) => {
    const condition = kiosk.devices.get(board);
    return condition === undefined || condition.word === 'unknown';
  });
}

/** Doors that stand open, those left out whose sensor is known to stick there. */
export function openDoors(kiosk: Kiosk): readonly CellId[] {
  return [...kiosk.cells.values()]
    .filter((cell) => cell.fault !== 'sensorStuckOpen' && doorReads(kiosk, cell.id) === 'open')
    .map(({ id }) => id);
}

export function doorReads(kiosk: Kiosk, cell: CellId): Door['reads'] {
  return kiosk.doors.get(cell)?.reads ?? 'unknown';
}

/**
 * Items that this person may take out here, as addressee or by a right that makes an agent of them: those in a cell, and
 * those where only the power or a pushed-shut door left a doubt, so that nobody loses a right through our trouble. A
 * pickup code is good for one cell.
 */
export function itemsWaitingFor(kiosk: Kiosk, { holder, proof }: Visit, now: number): readonly Item[] {
  const { person } = holder;
  const delegated = new Set(
    [...kiosk.rights.values()]
      .filter((right) => right.person === person && right.validFrom <= now && now <= right.validTo)
      .map((right) => right.item),
  );
  return [...kiosk.items.values()].filter((item) => {
    if (item.dropOff !== undefined || (item.addressee !== person && !delegated.has(item.id))) return false;
    if (proof.is === 'code' && cellOf(item) !== proof.cell) return false;
    if (item.hold.withdrawn !== null) return false;
    return item.state.is === 'inCell' || (isSlightlyDoubted(item) && hasRight(kiosk, item));
  });
}

function isSlightlyDoubted({ state }: Item): boolean {
  return state.is === 'disputed' && ['restart', 'leftInside', 'boardLost', 'deposit'].includes(state.why);
}

/** Central gives one for what was put in, and only then. */
function hasRight(kiosk: Kiosk, item: Item): boolean {
  const cell = cellOf(item);
  return [...kiosk.rights.values()].some((right) => right.item === item.id && right.cell === cell);
}

/**
 * It may lie in its cell or not: putting it in was cut short, and nobody was told that it is there. It keeps nothing from
 * its addressee that was there before, and is handed over by nobody.
 */
export function isPerhapsPutIn(kiosk: Kiosk, item: Item): boolean {
  return isSlightlyDoubted(item) && item.hold.withdrawn === null && !hasRight(kiosk, item);
}

/**
 * Put in since central was last heard: its own right cannot have come yet. Whoever may open the cell for what lay there
 * before takes along what is theirs as well.
 */
export function isUnheardOf(kiosk: Kiosk, item: Item): boolean {
  const { state } = item;
  return state.is === 'inCell' && state.since > (kiosk.rightsAsOf ?? 0) && !hasRight(kiosk, item);
}

/** A print of this person that nobody could confirm yet: they are asked before anything else. */
export function printInDoubtOf(kiosk: Kiosk, person: PersonKey): PrintJob | undefined {
  return [...kiosk.jobs.values()].find((job) => job.person === person && !isUnderWay(job) && isOpenJob(job));
}

/** Why nothing waits here for this person that did before; the plain reason when nothing did. */
export function nothingWaits(kiosk: Kiosk, person: PersonKey): Problem {
  const own = [...kiosk.items.values()].filter(
    ({ addressee, dropOff }) => addressee === person && dropOff === undefined,
  );
  if (own.some(({ state }) => state.is === 'frozen' && state.cell !== null)) return 'itemFrozen';
  return own.some(({ state }) => state.is === 'recalled' || state.is === 'recalling') ? 'itemRecalled' : 'noLicence';
}

/** 15 s after the fifth wrong PIN, doubling with each further one; null when another try is allowed now. */
export function pinLockedUntil(pin: PinRecord | undefined, now: number): number | null {
  if (pin === undefined || pin.wrong < 5) return null;
  const until = pin.lastAt + 15_000 * 2 ** Math.min(pin.wrong - 5, 16);
  return now < until ? until : null;
}
