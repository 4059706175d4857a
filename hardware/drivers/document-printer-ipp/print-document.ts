// One document: looked for trouble, made known to the printer, sent once and followed. What is not printed is forgotten.

import { type Clock, pause } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import type { Result } from '../../../src/base/result.ts';
import type { DocumentOrder } from '../../classes/document-printer.ts';
import type { PrintOutcome, PrintWatch } from '../../classes/printing.ts';
import type { IppProblem } from './client.ts';
import { followJob } from './follow-job.ts';
import { nameOf } from './job-record.ts';
import { type IppAnswer, isSuccess } from './protocol.ts';
import type { PrinterRequests } from './requests.ts';
import type { PrinterLook, PrinterWatch } from './watch-printer.ts';

export interface PrintDocumentOptions {
  readonly requests: PrinterRequests;
  readonly watch: PrinterWatch;
  readonly clock: Clock;
  readonly log: Log;
  readonly stopping: () => boolean;
  readonly cancelled: () => boolean;
  /** Told the number that the printer gave, so that the job can be cancelled in any moment. */
  readonly onNumber: (id: number) => void;
  /** The printer could not be told to forget the job: to be done when it is within reach again. */
  readonly onLeft: (name: string) => void;
}

type NotStarted = Extract<PrintOutcome, { is: 'notStarted' }>;

/** A printer that takes one job at a time answers "busy" while somebody else's is in it. */
const busyMs = 10_000;
const busyPauseMs = 500;

export async function printDocument(
  order: DocumentOrder,
  asker: PrintWatch | undefined,
  options: PrintDocumentOptions,
): Promise<PrintOutcome> {
  const { requests, watch } = options;
  const looked = await watch.look();
  const refused = refusalOf(looked) ?? endedEarly(options);
  if (refused !== null) return { is: 'notStarted', why: refused };
  const valid = await requests.validate(order.job);
  if (!valid.ok) return { is: 'notStarted', why: 'offline' };
  if (!isSuccess(valid.value)) return { is: 'notStarted', why: whyRefused(valid.value, 'Validate-Job', options) };
  const outcome = await printCreated(order, asker, looked.boot, options);
  if (outcome.is !== 'printed' && !(await forgetJob(order.job, requests))) options.onLeft(order.job);
  return outcome;
}

async function printCreated(
  order: DocumentOrder,
  asker: PrintWatch | undefined,
  boot: number,
  options: PrintDocumentOptions,
): Promise<PrintOutcome> {
  const { requests, log } = options;
  const created = await createJob(order.job, options);
  // A job without a document prints nothing, whether or not the printer has made it.
  if (created === null) return { is: 'notStarted', why: endedEarly(options) ?? 'printerError' };
  if (!created.ok) return { is: 'notStarted', why: 'offline' };
  if (!isSuccess(created.value)) return { is: 'notStarted', why: whyRefused(created.value, 'Create-Job', options) };
  const id = created.value.jobs[0]?.['job-id'];
  if (typeof id !== 'number') return { is: 'notStarted', why: 'printerError' };
  options.onNumber(id);
  const early = endedEarly(options);
  if (early !== null) return { is: 'notStarted', why: early };
  if (asker !== undefined && !asker.mayStart({ cuts: null })) return { is: 'notStarted', why: 'tooLate' };
  // Whoever is asked may as well cancel.
  const late = endedEarly(options);
  if (late !== null) return { is: 'notStarted', why: late };
  const sent = await requests.send(id, order.pdf);
  if (!sent.ok && sent.problem === 'unreachable') return { is: 'notStarted', why: 'offline' };
  // "Your mistake" means that the document was not taken. All else is for the record to say.
  if (sent.ok && sent.value.status.startsWith('client-error-')) {
    const why = whyRefused(sent.value, 'Send-Document', options);
    return { is: 'notStarted', why: options.cancelled() ? 'cancelled' : why };
  }
  const isHalfSent = !sent.ok || !isSuccess(sent.value);
  if (isHalfSent) log.warn('no clear answer to the document', { why: sent.ok ? sent.value.status : sent.problem });
  return followJob(
    { name: order.job, id, pages: order.pages, boot, isHalfSent },
    { ...options, onProgress: (progress) => asker?.onProgress(progress) },
  );
}

/** Null when the printer stays busy, or when nobody wants the paper any more. */
async function createJob(name: string, options: PrintDocumentOptions): Promise<Result<IppAnswer, IppProblem> | null> {
  const { requests, clock, log } = options;
  const end = clock.monotonic() + busyMs;
  for (;;) {
    if (endedEarly(options) !== null) return null;
    const created = await requests.create(name);
    if (!created.ok || created.value.status !== 'server-error-busy') return created;
    if (clock.monotonic() >= end) {
      log.warn('printer stays busy with a job of somebody else');
      return null;
    }
    await pause(clock, busyPauseMs);
  }
}

/** True when the printer surely has no such job to print any more, whether or not its number is known. */
export async function forgetJob(name: string, requests: PrinterRequests): Promise<boolean> {
  const left = await requests.jobs('not-completed');
  if (!left.ok) return false;
  return cancelAll(
    left.value.filter((job) => nameOf(job) === name).map((job) => job['job-id']),
    requests,
  );
}

/** True when each has an answer: a job that can't be cancelled is over. */
export async function cancelAll(ids: readonly unknown[], requests: PrinterRequests): Promise<boolean> {
  let all = true;
  for (const id of ids) {
    if (typeof id === 'number') all = (await requests.cancel(id)).ok && all;
  }
  return all;
}

function endedEarly({ stopping, cancelled }: PrintDocumentOptions): NotStarted['why'] | null {
  if (stopping()) return 'offline';
  return cancelled() ? 'cancelled' : null;
}

function refusalOf({ state, capabilities }: PrinterLook): NotStarted['why'] | null {
  switch (state.is) {
    case 'ready':
    case 'low':
      return null;
    case 'blocked':
      return state.why;
    case 'fault':
      return capabilities?.lack == null ? state.what : 'unprintable';
    case 'offline':
    case 'unknown':
      return state.is;
  }
}

/** The printer will take no such document from anybody. */
const unprintable =
  /document-(format|unprintable)|attributes-or-values|conflicting-attributes|request-entity-too-large/;

function whyRefused({ status }: IppAnswer, operation: string, { log }: PrintDocumentOptions): NotStarted['why'] {
  log.warn('printer refuses', { operation, status });
  return unprintable.test(status) ? 'unprintable' : 'printerError';
}
