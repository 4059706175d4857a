// Reports: the figures agree with a slow count over all facts, and a year comes out as the published figures of a real centre.

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Database } from '../../src/central/database.ts';
import { migrate, readMigrations } from '../../src/central/migrate.ts';
import { openPostgresDatabase } from '../../src/central/postgres-database.ts';
import { csvOf } from '../../src/central/report-csv.ts';
import { periodOf } from '../../src/central/report-period.ts';
import { reportOf } from '../../src/central/reports.ts';
import { openTrialDatabase } from '../../src/central/trial-database.ts';
import { windowTotalsOf } from '../../src/central/window-totals.ts';
import type { ReportAnswer, ReportWish } from '../../src/contract/reports.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { missingForPostgres, type RealPostgres, startPostgres } from '../support/postgres.ts';
import { type OracleHall, oracleOf } from './report-oracle.ts';
import { createDice, liveThroughYear, published } from './year.ts';

const clock = createManualClock();
const migrations = fileURLToPath(new URL('../../migrations/central/', import.meta.url));

async function opened(): Promise<Database> {
  const database = await openTrialDatabase('memory');
  expect(await migrate(database, await readMigrations(migrations))).toEqual({ ok: true, value: undefined });
  return database;
}

async function report(database: Database, wish: ReportWish): Promise<ReportAnswer> {
  const answer = await reportOf({ database, clock }, wish);
  if (!answer.ok) throw new Error(answer.problem.problem);
  return answer.value;
}

const valuesOf = ({ figures }: ReportAnswer) => Object.fromEntries(figures.map(({ name, value }) => [name, value]));

describe('a period', () => {
  it('is whole days, a week from its Monday, a month and a year to their ends', () => {
    const bounds = (...wish: Parameters<typeof periodOf>) => {
      const { from, to, parts } = periodOf(...wish);
      return [from, to, parts.length];
    };
    expect(bounds('day', '2026-11-25')).toEqual(['2026-11-25', '2026-11-25', 24]);
    expect(bounds('week', '2026-11-29')).toEqual(['2026-11-23', '2026-11-29', 7]);
    expect(bounds('week', '2027-01-01')).toEqual(['2026-12-28', '2027-01-03', 7]);
    expect(bounds('month', '2024-02-10')).toEqual(['2024-02-01', '2024-02-29', 29]);
    expect(bounds('year', '2024-02-10')).toEqual(['2024-01-01', '2024-12-31', 12]);
    expect(periodOf('year', '2024-02-10').days).toHaveLength(366);
  });
});

const office = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }];
const halls: readonly OracleHall[] = [
  {
    kiosk: 'hall-1',
    timeZone: 'Asia/Shanghai',
    calendars: [
      { since: '2025-01-01', calendar: { office, holidays: ['2025-04-04'], workdays: ['2025-03-29'] } },
      {
        since: '2025-03-31',
        calendar: {
          // Two spans that overlap, and one until midnight.
          office: [...office, { days: [1, 3], from: '12:00', to: '18:30' }, { days: [2], from: '20:00', to: '24:00' }],
          holidays: ['2025-04-01'],
          workdays: [],
        },
      },
    ],
  },
  // The clocks go forward here on 30 March.
  {
    kiosk: 'hall-2',
    timeZone: 'Europe/Berlin',
    calendars: [{ since: '2025-03-25', calendar: { office, holidays: [], workdays: ['2025-03-30'] } }],
  },
  { kiosk: 'hall-3', timeZone: 'Pacific/Kiritimati', calendars: [] },
];

