// Print doubt: a print that nobody could confirm, settled by the printer's own record, by the person, or left to staff.

import { unreachable } from '../base/result.ts';
import { envelopeOfSlip } from './drop-off-list.ts';
import { isOfMoment, isUnderWay, type PrinterKind, type PrintJob, type PrintRecord } from './print-job.ts';
import { markOf, orderDelivery, print, printDropOff } from './printing.ts';
import { printSheet } from './sheet.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil, showProblem } from './visit.ts';

/** The person is asked once. "No" leads to one marked reprint, after that to a member of staff. */
export function answerPrinted(turn: Turn, printed: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'didItPrint') return;
  const { visit } = session;
  const job = turn.job(session.job);
  if (printed) {
    turn.setJob(job.id, { is: 'done', at: turn.now, evidence: 'statement' });
    turn.record({ is: 'printed', job: job.id, evidence: 'statement' });
    return turn.go({ at: 'printed', visit, job: job.id, deadline: idleUntil(turn) });
  }
  turn.setJob(job.id, { is: 'failed', at: turn.now, why: 'saidNoPaper' });
  turn.record({ is: 'printLost', job: job.id });
  // The answer is the result of a test, and a report is printed anew.
  if (isOfMoment(job.kind)) return goHome(turn, visit);
  if (job.reprintOf !== null) return showProblem(turn, 'printNotConfirmed', { visit });
  if (job.sheet !== undefined) return printSheet(turn, visit, job.sheet.which, job.id);
  if (job.delivery !== undefined) return orderDelivery(turn, visit, job.delivery, job.id);
  const envelope = envelopeOfSlip(turn.kiosk, job.document);
  if (envelope !== undefined) return printDropOff(turn, visit, envelope, job.id);
  print(turn, visit, job.document, job.id);
}

/** The person left without an answer: they are not asked again, staff see it. */
export function printQuestionLeft(turn: Turn, id: string): void {
  const { state } = turn.job(id);
  if (state.is === 'notConfirmed') turn.setJob(id, { ...state, next: 'staff' });
}

/** What was under way when the last run ended. What had not been sent never will be; the rest is in doubt. */
export function printsAfterRestart(turn: Turn, jobs: Iterable<PrintJob>): void {
  for (const job of jobs) {
    if (!isUnderWay(job)) continue;
    if (job.state.is === 'queued') {
      turn.setJob(job.id, { is: 'expired', at: turn.now });
      turn.record({ is: 'printExpired', job: job.id });
    } else {
      // A worksheet is not asked about: staff print another, of what is booked by then.
      const next = job.kind === 'worksheet' || isOfMoment(job.kind) ? 'staff' : 'record';
      turn.setJob(job.id, { is: 'notConfirmed', at: turn.now, mark: markOf(job), next });
      turn.record({ is: 'printNotConfirmed', job: job.id });
    }
  }
}

/** The printer answers again: its record is asked about every job that a crash or a lost line left in doubt. */
export function askRecords(turn: Turn, printer: PrinterKind): void {
  for (const job of turn.kiosk.jobs.values()) {
    if (job.printer !== printer || job.state.is !== 'notConfirmed' || job.state.next !== 'record') continue;
    turn.ask({ do: 'lookUpPrint', job: job.id, printer, mark: job.state.mark });
  }
}

/** Also counts when the person stands before the question already: then it is answered without them. */
export function printLookedUp(turn: Turn, id: string, found: PrintRecord): void {
  const job = turn.kiosk.jobs.get(id);
  if (job?.state.is !== 'notConfirmed' || job.state.next !== 'record') return;
  const { session } = turn.kiosk;
  const asked = session.at === 'didItPrint' && session.job === id ? session.visit : null;
  switch (found) {
    case 'printed':
      turn.setJob(id, { is: 'done', at: turn.now, evidence: 'record' });
      turn.record({ is: 'printed', job: id, evidence: 'record' });
      if (asked !== null) turn.go({ at: 'printed', visit: asked, job: id, deadline: idleUntil(turn) });
      return;
    case 'notPrinted':
      turn.setJob(id, { is: 'failed', at: turn.now, why: 'recordSaysNone' });
      turn.record({ is: 'printNotStarted', job: id, why: 'recordSaysNone' });
      if (asked !== null) showProblem(turn, 'printExpired', { visit: asked });
      return;
    case 'unknown':
      return turn.setJob(id, { ...job.state, next: 'person' });
    default:
      return unreachable(found);
  }
}
