// Report as CSV: for a spreadsheet, in UTF-8 with its mark, and no cell of it is ever a formula.

import type { ReportAnswer, ReportBar } from '../contract/reports.ts';

type Cell = string | number | null;

/** A spreadsheet would reckon what begins like this; behind an apostrophe it is text. Numbers of ours begin with a digit. */
const beginsFormula = /^[=+\-@\t\r]/;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  const text = typeof cell === 'string' && beginsFormula.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;
}

const bars = (title: readonly string[], lines: readonly ReportBar[]): readonly (readonly Cell[])[] => [
  [],
  [...title, '人次 visits', '自助办件 items', '非工作时间 off hours'],
  ...lines.map(({ label, visits, items, offHours }) => [label, visits, items, offHours]),
];

const units = { count: '件/次 count', share: '比例 share', ms: '毫秒 ms', hours: '小时 h' } as const;

export function reportCsv({ from, to, kiosk, figures, parts, hours, madeAt }: ReportAnswer): string {
  return csvOf([
    ['期间 period', from, to],
    ['大厅 hall', kiosk ?? '全部 all'],
    ['生成时间 made at', new Date(madeAt).toISOString()],
    [],
    ['指标', 'figure', '数值 value', '单位 unit', '定义', 'definition', '说明', 'note'],
    ...figures.map(({ title, definition, unit, value, note }) => [
      title.zh,
      title.en,
      value,
      units[unit],
      definition.zh,
      definition.en,
      note?.zh ?? null,
      note?.en ?? null,
    ]),
    ...bars(['时段 part'], parts),
    ...bars(['钟点 hour of day'], hours),
  ]);
}

/** Nothing in it but the hall, the period and ASCII. */
export const reportFileName = ({ kiosk, from, to }: ReportAnswer) => `nighthall-${kiosk ?? 'all'}-${from}-${to}.csv`;