/** Two weeks of anything, with clocks that were wrong, papers that count as nothing and items that came twice. */
async function scatter(database: Database, seed: number): Promise<void> {
  const dice = createDice(seed);
  for (const { kiosk, timeZone, calendars } of halls) {
    await database.query("insert into kiosks (kiosk, place_zh, place_en, time_zone) values ($1, 'x', 'x', $2)", [
      kiosk,
      timeZone,
    ]);
    for (const { since, calendar } of calendars)
      await database.query('insert into calendars values ($1, $2::date, $3)', [kiosk, since, JSON.stringify(calendar)]);
  }
  await database.script(`insert into people values ('p', 'x', 'x', null);
    insert into services values ('s', 'x', 'x', 'A', 1, true);
    insert into items (item, kiosk, person, title_zh, title_en, case_number, size, masked_name, sealed_phone, hold_days,
      state, changed_at)
    select 'i-' || n, 'hall-1', 'p', 'x', 'x', 'x', 'small', 'x', '', 7, 'inCell', 0 from generate_series(0, 39) as n`);
  const from = Date.UTC(2025, 2, 24);
  const kinds = ['proof', 'paymentReceipt', 'deliveryReceipt', 'worksheet', 'dropOffSlip'];
  for (let number = 0; number < 600; number += 1) {
    const kiosk = halls[dice(3)]?.kiosk;
    const at = from + dice(14 * 86_400_000);
    const item = `i-${dice(40)}`;
    const job = `j-${dice(120)}`;
    const facts = [
      { is: 'visitBegan', person: 'p' },
      { is: 'printOrdered', job, kind: kinds[Number(job.slice(2)) % kinds.length] },
      { is: 'printed', job },
      { is: 'itemDeposited', item },
      { is: 'itemHandedOver', item },
      { is: 'dropOffReceived', item },
      { is: 'hallExit' },
    ];
    const fact = facts[dice(facts.length)];
    const wrong = dice(5) === 0 ? dice(7_200_000) - 3_600_000 : null;
    await database.query(
      `with told as (
         insert into facts (kiosk, enrolment, sequence, id, at, received_at, kind, body, fingerprint, clock_wrong_ms)
         values ($1, 1, $2, $3, $4, $5, $6, $7, '', $8) returning position, kiosk, body)
       insert into fact_subjects select position, kiosk, 'item', body::json ->> 'item' from told
         where body::json ->> 'item' is not null`,
      [kiosk, number, `f-${number}`, at, at + dice(90_000), fact?.is, JSON.stringify(fact), wrong],
    );
    if (fact?.is === 'hallExit')
      await database.query(
        `insert into tickets (ticket, kiosk, service, number, taken_at, limit_ms, state, alerted_at, claimed_at, began_at, ended_at)
         values ($1, $2, 's', $1, $3, 1, '{}', $3, $4, $5, $6)`,
        [
          `t-${number}`,
          kiosk,
          at,
          dice(5) === 0 ? null : at + dice(360_000),
          at + 400_000,
          dice(5) === 0 ? null : at + 400_000 + dice(3_600_000),
        ],
      );
    if (fact?.is === 'itemDeposited')
      await database.query(
        `insert into sms (id, cause, kind, kiosk, item, sealed_phone, masked_phone, text, state, next_at, queued_at, sent_at)
         values ($1, $1, $2, $3, $4, '', '', '', $5, 0, $6, $7)`,
        [
          `s-${number}`,
          dice(4) === 0 ? 'reminder-1' : 'ready',
          kiosk,
          item,
          dice(6) === 0 ? 'refused' : 'sent',
          at + 90_000,
          at + 90_000 + dice(60_000),
        ],
      );
  }
  for (const [kiosk, day] of [
    ['hall-1', '2025-03-26'],
    ['hall-1', '2025-04-02'],
    ['hall-2', '2025-03-26'],
  ])
    await database.query('insert into window_totals values ($1, $2::date, $3, 0)', [kiosk, day, dice(40)]);
}

const why = missingForPostgres === undefined ? '' : ` (skipped: ${missingForPostgres} is missing)`;
describe.each([
  ['embedded', false, ''],
  ['of a PostgreSQL server', missingForPostgres !== undefined, why],
] as const)('the figures in a database %s', (kind, isMissing, missing) => {
  let database: Database;
  let server: RealPostgres | undefined;
  beforeAll(async () => {
    if (isMissing) return;
    if (kind === 'embedded') database = await opened();
    else {
      server = await startPostgres();
      const real = await openPostgresDatabase({ url: await server.database(), clock: systemClock, log: silentLog });
      if (!real.ok) throw new Error(real.problem);
      database = real.value;
      expect(await migrate(database, await readMigrations(migrations))).toEqual({ ok: true, value: undefined });
    }
    await scatter(database, 20_250_330);
  }, 120_000);
  afterAll(async () => {
    await database?.close();
    await server?.close();
  });

  const wishes = (['day', 'week', 'month', 'year'] as const).flatMap((span) =>
    ['2025-03-26', '2025-03-30', '2025-04-01'].flatMap((day) =>
      [null, 'hall-1', 'hall-2', 'hall-3'].map((kiosk) => ({ span, day, kiosk })),
    ),
  );
  it.skipIf(isMissing)(
    `agree with a slow count over all facts, whatever is asked${missing}`,
    async () => {
      for (const wish of wishes) {
        const made = await report(database, wish as ReportWish);
        const slow = await oracleOf(database, halls, wish as ReportWish);
        const values = valuesOf(made);
        for (const [name, value] of Object.entries(slow.figures))
          if (value === null) expect([name, values[name]]).toEqual([name, null]);
          else
            expect(values[name], `${name} of ${JSON.stringify(wish)}`).toBeCloseTo(
              value,
              Math.abs(value) > 1_000 ? 4 : 9,
            );
        for (const { label, items } of made.parts) expect([label, items]).toEqual([label, slow.byPart.get(label) ?? 0]);
        for (const { label, items } of made.hours) expect([label, items]).toEqual([label, slow.byHour.get(label) ?? 0]);
        for (const bars of [made.parts, made.hours]) {
          expect(bars.reduce((all, { items }) => all + items, 0)).toBe(values['items']);
          expect(bars.reduce((all, { visits }) => all + visits, 0)).toBe(values['visits']);
        }
      }
    },
    240_000,
  );

  it.skipIf(isMissing)(`are not said where they cannot be, and say why${missing}`, async () => {
    const none = await report(database, { span: 'month', day: '2024-01-01', kiosk: 'hall-1' as never });
    const noteOf = (answer: ReportAnswer, name: string) => answer.figures.find((one) => one.name === name)?.note?.en;
    expect(valuesOf(none)).toMatchObject({
      visits: 0,
      items: 0,
      selfServiceShare: null,
      meanStay: null,
      smsDelay: null,
    });
    expect(noteOf(none, 'selfServiceShare')).toBe('no window totals in this period');
    const blind = await report(database, { span: 'year', day: '2025-01-01', kiosk: 'hall-3' as never });
    expect(valuesOf(blind)).toMatchObject({ offHours: null, offHoursShare: null });
    expect(noteOf(blind, 'offHoursShare')).toContain('without a calendar');
    const partly = await report(database, { span: 'week', day: '2025-03-26', kiosk: 'hall-1' as never });
    // Monday to Friday and the Saturday that is worked, one of which was told.
    expect(noteOf(partly, 'selfServiceShare')).toBe('window totals of 5 working days are missing');
    expect(
      await reportOf({ database, clock }, { span: 'day', day: '2025-01-01', kiosk: 'nowhere' as never }),
    ).toMatchObject({
      ok: false,
      problem: { problem: 'kioskNotRegistered' },
    });
  });
});

