// A year of one hall, made from a seed: as many visits, licences and items as the published figures of a real centre say.

import type { Queries } from '../../src/central/database.ts';

/** 137,000 visits, 3,887 licences in a year, 45 % of all items by self-service, over 25,000 of them outside office hours, over
 * 1,620 hours of proactive service. */
export const published = {
  visits: 137_000,
  collected: 3_887,
  prints: 55_503,
  dropOffs: 613,
  offHours: 25_118,
  /** Beside 60,003 items of self-service: 45 % to the last digit. */
  windowItems: 73_337,
  meanStayMs: 37 * 3_600_000,
  smsDelayMs: 9_000,
  /** Of twenty minutes each: 1,621 hours. */
  contacts: 4_863,
} as const;

/** 2019 as the State Council announced it: days off on working days, and week-ends that were worked. */
export const calendarOf2019 = {
  office: [
    { days: [1, 2, 3, 4, 5], from: '09:00', to: '12:00' },
    { days: [1, 2, 3, 4, 5], from: '13:30', to: '17:00' },
  ],
  holidays: [
    '2019-01-01',
    ...['04', '05', '06', '07', '08', '09', '10'].map((day) => `2019-02-${day}`),
    '2019-04-05',
    '2019-05-01',
    '2019-05-02',
    '2019-05-03',
    '2019-06-07',
    '2019-09-13',
    ...['01', '02', '03', '04', '05', '06', '07'].map((day) => `2019-10-${day}`),
  ],
  workdays: ['2019-02-02', '2019-02-03', '2019-04-28', '2019-05-05', '2019-09-29', '2019-10-12'],
};

export function createDice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const dayMs = 86_400_000;
/** Shanghai is eight hours ahead of UTC, the year round. */
const firstMidnight = Date.UTC(2019, 0, 1) - 8 * 3_600_000;
const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Reckoned in minutes on purpose: not by the rules that are under test. */
function isOpen(at: number): boolean {
  const day = Math.floor((at - firstMidnight) / dayMs);
  const minute = Math.floor((at - firstMidnight - day * dayMs) / 60_000);
  const date = new Date(Date.UTC(2019, 0, 1 + day)).toISOString().slice(0, 10);
  // The first of January 2019 was a Tuesday.
  const weekday = ((day + 1) % 7) + 1;
  const { holidays, workdays, office } = calendarOf2019;
  const isWorked = !holidays.includes(date) && (weekday <= 5 || workdays.includes(date));
  return isWorked && office.some(({ from, to }) => minute >= minutes(from) && minute < minutes(to));
}

export const workedDays = Array.from({ length: 365 }, (_, day) =>
  new Date(Date.UTC(2019, 0, 1 + day)).toISOString().slice(0, 10),
).filter((_, day) => isOpen(firstMidnight + day * dayMs + 10 * 3_600_000));

type Dice = ReturnType<typeof createDice>;

/** So many moments of the year in which the office is open, or shut. */
function moments(dice: Dice, count: number, open: boolean): readonly number[] {
  const found: number[] = [];
  while (found.length < count) {
    const at = firstMidnight + dice(365 * 86_400) * 1_000;
    if (isOpen(at) === open) found.push(at);
  }
  return found;
}

const person = 'a'.repeat(64);

/** Facts of one kind; `body` is SQL over `number`, the place in `times`. */
async function tell(
  queries: Queries,
  told: { readonly kind: string; readonly times: readonly number[]; readonly body: string; readonly first: number },
): Promise<void> {
  await queries.query(
    `insert into facts (kiosk, enrolment, sequence, id, at, received_at, kind, body, fingerprint)
     select 'hall-1', 1, $3::bigint + number, $2 || number, at, at + 1000, $2, ${told.body}, ''
     from unnest($1::bigint[]) with ordinality as told (at, number)`,
    [told.times, told.kind, told.first],
  );
}

