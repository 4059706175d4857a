// Reports: what the console asks for a period, what it gets, and what the office tells central for it.

import * as v from 'valibot';
import type { Words } from '../core/words.ts';
import { date, openSpan, whole } from './fields.ts';
import { kioskId } from './sync.ts';

/** A day as in a calendar; 2026-02-30 is none. */
export const realDay = v.pipe(
  date,
  v.check((text) => {
    const time = Date.parse(`${text}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  }, 'must be a day of the calendar'),
);

export const reportSpans = ['day', 'week', 'month', 'year'] as const;
export type ReportSpan = (typeof reportSpans)[number];

export const reportWish = v.strictObject({
  span: v.picklist(reportSpans, `must be one of ${reportSpans.join(', ')}`),
  /** Any day in it. */
  day: realDay,
  /** null: all halls. */
  kiosk: v.nullable(kioskId),
});
export type ReportWish = v.InferOutput<typeof reportWish>;

/** The same in an address, for a download. */
export const reportQuery = v.strictObject({
  span: reportWish.entries.span,
  day: realDay,
  kiosk: v.optional(kioskId),
});

export const calendarRequest = v.strictObject({
  kiosk: kioskId,
  /** It holds from that day on. */
  since: realDay,
  office: v.pipe(v.array(openSpan), v.maxLength(50)),
  holidays: v.optional(v.pipe(v.array(realDay), v.maxLength(2_000)), []),
  workdays: v.optional(v.pipe(v.array(realDay), v.maxLength(2_000)), []),
});
export type CalendarRequest = v.InferOutput<typeof calendarRequest>;

export const windowTotal = v.strictObject({ day: realDay, items: whole(0, 1_000_000) });
export type WindowTotal = v.InferOutput<typeof windowTotal>;
/** A day that was told before is put right. */
export const windowTotalsRequest = v.strictObject({
  kiosk: kioskId,
  days: v.pipe(v.array(windowTotal), v.minLength(1), v.maxLength(1_000)),
});
export type WindowTotalsRequest = v.InferOutput<typeof windowTotalsRequest>;
/** `day,items` in the first line, then a line for each day. */
export const windowTotalsCsv = v.pipe(v.string('must be text'), v.maxLength(40_000, 'is too long'));

export type FigureUnit = 'count' | 'share' | 'ms' | 'hours';

export interface ReportFigure {
  readonly name: string;
  readonly title: Words;
  readonly definition: Words;
  readonly unit: FigureUnit;
  /** null: it cannot be said; `note` says why. */
  readonly value: number | null;
  /** What is missing for it or from it. */
  readonly note: Words | null;
}

/** One part of the period, or one hour of the day. */
export interface ReportBar {
  /** 2026, 2026-11, 2026-11-25 or 21. */
  readonly label: string;
  readonly visits: number;
  readonly items: number;
  /** Of the items; those of halls without a calendar are not among them. */
  readonly offHours: number;
}

export interface ReportAnswer {
  readonly span: ReportSpan;
  readonly kiosk: string | null;
  /** First and last day. */
  readonly from: string;
  readonly to: string;
  readonly madeAt: number;
  readonly figures: readonly ReportFigure[];
  readonly parts: readonly ReportBar[];
  readonly hours: readonly ReportBar[];
}
