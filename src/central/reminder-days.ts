// Reminder days: 1, 3 and 6 days after the message "ready", never in quiet hours.

import type { Queries } from './database.ts';
import { afterQuietHours } from './quiet-hours.ts';

export const reminderDays = [1, 3, 6] as const;
export type ReminderKind = `reminder${(typeof reminderDays)[number]}`;
const dayMs = 86_400_000;

export function isReminder(kind: string): boolean {
  return reminderDays.some((day) => kind === (`reminder${day}` satisfies ReminderKind));
}

export function reminderAt(
  day: number,
  { readyAt, timeZone }: { readonly readyAt: number; readonly timeZone: string },
): number {
  return afterQuietHours(readyAt + day * dayMs, timeZone);
}

/** The message "ready" is on its way: its reminders are counted from now. */
export async function beginReminders(
  queries: Queries,
  { item, timeZone, now }: { readonly item: string; readonly timeZone: string; readonly now: number },
): Promise<void> {
  await queries.query('update items set ready_at = $2, reminded = 0, remind_at = $3 where item = $1', [
    item,
    now,
    reminderAt(reminderDays[0], { readyAt: now, timeZone }),
  ]);
}
