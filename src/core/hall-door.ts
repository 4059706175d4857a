// Hall door: who is let in, what its inputs say, and when that is an alarm. The way out is free by wiring and the fire
// panel frees the door by wiring; here both are only noted, and nothing here ever holds the door.
//
// A grant lets the leaf open within 10 s and, like everybody, wants it closed again within 30 s. A leaf that opens
// without a grant, without the exit button and without a fire was forced.

import { entryProblem } from './access.ts';
import { isOfficeOpen } from './calendar.ts';
import type { DoorReading } from './door.ts';
import type { Holder, PersonKey } from './person.ts';
import type { Problem } from './problem.ts';
import type { Turn } from './turn.ts';

/** Told once when it begins and once when it ends. */
export type HallAlarm = 'forced' | 'heldOpen' | 'fire' | 'tamper';

/** `absent`: not wired in this hall; `unknown`: wired, but nobody can read it now. Neither begins or ends an alarm. */
export type AlarmReading = 'alarm' | 'quiet' | 'unknown' | 'absent';

export interface HallDoorState {
  readonly leaf:
    | { readonly is: 'unknown' }
    | { readonly is: 'closed' }
    /** `since`: UTC ms from which the time to close it counts. */
    | { readonly is: 'open'; readonly since: number };
  /** The last person who was let in, while the leaf may still open for them. */
  readonly grant: { readonly person: PersonKey; readonly until: number; readonly entered: boolean } | null;
  /** Those that hold now, in the order in which they began. */
  readonly alarms: readonly HallAlarm[];
}

export const unseenHallDoor: HallDoorState = { leaf: { is: 'unknown' }, grant: null, alarms: [] };

const openWithinMs = 10_000;
/** The leaf may open this long after the strike fell back: somebody has it in the hand. */
const graceMs = 5_000;
const closeWithinMs = 30_000;

export function isAlarmed({ hallDoor }: { readonly hallDoor: HallDoorState }, alarm: HallAlarm): boolean {
  return hallDoor.alarms.includes(alarm);
}

function change(turn: Turn, part: Partial<HallDoorState>): void {
  turn.set({ hallDoor: { ...turn.kiosk.hallDoor, ...part } });
}

function raise(turn: Turn, alarm: HallAlarm): void {
  if (isAlarmed(turn.kiosk, alarm)) return;
  change(turn, { alarms: [...turn.kiosk.hallDoor.alarms, alarm] });
  turn.record({ is: 'hallDoorAlarm', alarm });
}

function clear(turn: Turn, alarm: HallAlarm): void {
  if (!isAlarmed(turn.kiosk, alarm)) return;
  change(turn, { alarms: turn.kiosk.hallDoor.alarms.filter((each) => each !== alarm) });
  turn.record({ is: 'hallDoorAlarmEnded', alarm });
}

export function hallCardRead(turn: Turn, holder: Holder): void {
  const { calendar, hallReleaseMs } = turn.kiosk.settings;
  // The fire panel has the door: nobody is sent in, and no pulse is put on top of it.
  const problem = isAlarmed(turn.kiosk, 'fire') ? 'fireAlarm' : entryProblem(holder, calendar, turn.now);
  if (problem !== null) return hallCardRefused(turn, problem);
  const { person } = holder;
  turn.record({ is: 'hallEntryGranted', person, offHours: !isOfficeOpen(calendar, turn.now) });
  // Through a door that stands open they are in without moving it.
  const entered = turn.kiosk.hallDoor.leaf.is === 'open';
  if (entered) turn.record({ is: 'hallEntered', person });
  change(turn, { grant: { person, until: turn.now + Math.max(openWithinMs, hallReleaseMs + graceMs), entered } });
  turn.ask({ do: 'releaseHallDoor', ms: hallReleaseMs });
}

export function hallCardRefused(turn: Turn, why: Problem): void {
  turn.record({ is: 'hallEntryRefused', why });
}

export function hallInputs(
  turn: Turn,
  { contact, exitPressed }: { readonly contact: DoorReading; readonly exitPressed: boolean },
): void {
  const { leaf } = turn.kiosk.hallDoor;
  if (contact === leaf.is) return;
  switch (contact) {
    case 'unknown':
      return change(turn, { leaf: { is: 'unknown' } });
    case 'closed':
      change(turn, { leaf: { is: 'closed' } });
      clear(turn, 'forced');
      return clear(turn, 'heldOpen');
    case 'open':
      change(turn, { leaf: { is: 'open', since: turn.now } });
      return opened(turn, { exitPressed, wasClosed: leaf.is === 'closed' });
  }
}

function opened(
  turn: Turn,
  { exitPressed, wasClosed }: { readonly exitPressed: boolean; readonly wasClosed: boolean },
): void {
  const { grant } = turn.kiosk.hallDoor;
  if (grant !== null && turn.now <= grant.until) {
    // The same leaf pushed again, or bouncing, is the same person.
    if (!grant.entered) turn.record({ is: 'hallEntered', person: grant.person });
    return change(turn, { grant: { ...grant, entered: true } });
  }
  if (exitPressed || isAlarmed(turn.kiosk, 'fire')) return turn.record({ is: 'hallExit' });
  // Found open at start or after a lost board: nothing says how it came to be open, so nobody is accused.
  if (wasClosed) raise(turn, 'forced');
}

export function hallAlarms(turn: Turn, readings: { readonly fire: AlarmReading; readonly tamper: AlarmReading }): void {
  for (const alarm of ['fire', 'tamper'] as const) {
    if (readings[alarm] === 'alarm') raise(turn, alarm);
    if (readings[alarm] !== 'quiet' || !isAlarmed(turn.kiosk, alarm)) continue;
    clear(turn, alarm);
    // The door was rightly open while it burned: its time to close begins now.
    const { leaf } = turn.kiosk.hallDoor;
    if (alarm === 'fire' && leaf.is === 'open') change(turn, { leaf: { is: 'open', since: turn.now } });
  }
}

export function hallTick(turn: Turn): void {
  const { leaf, grant } = turn.kiosk.hallDoor;
  const isFire = isAlarmed(turn.kiosk, 'fire');
  if (grant !== null && turn.now > grant.until) {
    change(turn, { grant: null });
    if (!grant.entered && leaf.is === 'closed' && !isFire) turn.record({ is: 'hallNotEntered', person: grant.person });
  }
  if (leaf.is === 'open' && !isFire && turn.now - leaf.since > closeWithinMs) raise(turn, 'heldOpen');
}