export async function liveThroughYear(queries: Queries, seed: number): Promise<void> {
  const dice = createDice(seed);
  const { visits, prints, collected, dropOffs, offHours, windowItems, meanStayMs, smsDelayMs } = published;
  await queries.script(`
    insert into kiosks (kiosk, place_zh, place_en, time_zone) values ('hall-1', '大厅', 'Hall', 'Asia/Shanghai');
    insert into people values ('${person}', '张*', '1*', null);
    insert into items (item, kiosk, person, title_zh, title_en, case_number, size, masked_name, sealed_phone, hold_days,
      state, changed_at)
    select 'L-' || number, 'hall-1', '${person}', '证', 'Licence', 'N-' || number, 'small', '张*', '', 7, 'handedOver', 0
    from generate_series(1, ${collected}) as number;`);
  const done = [...moments(dice, offHours, false), ...moments(dice, prints + collected + dropOffs - offHours, true)];
  // So that no kind is by day only.
  for (let at = done.length - 1; at > 0; at -= 1) {
    const other = dice(at + 1);
    [done[at], done[other]] = [done[other] ?? 0, done[at] ?? 0];
  }
  const printed = done.slice(0, prints);
  const taken = done.slice(prints, prints + collected);
  const left = done.slice(prints + collected);
  // As much longer for one as shorter for the next, and the last as the mean.
  const deposits = taken.map((at, index) => {
    const swing = index === collected - 1 ? 0 : (index % 2 === 0 ? 1 : -1) * (1 + ((index >> 1) % 30)) * 3_600_000;
    return at - meanStayMs + swing;
  });
  const anywhen = Array.from({ length: visits }, () => firstMidnight + dice(365 * 86_400) * 1_000);
  const job = `lpad(number::text, 8, '0')`;
  let first = 0;
  for (const [kind, times, body] of [
    ['visitBegan', anywhen, `'{"is":"visitBegan","offHours":false,"person":"${person}"}'`],
    [
      'printOrdered',
      printed.map((at) => at - 9_000),
      `'{"copy":1,"is":"printOrdered","job":"j-' || ${job} || '","kind":"' || (array['proof','paymentReceipt'])[number % 2 + 1] || '"}'`,
    ],
    ['printed', printed, `'{"evidence":"printer","is":"printed","job":"j-' || ${job} || '"}'`],
    ['itemDeposited', deposits, `'{"cell":"A01","is":"itemDeposited","item":"L-' || number || '"}'`],
    ['itemHandedOver', taken, `'{"cell":"A01","is":"itemHandedOver","item":"L-' || number || '"}'`],
    ['dropOffReceived', left, `'{"cell":"A01","is":"dropOffReceived","item":"P-' || number || '"}'`],
  ] as const) {
    await tell(queries, { kind, times, body, first });
    first += times.length;
  }
  await queries.script(`
    insert into fact_subjects (position, kiosk, kind, subject)
      select position, kiosk, 'item', body::json ->> 'item' from facts where kind in ('itemDeposited', 'itemHandedOver');
    insert into sms (id, cause, kiosk, item, sealed_phone, masked_phone, text, state, next_at, queued_at, sent_at)
      select 'S-' || position, 'R-' || position, kiosk, body::json ->> 'item', '', '', '', 'sent', 0, at + 1000,
        at + ${smsDelayMs} + (position % 3 - 1) * 4000
      from facts where kind = 'itemDeposited' and at >= ${firstMidnight};
    analyze;`);
  await queries.script(`
    insert into services values ('s', '咨询', 'Advice', 'A', 1200000, true);
    insert into tickets (ticket, kiosk, service, number, taken_at, limit_ms, state, alerted_at, claimed_at, began_at, ended_at)
      select 't-' || n, 'hall-1', 's', 'A' || n, at, 1200000, '{}', at + 1200000, at + 1200000 + (n % 4 + 1) * 50000,
        at + 1500000, at + 2700000
      from (select n, ${firstMidnight} + n * 6000000 as at from generate_series(1::bigint, ${published.contacts}) as n) as taken`);
  const each = Math.floor(windowItems / workedDays.length);
  const items = workedDays.map((_, day) => (day === 0 ? windowItems - each * (workedDays.length - 1) : each));
  await queries.query(
    `insert into window_totals (kiosk, day, items, told_at)
     select 'hall-1', day, items, 0 from unnest($1::date[], $2::integer[]) as told (day, items)`,
    [workedDays, items],
  );
  await queries.query("insert into calendars (kiosk, since, hours) values ('hall-1', '2019-01-01', $1)", [
    JSON.stringify(calendarOf2019),
  ]);
}
