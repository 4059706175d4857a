// Proof: an official A4 document as an archival PDF (PDF/A-1b), the same bytes for the same content.

import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { failed, ok, type Result } from '../base/result.ts';
import type { Words } from '../core/words.ts';
import { documentFont } from './font.ts';
import { codeKeyword } from './proof-code.ts';

export interface ProofData {
  readonly title: Words;
  readonly number: string;
  readonly fields: readonly { readonly label: Words; readonly value: string }[];
  readonly paragraphs: readonly string[];
  /** The body whose name stands in the place of the seal. */
  readonly issuer: Words;
  /** YYYY-MM-DD */
  readonly issuedOn: string;
  readonly verificationCode: string;
  /** What the QR code opens; at most 300 characters. */
  readonly link: string;
  /** 1 = original; higher copies are marked as reprints. */
  readonly copy: number;
  /** UTC milliseconds; the creation date in the file, so that the same data gives the same bytes. */
  readonly printedAt: number;
}

export interface MadeProof {
  readonly pdf: Uint8Array;
  readonly pages: number;
}

type Sheet = PDFKit.PDFDocument;

const margin = 64;
const grey = '#555555';
const sealRed = '#c00000';

/** `missingGlyph`: the font lacks a character of it. Then nothing is made: an empty box never reaches paper. */
export async function makeProof(data: ProofData): Promise<Result<MadeProof, 'missingGlyph'>> {
  const clean = cleaned(data);
  if (documentFont().missing(textsOf(clean).join('')) !== null) return failed('missingGlyph');
  const sheet = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    pdfVersion: '1.4',
    subset: 'PDF/A-1b',
    bufferPages: true,
    lang: 'zh-CN',
    // No built-in Helvetica: an archival file embeds every font it names.
    font: null as unknown as string,
    info: {
      Title: clean.title.zh,
      Author: clean.issuer.zh,
      Keywords: codeKeyword(clean.verificationCode),
      CreationDate: new Date(clean.printedAt),
    },
  });
  const chunks: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    sheet.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    sheet.on('end', resolve);
    sheet.on('error', reject);
  });
  // pdfkit takes a font that is open already as it is, which saves a third of the time; its types know only of files.
  sheet.font(documentFont().open as unknown as string);
  draw(sheet, clean);
  const pages = sheet.bufferedPageRange().count;
  sheet.end();
  await ended;
  return ok({ pdf: Uint8Array.from(Buffer.concat(chunks)), pages });
}

/** Control characters and line ends have no place in the words of a proof. */
function cleaned(data: ProofData): ProofData {
  const plain = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
  const words = ({ zh, en }: Words) => ({ zh: plain(zh), en: plain(en) });
  return {
    ...data,
    title: words(data.title),
    number: plain(data.number),
    fields: data.fields.map(({ label, value }) => ({ label: words(label), value: plain(value) })),
    paragraphs: data.paragraphs.map(plain),
    issuer: words(data.issuer),
    verificationCode: plain(data.verificationCode),
  };
}

/** Every text of the page, its fixed words included: whatever font is put in, it is checked for all of them. */
function textsOf(data: ProofData): readonly string[] {
  return [
    ...[data.title, data.issuer, ...data.fields.map((field) => field.label)].flatMap(({ zh, en }) => [zh, en]),
    ...data.fields.map((field) => field.value),
    ...data.paragraphs,
    data.number,
    data.verificationCode,
    chineseDate(data.issuedOn),
    reprintMark(data.copy),
    pageNumber(1, 1),
    numberLine(data.number),
    ...Object.values(fixed),
  ];
}

const fixed = {
  indent: '\u3000\u3000',
  verify: '扫描二维码或输入验证码核验真伪',
  verifyEnglish: 'Scan the code or enter it on the site to verify.',
  code: '验证码 Verification code',
  seal: '（电子印章）',
} as const;

/** `2026-11-23` as `2026年11月23日`. */
function chineseDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
}

function numberLine(number: string): string {
  return `编号 No. ${number}`;
}

function reprintMark(copy: number): string {
  return copy > 1 ? `补打 第${copy}份 Reprint, copy ${copy}` : '';
}

function pageNumber(page: number, pages: number): string {
  return `第 ${page} 页 共 ${pages} 页  Page ${page} of ${pages}`;
}

function draw(sheet: Sheet, data: ProofData): void {
  drawHead(sheet, data);
  drawFields(sheet, data);
  drawParagraphs(sheet, data);
  drawFoot(sheet, data);
  drawPageNumbers(sheet);
}

function drawHead(sheet: Sheet, data: ProofData): void {
  sheet.fontSize(24).fillColor('black').text(data.title.zh, { align: 'center' });
  if (data.title.en !== '') sheet.fontSize(11).fillColor(grey).text(data.title.en, { align: 'center' });
  sheet.moveDown(0.8);
  sheet.fontSize(10).fillColor(grey).text(numberLine(data.number), { align: 'right' });
  const mark = reprintMark(data.copy);
  if (mark !== '') sheet.text(mark, { align: 'right' });
  sheet.moveDown(0.5);
}

const labelWidth = 150;

