// Checked PDF: a finished file from a back office, looked through before the printer gets it. It is printed as it came or
// not at all: a damaged file is never repaired, since nobody could say what was lost.
//
// pdf-lib reads every object and the pages; it forgives a missing end and misplaced objects and never unpacks page contents,
// so the tables and the check sums of the compressed streams are looked at here.

import {
  EncryptedPDFError,
  PDFArray,
  type PDFContext,
  type PDFDict,
  PDFDocument,
  PDFName,
  PDFStream,
} from '@cantoo/pdf-lib';
import { failed, ok, type Result } from '../base/result.ts';
import { inflated, streamsOf } from './pdf-streams.ts';
import { hasFittingTables } from './pdf-table.ts';
import { type MadePages, mostPages } from './sheet.ts';

export type CheckedPdfProblem = 'brokenFile' | 'tooManyPages' | 'fileTooLarge' | 'encryptedFile';

/** The contract lets through as much (`fileContent` in src/contract/sync.ts). */
export const mostPdfBytes = 4_000_000;
/** All streams unpacked: a small file must not fill the memory of a kiosk. */
const mostUnpackedBytes = 100_000_000;
/** All that is no stream. pdf-lib takes its time over nonsense there: five seconds for each million bytes. */
const mostStructureBytes = 1_000_000;

export async function checkPdf(pdf: Uint8Array): Promise<Result<MadePages, CheckedPdfProblem>> {
  if (pdf.length > mostPdfBytes) return failed('fileTooLarge');
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  if (!hasFittingTables(bytes)) return failed('brokenFile');
  if (isEncrypted(bytes)) return failed('encryptedFile');
  const problem = streamProblem(bytes);
  if (problem !== null) return failed(problem);
  const pages = await countPages(pdf);
  if (typeof pages !== 'number') return failed(pages);
  if (pages === 0) return failed('brokenFile');
  return pages > mostPages ? failed('tooManyPages') : ok({ pdf, pages });
}

/** Said before anything is unpacked: the streams of an encrypted file look damaged. */
function isEncrypted(bytes: Buffer): boolean {
  return /\/Encrypt\s+\d+ \d+ R|\/Encrypt\s*<</.test(bytes.toString('latin1'));
}

const onlyFlate = /\/Filter\s*(\/FlateDecode\b|\[\s*\/FlateDecode\s*\])/;

/** Every stream that says it is compressed must unpack to its check sum. */
function streamProblem(bytes: Buffer): 'brokenFile' | 'fileTooLarge' | null {
  let left = mostUnpackedBytes;
  let structure = bytes.length;
  for (const { dictionary, bytes: stream } of streamsOf(bytes)) {
    structure -= stream.length;
    if (!onlyFlate.test(dictionary)) {
      // Unpacked by the parser without a limit: any other coding is nothing that a program for documents writes.
      if (/\/(ObjStm|XRef)\b/.test(dictionary) && dictionary.includes('/Filter')) return 'brokenFile';
      continue;
    }
    const plain = inflated(stream, left);
    if (typeof plain === 'string') return plain === 'tooLarge' ? 'fileTooLarge' : 'brokenFile';
    left -= plain.length;
  }
  return structure > mostStructureBytes ? 'fileTooLarge' : null;
}

async function countPages(pdf: Uint8Array): Promise<number | 'brokenFile' | 'encryptedFile'> {
  try {
    const document = await PDFDocument.load(pdf, { throwOnInvalidObject: true, updateMetadata: false });
    const pages = document.getPages();
    return pages.every(({ node }) => hasContents(document.context, node)) ? pages.length : 'brokenFile';
  } catch (error) {
    if (error instanceof EncryptedPDFError) return 'encryptedFile';
    // The parser says by exceptions of many kinds that a file is none.
    if (error instanceof Error) return 'brokenFile';
    throw error;
  }
}

/** A page without contents is blank; one whose contents are not in the file has lost them. */
function hasContents(context: PDFContext, page: PDFDict): boolean {
  const named = page.get(PDFName.of('Contents'));
  if (named === undefined) return true;
  const contents = context.lookup(named);
  if (!(contents instanceof PDFArray)) return contents instanceof PDFStream;
  return contents.asArray().every((part) => context.lookup(part) instanceof PDFStream);
}
