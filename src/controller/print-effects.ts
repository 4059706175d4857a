// Print effects: fetches a document, makes its paper and sees it through the printer, telling the rules at each turn.

import { createHash } from 'node:crypto';
import type { DocumentPrinter } from '../../hardware/classes/document-printer.ts';
import type { PrintOutcome, PrintProgress, PrintWatch } from '../../hardware/classes/printing.ts';
import type { ReceiptPrinter } from '../../hardware/classes/receipt-printer.ts';
import type { Log } from '../base/log.ts';
import { certain, type Result, unreachable } from '../base/result.ts';
import type { DocumentContent } from '../contract/sync.ts';
import type { Effect, Event } from '../core/event.ts';
import type { PersonKey } from '../core/person.ts';
import {
  isTestKind,
  type PrinterKind,
  type PrintJob,
  type PrintJobState,
  type PrintRefusal,
} from '../core/print-job.ts';
import type { ReadinessData } from '../documents/readiness-report.ts';
import { printTroubleOf } from './conditions.ts';
import type { DropOffSlips } from './drop-off-slips.ts';
import type { MadePaper, PaperContent, PaperProblem, Papers } from './papers.ts';

export interface Printers {
  readonly receiptPrinter?: ReceiptPrinter;
  readonly documentPrinter?: DocumentPrinter;
}

export interface PrintEffectsOptions {
  readonly printers: Printers;
  readonly source: { document(person: PersonKey, id: string): Promise<Result<DocumentContent, unknown>> };
  readonly papers: Papers;
  readonly slipOf: DropOffSlips['slipOf'];
  readonly reportNow: () => ReadinessData;
  /** State of a job on disk. */
  readonly jobState: (job: string) => PrintJobState['is'] | undefined;
  /** Puts the event through the rules and on disk before it returns. */
  readonly dispatch: (event: Event) => void;
  readonly log: Log;
}

export interface PrintEffects {
  print(job: PrintJob): Promise<Event>;
  cancel(order: Extract<Effect, { do: 'cancelPrint' }>): Promise<void>;
  lookUp(order: Extract<Effect, { do: 'lookUpPrint' }>): Promise<Event>;
  /** Whatever printers still hold of a session that is over. */
  purge(): Promise<void>;
}

type Ended = Extract<Event, { is: 'printEnded' }>['outcome'];

const problemWords: Record<PaperProblem, PrintRefusal> = {
  missingGlyph: 'characterMissing',
  brokenFile: 'fileUnusable',
  tooManyPages: 'fileUnusable',
  fileTooLarge: 'fileUnusable',
  encryptedFile: 'fileUnusable',
};

