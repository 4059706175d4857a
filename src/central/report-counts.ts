// Report counts: the sets of rows behind a report, asked of the facts with a few statements, whatever their number.

import { answersInMs } from '../contract/console-queue.ts';
import type { ReportBar } from '../contract/reports.ts';
import type { OfficeDay } from './calendars.ts';
import type { Queries } from './database.ts';
import { hoursOfDay, type Period, partFormat } from './report-period.ts';

/** What is counted, by the kind of the fact that tells of it. */
const countedKinds = ['visitBegan', 'printed', 'itemHandedOver', 'dropOffReceived'] as const;
export type CountedKind = (typeof countedKinds)[number];

export interface CountRow {
  readonly kind: CountedKind;
  /** null: the hall has no calendar. */
  readonly off: boolean | null;
  /** One of the two is null: each event is in a row of its part and in one of its hour. */
  readonly part: string | null;
  readonly hour: string | null;
  readonly count: number;
}

/** Also used by the other statements: the halls that are asked for, and the time that central holds to be true. */
const halls = 'halls as (select kiosk, time_zone from kiosks where $1::text is null or kiosk = $1)';
const trueAt = (row: string) => `(${row}.at + coalesce(${row}.clock_wrong_ms, 0))`;
const localOf = (time: string) => `(to_timestamp(${time} / 1000.0) at time zone h.time_zone)`;
/** No time zone is further than 14 hours from UTC; the days themselves are those of each hall. */
const near = (time: string) => `${time} between
  (extract(epoch from $2::date::timestamp) * 1000 - 54000000)::bigint
  and (extract(epoch from $3::date::timestamp) * 1000 + 140400000)::bigint`;
const inPeriod = (local: string) => `${local} >= $2::date and ${local} < $3::date + 1`;

export interface Asked {
  readonly kiosk: string | null;
  readonly period: Period;
}
const asked = ({ kiosk, period }: Asked) => [kiosk, period.from, period.to];

const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
/** As PostgreSQL writes sets of minutes of a day; spans may overlap. */
const minutesOf = (spans: OfficeDay['spans']) =>
  `{${spans.flatMap(({ from, to }) => (from < to ? [`[${minuteOf(from)},${minuteOf(to)})`] : [])).join()}}`;

export async function countRows(
  queries: Queries,
  ask: Asked,
  office: readonly OfficeDay[],
): Promise<readonly CountRow[]> {
  return queries.query<CountRow>(
    `with ${halls},
     office as (
       select kiosk, day, open::int4multirange as open from unnest($4::text[], $5::date[], $6::text[])
         as listed (kiosk, day, open)),
     -- Materialized: what the time is in a zone is reckoned once for each fact.
     told as materialized (
       select f.kiosk, f.kind, ${localOf(trueAt('f'))} as local
       from facts f join halls h on h.kiosk = f.kiosk
       where f.kind = any($7::text[]) and ${near(trueAt('f'))}
         and (f.kind <> 'printed' or exists (
           select 1 from facts o where o.kiosk = f.kiosk and o.kind = 'printOrdered'
             and (o.body::json ->> 'job') = (f.body::json ->> 'job')
             and (o.body::json ->> 'kind') in ('paymentReceipt', 'proof')))),
     counted as (
       select told.kind, told.local,
         not (extract(hour from told.local) * 60 + extract(minute from told.local))::integer <@ office.open as off
       from told left join office on office.kiosk = told.kiosk and office.day = told.local::date
       where ${inPeriod('told.local')})
     select kind, off, part, hour, count(*) as count
     from (select kind, off, to_char(local, $8::text) as part, to_char(local, 'HH24') as hour from counted) as labelled
     group by grouping sets ((kind, off, part), (kind, off, hour))`,
    [
      ...asked(ask),
      office.map(({ kiosk }) => kiosk),
      office.map(({ day }) => day),
      office.map(({ spans }) => minutesOf(spans)),
      countedKinds,
      partFormat[ask.period.span],
    ],
  );
}

export interface Counts {
  readonly of: Readonly<Record<CountedKind, number>>;
  readonly items: number;
  readonly offHours: number;
  /** Items of halls without a calendar. */
  readonly unknown: number;
  readonly parts: readonly ReportBar[];
  readonly hours: readonly ReportBar[];
}

const sum = (rows: readonly CountRow[]) => rows.reduce((all, { count }) => all + count, 0);
const isItem = ({ kind }: CountRow) => kind !== 'visitBegan';

function barsOf(rows: readonly CountRow[], labels: readonly string[], by: 'part' | 'hour'): readonly ReportBar[] {
  return labels.map((label) => {
    const mine = rows.filter((row) => row[by] === label);
    const items = mine.filter(isItem);
    return {
      label,
      visits: sum(mine.filter((row) => !isItem(row))),
      items: sum(items),
      offHours: sum(items.filter(({ off }) => off === true)),
    };
  });
}

