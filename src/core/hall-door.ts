// Hall door: who is let in, and what its contact says. The way out is free by wiring; here it is only noted.

import { entryProblem } from './access.ts';
import { isOfficeOpen } from './calendar.ts';
import type { DoorReading } from './door.ts';
import type { Holder, PersonKey } from './person.ts';
import type { Problem } from './problem.ts';
import type { Turn } from './turn.ts';

export type HallDoorState =
  | { readonly at: 'shut' }
  /** The strike is released for one person until then. */
  | { readonly at: 'released'; readonly person: PersonKey; readonly until: number }
  | { readonly at: 'open'; readonly since: number; readonly alarmed: boolean }
  | { readonly at: 'unknown' };

/** The leaf may move this long after the strike fell back or the exit button was let go. */
const graceMs = 5_000;
const heldOpenMs = 30_000;

export function hallCardRead(turn: Turn, holder: Holder): void {
  const { calendar, hallReleaseMs } = turn.kiosk.settings;
  const problem = entryProblem(holder, calendar, turn.now);
  if (problem !== null) return hallCardRefused(turn, problem);
  turn.record({ is: 'hallEntryGranted', person: holder.person, offHours: !isOfficeOpen(calendar, turn.now) });
  if (turn.kiosk.hallDoor.at !== 'open')
    turn.set({ hallDoor: { at: 'released', person: holder.person, until: turn.now + hallReleaseMs } });
  turn.ask({ do: 'releaseHallDoor', ms: hallReleaseMs });
}

export function hallCardRefused(turn: Turn, why: Problem): void {
  turn.record({ is: 'hallEntryRefused', why });
}

export function hallInputs(
  turn: Turn,
  { contact, exitPressed }: { readonly contact: DoorReading; readonly exitPressed: boolean },
): void {
  const door = turn.kiosk.hallDoor;
  if (contact === 'unknown') return turn.set({ hallDoor: { at: 'unknown' } });
  if (contact === 'closed') {
    if (door.at === 'open' || door.at === 'unknown') turn.set({ hallDoor: { at: 'shut' } });
    return;
  }
  if (door.at === 'open') return;
  turn.set({ hallDoor: { at: 'open', since: turn.now, alarmed: false } });
  if (door.at === 'released' && turn.now <= door.until + graceMs)
    turn.record({ is: 'hallEntered', person: door.person });
  else if (exitPressed) turn.record({ is: 'hallExit' });
  // Found open at start or after a lost board: nothing says how it came to be open, so nobody is accused.
  else if (door.at !== 'unknown') turn.record({ is: 'hallDoorAlarm', alarm: 'forced' });
}

export function hallTick(turn: Turn): void {
  const door = turn.kiosk.hallDoor;
  if (door.at === 'released' && turn.now > door.until + graceMs) turn.set({ hallDoor: { at: 'shut' } });
  if (door.at === 'open' && !door.alarmed && turn.now - door.since > heldOpenMs) {
    turn.set({ hallDoor: { ...door, alarmed: true } });
    turn.record({ is: 'hallDoorAlarm', alarm: 'heldOpen' });
  }
}
