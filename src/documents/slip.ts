// Slips: what a person takes along after a pickup, and after something did not work.

import type { Paper, PaperBlock } from '../base/paper.ts';
import type { Words } from '../core/words.ts';
import { localStamp } from './receipt.ts';
import { englishLine, slipHead } from './slip-parts.ts';

interface SlipData {
  /** Id of the print job. */
  readonly job: string;
  /** Name of the hall or point. */
  readonly point: Words;
  /** UTC milliseconds. */
  readonly at: number;
  /** IANA name, e.g. `Asia/Shanghai`. */
  readonly timeZone: string;
}

export interface PickupSlipData extends SlipData {
  readonly caseNumber: string;
  readonly item: Words;
  /** The number on the door, e.g. `A07`. */
  readonly cell: string;
  /** Behind the QR code: the state of the case. */
  readonly link: string;
}

/** Proof for the person that the item was handed over: which, when and where. */
export function pickupSlip(data: PickupSlipData): Paper {
  return {
    job: data.job,
    blocks: [
      ...slipHead({ zh: '取件凭条', en: 'Pickup slip' }, data.point),
      { is: 'field', label: '编号 No.', value: data.caseNumber },
      { is: 'field', label: '证照 Item', value: data.item.zh },
      ...englishLine(data.item),
      { is: 'field', label: '格口 Cell', value: data.cell },
      { is: 'field', label: '取件时间 Time', value: localStamp(data.at, data.timeZone) },
      { is: 'rule' },
      { is: 'text', text: '请当场核对证照信息。', align: 'centre' },
      { is: 'text', text: 'Please check your document now.', align: 'centre' },
      { is: 'space', lines: 1 },
      { is: 'qr', text: data.link },
      { is: 'text', text: '扫码查询办件状态', align: 'centre' },
      { is: 'text', text: 'Scan for its status', align: 'centre' },
    ],
  };
}

export interface ResumeSlipData extends SlipData {
  readonly caseNumber: string;
  readonly happened: Words;
  readonly nextStep: Words;
  /** The desk that goes on with it, e.g. `3号窗口`. */
  readonly window: Words;
  /** Number that is answered at any hour. */
  readonly phone: string;
  /** Opens the case at the window with one scan. */
  readonly link: string;
}

/** So that nobody has to tell the story twice: what happened and where it goes on, as words and as a QR code. */
export function resumeSlip(data: ResumeSlipData): Paper {
  return {
    job: data.job,
    blocks: [
      ...slipHead({ zh: '续办凭条', en: 'To be continued' }, data.point),
      { is: 'field', label: '编号 No.', value: data.caseNumber },
      { is: 'field', label: '时间 Time', value: localStamp(data.at, data.timeZone) },
      { is: 'space', lines: 1 },
      ...paragraph('发生了什么 What happened', data.happened),
      ...paragraph('接下来怎么办 What to do', data.nextStep),
      { is: 'rule' },
      { is: 'field', label: '窗口 Desk', value: data.window.zh },
      ...englishLine(data.window),
      { is: 'field', label: '电话 Phone', value: data.phone },
      { is: 'space', lines: 1 },
      { is: 'qr', text: data.link },
      { is: 'text', text: '到窗口扫码，接着往下办。', align: 'centre' },
      { is: 'text', text: 'Scan at the desk to continue.', align: 'centre' },
    ],
  };
}

function paragraph(heading: string, words: Words): readonly PaperBlock[] {
  return [
    { is: 'text', text: heading, bold: true },
    { is: 'text', text: words.zh },
    { is: 'text', text: words.en },
    { is: 'space', lines: 1 },
  ];
}
