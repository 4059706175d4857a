// Print job: one document for one person, ordered once and followed to paper or to an honest "not confirmed".

import type { Delivery } from './delivery.ts';
import type { PersonKey } from './person.ts';
import type { Sheet } from './sheet.ts';

export type PrinterKind = 'receiptPrinter' | 'documentPrinter';
/** What central keeps for a person. */
export type FetchedKind = 'paymentReceipt' | 'proof';
/** What a technician prints to see how the printer prints. */
export type TestKind = 'testSlip' | 'testPage';
/** True for the moment only: one that did not come out is ordered anew. */
export type MomentKind = TestKind | 'readinessReport';
/** `worksheet`: for staff. */
export type DocumentKind = FetchedKind | 'deliveryReceipt' | 'worksheet' | 'dropOffSlip' | MomentKind;

/** What keeps a printer from printing, in the words of the problem list. */
export const printTroubles = [
  'paperOut',
  'paperJam',
  'paperNotTaken',
  'outputFull',
  'printerCover',
  'tonerOut',
  'printerHot',
  'printerFault',
  'printerOffline',
] as const;
export type PrintTrouble = (typeof printTroubles)[number];

/** Why nothing came out, or may not have, in the words of the problem list. */
export const printRefusals = [
  ...printTroubles,
  'documentUnavailable',
  'characterMissing',
  'fileUnusable',
  'printCancelled',
] as const;
export type PrintRefusal = (typeof printRefusals)[number];

/** What the printer showed right before the first byte; null where it keeps no count. */
export interface PrintMark {
  readonly cuts: number | null;
}

/** What the printer's own record says of a job after a restart. */
export type PrintRecord = 'printed' | 'notPrinted' | 'unknown';

/**
 * queued → sent → printing ⇄ stopped → done | failed | notConfirmed; queued → failed | expired.
 * After a crash: queued → expired, sent and later → notConfirmed, which the printer's record or the person settles.
 */
export type PrintJobState =
  /** The intent is durable; nothing has left the computer. */
  | { readonly is: 'queued' }
  /** Written right before the first byte: from here on paper may come. */
  | { readonly is: 'sent'; readonly at: number; readonly mark: PrintMark }
  | { readonly is: 'printing'; readonly at: number; readonly mark: PrintMark }
  /** The printer waits for a hand and goes on by itself afterwards, unless the job is cancelled first. */
  | { readonly is: 'stopped'; readonly at: number; readonly mark: PrintMark; readonly why: PrintTrouble }
  /** The printer itself reported the end, its record says so, or the person has the paper in hand. */
  | { readonly is: 'done'; readonly at: number; readonly evidence: 'printer' | 'record' | 'statement' }
  /** No paper: nothing was sent, the printer says so, or the person does. */
  | { readonly is: 'failed'; readonly at: number; readonly why: PrintRefusal | 'recordSaysNone' | 'saidNoPaper' }
  /** Its time was over before anything was sent. */
  | { readonly is: 'expired'; readonly at: number }
  /** Sent, outcome not known; never repeated by itself. `next` is who can still tell: each is asked once, in this order. */
  | {
      readonly is: 'notConfirmed';
      readonly at: number;
      readonly mark: PrintMark | null;
      readonly next: 'record' | 'person' | 'staff';
    };

export interface PrintJob {
  /** UUIDv7 of the event that led to it, made before the first try: the idempotency key, and the job's name in the printer. */
  readonly id: string;
  readonly document: string;
  readonly kind: DocumentKind;
  readonly printer: PrinterKind;
  readonly person: PersonKey;
  /** 1 = original; a reprint is counted and marked on the paper. */
  readonly copy: number;
  /** The job whose paper never came; null for a first try. */
  readonly reprintOf: string | null;
  readonly at: number;
  /** Not sent, and not left standing in a stopped printer, after this. UTC ms. */
  readonly expiresAt: number;
  readonly state: PrintJobState;
  /** Of a delivery receipt: what it says, kept until nothing can be printed of it any more. */
  readonly delivery?: Delivery;
  /** Of a worksheet: what it says. In memory only, because it is true for that moment only. */
  readonly sheet?: Sheet;
}

/** What the kiosk knows by itself: such a paper needs no network. */
export function isOfKiosk(kind: DocumentKind): kind is Exclude<DocumentKind, FetchedKind> {
  return kind === 'deliveryReceipt' || kind === 'dropOffSlip' || kind === 'worksheet' || isOfMoment(kind);
}

export function isTestKind(kind: DocumentKind): kind is TestKind {
  return kind === 'testSlip' || kind === 'testPage';
}

export function isOfMoment(kind: DocumentKind): kind is MomentKind {
  return isTestKind(kind) || kind === 'readinessReport';
}

export function printerFor(kind: DocumentKind): PrinterKind {
  return kind === 'proof' || kind === 'testPage' || kind === 'readinessReport' ? 'documentPrinter' : 'receiptPrinter';
}

export function isUnderWay({ state }: PrintJob): boolean {
  return state.is === 'queued' || state.is === 'sent' || state.is === 'printing' || state.is === 'stopped';
}

/** Something may still settle it: it is under way, or the printer's record or the person has yet to be asked. */
export function isOpenJob(job: PrintJob): boolean {
  return isUnderWay(job) || (job.state.is === 'notConfirmed' && job.state.next !== 'staff');
}

/** Whether the printer itself has proved that the paper of this job, which was sent, is out and cut. */
export function isSurelyCut(state: PrintJobState): boolean {
  return state.is === 'done' && state.evidence !== 'statement';
}

/** Whether paper of it may be in somebody's hands: then the next one is a reprint. */
export function mayBeOut({ state }: PrintJob): boolean {
  switch (state.is) {
    case 'queued':
    case 'expired':
      return false;
    case 'failed':
      return state.why === 'saidNoPaper';
    default:
      return true;
  }
}
