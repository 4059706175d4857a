// Calendar: office hours with holidays and make-up workdays, in the hall's own time zone.

export interface OpenSpan {
  /** 1 = Monday … 7 = Sunday. */
  readonly days: readonly number[];
  /** HH:MM, local. */
  readonly from: string;
  readonly to: string;
}

export interface Calendar {
  /** IANA name, e.g. Asia/Shanghai. */
  readonly timeZone: string;
  readonly office: readonly OpenSpan[];
  /** When citizens may enter; `always` for a 24-hour hall. */
  readonly hall: 'always' | readonly OpenSpan[];
  /** YYYY-MM-DD on which the office is closed. */
  readonly holidays: readonly string[];
  /** YYYY-MM-DD at a week-end on which the office works as on a Monday. */
  readonly workdays: readonly string[];
}

export interface LocalTime {
  /** YYYY-MM-DD */
  readonly date: string;
  /** HH:MM */
  readonly time: string;
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number;
}

export function localTime(now: number, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(now));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  return { date, time: `${part('hour')}:${part('minute')}`, weekday: weekdayOf(date) };
}

function within(spans: readonly OpenSpan[], weekday: number, time: string): boolean {
  return spans.some((span) => span.days.includes(weekday) && time >= span.from && time < span.to);
}

export function weekdayOf(date: string): number {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday === 0 ? 7 : weekday;
}

export type OfficeCalendar = Pick<Calendar, 'office' | 'holidays' | 'workdays'>;

/** When the office is open on that day, whatever the days of its spans say. */
export function officeSpansOn({ office, holidays, workdays }: OfficeCalendar, date: string): readonly OpenSpan[] {
  if (holidays.includes(date)) return [];
  const weekday = workdays.includes(date) ? 1 : weekdayOf(date);
  return office.filter(({ days }) => days.includes(weekday));
}

export function isOfficeOpen(calendar: Calendar, now: number): boolean {
  const { date, time } = localTime(now, calendar.timeZone);
  return officeSpansOn(calendar, date).some(({ from, to }) => time >= from && time < to);
}

export function isHallOpen(calendar: Calendar, now: number): boolean {
  if (calendar.hall === 'always') return true;
  const local = localTime(now, calendar.timeZone);
  return within(calendar.hall, local.weekday, local.time);
}
