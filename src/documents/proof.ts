// Proof: an official A4 document: head, table of fields, paragraphs, QR code and code at the left, seal at the right.

import { failed, type Result } from '../base/result.ts';
import type { Words } from '../core/words.ts';
import { codeKeyword } from './proof-code.ts';
import { drawSeal, drawSealPlace, type Seal, sealHeight } from './seal.ts';
import { readSealPicture } from './seal-picture.ts';
import { createSheet, grey, type MadePages, margin, type Sheet, type SheetProblem } from './sheet.ts';
import { chineseDate, drawFields, drawHead, drawQr, qrWidth, reprintMark } from './sheet-parts.ts';

export interface ProofData {
  readonly title: Words;
  readonly number: string;
  readonly fields: readonly { readonly label: Words; readonly value: string }[];
  readonly paragraphs: readonly string[];
  /** The body whose seal it bears. */
  readonly issuer: Words;
  /** YYYY-MM-DD */
  readonly issuedOn: string;
  readonly verificationCode: string;
  /** What the QR code opens; at most 300 characters. */
  readonly link: string;
  /** Its seal as a PNG in base64, as central hands it out; without one the place of the seal is drawn. */
  readonly seal?: { readonly png: string; readonly widthMm: number } | undefined;
  /** 1 = original; higher copies are marked as reprints. */
  readonly copy: number;
  /** UTC milliseconds; the creation date in the file, so that the same data gives the same bytes. */
  readonly printedAt: number;
}

/** `brokenFile` and `fileTooLarge` speak of the picture of the seal. */
export type ProofProblem = SheetProblem | 'brokenFile' | 'fileTooLarge';

export async function makeProof(data: ProofData): Promise<Result<MadePages, ProofProblem>> {
  let seal: Seal | undefined;
  if (data.seal !== undefined) {
    const picture = readSealPicture(Buffer.from(data.seal.png, 'base64'));
    if (!picture.ok) return failed(picture.problem);
    seal = { picture: picture.value, widthMm: data.seal.widthMm };
  }
  const sheet = createSheet({
    title: data.title.zh,
    author: data.issuer.zh,
    number: data.number,
    keywords: codeKeyword(data.verificationCode),
    at: data.printedAt,
  });
  drawHead(sheet, { title: data.title, lines: [`编号 No. ${data.number}`, reprintMark(data.copy)] });
  drawFields(sheet, data.fields);
  for (const text of data.paragraphs) {
    // Two wide spaces begin a Chinese paragraph.
    sheet.write(`\u3000\u3000${text}`, { size: 13, lineGap: 6 });
    sheet.pdf.moveDown(0.4);
  }
  drawFoot(sheet, data, seal);
  return sheet.finish();
}

const issuerWidth = 230;

/** Together on one page, and at its lower end. */
function drawFoot(sheet: Sheet, data: ProofData, seal: Seal | undefined): void {
  const { issuer, issuedOn } = data;
  const centred = { width: issuerWidth, align: 'center' } as const;
  const sealed = sealHeight(seal);
  const signed =
    sheet.heightOf(issuer.zh, { size: 12, ...centred }) + sheet.heightOf(issuer.en, { size: 8, ...centred }) + 24;
  const height = Math.max(sealed + 10 + signed, qrWidth + 12 + 70);
  sheet.keepTogether(height + 24);
  const top = Math.max(sheet.pdf.y + 24, sheet.bottom - height);

  drawQr(sheet, data.link, { left: margin, top });
  const small = { size: 8, colour: grey, width: 220, lineGap: 1 };
  sheet.write('验证码 Verification code', { ...small, at: [margin, top + qrWidth + 12] });
  sheet.write(data.verificationCode, { size: 11, width: 220, lineGap: 1 });
  sheet.write('扫描二维码或输入验证码核验真伪', small);
  sheet.write('Scan the code or enter it on the site to verify.', small);

  const left = margin + sheet.width - issuerWidth;
  const middle = { x: left + issuerWidth / 2, y: top + sealed / 2 };
  if (seal === undefined) drawSealPlace(sheet, middle, issuer.zh);
  else drawSeal(sheet, middle, seal);
  sheet.write(issuer.zh, { size: 12, at: [left, top + sealed + 10], ...centred });
  if (issuer.en !== '') sheet.write(issuer.en, { size: 8, colour: grey, ...centred });
  sheet.write(chineseDate(issuedOn), { size: 12, ...centred });
}
