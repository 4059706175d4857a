// Simulated printer: answers IPP requests out of its queue, its paper path and its panel; knows nothing of HTTP.

import type { IppMessage } from '@sealsystems/ipp';
import type { Clock } from '../../../src/base/clock.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { Attributes } from './protocol.ts';
import {
  attributesOf,
  cancelSimulatedJob,
  createSimulatedJob,
  hasEnded,
  type PaperPath,
  pagesOf,
  runThroughPath,
  type SimulatedJob,
} from './simulated-job.ts';

export interface SimulatedAnswer {
  readonly statusCode: string;
  readonly printer?: Attributes;
  readonly jobs?: readonly Attributes[];
}

export interface PrintedDocument {
  readonly job: string;
  readonly pdf: Uint8Array;
}

export interface SimulatedPrinter {
  /** All sheets of a document are out. */
  onDocument(listener: (document: PrintedDocument) => void): Undo;
  /** One sheet is out: the name of its job. */
  onSheet(listener: (job: string) => void): Undo;
  /** A reason without severity, as in `media-jam`: shown from now on, or no more. */
  simulateReason(reason: string, isShown: boolean): void;
  /** What Get-Printer-Attributes says beside or in place of the usual. */
  simulateAttributes(attributes: Attributes): void;
  /** A printer that does not count its sheets says 0 of each job. */
  simulateCounting(counts: boolean): void;
  take(request: IppMessage): SimulatedAnswer;
  isOn(): boolean;
  /** What the printer knew is gone, and the sheet in the path stays there for whoever opens it. */
  powerOff(): void;
  powerOn(): void;
}

const severe = ['media-jam', 'cover-open', 'door-open', 'interlock-open', 'paused'];
const stopsDrawing = [
  ...severe,
  'media-empty',
  'media-needed',
  'input-tray-missing',
  'output-area-full',
  'toner-empty',
  'marker-supply-empty',
];

const abilities: Attributes = {
  'printer-uuid': 'urn:uuid:5a4b1f0e-0000-4000-8000-00000000a4a4',
  'document-format-supported': ['application/pdf', 'image/pwg-raster'],
  'media-supported': ['iso_a4_210x297mm', 'na_letter_8.5x11in'],
  'media-ready': ['iso_a4_210x297mm'],
  'operations-supported': [
    ...['Validate-Job', 'Create-Job', 'Send-Document', 'Cancel-Job'],
    ...['Get-Job-Attributes', 'Get-Jobs', 'Get-Printer-Attributes'],
  ],
};

export function createSimulatedPrinter({ clock, printMs }: { clock: Clock; printMs: number }): SimulatedPrinter {
  const documents = createListeners<PrintedDocument>();
  const sheets = createListeners<string>();
  const reasons = new Set<string>();
  let told: Attributes = {};
  let counts = true;
  let jobs: SimulatedJob[] = [];
  let bootedAt = clock.monotonic();

  function isStopped(what: 'drawing' | 'moving'): boolean {
    return (what === 'drawing' ? stopsDrawing : severe).some((reason) => reasons.has(reason));
  }

  function recordOf(job: SimulatedJob): Attributes {
    return attributesOf(job, counts, isStopped(job.isDrawn ? 'moving' : 'drawing'));
  }

  function printer(): Attributes {
    const busy = jobs.some((job) => !hasEnded(job));
    const stopped = isStopped('drawing');
    return {
      'printer-state': stopped ? 'stopped' : busy ? 'processing' : 'idle',
      'printer-state-reasons':
        reasons.size === 0 ? 'none' : [...reasons].map((reason) => `${reason}-${stopped ? 'error' : 'warning'}`),
      'printer-is-accepting-jobs': true,
      'printer-up-time': 1 + Math.floor((clock.monotonic() - bootedAt) / 1_000),
      ...abilities,
      ...told,
    };
  }

  function path(pdf: Uint8Array): PaperPath {
    const boot = bootedAt;
    return {
      clock,
      printMs,
      isStopped,
      isOn: () => boot === bootedAt,
      onSheet: ({ name }) => sheets.tell(name),
      onEnd: ({ name }) => documents.tell({ job: name, pdf }),
    };
  }

  function take(request: IppMessage): SimulatedAnswer {
    const wish = (request['operation-attributes-tag'] ?? {}) as Attributes;
    const job = jobs.find((one) => one.id === wish['job-id']);
    const user = String(wish['requesting-user-name'] ?? 'anonymous');
    switch (request.operation) {
      case 'Get-Printer-Attributes':
        return { statusCode: 'successful-ok', printer: printer() };
      case 'Validate-Job':
        return {
          statusCode:
            wish['document-format'] === 'application/pdf'
              ? 'successful-ok'
              : 'client-error-document-format-not-supported',
        };
      case 'Create-Job': {
        if (jobs.some((one) => !hasEnded(one))) return { statusCode: 'server-error-busy' };
        const made = createSimulatedJob(jobs.length + 1, String(wish['job-name'] ?? ''), user);
        jobs.push(made);
        return { statusCode: 'successful-ok', jobs: [recordOf(made)] };
      }
      case 'Send-Document': {
        if (job === undefined) return { statusCode: 'client-error-not-found' };
        if (job.state !== 'pending-held') return { statusCode: 'client-error-not-possible' };
        const pdf = Uint8Array.from(request.data ?? []);
        runThroughPath(job, pagesOf(pdf), path(pdf));
        return { statusCode: 'successful-ok', jobs: [recordOf(job)] };
      }
      case 'Get-Job-Attributes':
        return job === undefined
          ? { statusCode: 'client-error-not-found' }
          : { statusCode: 'successful-ok', jobs: [recordOf(job)] };
      case 'Cancel-Job':
        if (job === undefined) return { statusCode: 'client-error-not-found' };
        if (hasEnded(job)) return { statusCode: 'client-error-not-possible' };
        cancelSimulatedJob(job);
        return { statusCode: 'successful-ok' };
      case 'Get-Jobs': {
        const wanted = wish['which-jobs'] === 'completed';
        const found = jobs.filter((one) => hasEnded(one) === wanted);
        const mine = wish['my-jobs'] === true ? found.filter((one) => one.user === user) : found;
        return { statusCode: 'successful-ok', jobs: mine.map(recordOf) };
      }
      default:
        return { statusCode: 'server-error-operation-not-supported' };
    }
  }

  return {
    onDocument: (listener) => documents.add(listener),
    onSheet: (listener) => sheets.add(listener),
    simulateReason(reason, isShown) {
      if (isShown) reasons.add(reason);
      else reasons.delete(reason);
    },
    simulateAttributes(attributes) {
      told = attributes;
    },
    simulateCounting(next) {
      counts = next;
    },
    take,
    isOn: () => !Number.isNaN(bootedAt),
    powerOff() {
      jobs = [];
      bootedAt = Number.NaN;
    },
    powerOn() {
      bootedAt = clock.monotonic();
    },
  };
}
