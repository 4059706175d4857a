// Delivery receipt (送达回证): that a licence reached its addressee, when, where, and how that is known. As an A4 document
// with the signature, and as a slip.

import type { Paper, PaperBlock } from '../base/paper.ts';
import { failed, type Result, unreachable } from '../base/result.ts';
import type { Words } from '../core/words.ts';
import { localStamp, maskedName } from './receipt.ts';
import { createSheet, grey, type MadePages, margin, type Sheet, type SheetProblem } from './sheet.ts';
import { chineseDate, drawFields, drawHead, reprintMark } from './sheet-parts.ts';
import { englishLine, slipHead, slipReprintMark } from './slip-parts.ts';

export interface DeliveryReceiptData {
  /** Id of the print job. */
  readonly job: string;
  readonly items: readonly { readonly title: Words; readonly caseNumber: string }[];
  /** The number on the door, e.g. `A07`. */
  readonly cell: string;
  /** Only its first character is printed. */
  readonly addressee: string;
  /** Somebody else took it, by a right of their own. */
  readonly byAgent: boolean;
  readonly point: Words;
  /** When it was taken out; UTC milliseconds. */
  readonly takenAt: number;
  readonly printedAt: number;
  /** IANA name, e.g. `Asia/Shanghai`. */
  readonly timeZone: string;
  /** `sensor`: the door was seen to open and to close. `statement`: somebody said so. */
  readonly confirmedBy: 'sensor' | 'statement';
  /** The right was checked at this kiosk alone, for there was no network. */
  readonly isConfirmedLocally: boolean;
  readonly signature: Signature | null;
  /** 1 = original. */
  readonly copy: number;
}