export function countsOf(rows: readonly CountRow[], period: Period): Counts {
  const once = rows.filter(({ hour }) => hour !== null);
  const items = once.filter(isItem);
  const of = (kind: CountedKind) => sum(once.filter((row) => row.kind === kind));
  return {
    of: {
      visitBegan: of('visitBegan'),
      printed: of('printed'),
      itemHandedOver: of('itemHandedOver'),
      dropOffReceived: of('dropOffReceived'),
    },
    items: sum(items),
    offHours: sum(items.filter(({ off }) => off === true)),
    unknown: sum(items.filter(({ off }) => off === null)),
    parts: barsOf(rows, period.parts, 'part'),
    hours: barsOf(rows, hoursOfDay, 'hour'),
  };
}

/** The last deposit of an item before something; `before` is about row `d` of the facts. */
const depositBefore = (kiosk: string, item: string, before: string) => `(
  select ${trueAt('d')} from fact_subjects s join facts d on d.position = s.position
  where s.kiosk = ${kiosk} and s.kind = 'item' and s.subject = ${item} and d.kind = 'itemDeposited' and ${before}
  order by s.position desc limit 1)`;

export interface Stays {
  readonly count: number;
  readonly meanMs: number | null;
}

/** How long what was handed over had lain in its hall. */
export async function stays(queries: Queries, ask: Asked): Promise<Stays> {
  const [row] = await queries.query<Stays>(
    `with ${halls},
     taken as (
       select ${trueAt('f')} - ${depositBefore('f.kiosk', "(f.body::json ->> 'item')", 'd.position < f.position')} as stay
       from facts f join halls h on h.kiosk = f.kiosk
       where f.kind = 'itemHandedOver' and ${near(trueAt('f'))} and ${inPeriod(localOf(trueAt('f')))})
     select count(stay) as count, avg(stay)::double precision as "meanMs" from taken`,
    asked(ask),
  );
  return row ?? { count: 0, meanMs: null };
}

export interface Delays {
  readonly count: number;
  readonly medianMs: number | null;
  readonly withinMinute: number;
}

/** From the deposit at the kiosk until the gateway had the message "ready". */
export async function delays(queries: Queries, ask: Asked): Promise<Delays> {
  const [row] = await queries.query<Delays>(
    `with ${halls},
     told as (
       select m.sent_at - ${depositBefore('m.kiosk', 'm.item', 'd.received_at <= m.queued_at')} as delay
       from sms m join halls h on h.kiosk = m.kiosk
       where m.kind = 'ready' and m.state = 'sent' and ${near('m.sent_at')} and ${inPeriod(localOf('m.sent_at'))})
     select count(delay) as count, percentile_cont(0.5) within group (order by delay) as "medianMs",
       count(*) filter (where delay <= 60000) as "withinMinute" from told`,
    asked(ask),
  );
  return row ?? { count: 0, medianMs: null, withinMinute: 0 };
}

export interface WindowSum {
  readonly items: number;
  readonly days: readonly { readonly kiosk: string; readonly day: string }[];
}

export async function windowSum(queries: Queries, ask: Asked): Promise<WindowSum> {
  const rows = await queries.query<{ kiosk: string; day: string; items: number }>(
    `with ${halls}
     select w.kiosk, to_char(w.day, 'YYYY-MM-DD') as day, w.items from window_totals w join halls h on h.kiosk = w.kiosk
     where w.day between $2::date and $3::date`,
    asked(ask),
  );
  return { items: rows.reduce((all, { items }) => all + items, 0), days: rows };
}

export interface Contacts {
  /** Between the beginning and the end of each, together. */
  readonly ms: number;
  readonly alerts: number;
  readonly inTime: number;
}

/** What the hourglass led to: contacts by their end, alerts by their beginning. */
export async function contacts(queries: Queries, ask: Asked): Promise<Contacts> {
  const [row] = await queries.query<Contacts>(
    `with ${halls},
     met as (
       select t.ended_at - t.began_at as ms from tickets t join halls h on h.kiosk = t.kiosk
       where ${near('t.ended_at')} and ${inPeriod(localOf('t.ended_at'))}),
     alerted as (
       select t.claimed_at - t.alerted_at as wait from tickets t join halls h on h.kiosk = t.kiosk
       where ${near('t.alerted_at')} and ${inPeriod(localOf('t.alerted_at'))})
     select (select coalesce(sum(ms), 0)::bigint from met) as ms, (select count(*) from alerted) as alerts,
       (select count(*) from alerted where wait <= ${answersInMs}) as "inTime"`,
    asked(ask),
  );
  return row ?? { ms: 0, alerts: 0, inTime: 0 };
}
