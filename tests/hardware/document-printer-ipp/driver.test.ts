// The A4 printer on the simulated IPP printer: what is asked in which order, what is refused, and what outlives a restart.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIppClient } from '../../../hardware/drivers/document-printer-ipp/client.ts';
import { createIppPrinter } from '../../../hardware/drivers/document-printer-ipp/driver.ts';
import { type Attributes, decodeAnswer } from '../../../hardware/drivers/document-printer-ipp/protocol.ts';
import { createPrinterRequests } from '../../../hardware/drivers/document-printer-ipp/requests.ts';
import { silentLog } from '../../../src/base/log.ts';
import { endOf, fastClock, type IppBench, jobOf, orderPrint, pdfOf, startIppBench } from '../../support/ipp-bench.ts';
import { until } from '../../support/until.ts';

const first = jobOf(1);
const second = jobOf(2);
let bench: IppBench;

beforeEach(async () => {
  bench = await startIppBench();
});
afterEach(() => bench.close());

/** Makes a job without a document, as a computer leaves it that goes down right then. */
async function leaveJob(name: string, user = 'nighthall'): Promise<void> {
  expect((await createPrinterRequests(createIppClient(bench.simulator.url), user).create(name)).ok).toBe(true);
}

async function jobsIn(which: 'not-completed' | 'completed', user = 'nighthall'): Promise<readonly Attributes[]> {
  const jobs = await createPrinterRequests(createIppClient(bench.simulator.url), user).jobs(which);
  return jobs.ok ? jobs.value : [];
}

