// Capabilities: what a printer must be able to do before it gets an A4 proof, and what the technician is told if it can't.

import { type Attributes, words } from './protocol.ts';

/** Asked for when a printer comes (back) within reach. */
export const capabilityAttributes = [
  'document-format-supported',
  'media-supported',
  'media-ready',
  'operations-supported',
  'cups-version',
];

export const pdfFormat = 'application/pdf';
export const a4 = 'iso_a4_210x297mm';

/**
 * Print-Job is no way out for a printer without Create-Job: it tells the job's number only after it has the document, so
 * that a job whose answer is lost could be neither followed nor taken back, and nothing would be on disk before paper moves.
 */
const operations = [
  'Validate-Job',
  'Create-Job',
  'Send-Document',
  'Get-Job-Attributes',
  'Get-Jobs',
  'Cancel-Job',
] as const;

export interface Capabilities {
  /** Why nothing can be printed here; null when it can. A list that the printer does not have refuses nothing. */
  readonly lack: string | null;
  /** What the technician should know although it can be printed. */
  readonly note: string | null;
  /** A queue of CUPS, with a printer behind it. */
  readonly isCups: boolean;
}

export function capabilitiesOf(printer: Attributes): Capabilities {
  const formats = words(printer['document-format-supported']);
  const media = words(printer['media-supported']);
  const ready = words(printer['media-ready']);
  const offered = words(printer['operations-supported']);
  const missing = offered.length === 0 ? [] : operations.filter((operation) => !offered.includes(operation));
  const lack =
    formats.length > 0 && !formats.includes(pdfFormat)
      ? `does not print PDF, only ${formats.join(', ')}`
      : media.length > 0 && !media.includes(a4)
        ? 'does not print on A4'
        : missing.length > 0
          ? `cannot follow a job: no ${missing.join(', ')}`
          : null;
  // Many printers do not know what lies in their trays; the one that lacks A4 asks for it by media-needed.
  const note = ready.length > 0 && !ready.includes(a4) ? `says that no tray holds A4, only ${ready.join(', ')}` : null;
  return { lack, note, isCups: printer['cups-version'] !== undefined };
}
