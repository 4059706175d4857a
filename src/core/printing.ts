// Printing: order once, follow to the end that the printer tells, take back what nobody waits for, count every copy.

import { unreachable } from '../base/result.ts';
import type { Delivery } from './delivery.ts';
import type { Event } from './event.ts';
import type { Item } from './item.ts';
import { type Kiosk, printerProblem } from './kiosk.ts';
import {
  type DocumentKind,
  isOfKiosk,
  isOpenJob,
  isUnderWay,
  mayBeOut,
  type PrinterKind,
  type PrintJob,
  type PrintMark,
  printerFor,
} from './print-job.ts';
import type { Problem } from './problem.ts';
import type { Session, Visit } from './session.ts';
import type { Sheet } from './sheet.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil, showProblem } from './visit.ts';

/** A driver always comes to an end; this is the last net under it, long enough for fifty pages. */
const printingMs = 15 * 60_000;
/** Who puts in paper is given this long after the stop, also when the job's own time is over sooner. */
const repairMs = 30_000;
/** A cancelled job ends when the sheet in the machine is out. */
const cancellingMs = 20_000;
/** From then on the screen offers a way out (UX5). */
const patienceMs = 10_000;

/** Why this document cannot be printed now, before anything is asked; null when it can. */
export function printProblem(kiosk: Kiosk, { kind }: { readonly kind: DocumentKind }): Problem | null {
  if (!isOfKiosk(kind) && !kiosk.centralOnline) return 'centralOffline';
  return printerProblem(kiosk, printerFor(kind));
}

type Printing = Extract<Session, { at: 'printing' }>;

export function print(turn: Turn, visit: Visit, documentId: string, reprintOf: string | null = null): void {
  const document = visit.documents.find((one) => one.id === documentId);
  if (document === undefined) return showProblem(turn, 'documentUnavailable', { visit });
  order(turn, visit, { id: documentId, kind: document.kind, reprintOf });
}

/** The receipt of what was just taken out. The visit comes back to where it can be opened once more. */
export function printDelivery(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at !== 'collected' || session.delivery === null) return;
  const { at: _, visit, deadline: __, ...collected } = session;
  orderDelivery(turn, { ...visit, collected }, session.delivery, null);
}

/** Where the site wants each hand-over on paper. A printer that cannot is no reason to alarm anybody: the screen shows it. */
export function printDeliveryAfterHandOver(turn: Turn): void {
  const { settings } = turn.kiosk;
  if (settings.receipt === 'printed' && printProblem(turn.kiosk, { kind: 'deliveryReceipt' }) === null)
    printDelivery(turn);
}

export function orderDelivery(turn: Turn, visit: Visit, delivery: Delivery, reprintOf: string | null): void {
  order(turn, visit, { id: delivery.order, kind: 'deliveryReceipt', reprintOf, delivery });
}

/** Each is a document of its own: two of one day differ, and none is a copy of the other. */
export function orderSheet(turn: Turn, visit: Visit, sheet: Sheet, reprintOf: string | null): void {
  order(turn, visit, { id: turn.id, kind: 'worksheet', reprintOf, sheet });
}

/** The slip of an envelope that was received: at once, or at any later visit. */
export function printDropOff(turn: Turn, visit: Visit, { dropOff }: Item, reprintOf: string | null): void {
  const receipt = dropOff?.receipt ?? null;
  if (receipt === null) return showProblem(turn, 'notNow', { visit });
  order(turn, visit, { id: receipt.fact, kind: 'dropOffSlip', reprintOf });
}

/** Each is a document of its own. */
export function printTest(turn: Turn, visit: Visit, printer: PrinterKind): void {
  order(turn, visit, {
    id: turn.id,
    kind: printer === 'receiptPrinter' ? 'testSlip' : 'testPage',
    reprintOf: null,
  });
}

export function orderReport(turn: Turn, visit: Visit): void {
  order(turn, visit, { id: turn.id, kind: 'readinessReport', reprintOf: null });
}