describe('an IPP printer', () => {
  it('prints a document once, asks right before the first byte, and says so when it is out', async () => {
    const documents: string[] = [];
    bench.simulator.onDocument(({ job, pdf }) => documents.push(`${job} ${new TextDecoder().decode(pdf)}`));
    const marks: unknown[] = [];
    const mayStart = (mark: unknown) => {
      marks.push(mark, ...bench.asked);
      return true;
    };
    const ordered = orderPrint(bench.printer, first, { pages: 2, mayStart });
    await until(() => ordered.progress.length > 0, 'progress');
    expect(await endOf(bench, ordered)).toEqual({ is: 'printed' });
    expect(ordered.progress).toEqual(['printing']);
    expect(marks).toEqual([{ cuts: null }, 'Get-Printer-Attributes', 'Validate-Job', 'Create-Job']);
    expect(bench.asked.filter((operation) => operation === 'Send-Document')).toHaveLength(1);
    expect(documents).toEqual([`${first} %PDF-1.4 synthetic /Type /Page /Type /Page`]);
    expect(bench.sheets).toEqual([first, first]);
    expect(await bench.printer.lookUp({ job: first, mark: null })).toBe('printed');
    expect(await bench.printer.lookUp({ job: second, mark: null })).toBe('unknown');
  });

  it('sends nothing when nobody wants the paper any more, and leaves no job behind', async () => {
    const ordered = orderPrint(bench.printer, first, { mayStart: () => false });
    expect(await ordered.outcome).toEqual({ is: 'notStarted', why: 'tooLate' });
    expect(bench.asked).not.toContain('Send-Document');
    expect(await jobsIn('not-completed')).toEqual([]);
    expect(ordered.progress).toEqual([]);
  });

  it.each([
    ['media-empty', 'paperOut'],
    ['media-jam', 'paperJam'],
    ['cover-open', 'coverOpen'],
    ['toner-empty', 'tonerOut'],
    ['output-area-full', 'outputFull'],
    ['paused', 'printerError'],
  ])('does not begin with %s, and does after the repair', async (reason, why) => {
    bench.simulator.simulateReason(reason, true);
    expect(await orderPrint(bench.printer, first).outcome).toEqual({ is: 'notStarted', why });
    expect(bench.asked).toEqual(['Get-Printer-Attributes']);
    bench.simulator.simulateReason(reason, false);
    expect(await endOf(bench, orderPrint(bench.printer, second))).toEqual({ is: 'printed' });
    expect(bench.sheets).toEqual([second]);
  });

  it.each([
    ['media-low', { is: 'low', what: 'paper' }],
    ['toner-low', { is: 'low', what: 'toner' }],
  ])('prints with %s', async (reason, state) => {
    bench.simulator.simulateReason(reason, true);
    expect(await endOf(bench, orderPrint(bench.printer, first))).toEqual({ is: 'printed' });
    expect(bench.printer.state()).toEqual(state);
  });

  it.each<[string, Attributes, string]>([
    ['no PDF', { 'document-format-supported': ['image/pwg-raster'] }, 'does not print PDF, only image/pwg-raster'],
    ['no A4', { 'media-supported': ['na_letter_8.5x11in'] }, 'does not print on A4'],
    [
      'no jobs in two steps',
      {
        'operations-supported': [
          'Print-Job',
          'Validate-Job',
          'Get-Jobs',
          'Get-Job-Attributes',
          'Cancel-Job',
          'Get-Printer-Attributes',
        ],
      },
      'cannot follow a job: no Create-Job, Send-Document',
    ],
  ])('is a fault and refuses the order when the printer knows %s', async (_, told, detail) => {
    bench.simulator.simulateAttributes(told);
    expect(await orderPrint(bench.printer, first).outcome).toEqual({ is: 'notStarted', why: 'unprintable' });
    expect(bench.printer.state()).toEqual({ is: 'fault', what: 'printerError', detail });
    const tested = await bench.printer.test();
    expect(tested.passed).toBe(false);
    expect(tested.detail).toContain(detail);
    expect(bench.asked).toEqual(['Get-Printer-Attributes', 'Get-Printer-Attributes']);
  });

  it('reads again what the printer can do when it has been away', async () => {
    bench.simulator.simulateAttributes({ 'media-supported': ['na_letter_8.5x11in'] });
    await bench.printer.test();
    bench.simulator.simulateAttributes({});
    expect((await bench.printer.test()).passed).toBe(false);
    await bench.simulator.simulatePowerOff();
    await bench.printer.test();
    await bench.simulator.simulatePowerOn();
    expect((await bench.printer.test()).passed).toBe(true);
  });

  it('prints although no tray is said to hold A4, and tells the technician', async () => {
    bench.simulator.simulateAttributes({ 'media-ready': ['na_letter_8.5x11in'] });
    const tested = await bench.printer.test();
    expect(tested).toMatchObject({ passed: true, detail: expect.stringContaining('no tray holds A4') });
    expect(await endOf(bench, orderPrint(bench.printer, first))).toEqual({ is: 'printed' });
  });

  it.each([
    ['Validate-Job', 'client-error-document-format-not-supported', 'unprintable'],
    ['Validate-Job', 'server-error-not-accepting-jobs', 'printerError'],
    ['Create-Job', 'client-error-attributes-or-values-not-supported', 'unprintable'],
    ['Create-Job', 'server-error-internal-error', 'printerError'],
    ['Send-Document', 'client-error-document-format-error', 'unprintable'],
    ['Send-Document', 'client-error-not-found', 'printerError'],
    ['Send-Document', 'server-error-internal-error', 'printerError'],
  ])('leaves nothing behind when %s is refused with %s', async (operation, status, why) => {
    bench.simulator.simulateFault(operation, { is: 'refused', status });
    expect(await orderPrint(bench.printer, first).outcome).toEqual({ is: 'notStarted', why });
    expect(await jobsIn('not-completed')).toEqual([]);
    expect(await endOf(bench, orderPrint(bench.printer, second))).toEqual({ is: 'printed' });
    expect(bench.sheets).toEqual([second]);
  });

  it("waits a moment for somebody else's job, and leaves it alone", async () => {
    await leaveJob('foreign', 'somebody');
    expect(await orderPrint(bench.printer, first).outcome).toEqual({ is: 'notStarted', why: 'printerError' });
    expect(await jobsIn('not-completed', 'somebody')).toMatchObject([{ 'job-name': 'foreign' }]);
    const ordered = orderPrint(bench.printer, second);
    await until(() => bench.asked.filter((operation) => operation === 'Create-Job').length > 3, 'another try');
    await createPrinterRequests(createIppClient(bench.simulator.url), 'somebody').cancel(1);
    expect(await endOf(bench, ordered)).toEqual({ is: 'printed' });
    expect(bench.sheets).toEqual([second]);
  });

  it('is offline when nobody answers, and ready again when it is back', async () => {
    await bench.simulator.simulatePowerOff();
    expect(await orderPrint(bench.printer, first).outcome).toEqual({ is: 'notStarted', why: 'offline' });
    expect(bench.printer.state()).toEqual({ is: 'offline' });
    await bench.simulator.simulatePowerOn();
    expect((await bench.printer.test()).passed).toBe(true);
    expect(bench.printer.state()).toEqual({ is: 'ready' });
    expect(bench.sheets).toEqual([]);
  });

  it('tells its listeners about a change once', async () => {
    const seen: string[] = [];
    bench.printer.onState((state) => seen.push(state.is));
    await bench.printer.test();
    await bench.printer.test();
    bench.simulator.simulatePaperOut();
    await bench.printer.test();
    expect(seen).toEqual(['ready', 'blocked']);
  });
});

