// Following a job: from the document in the printer to paper, or to an honest "not confirmed", by the printer's own record.

import { type Clock, pause } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { unreachable } from '../../../src/base/result.ts';
import type { PrintOutcome, PrintProgress, PrintTrouble } from '../../classes/printing.ts';
import { type JobRecord, nameOf, readRecord, sidesOf } from './job-record.ts';
import { isSuccess } from './protocol.ts';
import type { PrinterRequests } from './requests.ts';
import type { PrinterLook, PrinterWatch } from './watch-printer.ts';

/** A job as the printer knows it: its number there, and the name by which it is surely ours. */
export interface SentJob {
  readonly name: string;
  readonly id: number;
  readonly pages: number;
  /** The printer's `boot` when it gave the number. */
  readonly boot: number;
  /** No clear answer came to the document: the printer may wait for the rest of it, for ever. */
  readonly isHalfSent: boolean;
}

export interface FollowJobOptions {
  readonly requests: PrinterRequests;
  readonly watch: PrinterWatch;
  readonly clock: Clock;
  readonly log: Log;
  readonly stopping: () => boolean;
  readonly cancelled: () => boolean;
  readonly onProgress: (progress: PrintProgress) => void;
}

const pollMs = 500;
/** The last net, for a printer that nobody repairs and a job that nobody cancels. */
const lastNetMs = { base: 600_000, perPage: 30_000 } as const;
/** A network that blinks for a moment is no lost job, nor is one answer that comes late. */
const unreachedMs = 15_000;
const misses = 3;
/** A document that arrived has been noticed by then. */
const halfSentMs = 5_000;
/** The printer ends the sheet it is on before a cancelled job is over. */
const looksAfterCancel = 10;

export async function followJob(sent: SentJob, options: FollowJobOptions): Promise<PrintOutcome> {
  const { clock, watch, stopping, cancelled } = options;
  const tell = tellChanges(options.onProgress);
  const began = clock.monotonic();
  let answeredAt = began;
  let missed = 0;
  let wasBareStop = false;
  for (;;) {
    await pause(clock, pollMs);
    if (stopping()) return { is: 'notConfirmed', why: 'offline' };
    if (cancelled()) return takeBack(sent, 'cancelled', options);
    const record = await readJob(sent, options.requests);
    const now = clock.monotonic();
    if (record === 'lost') return { is: 'notConfirmed', why: 'noAnswer' };
    if (record === 'silent') {
      missed += 1;
      if (missed < misses || now - answeredAt < unreachedMs) continue;
      watch.becomeOffline();
      return { is: 'notConfirmed', why: 'offline' };
    }
    answeredAt = now;
    missed = 0;
    const looked = await watch.look();
    const outcome = await outcomeOf(record, looked, options.requests);
    if (outcome !== null) return outcome;
    if (looked.boot !== sent.boot) return { is: 'notConfirmed', why: 'noAnswer' };
    if (cancelled()) continue;
    // The record is a moment older than the look: a stop without a reason counts when it is there twice.
    const isBareStop = record.is === 'stopped' && looked.holds === null;
    const why = looked.holds ?? (isBareStop && wasBareStop ? 'printerError' : null);
    wasBareStop = isBareStop;
    if (why !== null) tell({ is: 'stopped', why });
    else if (record.is === 'printing') tell({ is: 'printing' });
    const isWaitingForRest = sent.isHalfSent && record.is === 'waiting' && !record.hasDocument;
    if (isWaitingForRest && now - began >= halfSentMs) return takeBack(sent, 'noAnswer', options);
    if (now - began >= lastNetMs.base + sent.pages * lastNetMs.perPage)
      return takeBack(sent, why ?? 'noAnswer', options);
  }
}

/** `lost`: the printer has no such job, or no more. */
async function readJob(
  { name, id, pages }: SentJob,
  requests: PrinterRequests,
): Promise<JobRecord | 'lost' | 'silent'> {
  const answer = await requests.job(id);
  if (!answer.ok) return 'silent';
  const [record] = answer.value.jobs;
  // A printer that cannot answer now has lost nothing yet.
  if (answer.value.status.startsWith('server-error-')) return 'silent';
  if (!isSuccess(answer.value) || record === undefined) return 'lost';
  // A printer that was switched off counts from 1 again: by now the number may be that of somebody else's job.
  return nameOf(record) === name ? readRecord(record, pages) : 'lost';
}

/** Null while the job is not over. */
async function outcomeOf(
  record: JobRecord,
  looked: PrinterLook,
  requests: PrinterRequests,
): Promise<PrintOutcome | null> {
  switch (record.is) {
    case 'waiting':
    case 'printing':
    case 'stopped':
      return null;
    case 'printed':
      return looked.lostJob ? { is: 'notConfirmed', why: 'noAnswer' } : { is: 'printed' };
    case 'unreadable':
      return { is: 'notStarted', why: 'unprintable' };
    case 'doubtful':
      return { is: 'notConfirmed', why: looked.lostJob ? 'noAnswer' : (looked.holds ?? 'printerError') };
    case 'broken': {
      const why = record.by === 'cancel' ? 'cancelled' : (looked.holds ?? 'printerError');
      const isNothingOut = await provesNothing(record, looked, requests);
      return isNothingOut ? { is: 'notStarted', why } : { is: 'notConfirmed', why };
    }
    default:
      return unreachable(record);
  }
}

/** Cancels, and waits a moment for what the record says in the end: the last page may have come out before. */
async function takeBack(
  sent: SentJob,
  why: PrintTrouble | 'noAnswer' | 'cancelled',
  options: FollowJobOptions,
): Promise<PrintOutcome> {
  const { requests, watch, clock, log, stopping } = options;
  const before = await readJob(sent, requests);
  const hadNone = typeof before === 'object' && before.is === 'waiting' && !before.hasDocument;
  log.warn('job taken back', { why });
  await requests.cancel(sent.id);
  for (let looks = 0; looks < looksAfterCancel && !stopping(); looks += 1) {
    const record = await readJob(sent, requests);
    if (record === 'lost') break;
    const looked = await watch.look();
    const outcome = record === 'silent' ? null : await outcomeOf(record, looked, requests);
    if (outcome?.is === 'printed') return outcome;
    if (outcome?.is === 'notStarted' || (outcome !== null && hadNone))
      return { is: 'notStarted', why: why === 'noAnswer' ? 'printerError' : why };
    if (outcome !== null || looked.boot !== sent.boot) break;
    await pause(clock, pollMs);
  }
  return { is: 'notConfirmed', why };
}

/**
 * Whether a job that was broken off put no paper out. A count of 0 proves it only for a printer that counts, and one counts
 * that has counted a job before. CUPS counts what it has passed on.
 */
export async function provesNothing(
  { sides }: Extract<JobRecord, { is: 'broken' }>,
  { capabilities }: Pick<PrinterLook, 'capabilities'>,
  requests: Pick<PrinterRequests, 'jobs'>,
): Promise<boolean> {
  if (sides !== 0 || capabilities?.isCups !== false) return false;
  const ended = await requests.jobs('completed');
  return ended.ok && ended.value.some((job) => (sidesOf(job) ?? 0) > 0);
}

function tellChanges(onProgress: (progress: PrintProgress) => void): (progress: PrintProgress) => void {
  let last = '';
  return (progress) => {
    const next = JSON.stringify(progress);
    if (next === last) return;
    last = next;
    onProgress(progress);
  };
}
