// Window totals: how many items were done at the windows beside a hall on each day, as the office counted them.

import * as v from 'valibot';
import { failed, ok, type Result } from '../base/result.ts';
import type { KioskAnswer } from '../contract/admin.ts';
import { parseWith } from '../contract/parse.ts';
import { type WindowTotal, type WindowTotalsRequest, windowTotal, windowTotalsRequest } from '../contract/reports.ts';
import type { Office } from './office.ts';
import { malformed, type Refusal, refusal } from './problem-document.ts';

/** A day that was told before is put right; `added` is false when nothing has changed. */
export async function setWindowTotals(
  { database, clock }: Office,
  { kiosk, days }: WindowTotalsRequest,
): Promise<Result<KioskAnswer, Refusal>> {
  if (new Set(days.map(({ day }) => day)).size < days.length)
    return failed(malformed({ lines: ['days: a day is there twice'] }));
  return database.transaction(async (queries) => {
    const halls = await queries.query('select 1 from kiosks where kiosk = $1 for no key update', [kiosk]);
    if (halls.length === 0) return failed(refusal('kioskNotRegistered'));
    const changed = await queries.query(
      `insert into window_totals (kiosk, day, items, told_at)
       select $1, told.day, told.items, $4 from unnest($2::date[], $3::integer[]) as told (day, items)
       on conflict (kiosk, day) do update set items = excluded.items, told_at = excluded.told_at
         where window_totals.items <> excluded.items
       returning 1`,
      [kiosk, days.map(({ day }) => day), days.map(({ items }) => items), clock.now()],
    );
    return ok({ kiosk, added: changed.length > 0 });
  });
}

const heading = 'day,items';

/** Every line or none: a file that is half right is a file that is wrong. */
export function windowTotalsOf(csv: string): Result<readonly WindowTotal[], Refusal> {
  const [first = '', ...lines] = csv
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.replaceAll('"', '').replaceAll(' ', ''));
  if (first.toLowerCase() !== heading) return failed(malformed({ lines: [`line 1: must be ${heading}`] }));
  const wrong: string[] = [];
  const days = lines.flatMap((line, at): readonly WindowTotal[] => {
    if (line === '') return [];
    const [day, items, ...more] = line.split(',');
    const isNumber = /^\d{1,7}$/.test(items ?? '') && more.length === 0;
    const parsed = parseWith(windowTotal, { day, items: isNumber ? Number(items) : items });
    if (parsed.ok) return [parsed.value];
    wrong.push(`line ${at + 2}: must be a day like 2026-11-25 and a whole number`);
    return [];
  });
  if (wrong.length > 0) return failed(malformed({ lines: wrong.slice(0, 5) }));
  const whole = parseWith(v.pick(windowTotalsRequest, ['days']), { days });
  return whole.ok ? ok(whole.value.days) : failed(malformed(whole.problem));
}
