// Test page: what a technician prints to see that a printer prints, cuts and shows Chinese. Nobody's data is on it.

import type { Paper } from '../base/paper.ts';
import type { Result } from '../base/result.ts';
import { makeProof, type ProofProblem } from './proof.ts';
import { localStamp } from './receipt.ts';
import type { MadePages } from './sheet.ts';

export interface TestPage {
  readonly job: string;
  /** Printer in words, e.g. `receipt-printer-escpos on tcp 10.0.0.7:9100`. */
  readonly printer: string;
  /** UTC ms. */
  readonly at: number;
  readonly timeZone: string;
}

const ruler = '0123456789'.repeat(5);

export function testSlip({ job, printer, at, timeZone }: TestPage): Paper {
  return {
    job,
    blocks: [
      { is: 'text', text: '打印测试', align: 'centre', bold: true, size: 2 },
      { is: 'text', text: 'Printer test', align: 'centre' },
      { is: 'rule' },
      { is: 'field', label: '时间 Time', value: localStamp(at, timeZone) },
      { is: 'text', text: printer },
      { is: 'text', text: ruler },
      { is: 'text', text: '汉字 证照 ABC abc 0123' },
      { is: 'qr', text: `NIGHTHALL TEST ${job}` },
      { is: 'rule' },
      { is: 'space', lines: 2 },
    ],
  };
}

export function testDocument({ job, printer, at, timeZone }: TestPage): Promise<Result<MadePages, ProofProblem>> {
  return makeProof({
    title: { zh: '打印测试页', en: 'Printer test page' },
    number: job,
    fields: [
      { label: { zh: '时间', en: 'Time' }, value: localStamp(at, timeZone) },
      { label: { zh: '打印机', en: 'Printer' }, value: printer },
    ],
    paragraphs: ['本页仅用于检测打印机，不具有任何效力。', 'This page tests the printer and has no other meaning.'],
    issuer: { zh: '设备检测', en: 'Device test' },
    issuedOn: localStamp(at, timeZone).slice(0, 10),
    verificationCode: 'TEST',
    link: 'NIGHTHALL TEST',
    copy: 1,
    printedAt: at,
  });
}
