// Diagnostics: the technician's time at the kiosk, with the states of the vendor mode of XFS. It begins when nothing of an
// earlier visit is under way any more, and ends when every device has been through its internal test; until then nobody else
// is served. The hall door and whatever lies in the cells go on as always.

import type { DeviceTest } from './device-test.ts';
import { type Kiosk, openDoors } from './kiosk.ts';
import type { PersonKey, StaffRole } from './person.ts';
import { isUnderWay } from './print-job.ts';
import type { Problem } from './problem.ts';
import type { Visit } from './session.ts';
import type { Turn } from './turn.ts';

export type Diagnostics =
  | { readonly is: 'inactive' }
  /** Something of an earlier visit is still under way. */
  | { readonly is: 'enterPending' }
  | { readonly is: 'active'; readonly by: PersonKey; readonly role: StaffRole }
  /** Every device is tested, nothing moving; `waitsFor` have not told their result. */
  | {
      readonly is: 'exitPending';
      readonly by: PersonKey;
      readonly role: StaffRole;
      readonly waitsFor: readonly string[];
      readonly failed: readonly string[];
      readonly until: number;
    };

/** What does not end in this time is perhaps what the technician has come for. */
const enterMs = 30_000;
/** Drivers answer sooner; the last net under them. */
const exitMs = 30_000;
/** Who works at a machine does not touch its screen all the time. */
export const technicianIdleMs = 10 * 60_000;
const doorGraceMs = 5 * 60_000;

/** Why nobody else is served now. */
export function diagnosticsProblem({ diagnostics }: Kiosk): Problem | null {
  return diagnostics.is === 'inactive' ? null : 'maintenance';
}

/** The PIN was right. */
export function enterDiagnostics(turn: Turn, visit: Visit): void {
  turn.set({ diagnostics: { is: 'enterPending' } });
  turn.go({ at: 'entering', visit, deadline: turn.now + enterMs });
  enteringTick(turn, visit, turn.now + enterMs);
}

export function enteringTick(turn: Turn, visit: Visit, deadline: number): void {
  if (turn.now < deadline && isSomethingUnderWay(turn.kiosk)) return;
  const { person: by } = visit.holder;
  const role = visit.role === 'citizen' ? 'technician' : visit.role;
  turn.set({ diagnostics: { is: 'active', by, role } });
  turn.record({ is: 'diagnosticsBegan', by, role });
  turn.go({ at: 'technician', visit, deadline: turn.now + technicianIdleMs });
}

function isSomethingUnderWay({ jobs, orders }: Kiosk): boolean {
  return (
    [...jobs.values()].some(isUnderWay) ||
    [...orders.values()].some(({ state }) => state.is === 'ordered' || state.is === 'acted')
  );
}

/**
 * Nobody is signed out while a door is open; paper on its way has a screen of its own. But whoever has left it open for good, or
 * works at a sensor that sticks, has not left the machine to the next person: five minutes later it ends all the same, with
 * the door an alarm of its own by then.
 */
export function mayIdleOut(kiosk: Kiosk, lateMs: number): boolean {
  const open = openDoors(kiosk);
  return open.length === 0 || (lateMs >= doorGraceMs && open.every((cell) => kiosk.doors.get(cell)?.told === 'alarm'));
}

/** The technician's visit is over, however it ended. */
export function leaveDiagnostics(turn: Turn): void {
  const { diagnostics, devices } = turn.kiosk;
  if (diagnostics.is === 'enterPending') turn.set({ diagnostics: { is: 'inactive' } });
  if (diagnostics.is !== 'active') return;
  const waitsFor = [...devices.keys()];
  for (const device of waitsFor) turn.ask({ do: 'testDevice', device });
  const { by, role } = diagnostics;
  turn.set({
    diagnostics: { is: 'exitPending', by, role, waitsFor, failed: [], until: turn.now + exitMs },
    testing: new Set([...turn.kiosk.testing, ...waitsFor]),
  });
  if (waitsFor.length === 0) exitTick(turn);
}

/** The internal test of a device has told its result. */
export function testedOnExit(turn: Turn, { device, outcome }: DeviceTest): void {
  const { diagnostics } = turn.kiosk;
  if (diagnostics.is !== 'exitPending' || !diagnostics.waitsFor.includes(device)) return;
  const waitsFor = diagnostics.waitsFor.filter((one) => one !== device);
  const failed = outcome === 'passed' ? diagnostics.failed : [...diagnostics.failed, device];
  turn.set({ diagnostics: { ...diagnostics, waitsFor, failed } });
  exitTick(turn);
}

export function exitTick(turn: Turn): void {
  const { diagnostics } = turn.kiosk;
  if (diagnostics.is !== 'exitPending') return;
  if (diagnostics.waitsFor.length > 0 && turn.now < diagnostics.until) return;
  const { by, role, waitsFor } = diagnostics;
  turn.set({ diagnostics: { is: 'inactive' } });
  turn.record({ is: 'diagnosticsEnded', by, role, failed: [...diagnostics.failed, ...waitsFor] });
}
