// Readiness report: what a technician signs after a check: what runs here, what was tested, what is in the cells.

import type { Result } from '../base/result.ts';
import { unreachable } from '../base/result.ts';
import type { Words } from '../core/words.ts';
import { localStamp } from './receipt.ts';
import { drawTable } from './report-table.ts';
import { createSheet, grey, type MadePages, margin, type Sheet, type SheetProblem } from './sheet.ts';
import { drawFields, drawHead, drawHeading, type Field } from './sheet-parts.ts';

export interface ReadinessData {
  readonly kiosk: string;
  readonly site: Words;
  /** `hash`: null where this build carries none. */
  readonly software: { readonly version: string; readonly hash: string | null };
  readonly configurationHash: string;
  readonly calendarVersion: string;
  /** UTC milliseconds. */
  readonly at: number;
  readonly timeZone: string;
  /** Kiosk minus central; null when central never told its time. */
  readonly clockOffsetMs: number | null;
  readonly devices: readonly TestedDevice[];
  readonly cells: {
    readonly total: number;
    readonly free: number;
    readonly occupied: number;
    readonly unverified: number;
    readonly out: number;
  };
  readonly queue: { readonly waiting: number; readonly oldestAt: number | null; readonly parked: number };
  readonly counters: readonly { readonly label: Words; readonly value: string }[];
  /** Badge and role, no name. */
  readonly ranBy: Words;
}

export interface TestedDevice {
  readonly device: Words;
  readonly state: Words;
  readonly lastTest: {
    readonly at: number;
    readonly result: 'passed' | 'failed' | 'abandoned';
    readonly detail: string;
  } | null;
}

const title: Words = { zh: '设备就绪报告', en: 'Readiness report' };
/** The whole of it is in the log. */
const longestDetail = 300;

export function makeReadinessReport(data: ReadinessData): Promise<Result<MadePages, SheetProblem>> {
  const when = (at: number) => localStamp(at, data.timeZone);
  const sheet = createSheet({ title: title.zh, author: data.site.zh, number: data.kiosk, at: data.at });
  drawHead(sheet, { title, lines: [`${data.kiosk}  ${when(data.at)}`] });
  drawFields(sheet, [
    { label: { zh: '终端', en: 'Kiosk' }, value: data.kiosk },
    { label: { zh: '网点', en: 'Site' }, value: data.site.zh, english: data.site.en },
    { label: { zh: '软件版本', en: 'Software' }, value: data.software.version, english: data.software.hash ?? '' },
    {
      label: { zh: '配置摘要', en: 'Configuration hash' },
      value: data.configurationHash.slice(0, 12),
      english: data.configurationHash,
    },
    { label: { zh: '日历版本', en: 'Calendar version' }, value: data.calendarVersion },
    { label: { zh: '时间', en: 'Time' }, value: `${when(data.at)} ${data.timeZone}`, english: clockWords(data) },
    { label: { zh: '检测人', en: 'Run by' }, value: data.ranBy.zh, english: data.ranBy.en },
  ]);
  const failing = data.devices.filter(({ lastTest }) => lastTest?.result !== 'passed').length;
  drawHeading(sheet, {
    zh: `设备 ${data.devices.length - failing}/${data.devices.length} 通过`,
    en: `Devices: ${data.devices.length - failing} of ${data.devices.length} passed`,
  });
  drawTable(sheet, {
    columns: [
      { title: { zh: '设备', en: 'Device' }, width: 130 },
      { title: { zh: '状态', en: 'State' }, width: 100 },
      { title: { zh: '上次检测', en: 'Last test' }, width: 92 },
      { title: { zh: '结果', en: 'Result' }, width: sheet.width - 322 },
    ],
    rows: data.devices.map(({ device, state, lastTest }) => [
      device,
      state,
      lastTest === null ? { zh: '未检测', en: 'never tested' } : { zh: when(lastTest.at), en: '' },
      lastTest === null ? { zh: '—', en: '' } : resultWords(lastTest.result, shortened(lastTest.detail)),
    ]),
  });
  drawHeading(sheet, { zh: '格口、队列与计数', en: 'Cells, queue and counters' });
  drawFields(sheet, [...cellFields(data), ...queueFields(data, when), ...data.counters]);
  drawSignatures(sheet);
  return sheet.finish();
}

function clockWords({ clockOffsetMs }: ReadinessData): string {
  if (clockOffsetMs === null) return 'Offset to central not known';
  const sign = clockOffsetMs < 0 ? '-' : '+';
  return `Offset to central ${sign}${(Math.abs(clockOffsetMs) / 1000).toFixed(3)} s`;
}

function shortened(detail: string): string {
  return detail.length > longestDetail ? `${detail.slice(0, longestDetail)}…` : detail;
}

function resultWords(result: 'passed' | 'failed' | 'abandoned', detail: string): Words {
  switch (result) {
    case 'passed':
      return { zh: '通过 passed', en: detail };
    case 'failed':
      return { zh: '未通过 FAILED', en: detail };
    case 'abandoned':
      return { zh: '未做完 NOT FINISHED', en: detail };
    default:
      return unreachable(result);
  }
}

function cellFields({ cells }: ReadinessData): readonly Field[] {
  return [
    {
      label: { zh: '格口', en: 'Cells' },
      value: `共 ${cells.total}：空 ${cells.free}，占用 ${cells.occupied}，待核 ${cells.unverified}，停用 ${cells.out}`,
      english: `${cells.total} in all: ${cells.free} free, ${cells.occupied} occupied, ${cells.unverified} unverified, ${cells.out} out of service`,
    },
  ];
}

function queueFields({ queue }: ReadinessData, when: (at: number) => string): readonly Field[] {
  const oldest = queue.oldestAt === null ? { zh: '', en: '' } : oldestWords(when(queue.oldestAt));
  return [
    {
      label: { zh: '待上报', en: 'Queue' },
      value: `${queue.waiting} 条待发，${queue.parked} 条搁置${oldest.zh}`,
      english: `${queue.waiting} waiting, ${queue.parked} parked${oldest.en}`,
    },
  ];
}

function oldestWords(time: string): Words {
  return { zh: `，最早 ${time}`, en: `, the oldest since ${time}` };
}

/** Two people sign: who checked, and who takes the kiosk back into service. */
function drawSignatures(sheet: Sheet): void {
  sheet.keepTogether(90);
  const top = sheet.pdf.y + 40;
  const width = (sheet.width - 40) / 2;
  const parties: readonly Words[] = [
    { zh: '检测人签名、日期', en: 'Technician: signature, date' },
    { zh: '网点签名、日期', en: 'Site: signature, date' },
  ];
  parties.forEach(({ zh, en }, index) => {
    const left = margin + index * (width + 40);
    sheet.pdf
      .lineWidth(0.7)
      .strokeColor('black')
      .moveTo(left, top)
      .lineTo(left + width, top)
      .stroke();
    sheet.write(zh, { size: 10, at: [left, top + 4], width });
    sheet.write(en, { size: 8, colour: grey, width });
  });
}