interface Wanted {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly reprintOf: string | null;
  readonly delivery?: Delivery;
  readonly sheet?: Sheet;
}

function order(turn: Turn, visit: Visit, document: Wanted): void {
  const { reprintOf, delivery, sheet } = document;
  const open = [...turn.kiosk.jobs.values()].find((job) => job.document === document.id && isOpenJob(job));
  if (open !== undefined) return goOnWith(turn, visit, open);
  const problem = printProblem(turn.kiosk, document);
  if (problem !== null) return showProblem(turn, problem, { visit });
  const job: PrintJob = {
    id: turn.id,
    document: document.id,
    kind: document.kind,
    printer: printerFor(document.kind),
    person: visit.holder.person,
    copy: copiesOf(turn.kiosk, document.id) + 1,
    reprintOf,
    at: turn.now,
    expiresAt: turn.now + turn.kiosk.settings.printExpiryMs,
    state: { is: 'queued' },
    ...(delivery === undefined ? {} : { delivery }),
    ...(sheet === undefined ? {} : { sheet }),
  };
  const { id, kind, copy, person } = job;
  turn.addJob(job);
  turn.record({ is: 'printOrdered', job: id, document: document.id, kind, copy, reprintOf, person });
  // Whoever takes the one slip must not take somebody else's along.
  if (job.printer === 'receiptPrinter' && turn.kiosk.slipMayHang) turn.ask({ do: 'freeHead' });
  turn.ask({ do: 'print', job });
  goToPrinting(turn, visit, job);
}

/** The same document once more, while nobody knows what became of the last one: that is settled first. */
function goOnWith(turn: Turn, visit: Visit, job: PrintJob): void {
  if (isUnderWay(job)) return goToPrinting(turn, visit, job);
  turn.go({ at: 'didItPrint', visit, job: job.id, deadline: idleUntil(turn) });
}

function goToPrinting(turn: Turn, visit: Visit, { id }: PrintJob): void {
  turn.go({ at: 'printing', visit, job: id, cancelled: null, deadline: turn.now + printingMs });
}

/** The highest copy of which paper may be out: of the jobs at hand, and of those that earlier runs settled. */
export function copiesOf(kiosk: Kiosk, document: string): number {
  const known = [...kiosk.jobs.values()].filter((job) => job.document === document && mayBeOut(job));
  return Math.max(kiosk.copiesBefore.get(document) ?? 0, ...known.map((job) => job.copy));
}

/** Asked right before the first byte. The job goes on only if its state is `sent` afterwards. */
export function printStarting(
  turn: Turn,
  { job: id, mark, sha256 }: { readonly job: string; readonly mark: PrintMark; readonly sha256: string | null },
): void {
  const job = turn.kiosk.jobs.get(id);
  if (job?.state.is !== 'queued' || turn.now > job.expiresAt) return;
  turn.setJob(id, { is: 'sent', at: turn.now, mark });
  if (job.printer === 'receiptPrinter') turn.set({ slipMayHang: false });
  turn.record({ is: 'printSent', job: id, document: job.document, copy: job.copy, sha256 });
}

export function printProgress(
  turn: Turn,
  id: string,
  progress: Extract<Event, { is: 'printProgress' }>['progress'],
): void {
  const state = turn.kiosk.jobs.get(id)?.state;
  if (state?.is !== 'sent' && state?.is !== 'printing' && state?.is !== 'stopped') return;
  const { mark } = state;
  if (progress.is === 'printing') {
    if (state.is !== 'printing') turn.setJob(id, { is: 'printing', at: turn.now, mark });
    return;
  }
  const { why } = progress;
  if (state.is === 'stopped' && state.why === why) return;
  // The patience of the person counts from the first stop, not from the second thing that is wrong.
  turn.setJob(id, { is: 'stopped', at: state.is === 'stopped' ? state.at : turn.now, mark, why });
  turn.record({ is: 'printStopped', job: id, why });
}

