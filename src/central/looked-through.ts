// Looked through: what an office sends as a file is opened before it is kept, so that the office learns of a damaged one,
// not the citizen at the kiosk.

import { failed, ok, type Result } from '../base/result.ts';
import type { AddedDocument } from '../contract/admin.ts';
import { type CheckedPdfProblem, checkPdf } from '../documents/checked-pdf.ts';
import { readSealPicture } from '../documents/seal-picture.ts';
import { malformed, type Refusal } from './problem-document.ts';

const reasons: Record<CheckedPdfProblem, string> = {
  brokenFile: 'is damaged or of another format',
  tooManyPages: 'has more than 50 pages',
  fileTooLarge: 'is too large',
  encryptedFile: 'is encrypted',
};

export async function lookThrough(document: AddedDocument): Promise<Result<void, Refusal>> {
  if (document.kind === 'file') {
    const checked = await checkPdf(Buffer.from(document.pdf, 'base64'));
    return checked.ok ? ok() : failed(malformed({ lines: [`document.pdf: ${reasons[checked.problem]}`] }));
  }
  if (document.kind !== 'proof' || document.seal === undefined) return ok();
  const picture = readSealPicture(Buffer.from(document.seal.png, 'base64'));
  return picture.ok ? ok() : failed(malformed({ lines: [`document.seal.png: ${reasons[picture.problem]}`] }));
}