describe('after a restart of this computer', () => {
  it('tells printed, printing, not printed and unknown apart', async () => {
    expect(await endOf(bench, orderPrint(bench.printer, first))).toEqual({ is: 'printed' });
    const ordered = orderPrint(bench.printer, second);
    await until(() => ordered.progress.length > 0, 'the job at work');
    const again = bench.restarted();
    const look = (job: string) => again.lookUp({ job, mark: { cuts: null } });
    expect(await look(first)).toBe('printed');
    expect(await look(second)).toBe('printing');
    expect(await look(jobOf(9))).toBe('unknown');
    await bench.printer.cancel(second);
    expect(await look(second)).toBe('notPrinted');
    await leaveJob(jobOf(3));
    expect(await look(jobOf(3))).toBe('notPrinted');
  });

  it('leaves in doubt what a printer broke off that does not count its sheets', async () => {
    bench.simulator.simulateCounting(false);
    expect(await endOf(bench, orderPrint(bench.printer, first))).toEqual({ is: 'printed' });
    const ordered = orderPrint(bench.printer, second);
    await until(() => ordered.progress.length > 0, 'the job at work');
    await bench.printer.cancel(second);
    expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    expect(await bench.restarted().lookUp({ job: second, mark: null })).toBe('unknown');
  });

  it('purges what an earlier run has left, and no job of anybody else', async () => {
    await leaveJob(first);
    await bench.restarted().purge();
    expect(await jobsIn('not-completed')).toEqual([]);
    await leaveJob('quarterly report');
    await bench.restarted().purge();
    expect(await jobsIn('not-completed')).toMatchObject([{ 'job-name': 'quarterly report' }]);
  });

  it('purges what is left as soon as the printer can be reached', async () => {
    await leaveJob(first);
    bench.cable.cut();
    bench.printer.start();
    await bench.printer.purge();
    await bench.cable.mend();
    await until(() => bench.asked.includes('Cancel-Job'), 'the purge');
    expect(await jobsIn('not-completed')).toEqual([]);
  });
});

describe('a purge', () => {
  it('ends the job at work, one in the queue, and nothing of what comes after', async () => {
    const atWork = orderPrint(bench.printer, first);
    const waiting = orderPrint(bench.printer, second);
    await until(() => atWork.progress.length > 0, 'the job at work');
    await bench.printer.purge();
    expect(await waiting.outcome).toEqual({ is: 'notStarted', why: 'cancelled' });
    expect((await atWork.outcome).is).toBe('notConfirmed');
    expect(await endOf(bench, orderPrint(bench.printer, jobOf(3)))).toEqual({ is: 'printed' });
    expect(bench.sheets).toEqual([jobOf(3)]);
  });
});

describe('a printer that nobody answers for', () => {
  it('has its queue ended when the driver stops', async () => {
    const printer = createIppPrinter({
      ...{ name: 'p', url: bench.simulator.url, clock: fastClock, log: silentLog },
    });
    const atWork = orderPrint(printer, first);
    const waiting = orderPrint(printer, second);
    await until(() => atWork.progress.length > 0, 'the job at work');
    await printer.stop();
    expect(await atWork.outcome).toEqual({ is: 'notConfirmed', why: 'offline' });
    expect(await waiting.outcome).toEqual({ is: 'notStarted', why: 'offline' });
    expect(await jobsIn('not-completed')).toEqual([]);
    expect(await printer.print({ job: first, pdf: pdfOf(1), pages: 1 })).toEqual({ is: 'notStarted', why: 'offline' });
  });
});

describe('an answer of a printer', () => {
  it.each([
    ['a value length that would send the reader back', '0200000000000001014700016 1fff8'],
    ['a name length that would send the reader back', '0200000000000001014780 00'],
    ['a value beyond the end', '020000000000000101470001610010 61'],
    ['no end of its attributes', '0200000000000001 01'],
    ['nothing', ''],
  ])('with %s is refused at once', (_, hex) => {
    const bytes = Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
    expect(decodeAnswer(bytes)).toEqual({ ok: false, problem: 'notIpp' });
  });
});