export function printEnded(turn: Turn, id: string, outcome: Extract<Event, { is: 'printEnded' }>['outcome']): void {
  const job = turn.kiosk.jobs.get(id);
  if (job === undefined || !isUnderWay(job)) return;
  const { session } = turn.kiosk;
  const shown = session.at === 'printing' && session.job === id ? session : null;
  switch (outcome.is) {
    case 'printed':
      turn.setJob(id, { is: 'done', at: turn.now, evidence: 'printer' });
      turn.record({ is: 'printed', job: id, evidence: 'printer' });
      if (shown !== null) turn.go({ at: 'printed', visit: shown.visit, job: id, deadline: idleUntil(turn) });
      return;
    case 'notStarted':
      turn.setJob(id, { is: 'failed', at: turn.now, why: outcome.why });
      turn.record({ is: 'printNotStarted', job: id, why: outcome.why });
      if (shown !== null) nothingCame(turn, shown, outcome.why === 'printCancelled' ? troubleOf(job) : outcome.why);
      return;
    case 'tooLate':
      turn.setJob(id, { is: 'expired', at: turn.now });
      turn.record({ is: 'printExpired', job: id });
      if (shown !== null) nothingCame(turn, shown, 'printExpired');
      return;
    case 'notConfirmed':
      return notConfirmed(turn, job, { visit: shown?.visit ?? null, next: outcome.next });
    default:
      return unreachable(outcome);
  }
}

function troubleOf({ state }: PrintJob): Problem | null {
  return state.is === 'stopped' ? state.why : null;
}

/** Whoever stopped it of their own accord is told nothing more; else the reason is shown. */
function nothingCame(turn: Turn, { visit, cancelled }: Printing, problem: Problem | null): void {
  if (problem === null || cancelled?.by === 'person') return goHome(turn, visit);
  showProblem(turn, problem, { visit });
}

/** The person is asked at once; a record that tells in the meantime answers for them. */
function notConfirmed(
  turn: Turn,
  job: PrintJob,
  { visit, next }: { readonly visit: Visit | null; readonly next: 'record' | 'person' },
): void {
  turn.setJob(job.id, { is: 'notConfirmed', at: turn.now, mark: markOf(job), next });
  turn.record({ is: 'printNotConfirmed', job: job.id });
  if (visit !== null) turn.go({ at: 'didItPrint', visit, job: job.id, deadline: idleUntil(turn) });
}

export function markOf({ state }: PrintJob): PrintMark | null {
  return 'mark' in state ? state.mark : null;
}

/** Whether the screen offers to stop: the printer stands still, or it takes long. */
export function mayStopPrinting(kiosk: Kiosk, now: number): boolean {
  const { session } = kiosk;
  if (session.at !== 'printing' || session.cancelled !== null) return false;
  const job = kiosk.jobs.get(session.job);
  return job !== undefined && (job.state.is === 'stopped' || now - job.at >= patienceMs);
}

export function stopPrinting(turn: Turn): void {
  const { session } = turn.kiosk;
  if (session.at === 'printing' && mayStopPrinting(turn.kiosk, turn.now)) cancel(turn, session, 'person');
}

function cancel(turn: Turn, session: Printing, by: 'person' | 'time'): void {
  const { printer } = turn.job(session.job);
  turn.ask({ do: 'cancelPrint', job: session.job, printer });
  turn.go({ ...session, cancelled: { by, at: turn.now }, deadline: turn.now + cancellingMs });
}

/**
 * A job that stands in a stopped printer beyond its time is taken back, so that it is not the next person's paper after
 * a refill. One that is being printed is left its time.
 */
export function printingTick(turn: Turn, session: Printing): void {
  const job = turn.job(session.job);
  const late = turn.now >= session.deadline;
  if (session.cancelled !== null)
    return late ? notConfirmed(turn, job, { visit: session.visit, next: 'record' }) : undefined;
  const { state } = job;
  const standsTooLong =
    state.is === 'queued'
      ? turn.now > job.expiresAt
      : state.is === 'stopped' && turn.now > Math.max(job.expiresAt, state.at + repairMs);
  if (late || standsTooLong) cancel(turn, session, 'time');
}
