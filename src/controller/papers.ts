// Papers: central's words for one document become a slip for the receipt printer or a PDF for the A4 printer.

import type { Paper } from '../base/paper.ts';
import type { Result } from '../base/result.ts';
import type { DocumentContent } from '../contract/sync.ts';
import type { PrintJob } from '../core/print-job.ts';

export type MadePaper =
  | { readonly is: 'slip'; readonly paper: Paper }
  | { readonly is: 'pages'; readonly pdf: Uint8Array; readonly pages: number };

/** `missingGlyph`: a character that no font of ours has; an empty box never reaches paper. */
export type PaperProblem = 'missingGlyph';

export interface Papers {
  make(content: DocumentContent, job: PrintJob): Promise<Result<MadePaper, PaperProblem>>;
}
