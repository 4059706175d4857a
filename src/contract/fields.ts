// Fields: the small schemas that several messages share.

import * as v from 'valibot';
import { cellIdOf, cellSizes } from '../core/cell.ts';
import { itemIdOf } from '../core/item.ts';
import { personKeyOf } from '../core/person.ts';
import { problems } from '../core/problem.ts';

export const whole = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );
/** A query parameter that is a whole number from 0 up. */
export const wholeInQuery = (most: number) =>
  v.pipe(
    v.string('must be given once'),
    v.regex(/^\d{1,15}$/, 'must be a whole number'),
    v.transform(Number),
    v.maxValue(most, `must be at most ${most}`),
  );
export const timeMs = v.pipe(
  v.number(),
  v.integer('must be whole milliseconds'),
  v.minValue(0, 'must not be negative'),
);
export const shortText = (most: number) =>
  v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(most, `must have at most ${most} characters`));
export const personKey = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
  v.transform(personKeyOf),
);
export const itemId = v.pipe(
  v.string(),
  v.regex(/^[0-9A-Za-z-]{1,40}$/, 'must be 1 to 40 letters, digits or hyphens'),
  v.transform(itemIdOf),
);
export const cellId = v.pipe(v.string(), v.regex(/^[A-Z]{1,2}\d{1,3}$/, 'must be like A07'), v.transform(cellIdOf));
export const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a UUID'));
export const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64'));
/** So much base64 holds that many bytes. */
export const base64Of = (mostBytes: number) =>
  v.pipe(base64, v.maxLength(Math.ceil(mostBytes / 3) * 4, `must hold at most ${mostBytes} bytes`));
export const date = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be YYYY-MM-DD'));
export const clockTime = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be HH:MM'));
export const openSpan = v.strictObject({
  days: v.pipe(v.array(whole(1, 7)), v.minLength(1)),
  from: clockTime,
  to: clockTime,
});
export const words = v.strictObject({ zh: shortText(200), en: shortText(200) });
/** A window at which people are served, e.g. 3. */
export const counterName = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N} -]{0,19}$/u, 'must be a short name'));
export const recallPlace = v.variant('is', [
  v.strictObject({ is: v.literal('window'), window: counterName }),
  v.strictObject({
    is: v.literal('mailed'),
    number: v.pipe(v.string(), v.regex(/^[0-9A-Z]{6,30}$/, 'must be 6 to 30 capital letters or digits')),
  }),
  v.strictObject({ is: v.literal('redeposited') }),
]);
export const cellSize = v.picklist(cellSizes, `must be one of ${cellSizes.join(', ')}`);
export const problem = v.picklist(problems);
