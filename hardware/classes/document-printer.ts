// Document printer: prints one PDF and follows the job to its end in the printer's own record.

import type { Printer } from './printing.ts';

export interface DocumentOrder {
  /** Becomes the job's name in the printer, so that its own record can be asked later. Never used twice. */
  readonly job: string;
  readonly pdf: Uint8Array;
  readonly pages: number;
}

export type DocumentPrinter = Printer<DocumentOrder>;
