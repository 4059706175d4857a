// Print job: one document for one person, ordered once and followed to paper or to an honest "not confirmed".

import type { PersonKey } from './person.ts';

export type PrinterKind = 'receiptPrinter' | 'documentPrinter';
export type DocumentKind = 'paymentReceipt' | 'proof';

/** Why nothing came out, in the words of the problem list. */
export type PrintRefusal =
  | 'paperOut'
  | 'paperJam'
  | 'printerCover'
  | 'printerFault'
  | 'printerOffline'
  | 'documentUnavailable';

export type PrintJobState =
  /** The intent is durable; bytes may or may not have gone out. */
  | { readonly is: 'ordered' }
  /** The printer itself reported the end, or the person has the paper in hand. */
  | { readonly is: 'printed'; readonly at: number; readonly evidence: 'printer' | 'statement' }
  /** Nothing was sent. */
  | { readonly is: 'notStarted'; readonly at: number; readonly why: PrintRefusal }
  /** Sent, outcome not known; asked of the person once, never repeated by itself. */
  | { readonly is: 'notConfirmed'; readonly at: number }
  /** Sent, and the person said that no paper came. */
  | { readonly is: 'lost'; readonly at: number };

export interface PrintJob {
  /** UUIDv7 of the event that led to it; also the job name in the printer. */
  readonly id: string;
  readonly document: string;
  readonly kind: DocumentKind;
  readonly printer: PrinterKind;
  readonly person: PersonKey;
  /** 1 = original; a reprint is counted and marked on the paper. */
  readonly copy: number;
  readonly at: number;
  readonly state: PrintJobState;
}

export const maxCopies = 2;

export function printerFor(kind: DocumentKind): PrinterKind {
  return kind === 'paymentReceipt' ? 'receiptPrinter' : 'documentPrinter';
}
