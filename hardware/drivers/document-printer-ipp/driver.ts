// A4 printer over IPP: asks the printer itself, follows each job to its end, and cancels what cannot be printed in time.

import type { Clock } from '../../../src/base/clock.ts';
import { createLock } from '../../../src/base/lock.ts';
import type { Log } from '../../../src/base/log.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { DeviceState } from '../../classes/device.ts';
import type { DocumentPrinter } from '../../classes/document-printer.ts';
import type { PrintOutcome } from '../../classes/receipt-printer.ts';
import { createIppClient } from './client.ts';
import { cancelJob, followJob } from './follow-job.ts';
import { jobAttributes, readRecord } from './job-record.ts';
import { type Attributes, isSuccess, reasonsOf, stateOf, words } from './protocol.ts';

export interface IppPrinterOptions {
  readonly name: string;
  /** ipp://host:port/ipp/print */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Shown in the printer's own lists; names the kiosk, never a person. */
  readonly requestingUser?: string;
}

const pollMs = 3_000;
const replyMs = 5_000;
const sendMs = 30_000;
const misses = 3;

export function createIppPrinter({
  name,
  url,
  clock,
  log,
  requestingUser = 'nighthall',
}: IppPrinterOptions): DocumentPrinter {
  const client = createIppClient(url);
  const states = createListeners<DeviceState>();
  const lock = createLock();
  let state: DeviceState = { is: 'unknown' };
  let missed = 0;
  let running = false;
  let cancelPoll: Undo = () => undefined;
  let upTime = 0;
  let reasons: ReadonlySet<string> = new Set();
  let stopping = false;

  function become(next: DeviceState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    log.info('document printer state', { device: name, ...next });
    states.tell(next);
  }

  async function look(): Promise<DeviceState> {
    const answer = await client.ask(
      {
        operation: 'Get-Printer-Attributes',
        operationAttributes: {
          'requested-attributes': [
            'printer-state',
            'printer-state-reasons',
            'printer-is-accepting-jobs',
            'printer-up-time',
          ],
        },
      },
      replyMs,
    );
    if (answer.ok && isSuccess(answer.value)) {
      missed = 0;
      noteUpTime(answer.value.printer);
      reasons = reasonsOf(answer.value.printer);
      become(stateOf(answer.value.printer));
    } else {
      missed += 1;
      if (missed >= misses || state.is === 'unknown') become({ is: 'offline' });
    }
    return state;
  }

  /** A printer whose up-time went down has been switched off: its record of earlier jobs is gone. */
  function noteUpTime(printer: Attributes): void {
    const now = Number(printer['printer-up-time'] ?? 0);
    if (now < upTime) log.warn('printer was restarted', { device: name });
    upTime = now;
  }

  function pollLater(): void {
    cancelPoll = clock.after(pollMs, () => {
      void look().then(() => {
        if (running) pollLater();
      });
    });
  }

  async function print({ job, pdf, pages }: Order): Promise<PrintOutcome> {
    const now = await look();
    const refused = refusalOf(now);
    if (refused !== null) return { is: 'notStarted', why: refused };
    const who = { 'requesting-user-name': requestingUser, 'job-name': job };
    const wish = { copies: 1, media: 'iso_a4_210x297mm', sides: 'one-sided' };
    const valid = await client.ask(
      {
        operation: 'Validate-Job',
        operationAttributes: { ...who, 'document-format': 'application/pdf' },
        jobAttributes: wish,
      },
      replyMs,
    );
    if (!valid.ok) return { is: 'notStarted', why: 'offline' };
    if (!isSuccess(valid.value)) {
      log.warn('printer will not take the document', { device: name, status: valid.value.status });
      return { is: 'notStarted', why: 'printerError' };
    }
    const created = await client.ask(
      { operation: 'Create-Job', operationAttributes: who, jobAttributes: wish },
      replyMs,
    );
    // A job without a document prints nothing, whether or not the printer has made it.
    if (!created.ok || !isSuccess(created.value))
      return { is: 'notStarted', why: created.ok ? 'printerError' : 'offline' };
    const id = created.value.jobs[0]?.['job-id'];
    if (typeof id !== 'number') return { is: 'notStarted', why: 'printerError' };
    const sent = await client.ask(
      {
        operation: 'Send-Document',
        operationAttributes: {
          'job-id': id,
          'requesting-user-name': requestingUser,
          'document-format': 'application/pdf',
          'last-document': true,
        },
        document: pdf,
      },
      sendMs,
    );
    if (sent.ok ? !isSuccess(sent.value) : sent.problem === 'unreachable') {
      // The document was refused or never left: there is nothing to print, and the job must not block the printer.
      await cancelJob(client, id);
      log.warn('document not taken', { device: name, why: sent.ok ? sent.value.status : sent.problem });
      return { is: 'notStarted', why: sent.ok ? 'printerError' : 'offline' };
    }
    const outcome = await followJob(
      { name: job, id, pages },
      { client, clock, log, look: async () => ({ state: await look(), reasons }), stopping: () => stopping },
    );
    if (outcome.is === 'notConfirmed' && outcome.why === 'offline' && !stopping) become({ is: 'offline' });
    return outcome;
  }

  return {
    name,
    description: `document-printer-ipp on ${url}`,
    state: () => state,
    onState: (listener) => states.add(listener),
    start() {
      if (running) return;
      running = true;
      stopping = false;
      void look().then(() => {
        if (running) pollLater();
      });
    },
    async stop() {
      running = false;
      stopping = true;
      cancelPoll();
      await lock.run(async () => undefined);
    },
    async test() {
      const began = clock.monotonic();
      const seen = await look();
      const ms = Math.round(clock.monotonic() - began);
      return {
        passed: seen.is === 'ready' || seen.is === 'low',
        detail: `printer says ${seen.is}, answered in ${ms} ms`,
      };
    },
    print: (order) =>
      lock.run(async () => {
        if (stopping) return { is: 'notStarted', why: 'offline' };
        const outcome = await print(order);
        log.info('document', {
          device: name,
          outcome: outcome.is,
          ...(outcome.is === 'printed' ? {} : { why: outcome.why }),
        });
        return outcome;
      }),
    async lookUp(job) {
      // Those that are not over first: one that ends between the two questions is found by the second.
      for (const which of ['not-completed', 'completed']) {
        const answer = await client.ask(
          {
            operation: 'Get-Jobs',
            operationAttributes: { 'which-jobs': which, 'requested-attributes': jobAttributes },
          },
          replyMs,
        );
        if (!answer.ok || !isSuccess(answer.value)) return 'unknown';
        const found = answer.value.jobs.find((one) => words(one['job-name']).includes(job));
        if (found === undefined) continue;
        const { is } = readRecord(found, undefined);
        if (is === 'waiting') return 'printing';
        return is === 'printed' ? 'printed' : 'failed';
      }
      return 'unknown';
    },
  };
}

type Order = Parameters<DocumentPrinter['print']>[0];

function refusalOf(state: DeviceState): Extract<PrintOutcome, { is: 'notStarted' }>['why'] | null {
  switch (state.is) {
    case 'ready':
    case 'low':
      return null;
    case 'blocked':
      return state.why;
    case 'fault':
      return state.what;
    case 'offline':
    case 'unknown':
      return state.is;
  }
}