describe('a year', () => {
  it('S4 S5 comes out as the figures that were published', async () => {
    const database = await opened();
    try {
      await liveThroughYear(database, 2019);
      const made = await report(database, { span: 'year', day: '2019-06-01', kiosk: null });
      expect(valuesOf(made)).toEqual({
        visits: 137_000,
        items: 60_003,
        prints: published.prints,
        collected: 3_887,
        dropOffs: published.dropOffs,
        selfServiceShare: 0.45,
        offHours: published.offHours,
        offHoursShare: published.offHours / 60_003,
        meanStay: published.meanStayMs,
        smsDelay: published.smsDelayMs,
        smsWithinMinute: 1,
        proactiveHours: 1_621,
        // Every fourth was claimed after 200 s, from the third on.
        answeredInTime: (4_863 - 1_216) / 4_863,
      });
      expect(published.offHours).toBeGreaterThan(25_000);
      expect(made.figures.flatMap(({ note }) => note ?? [])).toEqual([]);
      expect(made.parts.map(({ label }) => label).slice(0, 2)).toEqual(['2019-01', '2019-02']);
      expect(made.parts.reduce((all, { visits }) => all + visits, 0)).toBe(137_000);
    } finally {
      await database.close();
    }
  }, 300_000);
});

it('counts facts that a database of the time before reports held', async () => {
  const all = await readMigrations(migrations);
  const before = all.findIndex(({ name }) => name.endsWith('-reports.sql'));
  const database = await openTrialDatabase('memory');
  try {
    await migrate(database, all.slice(0, before));
    await database.script(`
      insert into kiosks (kiosk, place_zh, place_en, time_zone) values ('hall-1', 'x', 'x', 'UTC');
      insert into facts (kiosk, enrolment, sequence, id, at, received_at, kind, body, fingerprint) values
        ('hall-1', 1, 1, 'f1', 1, 1, 'printOrdered', '{"is":"printOrdered","job":"j","kind":"proof"}', 'a'),
        ('hall-1', 1, 2, 'f2', 2, 2, 'printed', '{"is":"printed","job":"j"}', 'b'),
        ('hall-1', 1, 3, 'f3', 3, 3, 'visitBegan', '{"is":"visitBegan"}', 'c');`);
    expect(await migrate(database, all)).toEqual({ ok: true, value: undefined });
    const made = await report(database, { span: 'year', day: '1970-01-01', kiosk: null });
    expect(valuesOf(made)).toMatchObject({ visits: 1, prints: 1, items: 1, offHours: null });
  } finally {
    await database.close();
  }
}, 120_000);

describe('a file', () => {
  it('for a spreadsheet is UTF-8 with its mark, and no cell of it is a formula', () => {
    const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', 'a"b', 'a,b', '证照', -5, null];
    expect(csvOf([hostile])).toBe(`\uFEFF'=1+1,'+1,'-1,'@SUM(A1),'\tx,"'\rx","a""b","a,b",证照,-5,\r\n`);
  });

  it('of window totals counts whole or not at all', () => {
    expect(windowTotalsOf('\uFEFFday,items\r\n2026-01-05,480\r\n"2026-01-06", 512\r\n')).toEqual({
      ok: true,
      value: [
        { day: '2026-01-05', items: 480 },
        { day: '2026-01-06', items: 512 },
      ],
    });
    for (const [csv, line] of [
      ['2026-01-05,480', 'line 1'],
      ['day,items\n2026-02-30,480', 'line 2'],
      ['day,items\n2026-01-05,480\n2026-01-06,4.5', 'line 3'],
      ['day,items\n2026-01-05,480,7', 'line 2'],
      ['day,items\n2026-01-05,=1', 'line 2'],
      ['day,items\n', 'days'],
    ] as const)
      expect(windowTotalsOf(csv)).toMatchObject({ ok: false, problem: { detail: expect.stringContaining(line) } });
  });
});
