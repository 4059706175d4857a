// Queue ticket: the slip with a person's place in the queue.

import type { Paper } from '../base/paper.ts';
import type { Words } from '../core/words.ts';
import { localStamp } from './receipt.ts';
import { englishLine, slipHead } from './slip-parts.ts';

export interface TicketData {
  /** Id of the print job. */
  readonly job: string;
  readonly point: Words;
  /** As it is called and shown, e.g. `B012`. */
  readonly number: string;
  readonly service: Words;
  readonly peopleBefore: number;
  /** Not given when nobody can say yet. */
  readonly estimatedMinutes: number | null;
  /** Behind the QR code: how far the queue is. */
  readonly link: string;
  /** UTC milliseconds. */
  readonly at: number;
  readonly timeZone: string;
}

export function ticketSlip(data: TicketData): Paper {
  return {
    job: data.job,
    blocks: [
      ...slipHead({ zh: '排队号', en: 'Queue ticket' }, data.point),
      { is: 'text', text: data.number, align: 'centre', bold: true, size: 2 },
      { is: 'rule' },
      { is: 'field', label: '事项 Service', value: data.service.zh },
      ...englishLine(data.service),
      { is: 'field', label: '前面人数 Ahead', value: String(data.peopleBefore) },
      ...(data.estimatedMinutes === null
        ? []
        : [{ is: 'field', label: '预计等待 Wait', value: `约 ${data.estimatedMinutes} 分钟 min` } as const]),
      { is: 'field', label: '取号时间 Time', value: localStamp(data.at, data.timeZone) },
      { is: 'space', lines: 1 },
      { is: 'qr', text: data.link },
      { is: 'text', text: '扫码查看排队进度', align: 'centre' },
      { is: 'text', text: 'Scan for your place in line', align: 'centre' },
    ],
  };
}
