// Access: whether a card may be used at all, at the hall door and at the kiosk.

import { type Calendar, isHallOpen, localTime } from './calendar.ts';
import type { Holder } from './person.ts';
import type { Problem } from './problem.ts';

/** A card is good from its first day to the end of its last, in the hall's own time zone. */
export function cardProblem(holder: Holder, calendar: Calendar, now: number): Problem | null {
  const today = localTime(now, calendar.timeZone).date;
  if (holder.validTo !== null && holder.validTo < today) return 'cardExpired';
  return holder.validFrom > today ? 'cardNotYetValid' : null;
}

/** Any valid card opens the hall door while the hall is open; the way out needs no permission. */
export function entryProblem(holder: Holder, calendar: Calendar, now: number): Problem | null {
  return cardProblem(holder, calendar, now) ?? (isHallOpen(calendar, now) ? null : 'hallClosed');
}