export function createPrintEffects(options: PrintEffectsOptions): PrintEffects {
  const { printers, source, papers, dispatch, log } = options;
  /** Jobs whose paper is not at the printer yet, and those among them that nobody wants any more. */
  const preparing = new Set<string>();
  const unwanted = new Set<string>();
  /** Jobs that a printer has now. */
  const atPrinter = new Set<string>();

  /** What the kiosk knows by itself needs no network. */
  async function contentOf({
    person,
    document,
    kind,
    printer,
    delivery,
    sheet,
  }: PrintJob): Promise<PaperContent | null> {
    if (kind === 'dropOffSlip') {
      const slip = options.slipOf(document);
      return slip === null ? null : { kind, slip };
    }
    if (kind === 'readinessReport') return { kind, report: options.reportNow() };
    if (isTestKind(kind)) return { kind, printer: printerOf(printer)?.description ?? printer };
    if (delivery !== undefined) return { kind: 'deliveryReceipt', delivery };
    if (sheet !== undefined) return { kind: 'worksheet', sheet };
    const content = await source.document(person, document);
    return content.ok ? content.value : null;
  }

  async function prepared(job: PrintJob): Promise<MadePaper | PrintRefusal> {
    const content = await contentOf(job);
    if (content === null) return 'documentUnavailable';
    const paper = await papers.make(content, job);
    if (paper.ok) return paper.value;
    log.error('document cannot be put on paper', { job: job.id, why: paper.problem });
    return problemWords[paper.problem];
  }

  async function followed(job: PrintJob, paper: MadePaper): Promise<Ended> {
    const watch: PrintWatch = {
      mayStart(mark) {
        const sha256 = paper.is === 'pages' ? createHash('sha256').update(paper.pdf).digest('hex') : null;
        dispatch({ is: 'printStarting', job: job.id, mark, sha256 });
        return options.jobState(job.id) === 'sent';
      },
      onProgress: (progress) => dispatch({ is: 'printProgress', job: job.id, progress: progressOf(progress) }),
    };
    if (paper.is === 'slip') {
      const printer = printers.receiptPrinter;
      if (printer === undefined) return { is: 'notStarted', why: 'printerOffline' };
      return endOf(await printer.print(paper.paper, watch), 'characterMissing');
    }
    const printer = printers.documentPrinter;
    if (printer === undefined) return { is: 'notStarted', why: 'printerOffline' };
    // A checked PDF that the printer cannot take: it has no PDF or no A4.
    return endOf(await printer.print({ job: job.id, pdf: paper.pdf, pages: paper.pages }, watch), 'printerFault');
  }

  function printerOf(kind: PrinterKind) {
    return kind === 'receiptPrinter' ? printers.receiptPrinter : printers.documentPrinter;
  }

  return {
    async print(job) {
      const ended = (outcome: Ended): Event => ({ is: 'printEnded', job: job.id, outcome });
      preparing.add(job.id);
      try {
        const paper = await prepared(job);
        if (typeof paper === 'string') return ended({ is: 'notStarted', why: paper });
        if (unwanted.has(job.id)) return ended({ is: 'notStarted', why: 'printCancelled' });
        preparing.delete(job.id);
        atPrinter.add(job.id);
        return ended(await followed(job, paper));
      } finally {
        preparing.delete(job.id);
        atPrinter.delete(job.id);
        unwanted.delete(job.id);
      }
    },
    async cancel({ job, printer }) {
      if (preparing.has(job)) unwanted.add(job);
      else await printerOf(printer)?.cancel(job);
    },
    async lookUp({ job, printer, mark }) {
      const device = printerOf(printer);
      const found = async () => (await device?.lookUp({ job, mark })) ?? 'unknown';
      let record = await found();
      if (record === 'printing' && atPrinter.size === 0) {
        // Whoever ordered it may be gone: it must not come out for the next one. A job of now would be taken back too.
        await certain(device, 'the printer that just answered').purge();
        record = await found();
      }
      return { is: 'printLookedUp', job, found: record === 'printing' ? 'unknown' : record };
    },
    async purge() {
      await Promise.all([printers.receiptPrinter?.purge(), printers.documentPrinter?.purge()]);
    },
  };
}

function progressOf(progress: PrintProgress): Extract<Event, { is: 'printProgress' }>['progress'] {
  return progress.is === 'printing' ? { is: 'printing' } : { is: 'stopped', why: printTroubleOf(progress.why) };
}

/** `unprintable`: what it means when this printer cannot put this order on paper. */
function endOf(outcome: PrintOutcome, unprintable: PrintRefusal): Ended {
  switch (outcome.is) {
    case 'printed':
      return { is: 'printed' };
    case 'notConfirmed':
      return {
        is: 'notConfirmed',
        next: outcome.why === 'offline' || outcome.why === 'noAnswer' ? 'record' : 'person',
      };
    case 'notStarted':
      return outcome.why === 'tooLate'
        ? { is: 'tooLate' }
        : { is: 'notStarted', why: refusalOf(outcome.why, unprintable) };
    default:
      return unreachable(outcome);
  }
}

function refusalOf(
  why: Exclude<Extract<PrintOutcome, { is: 'notStarted' }>['why'], 'tooLate'>,
  unprintable: PrintRefusal,
): PrintRefusal {
  switch (why) {
    case 'offline':
    case 'unknown':
      return 'printerOffline';
    case 'unprintable':
      return unprintable;
    case 'cancelled':
      return 'printCancelled';
    default:
      return printTroubleOf(why);
  }
}