/** What was drawn on the screen with a finger. */
export interface Signature {
  /** Size of the field it was drawn in; points are in the same units, from its upper left corner. */
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly (readonly Point[])[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Five minutes of drawing without a pause; more is nobody's signature. */
export const mostSignaturePoints = 20_000;

export const deliveryTitle: Words = { zh: '送达回证', en: 'Delivery receipt' };

function howKnown(by: DeliveryReceiptData['confirmedBy']): Words {
  switch (by) {
    case 'sensor':
      return { zh: '柜门传感器确认', en: 'Confirmed by the door sensor' };
    case 'statement':
      return { zh: '本人声明确认', en: 'Confirmed by statement' };
    default:
      return unreachable(by);
  }
}

const byAgent: Words = { zh: '委托代领人', en: 'an authorised agent' };

const locally: Words = {
  zh: '本机确认：办理时网络中断，恢复后自动上报。',
  en: 'Confirmed locally: there was no network at that time. It is reported by itself afterwards.',
};

/** `fileTooLarge`: the signature has more than 20,000 points. */
export async function makeDeliveryReceipt(
  data: DeliveryReceiptData,
): Promise<Result<MadePages, SheetProblem | 'fileTooLarge'>> {
  const points = data.signature?.strokes.reduce((sum, stroke) => sum + stroke.length, 0) ?? 0;
  if (points > mostSignaturePoints) return failed('fileTooLarge');
  const sheet = createSheet({
    title: deliveryTitle.zh,
    author: data.point.zh,
    number: data.items.map(({ caseNumber }) => caseNumber).join(' '),
    at: data.printedAt,
  });
  drawHead(sheet, { title: deliveryTitle, lines: [reprintMark(data.copy)] });
  const how = howKnown(data.confirmedBy);
  drawFields(sheet, [
    ...data.items.flatMap((item) => [
      { label: { zh: '办件编号', en: 'Case number' }, value: item.caseNumber },
      { label: { zh: '送达证照', en: 'Document delivered' }, value: item.title.zh, english: item.title.en },
    ]),
    { label: { zh: '受送达人', en: 'Addressee' }, value: maskedName(data.addressee) },
    ...(data.byAgent ? [{ label: { zh: '领取人', en: 'Taken by' }, value: byAgent.zh, english: byAgent.en }] : []),
    { label: { zh: '送达地点', en: 'Place' }, value: data.point.zh, english: data.point.en },
    { label: { zh: '格口', en: 'Cell' }, value: data.cell },
    { label: { zh: '送达时间', en: 'Time of delivery' }, value: localStamp(data.takenAt, data.timeZone) },
    { label: { zh: '确认方式', en: 'How it is known' }, value: how.zh, english: how.en },
    ...(data.isConfirmedLocally
      ? [{ label: { zh: '联网状态', en: 'Network' }, value: locally.zh, english: locally.en }]
      : []),
  ]);
  drawSignature(sheet, data);
  return sheet.finish();
}

const box = { width: 260, height: 110 };

function drawSignature(sheet: Sheet, { signature, takenAt, printedAt, timeZone }: DeliveryReceiptData): void {
  sheet.keepTogether(box.height + 90);
  const top = sheet.pdf.y;
  const left = margin + sheet.width - box.width;
  const beside = { width: sheet.width - box.width - 20 };
  sheet.write('受送达人签名', { size: 12, at: [margin, top + 40], ...beside });
  sheet.write('Signature of the addressee', { size: 8, colour: grey, ...beside });
  sheet.pdf.lineWidth(0.5).strokeColor('#bbbbbb').rect(left, top, box.width, box.height).stroke();
  if (signature === null) {
    const none = { size: 10, colour: grey, width: box.width, align: 'center' } as const;
    sheet.write('未签名 Not signed', { ...none, at: [left, top + box.height / 2 - 8] });
  } else {
    drawStrokes(sheet, signature, { left, top });
  }
  const below = { width: box.width, align: 'right' } as const;
  const date = chineseDate(localStamp(takenAt, timeZone).slice(0, 10));
  sheet.write(date, { size: 12, at: [left, top + box.height + 12], ...below });
  sheet.write(`打印 Printed ${localStamp(printedAt, timeZone)}`, { size: 8, colour: grey, ...below });
}

/** As lines, not as a picture: sharp on every printer. Never beyond the box, wherever the points lie. */
function drawStrokes(
  sheet: Sheet,
  { width, height, strokes }: Signature,
  { left, top }: { readonly left: number; readonly top: number },
): void {
  const inner = { width: box.width - 12, height: box.height - 12 };
  const scale = Math.min(inner.width / width, inner.height / height);
  const onPaper = ({ x, y }: Point): [number, number] => [
    left + 6 + (inner.width - width * scale) / 2 + Math.min(Math.max(x, 0), width) * scale,
    top + 6 + (inner.height - height * scale) / 2 + Math.min(Math.max(y, 0), height) * scale,
  ];
  const { pdf } = sheet;
  pdf.lineWidth(1.4).lineCap('round').lineJoin('round').strokeColor('black');
  for (const [first, ...others] of strokes) {
    if (first === undefined) continue;
    pdf.moveTo(...onPaper(first));
    // A tap is a dot: a line of no length with round ends.
    for (const point of others.length === 0 ? [first] : others) pdf.lineTo(...onPaper(point));
    pdf.stroke();
  }
}

/** The strokes are on the A4 document; a slip says whether there are any. */
export type DeliverySlipData = Omit<DeliveryReceiptData, 'signature'> & { readonly isSigned: boolean };

export function deliverySlip(data: DeliverySlipData): Paper {
  const how = howKnown(data.confirmedBy);
  const local: readonly PaperBlock[] = data.isConfirmedLocally
    ? [{ is: 'rule' }, { is: 'text', text: locally.zh }, { is: 'text', text: locally.en }]
    : [];
  return {
    job: data.job,
    blocks: [
      ...slipHead(deliveryTitle, data.point, slipReprintMark(data.copy)),
      ...data.items.flatMap(({ title, caseNumber }): readonly PaperBlock[] => [
        { is: 'field', label: '编号 No.', value: caseNumber },
        { is: 'field', label: '证照 Item', value: title.zh },
        ...englishLine(title),
      ]),
      { is: 'field', label: '受送达人 Name', value: maskedName(data.addressee) },
      ...(data.byAgent ? [{ is: 'field' as const, label: '领取人 Taken by', value: byAgent.zh }] : []),
      { is: 'field', label: '格口 Cell', value: data.cell },
      { is: 'field', label: '送达时间 Time', value: localStamp(data.takenAt, data.timeZone) },
      { is: 'field', label: '确认 Known by', value: how.zh },
      ...englishLine(how),
      data.isSigned
        ? { is: 'field', label: '签名 Signature', value: '已在屏幕签名 signed on screen' }
        : { is: 'field', label: '签名 Signature', value: '未签名 none' },
      ...local,
      { is: 'rule' },
      { is: 'field', label: '打印 Printed', value: localStamp(data.printedAt, data.timeZone) },
    ],
  };
}
