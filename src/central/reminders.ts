// Reminders: whoever has not come is told again 1, 3 and 6 days after the message "ready". What is told is committed together
// with the message itself, so that a process that ends in between has told nothing, and one that begins tells nothing twice.

import type { Undo } from '../base/undo.ts';
import { extendedUntil } from '../core/extension.ts';
import type { EndDuty, Queries } from './database.ts';
import { makeExtensionLink } from './extension-links.ts';
import type { Office } from './office.ts';
import { afterQuietHours } from './quiet-hours.ts';
import { type ReminderKind, reminderAt, reminderDays } from './reminder-days.ts';
import { type ItemRow, placeOf, tellAddressee } from './rights.ts';
import { reminderText } from './sms-text.ts';

/** A clock that is put right, and what is released again, is noticed by then. */
const longestMs = 3_600_000;
const afterErrorMs = 60_000;

interface Waiting extends ItemRow {
  readonly ready_at: number;
  readonly reminded: number;
  readonly extended: boolean;
}

/** One item whose time has come; false when there is none. Of several days that were missed only the last is told. */
async function remindOne(office: Office): Promise<boolean> {
  const now = office.clock.now();
  return office.database.transaction(async (queries) => {
    const [row] = await queries.query<Waiting>(
      `select * from items where state = 'inCell' and remind_at <= $1 order by remind_at, item limit 1
       for update skip locked`,
      [now],
    );
    if (row === undefined) return false;
    const { timeZone } = await placeOf(queries, row.kiosk);
    const ready = { readyAt: row.ready_at, timeZone };
    const later = (at: number | null, reminded: number) =>
      queries.query('update items set remind_at = $2, reminded = $3 where item = $1', [row.item, at, reminded]);
    const quietUntil = afterQuietHours(now, timeZone);
    const day = reminderDays.findLast((one) => one > row.reminded && reminderAt(one, ready) <= now);
    if (quietUntil > now) await later(quietUntil, row.reminded);
    else {
      const reminded = day ?? row.reminded;
      const next = reminderDays.find((one) => one > reminded);
      await later(next === undefined ? null : reminderAt(next, ready), reminded);
      if (day !== undefined) await remind(office, queries, { row, kind: `reminder${day}`, now });
    }
    return true;
  });
}

async function remind(
  office: Office,
  queries: Queries,
  { row, kind, now }: { readonly row: Waiting; readonly kind: ReminderKind; readonly now: number },
): Promise<void> {
  const { hold_until: until, ready_at: readyAt, item } = row;
  // Its time is over: staff are about to take it out.
  if (until === null || until <= now) return;
  const link = row.extended ? undefined : await makeExtensionLink(office, queries, { item, readyAt });
  await tellAddressee(office, queries, row, {
    kind,
    cause: `${item} ${readyAt}`,
    ...(link === undefined ? {} : { code: link }),
    text: (about) => reminderText({ ...about, until, extendTo: link === undefined ? null : extendedUntil(until) }),
  });
}

export async function startReminders(office: Office): Promise<EndDuty> {
  const { database, clock } = office;
  const log = office.log.part('reminders');
  let isStopped = false;
  let cancel: Undo = () => undefined;
  let running: Promise<void> = Promise.resolve();

  async function remindAll(): Promise<number> {
    while (!isStopped && (await remindOne(office)));
    const [next] = await database.query<{ at: number | null }>(
      "select min(remind_at) as at from items where state = 'inCell'",
    );
    return Math.min(longestMs, Math.max(100, (next?.at ?? Number.POSITIVE_INFINITY) - clock.now()));
  }

  function go(): void {
    running = remindAll()
      .catch((error: unknown) => {
        log.error('reminding stopped by an error', { error });
        return afterErrorMs;
      })
      .then((waitMs) => {
        if (!isStopped) cancel = clock.after(waitMs, go);
      });
  }

  go();
  return async () => {
    isStopped = true;
    cancel();
    await running;
  };
}
