// Following a job: from the document in the printer to paper, or to an honest "not confirmed", by the printer's own record.

import { type Clock, pause } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { unreachable } from '../../../src/base/result.ts';
import type { Blocked, DeviceState, Fault } from '../../classes/device.ts';
import type { PrintOutcome } from '../../classes/receipt-printer.ts';
import type { IppClient } from './client.ts';
import { type JobRecord, jobAttributes, readRecord } from './job-record.ts';
import { isSuccess, words } from './protocol.ts';

/** A job as the printer knows it: its number there, and the name by which it is surely ours. */
export interface SentJob {
  readonly name: string;
  readonly id: number;
  readonly pages: number;
}

export interface FollowJobOptions {
  readonly client: IppClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Asks the printer itself. */
  readonly look: () => Promise<{ readonly state: DeviceState; readonly reasons: ReadonlySet<string> }>;
  readonly stopping: () => boolean;
}

const pollMs = 500;
const replyMs = 5_000;
/**
 * How long a person has to put in paper or clear a jam. After that, and after the time that the pages may take in all,
 * the job is cancelled: nobody waits for it any more, and the next person must not get it.
 */
const repairMs = 120_000;
const printMs = { base: 120_000, perPage: 30_000 } as const;
/** A network that blinks for a moment is no lost job. */
const unreachedMs = 15_000;
/** The printer ends the sheet it is on before a cancelled job is over. */
const looksAfterCancel = 10;

export async function followJob(sent: SentJob, options: FollowJobOptions): Promise<PrintOutcome> {
  const { clock, look, stopping } = options;
  const end = clock.monotonic() + printMs.base + sent.pages * printMs.perPage;
  let answeredAt = clock.monotonic();
  let troubleSince: number | undefined;
  for (;;) {
    await pause(clock, pollMs);
    if (stopping()) return { is: 'notConfirmed', why: 'offline' };
    const record = await readJob(sent, options.client);
    const now = clock.monotonic();
    if (record === 'lost') return { is: 'notConfirmed', why: 'noAnswer' };
    if (record === 'silent') {
      if (now - answeredAt >= unreachedMs) return { is: 'notConfirmed', why: 'offline' };
      continue;
    }
    answeredAt = now;
    const looked = await look();
    const outcome = outcomeOf(record, looked);
    if (outcome !== undefined) return outcome;
    const trouble = troubleOf(looked.state);
    troubleSince = trouble === undefined ? undefined : (troubleSince ?? now);
    if (troubleSince !== undefined && now - troubleSince >= repairMs)
      return takeBack(sent, { ...options, why: trouble ?? 'noAnswer' });
    if (now >= end) return takeBack(sent, { ...options, why: 'noAnswer' });
  }
}

export async function cancelJob(client: IppClient, id: number): Promise<void> {
  await client.ask({ operation: 'Cancel-Job', operationAttributes: { 'job-id': id } }, replyMs);
}

/** `lost`: the printer has no such job, or no more. */
async function readJob({ name, id, pages }: SentJob, client: IppClient): Promise<JobRecord | 'lost' | 'silent'> {
  const answer = await client.ask(
    { operation: 'Get-Job-Attributes', operationAttributes: { 'job-id': id, 'requested-attributes': jobAttributes } },
    replyMs,
  );
  if (!answer.ok) return 'silent';
  const [record] = answer.value.jobs;
  if (!isSuccess(answer.value) || record === undefined) return 'lost';
  // A printer that was switched off counts from 1 again: by now the number may be that of somebody else's job.
  return words(record['job-name']).includes(name) ? readRecord(record, pages) : 'lost';
}

function outcomeOf(
  record: JobRecord,
  { state, reasons }: { readonly state: DeviceState; readonly reasons: ReadonlySet<string> },
): PrintOutcome | undefined {
  switch (record.is) {
    case 'waiting':
      return undefined;
    case 'printed':
      // CUPS calls a job completed that the printer behind it has lost; this word is the only trace.
      return reasons.has('cups-ipp-missing-job-history') ? { is: 'notConfirmed', why: 'noAnswer' } : { is: 'printed' };
    case 'neverStarted':
      return { is: 'notStarted', why: troubleOf(state) ?? 'printerError' };
    case 'failed':
      return { is: 'notConfirmed', why: troubleOf(state) ?? 'printerError' };
    default:
      return unreachable(record);
  }
}

/** Cancels, and waits a moment for what the record says in the end: the last page may have come out before. */
async function takeBack(
  sent: SentJob,
  options: FollowJobOptions & { readonly why: Blocked | Fault | 'noAnswer' },
): Promise<PrintOutcome> {
  const { client, clock, log, look, stopping, why } = options;
  log.warn('job taken back', { why });
  await cancelJob(client, sent.id);
  for (let looks = 0; looks < looksAfterCancel && !stopping(); looks += 1) {
    const record = await readJob(sent, client);
    if (record === 'lost') break;
    if (record !== 'silent' && record.is !== 'waiting') {
      const outcome = outcomeOf(record, await look());
      return outcome?.is === 'printed' ? outcome : { is: 'notConfirmed', why };
    }
    await pause(clock, pollMs);
  }
  return { is: 'notConfirmed', why };
}

function troubleOf(state: DeviceState): Blocked | Fault | undefined {
  if (state.is === 'blocked') return state.why;
  return state.is === 'fault' ? state.what : undefined;
}
