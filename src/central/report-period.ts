// Report period: the day, week, month or year around a day, and the parts that its bars stand for.

import type { ReportSpan } from '../contract/reports.ts';
import { weekdayOf } from '../core/calendar.ts';

export interface Period {
  readonly span: ReportSpan;
  /** First and last day, YYYY-MM-DD; each hall has them in its own time zone. */
  readonly from: string;
  readonly to: string;
  readonly days: readonly string[];
  /** Labels of the parts, in order. */
  readonly parts: readonly string[];
}

const dayMs = 86_400_000;
/** UTC midnight of that day, for reckoning with days only. */
export const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayAt = (time: number) => new Date(time).toISOString().slice(0, 10);
export const daysLater = (day: string, days: number) => dayAt(midnight(day) + days * dayMs);

function daysOf(from: string, to: string): readonly string[] {
  const count = (midnight(to) - midnight(from)) / dayMs + 1;
  return Array.from({ length: count }, (_, at) => daysLater(from, at));
}

export const hoursOfDay = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

function boundsOf(span: ReportSpan, day: string): readonly [string, string] {
  const [year = 0, month = 0] = day.split('-').map(Number);
  switch (span) {
    case 'day':
      return [day, day];
    case 'week': {
      const monday = daysLater(day, 1 - weekdayOf(day));
      return [monday, daysLater(monday, 6)];
    }
    case 'month':
      return [`${day.slice(0, 7)}-01`, dayAt(Date.UTC(year, month, 0))];
    case 'year':
      return [`${day.slice(0, 4)}-01-01`, `${day.slice(0, 4)}-12-31`];
  }
}

export function periodOf(span: ReportSpan, day: string): Period {
  const [from, to] = boundsOf(span, day);
  const days = daysOf(from, to);
  const parts = {
    day: () => hoursOfDay,
    week: () => days,
    month: () => days,
    year: () => [...new Set(days.map((one) => one.slice(0, 7)))],
  }[span]();
  return { span, from, to, days, parts };
}

/** How PostgreSQL writes the label of a part. */
export const partFormat: Readonly<Record<ReportSpan, string>> = {
  day: 'HH24',
  week: 'YYYY-MM-DD',
  month: 'YYYY-MM-DD',
  year: 'YYYY-MM',
};
