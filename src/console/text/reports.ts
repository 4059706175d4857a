// Words of the reports. The figures bring their names and definitions with them.

import type { FigureUnit, ReportSpan } from '../../contract/reports.ts';
import { say, type Words } from './say.ts';

export const reportWords = {
  span: say('期间', 'Period'),
  day: say('其中一天', 'A day in it'),
  download: say('下载 CSV', 'Download CSV'),
  definition: say('口径', 'Definition'),
  value: say('数值', 'Value'),
  figure: say('指标', 'Figure'),
  itemsByPart: say('自助办件', 'Self-service items'),
  visitsByPart: say('服务人次', 'Visits'),
  itemsByHour: say('自助办件（按钟点）', 'Self-service items by hour of day'),
  visitsByHour: say('服务人次（按钟点）', 'Visits by hour of day'),
  officeHours: say('工作时间', 'Office hours'),
  offHours: say('非工作时间', 'Outside office hours'),
  from: say('数据来自终端上报的事件和发送记录，每次重新计算', 'Reckoned anew from what kiosks told and what was sent'),
  windowTotals: say('导入窗口办件数', 'Bring in window totals'),
  windowFile: say('CSV 文件：day,items', 'CSV file: day,items'),
  bringIn: say('导入', 'Bring in'),
  broughtIn: say('已导入', 'Brought in'),
  oneHall: say('请先选择一个大厅', 'Choose one hall first'),
} as const;

export const spanNames: Readonly<Record<ReportSpan, Words>> = {
  day: say('日', 'Day'),
  week: say('周', 'Week'),
  month: say('月', 'Month'),
  year: say('年', 'Year'),
};

const number = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('zh-CN', { style: 'percent', maximumFractionDigits: 1 });

function durationWords(ms: number): Words {
  const [amount, zh, en] =
    ms < 60_000
      ? ([ms / 1_000, '秒', 's'] as const)
      : ms < 2 * 3_600_000
        ? ([ms / 60_000, '分钟', 'min'] as const)
        : ms < 48 * 3_600_000
          ? ([ms / 3_600_000, '小时', 'h'] as const)
          : ([ms / 86_400_000, '天', 'd'] as const);
  return say(`${number.format(amount)} ${zh}`, `${number.format(amount)} ${en}`);
}

export function figureText(value: number | null, unit: FigureUnit): Words {
  if (value === null) return say('—', '—');
  if (unit === 'ms') return durationWords(value);
  if (unit === 'hours') return say(`${number.format(value)} 小时`, `${number.format(value)} h`);
  const text = unit === 'share' ? percent.format(value) : number.format(value);
  return say(text, text);
}

/** What a bar stands for, short enough to stand below it. */
export const barLabel = (label: string) => (label.length === 2 ? label : label.slice(label.length === 7 ? 5 : 8));
