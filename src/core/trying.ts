// Trying: the tests of a device in which something moves. Paper, doors and reads go the same ways as in earnest, with the same
// records; the visit says that it is a test, and what came of it is noted when the visit comes home, or ends.

import type { CellId } from './cell.ts';
import { type DeviceTest, noteTest, type TestLevel } from './device-test.ts';
import { boardWorks, doorReads, type Kiosk } from './kiosk.ts';
import { orderOpen } from './opening.ts';
import { printTest } from './printing.ts';
import type { Session, Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil } from './visit.ts';

/** internal is asked of the driver alone and needs no session of its own. */
export type TriedLevel = Exclude<TestLevel, 'internal'>;

export interface Trial {
  readonly device: string;
  readonly level: TriedLevel;
  /** What the outcome is read from. */
  readonly by:
    | { readonly is: 'job'; readonly id: string }
    /** `id`: the first order; `round`: which of the rounds is under way. */
    | {
        readonly is: 'order';
        readonly id: string;
        readonly cell: CellId;
        readonly times: number;
        readonly round: number;
      }
    | { readonly is: 'read'; readonly outcome: 'waits' | 'came' | 'nothing' };
}

export interface TrialWish {
  readonly device: string;
  readonly level: TriedLevel;
  /** For a lock board: the one to open. */
  readonly cell: CellId | null;
  /** How often it is opened, and shut by hand in between. */
  readonly times: number;
}

/** More than that wears a coil for nothing. */
export const mostRounds = 20;
/** As long as it takes to fetch the test card from the bag. */
const readMs = 30_000;

/** Levels that this device has. */
export function levelsOf(kiosk: Kiosk, device: string): readonly TestLevel[] {
  if (isPrinter(device) || isReading(device) || isBoard(kiosk, device)) return ['internal', 'external', 'interactive'];
  return ['internal'];
}

function isPrinter(device: string): device is 'receiptPrinter' | 'documentPrinter' {
  return device === 'receiptPrinter' || device === 'documentPrinter';
}

function isReading(device: string): boolean {
  return device === 'kioskReader' || device === 'codeScanner';
}

function isBoard({ settings }: Kiosk, device: string): boolean {
  return [...settings.boardOf.values()].includes(device);
}

/** A cell in which nothing lies, with its door shut: opening it troubles nobody. */
export function cellToTry(kiosk: Kiosk, device: string): CellId | null {
  const found = [...kiosk.cells.values()]
    .filter(({ id, state }) => kiosk.settings.boardOf.get(id) === device && state.is === 'free')
    .filter(({ id }) => boardWorks(kiosk, id) && doorReads(kiosk, id) === 'closed')
    .sort((a, b) => a.opens - b.opens);
  return found[0]?.id ?? null;
}

/** Only a cell in which nothing lies is opened for a test: free, or out of use and empty. */
export function mayCellBeTried(kiosk: Kiosk, id: CellId): boolean {
  const state = kiosk.cells.get(id)?.state;
  const isEmpty = state?.is === 'free' || (state?.is === 'outOfService' && state.items.length === 0);
  return isEmpty && boardWorks(kiosk, id);
}

export function mayTry(kiosk: Kiosk, { device, level, cell }: TrialWish): boolean {
  if (kiosk.session.at !== 'technician' || !kiosk.devices.has(device) || kiosk.testing.has(device)) return false;
  if (!levelsOf(kiosk, device).includes(level)) return false;
  if (!isBoard(kiosk, device)) return cell === null;
  if (cell === null) return false;
  return kiosk.settings.boardOf.get(cell) === device && mayCellBeTried(kiosk, cell);
}

export function beginTrial(turn: Turn, visit: Visit, { device, level, cell, times }: TrialWish): void {
  const trying = (by: Trial['by']): Visit => ({ ...visit, trial: { device, level, by } });
  if (isPrinter(device)) return printTest(turn, trying({ is: 'job', id: turn.id }), device);
  if (cell !== null) {
    const by = { is: 'order', id: turn.id, cell, times, round: 1 } as const;
    return orderOpen(turn, trying(by), { cell, items: [], why: 'test' });
  }
  turn.go({ at: 'trying', visit: trying({ is: 'read', outcome: 'waits' }), device, deadline: turn.now + readMs });
}

