// Printing: order once, believe only the printer or the person, ask once when neither is sure, mark every reprint.

import type { Event } from './event.ts';
import { type Kiosk, printerProblem } from './kiosk.ts';
import { maxCopies, printerFor } from './print-job.ts';
import type { Problem } from './problem.ts';
import type { PrintableDocument, Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { idleUntil, showProblem } from './visit.ts';

/** The driver always answers; this is the last net under it. */
const printingMs = 180_000;

/** Why this document cannot be printed now, before anything is asked; null when it can. */
export function printProblem(kiosk: Kiosk, document: Pick<PrintableDocument, 'kind'>): Problem | null {
  if (!kiosk.centralOnline) return 'centralOffline';
  return printerProblem(kiosk, printerFor(document.kind));
}

export function print(turn: Turn, visit: Visit, documentId: string, copy = 1): void {
  const document = visit.documents.find((one) => one.id === documentId);
  if (document === undefined) return showProblem(turn, 'documentUnavailable', { visit });
  const problem = printProblem(turn.kiosk, document);
  if (problem !== null) return showProblem(turn, problem, { visit });
  turn.addJob({
    id: turn.id,
    document: document.id,
    kind: document.kind,
    printer: printerFor(document.kind),
    person: visit.holder.person,
    copy,
    at: turn.now,
    state: { is: 'ordered' },
  });
  turn.record({
    is: 'printOrdered',
    job: turn.id,
    document: document.id,
    kind: document.kind,
    copy,
    person: visit.holder.person,
  });
  turn.ask({ do: 'print', job: turn.job(turn.id) });
  turn.go({ at: 'printing', visit, job: turn.id, deadline: turn.now + printingMs });
}

export function printEnded(turn: Turn, jobId: string, outcome: Extract<Event, { is: 'printEnded' }>['outcome']): void {
  const job = turn.kiosk.jobs.get(jobId);
  if (job === undefined || job.state.is !== 'ordered') return;
  const { session } = turn.kiosk;
  const visit = session.at === 'printing' && session.job === jobId ? session.visit : null;
  switch (outcome.is) {
    case 'printed':
      turn.setJob(jobId, { is: 'printed', at: turn.now, evidence: 'printer' });
      turn.record({ is: 'printed', job: jobId, evidence: 'printer' });
      if (visit !== null) turn.go({ at: 'printed', visit, job: jobId, deadline: idleUntil(turn) });
      return;
    case 'notStarted':
      turn.setJob(jobId, { is: 'notStarted', at: turn.now, why: outcome.why });
      turn.record({ is: 'printNotStarted', job: jobId, why: outcome.why });
      if (visit !== null) showProblem(turn, outcome.why, { visit });
      return;
    case 'notConfirmed':
      return notConfirmed(turn, jobId, visit);
  }
}

export function notConfirmed(turn: Turn, jobId: string, visit: Visit | null): void {
  turn.setJob(jobId, { is: 'notConfirmed', at: turn.now });
  turn.record({ is: 'printNotConfirmed', job: jobId });
  if (visit !== null) turn.go({ at: 'didItPrint', visit, job: jobId, deadline: idleUntil(turn) });
}

/** The person is asked once. "No" leads to one marked reprint, after that to a member of staff. */
export function answerPrinted(turn: Turn, printed: boolean): void {
  const { session } = turn.kiosk;
  if (session.at !== 'didItPrint') return;
  const job = turn.job(session.job);
  if (printed) {
    turn.setJob(job.id, { is: 'printed', at: turn.now, evidence: 'statement' });
    turn.record({ is: 'printed', job: job.id, evidence: 'statement' });
    return turn.go({ at: 'printed', visit: session.visit, job: job.id, deadline: idleUntil(turn) });
  }
  turn.setJob(job.id, { is: 'lost', at: turn.now });
  turn.record({ is: 'printLost', job: job.id });
  if (job.copy >= maxCopies) return showProblem(turn, 'printNotConfirmed', { visit: session.visit });
  print(turn, session.visit, job.document, job.copy + 1);
}
