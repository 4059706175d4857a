// Proof: an official A4 document as PDF/A-1b, with its verification code as QR, a seal and page numbers.

import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { failed, ok, type Result } from '../base/result.ts';
import type { Words } from '../core/words.ts';
import { documentFont } from './font.ts';

export interface ProofData {
  readonly title: Words;
  readonly number: string;
  readonly fields: readonly { readonly label: Words; readonly value: string }[];
  readonly paragraphs: readonly string[];
  readonly issuer: Words;
  /** YYYY-MM-DD */
  readonly issuedOn: string;
  readonly verificationCode: string;
  /** Address behind the QR code. */
  readonly link: string;
  /** 1 = original. */
  readonly copy: number;
  /** UTC ms; also makes the bytes of the file the same for the same data. */
  readonly printedAt: number;
}

export interface MadeProof {
  readonly pdf: Uint8Array;
  readonly pages: number;
}

const margin = 64;
const red = '#b3261e';
const grey = '#5a6470';

/** `missingGlyph`: the font cannot show a character of it. Then there is no document: an empty box is no proof. */
export async function makeProof(data: ProofData): Promise<Result<MadeProof, 'missingGlyph'>> {
  const font = documentFont();
  const texts = [
    data.title.zh,
    data.title.en,
    data.number,
    data.issuer.zh,
    data.issuer.en,
    data.issuedOn,
    data.verificationCode,
    ...data.paragraphs,
    ...data.fields.flatMap(({ label, value }) => [label.zh, label.en, value]),
  ];
  if (texts.some((text) => font.missing(text) !== null)) return failed('missingGlyph');

  const document = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    bufferPages: true,
    pdfVersion: '1.4',
    subset: 'PDF/A-1b',
    font: null as unknown as string,
    info: {
      Title: `${data.title.zh} ${data.number}`,
      CreationDate: new Date(data.printedAt),
      ModDate: new Date(data.printedAt),
    },
  } as PDFKit.PDFDocumentOptions);
  const whole = collect(document);
  document.registerFont('text', font.bytes).font('text');
  drawHead(document, data);
  drawFields(document, data);
  for (const paragraph of data.paragraphs) {
    document
      .fontSize(13)
      .fillColor('#000')
      .text(plain(paragraph), margin, document.y, { lineGap: 7, align: 'justify' });
    document.moveDown(0.8);
  }
  drawFoot(document, data);
  const pages = numberPages(document);
  document.end();
  return ok({ pdf: await whole, pages });
}

/** Line ends and tabs become spaces; other control characters are nothing that paper can show. */
function plain(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(/\p{Cc}/gu, '');
}

function collect(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
  });
}

function drawHead(document: PDFKit.PDFDocument, { title, number, copy }: ProofData): void {
  const width = document.page.width - 2 * margin;
  document
    .fontSize(28)
    .fillColor('#000')
    .text(plain(title.zh), margin, margin + 20, { width, align: 'center' });
  document.fontSize(13).fillColor(grey).text(plain(title.en), { width, align: 'center' });
  document.moveDown(0.8);
  document
    .fontSize(11)
    .text(`编号 No. ${plain(number)}${copy > 1 ? `    补打 第${copy}份 Reprint, copy ${copy}` : ''}`, {
      width,
      align: 'right',
    });
  document.moveDown(0.8);
}

function drawFields(document: PDFKit.PDFDocument, { fields }: ProofData): void {
  const labelWidth = 150;
  const valueWidth = document.page.width - 2 * margin - labelWidth;
  for (const { label, value } of fields) {
    const top = document.y;
    document
      .fontSize(13)
      .fillColor('#000')
      .text(plain(value), margin + labelWidth, top, { width: valueWidth });
    const bottom = document.y;
    document.fontSize(13).text(plain(label.zh), margin, top, { width: labelWidth });
    document.fontSize(9).fillColor(grey).text(plain(label.en), margin, document.y, { width: labelWidth });
    document.y = Math.max(bottom, document.y) + 8;
    document
      .moveTo(margin, document.y)
      .lineTo(document.page.width - margin, document.y)
      .lineWidth(0.5)
      .strokeColor('#c4ccd4')
      .stroke();
    document.y += 8;
  }
  document.moveDown(0.6);
}

function drawFoot(document: PDFKit.PDFDocument, { issuer, issuedOn, verificationCode, link }: ProofData): void {
  const height = 170;
  if (document.y + height > document.page.height - margin) document.addPage();
  const top = document.y + 20;
  drawCode(document, link, { left: margin, top, size: 96 });
  document
    .fontSize(10)
    .fillColor(grey)
    .text(`验证码 Code ${plain(verificationCode)}`, margin, top + 104, { width: 220 });
  document.text('扫码验证真伪 Scan to verify', margin, document.y, { width: 220 });
  const centre = document.page.width - margin - 80;
  drawSeal(document, issuer.zh, { centre, middle: top + 50 });
  document
    .fontSize(13)
    .fillColor('#000')
    .text(plain(issuer.zh), centre - 110, top + 40, { width: 220, align: 'center' });
  document
    .fontSize(9)
    .fillColor(grey)
    .text(plain(issuer.en), centre - 110, document.y, { width: 220, align: 'center' });
  document
    .fontSize(12)
    .fillColor('#000')
    .text(issuedOn, centre - 110, document.y + 6, { width: 220, align: 'center' });
  document.y = top + height - 20;
}

/** Vector squares with the quiet zone of four modules that readers need. */
function drawCode(
  document: PDFKit.PDFDocument,
  link: string,
  { left, top, size }: { readonly left: number; readonly top: number; readonly size: number },
): void {
  const { modules } = QRCode.create(link, { errorCorrectionLevel: 'M' });
  const unit = size / (modules.size + 8);
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 1) document.rect(left + (column + 4) * unit, top + (row + 4) * unit, unit, unit);
    }
  }
  document.fill('#000');
}

/** A drawn ring with a star and the issuer's name: the place of the seal, not a seal of any office. */
function drawSeal(
  document: PDFKit.PDFDocument,
  name: string,
  { centre, middle }: { readonly centre: number; readonly middle: number },
): void {
  document.lineWidth(2).strokeColor(red).circle(centre, middle, 52).stroke();
  const points = Array.from({ length: 10 }, (_, corner) => {
    const radius = corner % 2 === 0 ? 15 : 6;
    const angle = (Math.PI / 5) * corner - Math.PI / 2;
    return [centre + radius * Math.cos(angle), middle + radius * Math.sin(angle)] as [number, number];
  });
  document.polygon(...points).fill(red);
  const letters = [...plain(name)].slice(0, 16);
  const spread = (Math.PI * 1.3) / Math.max(letters.length - 1, 1);
  letters.forEach((letter, place) => {
    const angle = (place - (letters.length - 1) / 2) * spread;
    document
      .save()
      .translate(centre, middle)
      .rotate((angle * 180) / Math.PI);
    document.fontSize(10).fillColor(red).text(letter, -5, -47, { lineBreak: false });
    document.restore();
  });
}

function numberPages(document: PDFKit.PDFDocument): number {
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    // Below the bottom margin pdfkit would begin a new page: the margin is lifted for this one line.
    document.page.margins.bottom = 0;
    document
      .fontSize(10)
      .fillColor(grey)
      .text(`第 ${page + 1} 页 共 ${count} 页  Page ${page + 1} of ${count}`, margin, document.page.height - 44, {
        width: document.page.width - 2 * margin,
        align: 'center',
        lineBreak: false,
      });
    document.page.margins.bottom = margin;
  }
  return count;
}