function drawFields(sheet: Sheet, data: ProofData): void {
  const width = sheet.page.width - 2 * margin;
  const valueWidth = width - labelWidth - 20;
  for (const { label, value } of data.fields) {
    const valueHeight = sheet.fontSize(12).heightOfString(value, { width: valueWidth });
    const labelHeight = sheet.heightOfString(label.zh, { width: labelWidth - 12 });
    const englishHeight = sheet.fontSize(8).heightOfString(label.en, { width: labelWidth - 12 });
    const height = Math.max(valueHeight, labelHeight + englishHeight) + 12;
    if (sheet.y + height > sheet.page.height - margin) sheet.addPage();
    const top = sheet.y;
    sheet.lineWidth(0.5).strokeColor('#bbbbbb').rect(margin, top, width, height).stroke();
    sheet
      .moveTo(margin + labelWidth, top)
      .lineTo(margin + labelWidth, top + height)
      .stroke();
    sheet
      .fontSize(12)
      .fillColor('black')
      .text(label.zh, margin + 8, top + 5, { width: labelWidth - 12 });
    sheet
      .fontSize(8)
      .fillColor(grey)
      .text(label.en, { width: labelWidth - 12 });
    sheet.fontSize(12).fillColor('black');
    sheet.text(value, margin + labelWidth + 10, top + (height - valueHeight) / 2, { width: valueWidth });
    sheet.x = margin;
    sheet.y = top + height;
  }
  sheet.moveDown(1.5);
}

function drawParagraphs(sheet: Sheet, data: ProofData): void {
  sheet.fontSize(13).fillColor('black');
  for (const text of data.paragraphs) {
    sheet.text(`${fixed.indent}${text}`, { lineGap: 6, align: 'left' });
    sheet.moveDown(0.4);
  }
}

const footHeight = 190;
const qrWidth = 96;

/** QR code and code at the left, seal and date at the right, together on one page. */
function drawFoot(sheet: Sheet, data: ProofData): void {
  if (sheet.y + footHeight > sheet.page.height - margin) sheet.addPage();
  const top = Math.max(sheet.y + 24, sheet.page.height - margin - footHeight);
  drawQr(sheet, data.link, { left: margin, top });
  const below = { width: 220, lineGap: 1 };
  sheet
    .fontSize(8)
    .fillColor(grey)
    .text(fixed.code, margin, top + qrWidth + 12, below);
  sheet.fontSize(11).fillColor('black').text(data.verificationCode, below);
  sheet.fontSize(8).fillColor(grey).text(fixed.verify, below).text(fixed.verifyEnglish, below);

  const width = 230;
  const left = sheet.page.width - margin - width;
  drawSeal(sheet, data.issuer.zh, { x: left + width / 2, y: top + 56 });
  sheet
    .fontSize(12)
    .fillColor('black')
    .text(data.issuer.zh, left, top + 118, { width, align: 'center' });
  if (data.issuer.en !== '') sheet.fontSize(8).fillColor(grey).text(data.issuer.en, { width, align: 'center' });
  sheet.fontSize(12).fillColor('black').text(chineseDate(data.issuedOn), { width, align: 'center' });
}

/** Level M, vector squares of 96 pt in all: no scaling can blur them. */
function drawQr(sheet: Sheet, link: string, { left, top }: { readonly left: number; readonly top: number }): void {
  const { modules } = QRCode.create(link, { errorCorrectionLevel: 'M' });
  const side = qrWidth / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) sheet.rect(left + column * side, top + row * side, side, side);
    }
  }
  sheet.fillColor('black').fill();
}

/** The place of the seal: ring, star and words. The seal itself is put there by the issuing body's signature. */
function drawSeal(sheet: Sheet, issuer: string, { x, y }: { readonly x: number; readonly y: number }): void {
  const radius = 54;
  sheet.lineWidth(2).strokeColor(sealRed).circle(x, y, radius).stroke();
  const points = Array.from({ length: 10 }, (_, point) => {
    const reach = point % 2 === 0 ? 16 : 6.1;
    const angle = (point * Math.PI) / 5 - Math.PI / 2;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)] as [number, number];
  });
  sheet
    .polygon(...points)
    .fillColor(sealRed)
    .fill();
  drawOnArc(sheet, issuer, { x, y, radius: radius - 5 });
  sheet.fontSize(8).text(fixed.seal, x - radius, y + 26, { width: 2 * radius, align: 'center' });
}

function drawOnArc(
  sheet: Sheet,
  text: string,
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
): void {
  const chars = [...text];
  const step = Math.min(24, 250 / Math.max(1, chars.length - 1));
  const size = Math.min(12, (step * Math.PI * (radius - 8)) / 180);
  chars.forEach((char, index) => {
    const angle = (index - (chars.length - 1) / 2) * step;
    sheet.save().translate(x, y).rotate(angle);
    sheet.fontSize(size).fillColor(sealRed);
    sheet.text(char, -sheet.widthOfString(char) / 2, -radius, { lineBreak: false });
    sheet.restore();
  });
}

function drawPageNumbers(sheet: Sheet): void {
  const { count } = sheet.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    sheet.switchToPage(page);
    // Below the margin: without this the text would begin another page.
    sheet.page.margins.bottom = 0;
    sheet.fontSize(9).fillColor(grey);
    const width = sheet.page.width - 2 * margin;
    sheet.text(pageNumber(page + 1, count), margin, sheet.page.height - 40, { width, align: 'center' });
  }
}
