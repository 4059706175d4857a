// Papers: central's words for one document, or the kiosk's own for a delivery or a worksheet, become a slip for the receipt printer or a PDF for the A4 printer.

import type { Paper } from '../base/paper.ts';
import type { Result } from '../base/result.ts';
import type { DocumentContent } from '../contract/sync.ts';
import type { Delivery } from '../core/delivery.ts';
import type { PrintJob } from '../core/print-job.ts';
import type { Sheet } from '../core/sheet.ts';
import type { DropOffSlip } from '../documents/drop-off-slip.ts';
import type { ReadinessData } from '../documents/readiness-report.ts';

export type MadePaper =
  | { readonly is: 'slip'; readonly paper: Paper }
  | { readonly is: 'pages'; readonly pdf: Uint8Array; readonly pages: number };

/**
 * Why a document is not put on paper. `missingGlyph`: no font of ours has one of its characters, and an empty box never
 * reaches paper. The others speak of a file that came with it: a finished PDF, or the picture of a seal.
 */
export const paperProblems = ['missingGlyph', 'brokenFile', 'tooManyPages', 'fileTooLarge', 'encryptedFile'] as const;
export type PaperProblem = (typeof paperProblems)[number];

export type PaperContent =
  | DocumentContent
  | { readonly kind: 'deliveryReceipt'; readonly delivery: Delivery }
  | { readonly kind: 'worksheet'; readonly sheet: Sheet }
  /** `printer`: in words. */
  | { readonly kind: 'testSlip'; readonly printer: string }
  | { readonly kind: 'readinessReport'; readonly report: ReadinessData }
  | { readonly kind: 'testPage'; readonly printer: string }
  | { readonly kind: 'dropOffSlip'; readonly slip: DropOffSlip };

export interface Papers {
  make(content: PaperContent, job: PrintJob): Promise<Result<MadePaper, PaperProblem>>;
}
