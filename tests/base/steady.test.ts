// A contact's word counts when it has been heard twice.

import { expect, it } from 'vitest';
import { afterReading, afterReport, type Steady, unread } from '../../src/base/steady.ts';

function after(steady: Steady<string>, ...readings: readonly (readonly [string, number])[]): Steady<string> {
  return readings.reduce((now, [value, at]) => afterReading(now, { value, at, apartMs: 50 }), steady);
}

const closed = after(unread, ['closed', 0], ['closed', 50]);

it('takes no reading at its first word, not even the very first', () => {
  expect(after(unread, ['closed', 0])).toEqual({ value: undefined, doubt: { value: 'closed', at: 0 } });
  expect(after(unread, ['closed', 0], ['closed', 49]).value).toBeUndefined();
  expect(after(unread, ['closed', 0], ['open', 30], ['closed', 60]).value).toBeUndefined();
  expect(closed).toEqual({ value: 'closed', doubt: undefined });
});

it('takes another value when it was read twice, 50 ms apart or more', () => {
  expect(after(closed, ['open', 100]).value).toBe('closed');
  expect(after(closed, ['open', 100], ['open', 149]).value).toBe('closed');
  expect(after(closed, ['open', 100], ['open', 149], ['open', 150])).toEqual({ value: 'open', doubt: undefined });
});

it('begins anew when the old value comes between', () => {
  const doubtful = after(closed, ['open', 100], ['closed', 160], ['open', 220]);
  expect(doubtful).toEqual({ value: 'closed', doubt: { value: 'open', at: 220 } });
});

it('lets a report raise a doubt and settle one, but never decide', () => {
  const reported = afterReport(closed, { value: 'open', at: 100 });
  expect(reported).toEqual({ value: 'closed', doubt: { value: 'open', at: 100 } });
  expect(afterReport(reported, { value: 'open', at: 300 })).toEqual(reported);
  expect(afterReport(reported, { value: 'closed', at: 300 })).toEqual(closed);
  expect(after(reported, ['open', 150]).value).toBe('open');
  expect(afterReport<string>(unread, { value: 'open', at: 1 })).toEqual(unread);
});
