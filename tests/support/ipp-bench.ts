// IPP bench: the A4 driver on a simulated printer, with everything that came out and everything that was told.

import type { DocumentOrder, DocumentPrinter } from '../../hardware/classes/document-printer.ts';
import type { PrintOutcome, PrintWatch } from '../../hardware/classes/printing.ts';
import { createIppPrinter } from '../../hardware/drivers/document-printer-ipp/driver.ts';
import { type IppSimulator, startIppSimulator } from '../../hardware/drivers/document-printer-ipp/simulator.ts';
import { type Clock, pause, systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { type Cable, layCable } from './cable.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export interface IppBench {
  readonly simulator: IppSimulator;
  readonly printer: DocumentPrinter;
  /** Job of each sheet that came out, in order. */
  readonly sheets: string[];
  /** Operations in the order in which the printer got them. */
  readonly asked: string[];
  /** Moves the paper; the printer's own time stands otherwise. */
  readonly paperPath: ManualClock;
  /** Between the driver and the printer. */
  readonly cable: Cable;
  /** Another driver for the same printer past that cable, as after a restart of this computer. */
  restarted(): DocumentPrinter;
  close(): Promise<void>;
}

export interface OrderedPrint {
  readonly outcome: Promise<PrintOutcome>;
  /** Progress as words, e.g. `printing` and `stopped paperOut`. */
  readonly progress: string[];
  hasEnded(): boolean;
}

/** Each sheet takes this long on the paper path. */
export const sheetMs = 1_000;

/** The driver's time runs a hundred times as fast as the wall, so that minutes of waiting for a person are over soon. */
export const fastClock = clockThatRuns(100);

export function clockThatRuns(times: number): Clock {
  return {
    now: () => systemClock.now(),
    monotonic: () => systemClock.monotonic() * times,
    after: (ms, act) => systemClock.after(ms / times, act),
  };
}

export async function startIppBench(): Promise<IppBench> {
  const paperPath = createManualClock();
  const simulator = await startIppSimulator({ clock: paperPath, printMs: sheetMs });
  const printers: DocumentPrinter[] = [];
  const sheets: string[] = [];
  const asked: string[] = [];
  simulator.onSheet((job) => sheets.push(job));
  simulator.onRequest((operation) => asked.push(operation));
  function driverOn(port: number): DocumentPrinter {
    const url = `ipp://127.0.0.1:${port}/ipp/print`;
    const made = createIppPrinter({ name: 'documentPrinter', url, clock: fastClock, log: silentLog });
    printers.push(made);
    return made;
  }
  const cable = await layCable(simulator.port);
  return {
    simulator,
    cable,
    printer: driverOn(cable.port),
    sheets,
    asked,
    paperPath,
    restarted: () => driverOn(simulator.port),
    async close() {
      await Promise.all(printers.map((printer) => printer.stop()));
      cable.cut();
      await simulator.close();
    },
  };
}

/** With a printer that has counted a sheet before: its count of 0 proves that nothing is out. */
export async function startCountingBench(): Promise<IppBench> {
  const bench = await startIppBench();
  if ((await endOf(bench, orderPrint(bench.printer, jobOf(100)))).is !== 'printed') throw new Error('not printed');
  bench.sheets.length = 0;
  bench.asked.length = 0;
  return bench;
}

/** A synthetic document, of which the simulated printer makes that many sheets. */
export function pdfOf(pages: number): Uint8Array {
  return new TextEncoder().encode(`%PDF-1.4 synthetic${' /Type /Page'.repeat(pages)}`);
}

/** The ids that the rules give to orders: the driver knows its own jobs by their form. */
export function jobOf(number: number): string {
  return `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export function orderPrint(
  printer: DocumentPrinter,
  job: string,
  { pages = 1, pdf = pdfOf(pages), mayStart = () => true }: Partial<DocumentOrder> & Partial<PrintWatch> = {},
): OrderedPrint {
  const progress: string[] = [];
  let ended = false;
  const outcome = printer
    .print(
      { job, pdf, pages },
      { mayStart, onProgress: (told) => progress.push(told.is === 'stopped' ? `stopped ${told.why}` : told.is) },
    )
    .finally(() => {
      ended = true;
    });
  return { outcome, progress, hasEnded: () => ended };
}

/** Lets the paper move until the order has its end. */
export async function endOf({ paperPath }: IppBench, ordered: OrderedPrint): Promise<PrintOutcome> {
  while (!ordered.hasEnded()) {
    await paperPath.advance(sheetMs / 4);
    await pause(systemClock, 1);
  }
  return ordered.outcome;
}
