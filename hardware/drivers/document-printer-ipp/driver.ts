// A4 printer over IPP: asks the printer itself, follows each job to its end, and leaves none behind that nobody waits for.

import type { Clock } from '../../../src/base/clock.ts';
import { createLock } from '../../../src/base/lock.ts';
import type { Log } from '../../../src/base/log.ts';
import type { DocumentOrder, DocumentPrinter } from '../../classes/document-printer.ts';
import type { PrintOutcome, PrintRecord, PrintWatch } from '../../classes/printing.ts';
import { createIppClient, type IppClient } from './client.ts';
import { provesNothing } from './follow-job.ts';
import { nameOf, readRecord } from './job-record.ts';
import { cancelAll, forgetJob, printDocument } from './print-document.ts';
import type { Attributes } from './protocol.ts';
import { createPrinterRequests } from './requests.ts';
import { watchPrinter } from './watch-printer.ts';

export interface IppPrinterOptions {
  readonly name: string;
  /** ipp://host:port/ipp/print */
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: over HTTP to `url`. */
  readonly client?: IppClient;
  /**
   * Shown in the printer's own lists; names the kiosk, never a person. Jobs under this name are taken for ours: two kiosks
   * on one printer need two.
   */
  readonly requestingUser?: string;
}

/** An order from the call to its outcome. */
interface Order {
  readonly job: string;
  isCancelled: boolean;
  hasBegun: boolean;
  /** The printer's number, once it has given one. */
  id?: number;
  /** Ends an order that still waits for its turn. */
  readonly end: (outcome: PrintOutcome) => void;
}

/** Job names that only this program makes: the id of an order, and the test page of the bench. */
const ownName = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|test-[0-9a-z]+)$/;

export function createIppPrinter({
  name,
  url,
  clock,
  log,
  client = createIppClient(url),
  requestingUser = 'nighthall',
}: IppPrinterOptions): DocumentPrinter {
  const requests = createPrinterRequests(client, requestingUser);
  const watch = watchPrinter({ name, requests, clock, log });
  const lock = createLock();
  const orders = new Set<Order>();
  /** Jobs that the printer could not be told to forget; `purgeIsDue`: all that were left, too. */
  const left = new Set<string>();
  let purgeIsDue = false;
  let isTidying = false;
  let stopping = false;

  /** What could not be cancelled while the printer was out of reach must not come out when it is back. */
  async function tidyUp(): Promise<void> {
    if (isTidying || stopping || (left.size === 0 && !purgeIsDue)) return;
    isTidying = true;
    try {
      for (const job of [...left]) if (await forgetJob(job, requests)) left.delete(job);
      if (purgeIsDue) purgeIsDue = !(await cancelLeft());
    } finally {
      isTidying = false;
    }
  }

  /** Cancels what is left of earlier orders, never one of now. True when the printer has heard it. */
  async function cancelLeft(): Promise<boolean> {
    const jobs = await requests.jobs('not-completed');
    if (!jobs.ok) return false;
    const old = jobs.value.filter((job) => {
      const own = nameOf(job) ?? '';
      return ownName.test(own) && ![...orders].some((order) => order.job === own);
    });
    return cancelAll(
      old.map((job) => job['job-id']),
      requests,
    );
  }

  watch.onAnswer(() => void tidyUp());

  async function printInTurn(order: Order, document: DocumentOrder, asker?: PrintWatch): Promise<PrintOutcome> {
    if (order.isCancelled) return { is: 'notStarted', why: 'cancelled' };
    if (stopping) return { is: 'notStarted', why: 'offline' };
    order.hasBegun = true;
    const outcome = await printDocument(document, asker, {
      requests,
      watch,
      clock,
      log,
      stopping: () => stopping,
      cancelled: () => order.isCancelled,
      onNumber: (id) => {
        order.id = id;
      },
      onLeft: (job) => left.add(job),
    });
    log.info('document', {
      device: name,
      outcome: outcome.is,
      ...(outcome.is === 'printed' ? {} : { why: outcome.why }),
    });
    return outcome;
  }

  async function cancelOrder(order: Order): Promise<void> {
    order.isCancelled = true;
    if (!order.hasBegun) order.end({ is: 'notStarted', why: 'cancelled' });
    else if (order.id !== undefined) await requests.cancel(order.id);
  }

  async function readLeft(job: Attributes): Promise<PrintRecord> {
    const record = readRecord(job, undefined);
    switch (record.is) {
      case 'waiting':
        return record.hasDocument ? 'printing' : 'notPrinted';
      case 'printing':
      case 'stopped':
        return 'printing';
      case 'printed':
        return 'printed';
      case 'unreadable':
        return 'notPrinted';
      case 'doubtful':
        return 'unknown';
      case 'broken':
        return (await provesNothing(record, await watch.look(), requests)) ? 'notPrinted' : 'unknown';
    }
  }

  return {
    name,
    description: `document-printer-ipp on ${url}`,
    state: watch.state,
    onState: watch.onState,
    start() {
      stopping = false;
      watch.start();
    },
    async stop() {
      stopping = true;
      watch.stop();
      for (const order of orders) if (!order.hasBegun) order.end({ is: 'notStarted', why: 'offline' });
      await lock.run(async () => undefined);
    },
    async test() {
      const began = clock.monotonic();
      const { state, capabilities, lostJob } = await watch.look();
      const ms = Math.round(clock.monotonic() - began);
      const notes = [
        `printer says ${state.is}, answered in ${ms} ms`,
        ...(state.is === 'fault' ? [state.detail] : []),
        ...(capabilities?.note == null ? [] : [capabilities.note]),
        ...(lostJob ? ['CUPS says that it lost a job: no job can be confirmed until its queue is made anew'] : []),
      ];
      return { passed: state.is === 'ready' || state.is === 'low', detail: notes.join('; ') };
    },
    print(document, asker) {
      return new Promise((resolve, reject) => {
        const order: Order = { job: document.job, isCancelled: false, hasBegun: false, end: resolve };
        orders.add(order);
        lock
          .run(() => printInTurn(order, document, asker))
          .finally(() => orders.delete(order))
          .then(resolve, reject);
      });
    },
    async cancel(job) {
      await Promise.all([...orders].filter((order) => order.job === job).map(cancelOrder));
    },
    async lookUp({ job }) {
      // Those that are not over first: one that ends between the two questions is found by the second.
      for (const which of ['not-completed', 'completed'] as const) {
        const jobs = await requests.jobs(which);
        if (!jobs.ok) return 'unknown';
        const found = jobs.value.find((one) => nameOf(one) === job);
        if (found !== undefined) return readLeft(found);
      }
      return 'unknown';
    },
    async purge() {
      await Promise.all([...orders].map(cancelOrder));
      purgeIsDue = !(await cancelLeft());
    },
  };
}
