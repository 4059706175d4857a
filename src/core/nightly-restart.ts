// Nightly restart: once a night, in a moment when nobody is there, everything begins anew, before a leak of months is felt.

import { localTime } from './calendar.ts';

export interface NightlyRestart {
  /** HH:MM of the hall, when it may begin to happen. */
  readonly from: string;
  readonly timeZone: string;
}

export interface Quiet {
  /** UTC ms */
  readonly now: number;
  /** Monotonic ms since the start. */
  readonly upMs: number;
  /** Monotonic ms since somebody was last being served; undefined while somebody is. */
  readonly idleMs: number | undefined;
}

/** A start of this night, also one after a fault, is new enough; and a wall clock that jumps brings no second one. */
const youngMs = 6 * 3_600_000;
/** Somebody who has just left may come back for what was forgotten. */
const quietMs = 300_000;
/** It may wait so long for a quiet moment; a night in which there is none goes without. */
const withinMinutes = 180;

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export function isRestartDue({ from, timeZone }: NightlyRestart, { now, upMs, idleMs }: Quiet): boolean {
  if (idleMs === undefined || idleMs < quietMs || upMs < youngMs) return false;
  const late = minutesOf(localTime(now, timeZone).time) - minutesOf(from);
  return (late + 1_440) % 1_440 < withinMinutes;
}