type Trying = Extract<Session, { at: 'trying' }>;

/** A card was read, or a code: what it says is nobody's business here. */
export function readInTrial(turn: Turn, session: Trying, outcome: 'came' | 'nothing'): void {
  const { trial } = session.visit;
  if (trial === undefined) return goHome(turn, session.visit);
  goHome(turn, { ...session.visit, trial: { ...trial, by: { is: 'read', outcome } } });
}

/** The visit comes home from a trial: what came of it is noted, or judged first. */
export function trialCameHome(turn: Turn, visit: Visit, trial: Trial): void {
  const { by } = trial;
  const result = resultOf(turn.kiosk, trial);
  if (by.is === 'order' && by.round < by.times && openedIn(turn.kiosk, by) === by.round) {
    const next = { ...visit, trial: { ...trial, by: { ...by, round: by.round + 1 } } };
    return orderOpen(turn, next, { cell: by.cell, items: [], why: 'test' });
  }
  if (trial.level === 'interactive' && result.outcome === 'passed')
    return turn.go({ at: 'judging', visit, device: trial.device, deadline: idleUntil(turn) });
  endTrial(turn, visit, trial, result);
}

export function judge(turn: Turn, { visit }: Extract<Session, { at: 'judging' }>, isGood: boolean): void {
  if (visit.trial === undefined) return goHome(turn, visit);
  const result = isGood
    ? ({ outcome: 'passed', detail: 'good, says the technician' } as const)
    : ({ outcome: 'failed', detail: 'not good, says the technician' } as const);
  endTrial(turn, visit, visit.trial, result);
}

/** Back to the page without waiting for its end. */
export function giveUpTrial(turn: Turn, visit: Visit): void {
  abandonTrial(turn, visit);
  const { trial: _, ...rest } = visit;
  goHome(turn, rest);
}

/** Left before its end, which counts as failed. */
export function abandonTrial(turn: Turn, visit: Visit | null): void {
  if (visit?.trial === undefined) return;
  const { device, level } = visit.trial;
  noteTest(turn, { device, level, outcome: 'abandoned', detail: 'left before its end' });
}

type Opening = Extract<Trial['by'], { is: 'order' }>;

function ordersIn({ orders }: Kiosk, { id, cell }: Opening) {
  return [...orders.values()].filter((order) => order.why === 'test' && order.cell === cell && order.id >= id);
}

function openedIn(kiosk: Kiosk, by: Opening): number {
  return ordersIn(kiosk, by).filter(({ state }) => state.is === 'opened').length;
}

type Result = Pick<DeviceTest, 'outcome' | 'detail'>;

function endTrial(turn: Turn, { trial: _, ...visit }: Visit, { device, level }: Trial, result: Result): void {
  noteTest(turn, { device, level, ...result });
  goHome(turn, visit);
}

function resultOf(kiosk: Kiosk, { by }: Trial): Result {
  switch (by.is) {
    case 'job': {
      const state = kiosk.jobs.get(by.id)?.state;
      if (state?.is === 'done') return { outcome: 'passed', detail: `printed, says the ${state.evidence}` };
      return { outcome: 'failed', detail: state === undefined ? 'not ordered' : 'why' in state ? state.why : state.is };
    }
    case 'order': {
      const opened = openedIn(kiosk, by);
      const detail = `${by.cell} opened ${opened} of ${by.times} times, pulses: ${ordersIn(kiosk, by).length}`;
      return { outcome: opened === by.times ? 'passed' : 'failed', detail };
    }
    case 'read':
      return by.outcome === 'came'
        ? { outcome: 'passed', detail: 'read' }
        : { outcome: 'failed', detail: 'nothing could be read' };
  }
}
