// Calendars: when the office beside each hall is open, from which day on, as spans of single days.

import * as v from 'valibot';
import { certain, failed, ok, type Result } from '../base/result.ts';
import type { KioskAnswer } from '../contract/admin.ts';
import { parseJsonWith } from '../contract/parse.ts';
import { type CalendarRequest, calendarRequest } from '../contract/reports.ts';
import { type OfficeCalendar, type OpenSpan, officeSpansOn } from '../core/calendar.ts';
import type { Queries } from './database.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

const { office, holidays, workdays } = calendarRequest.entries;
const kept = v.strictObject({ office, holidays, workdays });

/** The same again adds nothing; another calendar from the same day on takes its place. */
export async function setCalendar(
  { database }: Office,
  { kiosk, since, ...calendar }: CalendarRequest,
): Promise<Result<KioskAnswer, Refusal>> {
  return database.transaction(async (queries) => {
    const halls = await queries.query('select 1 from kiosks where kiosk = $1 for no key update', [kiosk]);
    if (halls.length === 0) return failed(refusal('kioskNotRegistered'));
    const changed = await queries.query(
      `insert into calendars (kiosk, since, hours) values ($1, $2::date, $3)
       on conflict (kiosk, since) do update set hours = excluded.hours where calendars.hours <> excluded.hours
       returning 1`,
      [kiosk, since, JSON.stringify(calendar)],
    );
    return ok({ kiosk, added: changed.length > 0 });
  });
}

interface HallCalendar {
  readonly kiosk: string;
  readonly since: string;
  readonly calendar: OfficeCalendar;
}

async function calendarsOf(queries: Queries, kiosk: string | null): Promise<readonly HallCalendar[]> {
  const rows = await queries.query<{ kiosk: string; since: string; hours: string }>(
    `select kiosk, to_char(since, 'YYYY-MM-DD') as since, hours from calendars
     where $1::text is null or kiosk = $1 order by kiosk, since`,
    [kiosk],
  );
  return rows.map(({ kiosk: hall, since, hours }) => {
    const parsed = parseJsonWith(kept, hours);
    return { kiosk: hall, since, calendar: certain(parsed.ok ? parsed.value : undefined, 'a calendar that was kept') };
  });
}

export interface OfficeDay {
  readonly kiosk: string;
  readonly day: string;
  /** None on a day off. */
  readonly spans: readonly OpenSpan[];
}

/** Every day of these for which a hall has a calendar. */
export async function officeDays(
  queries: Queries,
  kiosk: string | null,
  days: readonly string[],
): Promise<readonly OfficeDay[]> {
  const calendars = await calendarsOf(queries, kiosk);
  return [...new Set(calendars.map((one) => one.kiosk))].flatMap((hall) =>
    days.flatMap((day) => {
      const valid = calendars.findLast((one) => one.kiosk === hall && one.since <= day);
      return valid === undefined ? [] : [{ kiosk: hall, day, spans: officeSpansOn(valid.calendar, day) }];
    }),
  );
}
