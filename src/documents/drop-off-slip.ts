// Drop-off slip (自助投件回执): that papers were left in a cell and when its door shut. The kiosk's signature in the QR code lets
// anybody check it: the place in the audit log and its hash cannot be made up afterwards.

import type { Paper, PaperBlock } from '../base/paper.ts';
import { type ChainPlace, type DropOffReceipt, dropOffNumber } from '../core/drop-off.ts';
import type { Words } from '../core/words.ts';
import { localStamp, maskedName } from './receipt.ts';
import { englishLine, slipHead, slipReprintMark } from './slip-parts.ts';

export const dropOffTitle: Words = { zh: '自助投件回执', en: 'Receipt for papers left' };

export interface DropOffSlip {
  readonly title: Words;
  readonly missing: Words;
  readonly caseNumber: string;
  /** Only its first character is printed. */
  readonly maskedName: string;
  readonly receipt: DropOffReceipt;
  readonly place: ChainPlace;
  /** Behind the QR code. */
  readonly link: string;
}

export interface DropOffSlipData extends DropOffSlip {
  /** Id of the print job. */
  readonly job: string;
  readonly point: Words;
  readonly printedAt: number;
  readonly timeZone: string;
  /** 1 = original. */
  readonly copy: number;
}

/** To the second: the moment counts. Whole minutes are the offset of every zone in use. */
export function stampToSeconds(at: number, timeZone: string): string {
  const seconds = Math.floor(at / 1000) % 60;
  return `${localStamp(at, timeZone)}:${String(seconds).padStart(2, '0')}`;
}

/** Enough to compare by eye. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} ${hash.slice(8, 12)} ${hash.slice(12, 16)}`;
}

function timeBlocks({ receipt, timeZone }: DropOffSlipData): readonly PaperBlock[] {
  if (receipt.shutAt !== null)
    return [
      { is: 'text', text: '关门时间，即提交时间 Door shut, time of submission' },
      { is: 'text', text: stampToSeconds(receipt.shutAt, timeZone), align: 'right', bold: true, size: 2 },
      ...clockBlocks(receipt.clockOffsetMs),
    ];
  return [
    { is: 'text', text: '工作人员查看时在格口内 Found in the cell by staff' },
    { is: 'text', text: stampToSeconds(receipt.at, timeZone), align: 'right', bold: true, size: 2 },
  ];
}

function clockBlocks(offsetMs: number | null): readonly PaperBlock[] {
  if (offsetMs === null) return [{ is: 'field', label: '时钟 Clock', value: '未与中心校对 not compared' }];
  const seconds = (offsetMs / 1000).toFixed(1);
  return [{ is: 'field', label: '中心时间差 Centre', value: `${offsetMs < 0 ? '' : '+'}${seconds} s` }];
}

export function dropOffSlip(data: DropOffSlipData): Paper {
  const { receipt, place } = data;
  return {
    job: data.job,
    blocks: [
      ...slipHead(dropOffTitle, data.point, slipReprintMark(data.copy)),
      { is: 'field', label: '编号 No.', value: data.caseNumber },
      { is: 'field', label: '办件 Case', value: data.title.zh },
      ...englishLine(data.title),
      { is: 'field', label: '材料 Papers', value: data.missing.zh },
      ...englishLine(data.missing),
      { is: 'field', label: '投件人 Name', value: maskedName(data.maskedName) },
      { is: 'field', label: '格口 Cell', value: receipt.cell },
      { is: 'rule' },
      ...timeBlocks(data),
      { is: 'rule' },
      { is: 'field', label: '回执号 Receipt', value: dropOffNumber(receipt.fact) },
      { is: 'field', label: '日志第几条 Row', value: String(place.row) },
      { is: 'field', label: '指纹 Hash', value: shortHash(place.hash) },
      { is: 'qr', text: data.link },
      { is: 'text', text: '扫码查验 Scan to check', align: 'centre' },
      { is: 'text', text: '封口未拆，内容由窗口核对。', align: 'centre' },
      { is: 'text', text: 'Nobody has looked inside the envelope.', align: 'centre' },
      { is: 'rule' },
      { is: 'field', label: '打印 Printed', value: localStamp(data.printedAt, data.timeZone) },
    ],
  };
}
