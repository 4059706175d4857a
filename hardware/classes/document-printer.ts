// Document printer: prints one PDF and follows the job to its end in the printer's own record.

import type { Device } from './device.ts';
import type { PrintOutcome } from './receipt-printer.ts';

export interface DocumentPrinter extends Device {
  /**
   * Prints `pdf` once; `job` becomes the job name in the printer, so that its own record can be asked later.
   */
  print(order: { readonly job: string; readonly pdf: Uint8Array; readonly pages: number }): Promise<PrintOutcome>;
  /** What the printer's own record says of a job that was sent before a restart; `unknown` when it has no record. */
  lookUp(job: string): Promise<'printed' | 'printing' | 'failed' | 'unknown'>;
}
