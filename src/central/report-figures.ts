// Report figures: each with its definition beside it and the rule that makes it out of counted rows.

import type { FigureUnit, ReportFigure } from '../contract/reports.ts';
import type { Words } from '../core/words.ts';
import type { OfficeDay } from './calendars.ts';
import type { Contacts, Counts, Delays, Stays, WindowSum } from './report-counts.ts';

/** Everything that was asked of the database for one report. */
export interface Counted {
  readonly counts: Counts;
  readonly stays: Stays;
  readonly delays: Delays;
  readonly contacts: Contacts;
  readonly windows: WindowSum;
  readonly office: readonly OfficeDay[];
  /** The day of the report; what is not over yet is not missing. */
  readonly today: string;
}

interface FigureRule {
  readonly name: string;
  readonly title: Words;
  readonly definition: Words;
  readonly unit: FigureUnit;
  readonly of: (counted: Counted) => number | null;
  readonly note?: (counted: Counted) => Words | null;
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
const none: Words = { zh: '期间内没有', en: 'none in this period' };
const noCalendar: Words = {
  zh: '没有办公日历的大厅不能区分工作时间',
  en: 'a hall without a calendar of office hours cannot be told',
};

/** Days on which an office was open and nobody has said what was done at its windows. */
export function daysWithoutTotals({ office, windows, today }: Pick<Counted, 'office' | 'windows' | 'today'>): number {
  const told = new Set(windows.days.map(({ kiosk, day }) => `${kiosk} ${day}`));
  return office.filter(({ kiosk, day, spans }) => spans.length > 0 && day < today && !told.has(`${kiosk} ${day}`))
    .length;
}

function windowNote(counted: Counted): Words | null {
  if (counted.windows.days.length === 0) return { zh: '期间内没有窗口办件数', en: 'no window totals in this period' };
  const missing = daysWithoutTotals(counted);
  return missing === 0
    ? null
    : { zh: `缺 ${missing} 个工作日的窗口办件数`, en: `window totals of ${missing} working days are missing` };
}

function calendarNote({ counts }: Counted): Words | null {
  const { unknown } = counts;
  return unknown === 0
    ? null
    : { zh: `另有 ${unknown} 件：${noCalendar.zh}`, en: `beside ${unknown} items: ${noCalendar.en}` };
}

const figures: readonly FigureRule[] = [
  {
    name: 'visits',
    title: { zh: '服务人次', en: 'Visits' },
    definition: {
      zh: '在终端刷证核验通过并开始办理的次数',
      en: 'times that somebody was authenticated at a kiosk and began',
    },
    unit: 'count',
    of: ({ counts }) => counts.of.visitBegan,
  },
  {
    name: 'items',
    title: { zh: '自助办件量', en: 'Self-service items' },
    definition: {
      zh: '打印的凭证和证明、取走的证照、收到的投件，各算一件；没有出纸的不算',
      en: 'printed receipts and proofs, licences collected and papers left, one each; a print whose paper never came is none',
    },
    unit: 'count',
    of: ({ counts }) => counts.items,
  },
  {
    name: 'prints',
    title: { zh: '打印凭证和证明', en: 'Receipts and proofs printed' },
    definition: {
      zh: '打印机证实或本人确认已出纸的打印；取件回单、投件回单和工作单不算',
      en: 'prints whose paper came, by the printer or by the word of the person; delivery receipts, slips of drop-offs and worksheets are not counted',
    },
    unit: 'count',
    of: ({ counts }) => counts.of.printed,
  },
  {
    name: 'collected',
    title: { zh: '取走证照', en: 'Licences collected' },
    definition: {
      zh: '从格口交给领取人或代领人的证照',
      en: 'licences handed over from a cell to the addressee or an agent',
    },
    unit: 'count',
    of: ({ counts }) => counts.of.itemHandedOver,
  },
  {
    name: 'dropOffs',
    title: { zh: '收到投件', en: 'Papers left' },
    definition: { zh: '放入格口并确认收到的补交材料', en: 'missing papers that were left in a cell and received' },
    unit: 'count',
    of: ({ counts }) => counts.of.dropOffReceived,
  },
  {
    name: 'selfServiceShare',
    title: { zh: '自助办件占比', en: 'Self-service share' },
    definition: {
      zh: '自助办件量 ÷（自助办件量 + 窗口办件量）；窗口办件量由中心按日导入',
      en: 'self-service items ÷ (self-service items + window items); the office brings in the window items of each day',
    },
    unit: 'share',
    of: ({ counts, windows }) => (windows.days.length === 0 ? null : share(counts.items, counts.items + windows.items)),
    note: windowNote,
  },
  {
    name: 'offHours',
    title: { zh: '非工作时间办件', en: 'Items outside office hours' },
    definition: {
      zh: '按大厅当地时间和办公日历（节假日休息、调休上班）不在办公时间内的自助办件',
      en: "self-service items outside the office hours of the hall's calendar, in its time zone, with holidays and make-up workdays",
    },
    unit: 'count',
    of: ({ counts }) => (counts.items > 0 && counts.items === counts.unknown ? null : counts.offHours),
    note: calendarNote,
  },
  {
    name: 'offHoursShare',
    title: { zh: '非工作时间占比', en: 'Share outside office hours' },
    definition: {
      zh: '非工作时间办件 ÷ 有办公日历的大厅的自助办件量',
      en: 'items outside office hours ÷ self-service items of halls with a calendar',
    },
    unit: 'share',
    of: ({ counts }) => share(counts.offHours, counts.items - counts.unknown),
    note: ({ counts }) => (counts.items === counts.unknown ? (counts.items === 0 ? none : noCalendar) : null),
  },
  {
    name: 'meanStay',
    title: { zh: '平均在柜时间', en: 'Mean stay in a cell' },
    definition: {
      zh: '期间内取走的证照从最后一次存入到取走的平均时间',
      en: 'of what was collected in the period, the mean time from its last deposit to the hand-over',
    },
    unit: 'ms',
    of: (counted) => counted.stays.meanMs,
    note: (counted) => (counted.stays.count === 0 ? none : null),
  },
  {
    name: 'smsDelay',
    title: { zh: '通知短信用时', en: 'Delay of the message' },
    definition: {
      zh: '从存入格口到可取件短信交给短信网关的时间，取中位数',
      en: 'from the deposit until the gateway had the message that it is ready; the median',
    },
    unit: 'ms',
    of: (counted) => counted.delays.medianMs,
    note: (counted) => (counted.delays.count === 0 ? none : null),
  },
  {
    name: 'smsWithinMinute',
    title: { zh: '一分钟内通知', en: 'Told within a minute' },
    definition: {
      zh: '存入后 60 秒内发出的可取件短信占比',
      en: 'share of the messages "ready" that were sent within 60 s of the deposit',
    },
    unit: 'share',
    of: ({ delays }) => share(delays.withinMinute, delays.count),
    note: (counted) => (counted.delays.count === 0 ? none : null),
  },
  {
    name: 'proactiveHours',
    title: { zh: '主动服务时长', en: 'Proactive hours' },
    definition: {
      zh: '期间内结束的主动接触从开始到结束的时长之和',
      en: 'from beginning to end of every contact that the hourglass led to and that ended in the period, together',
    },
    unit: 'hours',
    of: (counted) => counted.contacts.ms / 3_600_000,
  },
  {
    name: 'answeredInTime',
    title: { zh: '三分钟内响应', en: 'Answered in 3 minutes' },
    definition: {
      zh: '发出提醒后三分钟内有人认领的等候提醒占比',
      en: 'share of the alerts of the hourglass that somebody claimed within three minutes',
    },
    unit: 'share',
    of: (counted) => share(counted.contacts.inTime, counted.contacts.alerts),
    note: (counted) => (counted.contacts.alerts === 0 ? none : null),
  },
];

export function figuresOf(counted: Counted): readonly ReportFigure[] {
  return figures.map(({ name, title, definition, unit, of, note }) => ({
    name,
    title,
    definition,
    unit,
    value: of(counted),
    note: note?.(counted) ?? null,
  }));
}
