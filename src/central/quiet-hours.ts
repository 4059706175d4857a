// Quiet hours: between 22:00 and 07:00 in the hall's own time nobody is reminded of anything.

import { localTime } from '../core/calendar.ts';

const quietFrom = 22 * 60;
const quietUntil = 7 * 60;
const minuteMs = 60_000;

function minuteOfDay(at: number, timeZone: string): number {
  const [hours = 0, minutes = 0] = localTime(at, timeZone).time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** That moment, or the end of the quiet hours in which it lies. */
export function afterQuietHours(at: number, timeZone: string): number {
  const minute = minuteOfDay(at, timeZone);
  if (minute >= quietUntil && minute < quietFrom) return at;
  const toWait = minute >= quietFrom ? 24 * 60 - minute + quietUntil : quietUntil - minute;
  const end = (Math.floor(at / minuteMs) + toWait) * minuteMs;
  // In the night in which clocks are changed it is an hour off.
  return end + (quietUntil - minuteOfDay(end, timeZone)) * minuteMs;
}
