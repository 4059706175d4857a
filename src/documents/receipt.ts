// Payment receipt: the slip that a citizen gets for money paid. Both languages, Chinese first.

import type { Paper } from '../base/paper.ts';
import { localTime } from '../core/calendar.ts';
import type { Words } from '../core/words.ts';
import { slipReprintMark } from './slip-parts.ts';

export interface PaymentReceiptData {
  /** Print job; unique for each slip. */
  readonly job: string;
  readonly point: Words;
  readonly title: Words;
  /** Number of the receipt at the paying office; the same on every copy. */
  readonly number: string;
  /** Only its first character is printed: slips are left lying about. */
  readonly payer: string;
  readonly item: Words;
  /** Whole fen; 100 fen are 1 yuan. */
  readonly amountFen: number;
  /** UTC ms. */
  readonly paidAt: number;
  readonly printedAt: number;
  readonly timeZone: string;
  /** Address behind the QR code. */
  readonly link: string;
  /** 1 = original. */
  readonly copy: number;
  /** What the citizen quotes on the phone. */
  readonly caseNumber: string;
}

/** 1234500 → 12,345.00; integer arithmetic, so that no cent is lost. */
export function yuan(fen: number): string {
  const whole = Math.floor(fen / 100).toString();
  const cents = (fen % 100).toString().padStart(2, '0');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

export function localStamp(at: number, timeZone: string): string {
  const { date, time } = localTime(at, timeZone);
  return `${date} ${time}`;
}

/** `张三丰` → `张**`; what is masked already stays as it is. */
export function maskedName(name: string): string {
  const [first = '', ...others] = name.trim();
  return first + '*'.repeat(others.length);
}

export function paymentReceipt(data: PaymentReceiptData): Paper {
  return {
    job: data.job,
    blocks: [
      { is: 'text', text: data.title.zh, align: 'centre', bold: true, size: 2 },
      { is: 'text', text: data.title.en, align: 'centre' },
      ...slipReprintMark(data.copy),
      { is: 'rule' },
      { is: 'field', label: '票据号 No.', value: data.number },
      { is: 'field', label: '缴款人 Payer', value: maskedName(data.payer) },
      { is: 'field', label: '事项 Item', value: data.item.zh },
      { is: 'text', text: data.item.en, align: 'right' },
      { is: 'field', label: '缴款时间 Paid', value: localStamp(data.paidAt, data.timeZone) },
      { is: 'rule' },
      { is: 'text', text: '金额 Amount (CNY)' },
      // Alone on its line: up to 99 million fit in twice the size on the narrowest roll.
      { is: 'text', text: `￥${yuan(data.amountFen)}`, align: 'right', bold: true, size: 2 },
      { is: 'rule' },
      { is: 'space', lines: 1 },
      { is: 'qr', text: data.link },
      { is: 'text', text: '扫码查验 Scan to verify', align: 'centre' },
      { is: 'rule' },
      { is: 'text', text: data.point.zh },
      { is: 'text', text: data.point.en },
      { is: 'field', label: '打印 Printed', value: localStamp(data.printedAt, data.timeZone) },
      { is: 'field', label: '服务编号 Case', value: data.caseNumber },
    ],
  };
}
