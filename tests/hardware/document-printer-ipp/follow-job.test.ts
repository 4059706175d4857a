// What a job's record proves, and what becomes of a job whose printer is in trouble. The driver's clock runs a hundred
// times as fast as the wall, so that two minutes of waiting for a person are over soon; the printer's is moved by hand.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentPrinter } from '../../../hardware/classes/document-printer.ts';
import type { PrintOutcome } from '../../../hardware/classes/receipt-printer.ts';
import { createIppClient } from '../../../hardware/drivers/document-printer-ipp/client.ts';
import { createIppPrinter } from '../../../hardware/drivers/document-printer-ipp/driver.ts';
import { readRecord } from '../../../hardware/drivers/document-printer-ipp/job-record.ts';
import { type IppSimulator, startIppSimulator } from '../../../hardware/drivers/document-printer-ipp/simulator.ts';
import { type Clock, systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

const times = 100;
const fastClock: Clock = {
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic() * times,
  after: (ms, act) => systemClock.after(ms / times, act),
};
const order = { job: 'job-1', pdf: new TextEncoder().encode('%PDF-1.4 synthetic'), pages: 1 };

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** True when the printer has the document of a job, not only its name. */
async function isProcessing(url: string): Promise<boolean> {
  const which = { 'which-jobs': 'not-completed', 'requested-attributes': ['job-state'] };
  const answer = await createIppClient(url).ask({ operation: 'Get-Jobs', operationAttributes: which }, 5_000);
  return answer.ok && answer.value.jobs.some((job) => job['job-state'] === 'processing');
}

describe('the record of a job', () => {
  it.each<[string, object, string]>([
    ['completed', { 'job-state': 'completed', 'job-state-reasons': 'job-completed-successfully' }, 'printed'],
    [
      'completed by a printer that does not count',
      { 'job-state': 'completed', 'job-impressions-completed': 0 },
      'printed',
    ],
    [
      'completed with errors',
      { 'job-state': 'completed', 'job-state-reasons': ['job-completed-with-errors'] },
      'failed',
    ],
    ['completed with a page too few', { 'job-state': 'completed', 'job-impressions-completed': 1 }, 'failed'],
    ['canceled', { 'job-state': 'canceled', 'job-state-reasons': 'job-canceled-at-device' }, 'failed'],
    ['aborted by the system', { 'job-state': 'aborted', 'job-state-reasons': 'aborted-by-system' }, 'failed'],
    ['aborted as unreadable', { 'job-state': 'aborted', 'job-state-reasons': 'document-format-error' }, 'neverStarted'],
    ['processing', { 'job-state': 'processing' }, 'waiting'],
    ['stopped in between', { 'job-state': 'processing-stopped' }, 'waiting'],
    ['held for its document', { 'job-state': 'pending-held' }, 'waiting'],
    ['without a state', {}, 'waiting'],
  ])('%s', (_, job, is) => {
    expect(readRecord({ ...job }, 2)).toEqual({ is });
  });
});

describe('a job under way', () => {
  let simulator: IppSimulator;
  let printer: DocumentPrinter;
  let printed: string[];
  let outcome: Promise<PrintOutcome>;
  let paperPath: ManualClock;

  /** Lets the printer work until that order has its end. */
  async function endOf(ordered: Promise<PrintOutcome>): Promise<PrintOutcome> {
    let ended = false;
    const end = ordered.finally(() => {
      ended = true;
    });
    await until(async () => {
      await paperPath.advance(2_000);
      return ended;
    });
    return end;
  }

  beforeEach(async () => {
    paperPath = createManualClock();
    simulator = await startIppSimulator({ clock: paperPath });
    printed = [];
    simulator.onDocument(({ job }) => printed.push(job));
    printer = createIppPrinter({ name: 'p', url: simulator.url, clock: fastClock, log: silentLog });
    outcome = printer.print(order);
    await until(() => isProcessing(simulator.url));
  });
  afterEach(async () => {
    await printer.stop();
    await simulator.close();
  });

  it('goes on after a refill and is printed once', async () => {
    simulator.simulatePaperOut();
    await until(() => printer.state().is === 'blocked');
    simulator.simulateRefill();
    expect(await endOf(outcome)).toEqual({ is: 'printed' });
    expect(printed).toEqual(['job-1']);
  });

  it('is taken back when nobody refills in two minutes, and never comes out', async () => {
    simulator.simulatePaperOut();
    expect(await outcome).toEqual({ is: 'notConfirmed', why: 'paperOut' });
    expect(await printer.lookUp('job-1')).toBe('failed');
    simulator.simulateRefill();
    expect(await endOf(printer.print({ ...order, job: 'job-2' }))).toEqual({ is: 'printed' });
    expect(printed).toEqual(['job-2']);
  });

  it('is not confirmed when the printer stays out of reach', async () => {
    await simulator.close();
    expect(await outcome).toEqual({ is: 'notConfirmed', why: 'offline' });
    expect(printer.state()).toEqual({ is: 'offline' });
  });

  it("is not taken for somebody else's job that has its number after a restart", async () => {
    await simulator.simulatePowerOff();
    await paperPath.advance(10_000);
    await simulator.simulatePowerOn();
    const other = createIppPrinter({ name: 'q', url: simulator.url, clock: fastClock, log: silentLog });
    expect(await endOf(other.print({ ...order, job: 'foreign' }))).toEqual({ is: 'printed' });
    expect(await outcome).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
    expect(printed).toEqual(['foreign']);
  });

  it('ends as not confirmed when the driver stops, without waiting for the paper', async () => {
    await printer.stop();
    expect(await outcome).toEqual({ is: 'notConfirmed', why: 'offline' });
    expect(printed).toEqual([]);
    expect(await printer.print(order)).toEqual({ is: 'notStarted', why: 'offline' });
  });
});
