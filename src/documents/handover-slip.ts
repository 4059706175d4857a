// Handover slip: what a technician leaves behind for the next: what was done, what is open, when somebody comes again.

import type { Paper, PaperBlock } from '../base/paper.ts';
import type { Words } from '../core/words.ts';
import { localStamp } from './receipt.ts';
import { slipHead } from './slip-parts.ts';

export interface HandoverData {
  /** Id of the print job. */
  readonly job: string;
  readonly point: Words;
  readonly kiosk: string;
  /** Badge, not a name: slips are left lying about. */
  readonly badge: string;
  /** UTC milliseconds. */
  readonly enteredAt: number;
  readonly leftAt: number;
  readonly timeZone: string;
  /** In the order they were done. */
  readonly done: readonly HandoverLine[];
  readonly open: readonly HandoverLine[];
  /** YYYY-MM-DD, or null when none is planned. */
  readonly nextVisit: string | null;
}

export interface HandoverLine {
  readonly device: Words;
  readonly what: Words;
}

/** A slip of a metre is read by nobody; the audit log has every line. */
export const mostHandoverLines = 20;

export function handoverSlip(data: HandoverData): Paper {
  return {
    job: data.job,
    blocks: [
      ...slipHead({ zh: '维护交接单', en: 'Service handover' }, data.point),
      { is: 'field', label: '终端 Kiosk', value: data.kiosk },
      { is: 'field', label: '工号 Badge', value: data.badge },
      { is: 'field', label: '进入 From', value: localStamp(data.enteredAt, data.timeZone) },
      { is: 'field', label: '离开 To', value: localStamp(data.leftAt, data.timeZone) },
      { is: 'rule' },
      ...list('已完成 Done', data.done),
      ...list('未完成 Still open', data.open),
      { is: 'rule' },
      { is: 'field', label: '下次到访 Next visit', value: data.nextVisit ?? '未定 not planned' },
    ],
  };
}

function list(heading: string, lines: readonly HandoverLine[]): readonly PaperBlock[] {
  const shown = lines.slice(0, mostHandoverLines);
  const rest = lines.length - shown.length;
  return [
    { is: 'text', text: `${heading} (${lines.length})`, bold: true },
    ...shown.flatMap(({ device, what }, index): readonly PaperBlock[] => [
      { is: 'text', text: `${index + 1}. ${device.zh}：${what.zh}` },
      { is: 'text', text: `${device.en}: ${what.en}` },
    ]),
    ...(rest > 0 ? [{ is: 'text', text: `另有 ${rest} 项见日志。 ${rest} more in the log.` } as const] : []),
    ...(lines.length === 0 ? [{ is: 'text', text: '无 None' } as const] : []),
    { is: 'space', lines: 1 },
  ];
}
