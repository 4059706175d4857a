// Report oracle: the figures of a period, made by looking at every fact one after another. Slow, and by other means than central.

import type { Queries } from '../../src/central/database.ts';
import type { ReportWish } from '../../src/contract/reports.ts';
import { type Calendar, isOfficeOpen, localTime } from '../../src/core/calendar.ts';

export interface OracleHall {
  readonly kiosk: string;
  readonly timeZone: string;
  /** The latest that had begun counts. */
  readonly calendars: readonly { readonly since: string; readonly calendar: Omit<Calendar, 'timeZone' | 'hall'> }[];
}

interface FactRow {
  readonly kiosk: string;
  readonly at: number;
  readonly received_at: number;
  readonly clock_wrong_ms: number | null;
  readonly body: string;
}

function isWithin(date: string, { span, day }: ReportWish): boolean {
  if (span === 'day') return date === day;
  if (span === 'week') {
    const mondayOf = (one: string) => {
      const time = Date.parse(one);
      return time - ((new Date(time).getUTCDay() + 6) % 7) * 86_400_000;
    };
    return mondayOf(date) === mondayOf(day);
  }
  const length = span === 'month' ? 7 : 4;
  return date.slice(0, length) === day.slice(0, length);
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
};
const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((all, one) => all + one, 0) / values.length;

export async function oracleOf(queries: Queries, halls: readonly OracleHall[], wish: ReportWish) {
  const facts = await queries.query<FactRow>('select * from facts order by position');
  const sms = await queries.query<{ kiosk: string; item: string; queued_at: number; sent_at: number }>(
    "select * from sms where kind = 'ready' and state = 'sent'",
  );
  const windows = await queries.query<{ kiosk: string; day: string; items: number }>(
    'select kiosk, day::text as day, items from window_totals',
  );
  const isAsked = (kiosk: string) => wish.kiosk === null || wish.kiosk === kiosk;
  const orders = new Map<string, string>();
  const deposits = new Map<string, { at: number; receivedAt: number }[]>();
  const done = { visits: 0, prints: 0, collected: 0, dropOffs: 0, offHours: 0, unknown: 0 };
  const byPart = new Map<string, number>();
  const byHour = new Map<string, number>();
  const stays: number[] = [];
  // Chance may tell of a print before its order; a kiosk never does.
  for (const { kiosk, body } of facts) {
    const { is, job, kind } = JSON.parse(body) as { is: string; job: string; kind: string };
    if (is === 'printOrdered') orders.set(`${kiosk} ${job}`, kind);
  }
  for (const row of facts) {
    const fact = JSON.parse(row.body) as { is: string; job: string; kind: string; item: string };
    const at = row.at + (row.clock_wrong_ms ?? 0);
    const hall = halls.find(({ kiosk }) => kiosk === row.kiosk);
    if (hall === undefined) throw new Error('a fact of no hall');
    const about = `${row.kiosk} ${fact.item}`;
    if (fact.is === 'itemDeposited')
      deposits.set(about, [...(deposits.get(about) ?? []), { at, receivedAt: row.received_at }]);
    const { date, time } = localTime(at, hall.timeZone);
    if (!isAsked(row.kiosk) || !isWithin(date, wish)) continue;
    if (fact.is === 'visitBegan') done.visits += 1;
    const kind = orders.get(`${row.kiosk} ${fact.job}`);
    const isPrint = fact.is === 'printed' && (kind === 'proof' || kind === 'paymentReceipt');
    if (isPrint) done.prints += 1;
    if (fact.is === 'dropOffReceived') done.dropOffs += 1;
    if (fact.is === 'itemHandedOver') {
      done.collected += 1;
      const last = deposits.get(about)?.at(-1);
      if (last !== undefined) stays.push(at - last.at);
    }
    if (!isPrint && fact.is !== 'dropOffReceived' && fact.is !== 'itemHandedOver') continue;
    const valid = hall.calendars.findLast(({ since }) => since <= date);
    if (valid === undefined) done.unknown += 1;
    else if (!isOfficeOpen({ ...valid.calendar, timeZone: hall.timeZone, hall: 'always' }, at)) done.offHours += 1;
    const part = { day: time.slice(0, 2), week: date, month: date, year: date.slice(0, 7) }[wish.span];
    byPart.set(part, (byPart.get(part) ?? 0) + 1);
    byHour.set(time.slice(0, 2), (byHour.get(time.slice(0, 2)) ?? 0) + 1);
  }
  const delays = sms.flatMap(({ kiosk, item, queued_at, sent_at }) => {
    const hall = halls.find((one) => one.kiosk === kiosk);
    const deposit = deposits.get(`${kiosk} ${item}`)?.findLast(({ receivedAt }) => receivedAt <= queued_at);
    const isIn = hall !== undefined && isAsked(kiosk) && isWithin(localTime(sent_at, hall.timeZone).date, wish);
    return isIn && deposit !== undefined ? [sent_at - deposit.at] : [];
  });
  const tickets = await queries.query<
    Record<'alerted_at' | 'claimed_at' | 'began_at' | 'ended_at', number | null> & { kiosk: string }
  >('select * from tickets');
  const isIn = (kiosk: string, at: number | null): at is number =>
    at !== null &&
    isAsked(kiosk) &&
    isWithin(localTime(at, halls.find((one) => one.kiosk === kiosk)?.timeZone ?? '').date, wish);
  let contactMs = 0;
  let alerts = 0;
  let inTime = 0;
  for (const { kiosk, alerted_at, claimed_at, began_at, ended_at } of tickets) {
    if (isIn(kiosk, ended_at)) contactMs += ended_at - (began_at ?? 0);
    if (!isIn(kiosk, alerted_at)) continue;
    alerts += 1;
    if (claimed_at !== null && claimed_at - alerted_at <= 3 * 60_000) inTime += 1;
  }
  const told = windows.filter(({ kiosk, day }) => isAsked(kiosk) && isWithin(day, wish));
  const items = done.prints + done.collected + done.dropOffs;
  const windowItems = told.reduce((all, one) => all + one.items, 0);
  const known = items - done.unknown;
  return {
    figures: {
      visits: done.visits,
      items,
      prints: done.prints,
      collected: done.collected,
      dropOffs: done.dropOffs,
      selfServiceShare: told.length === 0 || items + windowItems === 0 ? null : items / (items + windowItems),
      offHours: items > 0 && known === 0 ? null : done.offHours,
      offHoursShare: known === 0 ? null : done.offHours / known,
      meanStay: mean(stays),
      smsDelay: median(delays),
      proactiveHours: contactMs / 3_600_000,
      answeredInTime: alerts === 0 ? null : inTime / alerts,
      smsWithinMinute: delays.length === 0 ? null : delays.filter((one) => one <= 60_000).length / delays.length,
    },
    byPart,
    byHour,
  };
}
