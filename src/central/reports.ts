// Reports: the figures of a period, made anew from the facts each time they are asked for. No count is kept anywhere.

import { failed, ok, type Result } from '../base/result.ts';
import type { ReportAnswer, ReportWish } from '../contract/reports.ts';
import { officeDays } from './calendars.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';
import { contacts, countRows, countsOf, delays, stays, windowSum } from './report-counts.ts';
import { figuresOf } from './report-figures.ts';
import { periodOf } from './report-period.ts';

export async function reportOf(
  { database, clock }: Pick<Office, 'database' | 'clock'>,
  { span, day, kiosk }: ReportWish,
): Promise<Result<ReportAnswer, Refusal>> {
  const madeAt = clock.now();
  const period = periodOf(span, day);
  return database.transaction(async (queries) => {
    // All statements see the same facts.
    await queries.query('set transaction isolation level repeatable read, read only');
    if (kiosk !== null) {
      const halls = await queries.query('select 1 from kiosks where kiosk = $1', [kiosk]);
      if (halls.length === 0) return failed(refusal('kioskNotRegistered'));
    }
    const ask = { kiosk, period };
    const office = await officeDays(queries, kiosk, period.days);
    const counts = countsOf(await countRows(queries, ask, office), period);
    const figures = figuresOf({
      counts,
      office,
      stays: await stays(queries, ask),
      delays: await delays(queries, ask),
      contacts: await contacts(queries, ask),
      windows: await windowSum(queries, ask),
      today: new Date(madeAt).toISOString().slice(0, 10),
    });
    const { parts, hours } = counts;
    return ok({ span, kiosk, from: period.from, to: period.to, madeAt, figures, parts, hours });
  });
}
