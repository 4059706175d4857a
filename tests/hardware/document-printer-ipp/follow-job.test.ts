// A job under way: what its record proves, what is told of it, and what becomes of it when it is cancelled, when an answer
// is lost, when the printer is switched off, or when nobody comes.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provesNothing } from '../../../hardware/drivers/document-printer-ipp/follow-job.ts';
import { readRecord } from '../../../hardware/drivers/document-printer-ipp/job-record.ts';
import type { PrinterRequests } from '../../../hardware/drivers/document-printer-ipp/requests.ts';
import { ok } from '../../../src/base/result.ts';
import { endOf, type IppBench, jobOf, orderPrint, sheetMs, startIppBench } from '../../support/ipp-bench.ts';
import { until } from '../../support/until.ts';

const first = jobOf(1);
const second = jobOf(2);

describe('the record of a job', () => {
  it.each<[string, object, object]>([
    ['completed', { 'job-state': 'completed', 'job-state-reasons': 'job-completed-successfully' }, { is: 'printed' }],
    [
      'completed by a printer that does not count',
      { 'job-state': 'completed', 'job-impressions-completed': 0 },
      { is: 'printed' },
    ],
    [
      'completed with errors',
      { 'job-state': 'completed', 'job-state-reasons': ['job-completed-with-errors'] },
      { is: 'doubtful' },
    ],
    ['completed, a page too few', { 'job-state': 'completed', 'job-impressions-completed': 1 }, { is: 'doubtful' }],
    [
      'completed as CUPS says, and lost by the printer behind it',
      {
        'job-state': 'completed',
        'job-impressions-completed': 2,
        'job-printer-state-reasons': ['cups-ipp-conformance-failure-report', 'cups-ipp-missing-job-history'],
      },
      { is: 'doubtful' },
    ],
    [
      'canceled',
      { 'job-state': 'canceled', 'job-state-reasons': 'job-canceled-at-device' },
      { is: 'broken', by: 'cancel', sides: null },
    ],
    [
      'aborted by the system',
      { 'job-state': 'aborted', 'job-state-reasons': 'aborted-by-system', 'job-impressions-completed': 1 },
      { is: 'broken', by: 'printer', sides: 1 },
    ],
    [
      'aborted as unreadable',
      { 'job-state': 'aborted', 'job-state-reasons': 'document-format-error' },
      { is: 'unreadable' },
    ],
    ['processing', { 'job-state': 'processing' }, { is: 'printing' }],
    ['stopped in between', { 'job-state': 'processing-stopped' }, { is: 'stopped' }],
    [
      'held for its document',
      { 'job-state': 'pending-held', 'job-state-reasons': 'job-data-insufficient' },
      { is: 'waiting', hasDocument: false },
    ],
    [
      'held for its document by CUPS',
      { 'job-state': 'pending-held', 'job-state-reasons': 'job-incoming', 'number-of-documents': 0 },
      { is: 'waiting', hasDocument: false },
    ],
    ['held with its document', { 'job-state': 'pending-held' }, { is: 'waiting', hasDocument: true }],
    ['in the queue', { 'job-state': 'pending', 'number-of-documents': 0 }, { is: 'waiting', hasDocument: true }],
    ['without a state', {}, { is: 'waiting', hasDocument: true }],
  ])('%s', (_, job, record) => {
    expect(readRecord({ ...job }, 2)).toEqual(record);
  });

  it.each<[string, number | null, boolean, readonly number[], boolean]>([
    ['0 of a printer that has counted before', 0, false, [0, 2], true],
    ['0 of a printer that has never counted', 0, false, [0, 0], false],
    ['0 of CUPS', 0, true, [1], false],
    ['1', 1, false, [2], false],
    ['no count', null, false, [2], false],
  ])('broken off with a count of %s', async (_, sides, isCups, earlier, proved) => {
    const asked: Pick<PrinterRequests, 'jobs'> = {
      jobs: () => Promise.resolve(ok(earlier.map((count) => ({ 'job-impressions-completed': count })))),
    };
    const capabilities = { lack: null, note: null, isCups };
    expect(await provesNothing({ is: 'broken', by: 'cancel', sides }, { capabilities }, asked)).toBe(proved);
  });
});

describe('a job under way', () => {
  let bench: IppBench;

  beforeEach(async () => {
    bench = await startIppBench();
    // A printer that has counted a sheet before: its count of 0 proves something.
    expect(await endOf(bench, orderPrint(bench.printer, jobOf(100)))).toEqual({ is: 'printed' });
    bench.sheets.length = 0;
    bench.asked.length = 0;
  });
  afterEach(() => bench.close());

  const times = (operation: string) => bench.asked.filter((one) => one === operation).length;
  const record = (job: string) => bench.restarted().lookUp({ job, mark: { cuts: null } });
  async function begun(pages = 1) {
    const ordered = orderPrint(bench.printer, first, { pages });
    await until(() => ordered.progress.length > 0, 'the job at work');
    return ordered;
  }
  async function printsTheNext(): Promise<void> {
    expect(await endOf(bench, orderPrint(bench.printer, second))).toEqual({ is: 'printed' });
    expect(bench.sheets.filter((job) => job === second)).toHaveLength(1);
  }

  describe('that needs a hand', () => {
    it.each([
      ['media-empty', 'paperOut'],
      ['media-jam', 'paperJam'],
      ['cover-open', 'coverOpen'],
      ['output-area-full', 'outputFull'],
      ['toner-empty', 'tonerOut'],
      ['paused', 'printerError'],
    ])('says so at %s and goes on by itself', async (reason, why) => {
      const ordered = await begun(2);
      bench.simulator.simulateReason(reason, true);
      await until(() => ordered.progress.length > 1, 'the stop');
      await bench.paperPath.advance(10 * sheetMs);
      expect(bench.sheets).toEqual([]);
      bench.simulator.simulateReason(reason, false);
      await until(() => ordered.progress.length > 2, 'the going on');
      expect(await endOf(bench, ordered)).toEqual({ is: 'printed' });
      expect(ordered.progress).toEqual(['printing', `stopped ${why}`, 'printing']);
      expect(bench.sheets).toEqual([first, first]);
    });

    it('tells each trouble, one after the other', async () => {
      const ordered = await begun();
      const change = async (reason: string, isShown: boolean) => {
        const told = ordered.progress.length;
        bench.simulator.simulateReason(reason, isShown);
        await until(() => ordered.progress.length > told, reason);
      };
      await change('media-empty', true);
      await change('media-jam', true);
      await change('media-jam', false);
      await change('media-empty', false);
      expect(await endOf(bench, ordered)).toEqual({ is: 'printed' });
      expect(ordered.progress).toEqual([
        'printing',
        'stopped paperOut',
        'stopped paperJam',
        'stopped paperOut',
        'printing',
      ]);
    });

    it('is not held up by what only runs short', async () => {
      const ordered = await begun();
      for (const reason of ['media-low', 'toner-low', 'spool-area-full']) bench.simulator.simulateReason(reason, true);
      expect(await endOf(bench, ordered)).toEqual({ is: 'printed' });
      expect(ordered.progress).toEqual(['printing']);
    });

    it('is taken back in the end when nobody ever comes, and never comes out', async () => {
      const ordered = await begun();
      bench.simulator.simulatePaperOut();
      expect(await ordered.outcome).toEqual({ is: 'notStarted', why: 'paperOut' });
      expect(ordered.progress).toEqual(['printing', 'stopped paperOut']);
      expect(await record(first)).toBe('notPrinted');
      bench.simulator.simulateRefill();
      await printsTheNext();
      expect(bench.sheets).toEqual([second]);
    });
  });

  describe('that is cancelled', () => {
    it('before its turn has never begun', async () => {
      const atWork = await begun();
      const waiting = orderPrint(bench.printer, second);
      await bench.printer.cancel(second);
      expect(await waiting.outcome).toEqual({ is: 'notStarted', why: 'cancelled' });
      expect(await endOf(bench, atWork)).toEqual({ is: 'printed' });
      expect(times('Create-Job')).toBe(1);
    });

    it.each(['Get-Printer-Attributes', 'Validate-Job', 'Create-Job'])('at %s sends no document', async (operation) => {
      bench.simulator.onRequest((asked) => {
        if (asked === operation) void bench.printer.cancel(first);
      });
      expect(await orderPrint(bench.printer, first).outcome).toEqual({ is: 'notStarted', why: 'cancelled' });
      expect(times('Send-Document')).toBe(0);
      await printsTheNext();
    });

    it('in the moment in which it may start sends no document', async () => {
      const mayStart = () => {
        void bench.printer.cancel(first);
        return true;
      };
      expect(await orderPrint(bench.printer, first, { mayStart }).outcome).toEqual({
        is: 'notStarted',
        why: 'cancelled',
      });
      expect(times('Send-Document')).toBe(0);
      await printsTheNext();
    });

    it('while the document is on its way is over when the printer has it', async () => {
      bench.simulator.simulateFault('Send-Document', { is: 'slow', ms: 5 * sheetMs });
      const ordered = orderPrint(bench.printer, first);
      await until(() => times('Send-Document') > 0, 'the document');
      await bench.printer.cancel(first);
      expect(await endOf(bench, ordered)).toEqual({ is: 'notStarted', why: 'cancelled' });
      expect(bench.sheets).toEqual([]);
      await printsTheNext();
    });

    it('before the first sheet is drawn has put no paper out', async () => {
      const ordered = await begun();
      await bench.printer.cancel(first);
      expect(await ordered.outcome).toEqual({ is: 'notStarted', why: 'cancelled' });
      expect(await record(first)).toBe('notPrinted');
      await printsTheNext();
      expect(bench.sheets).toEqual([second]);
    });

    it('with a sheet in the path is waited for until that sheet is out', async () => {
      const ordered = await begun(3);
      await bench.paperPath.advance(0.75 * sheetMs);
      await bench.printer.cancel(first);
      expect(await endOf(bench, ordered)).toEqual({ is: 'notConfirmed', why: 'cancelled' });
      expect(bench.sheets).toEqual([first]);
      expect(await record(first)).toBe('unknown');
      await printsTheNext();
      expect(bench.sheets).toEqual([first, second]);
    });

    it('with a sheet stuck in the path is not waited for longer than a moment', async () => {
      const ordered = await begun();
      await bench.paperPath.advance(0.75 * sheetMs);
      bench.simulator.simulateJam();
      await until(() => ordered.progress.length > 1, 'the jam');
      await bench.printer.cancel(first);
      expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'cancelled' });
      expect(await record(first)).toBe('printing');
    });

    it('after its last sheet is printed', async () => {
      const ordered = await begun();
      await bench.paperPath.advance(sheetMs);
      await bench.printer.cancel(first);
      expect(await ordered.outcome).toEqual({ is: 'printed' });
    });

    it('and is no order of this driver, is left alone', async () => {
      const ordered = await begun();
      await bench.restarted().cancel(first);
      expect(await endOf(bench, ordered)).toEqual({ is: 'printed' });
      expect(times('Cancel-Job')).toBe(0);
    });

    it('is not confirmed by a printer that does not count', async () => {
      bench.simulator.simulateCounting(false);
      const ordered = await begun();
      await bench.printer.cancel(first);
      expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    });
  });

  describe('whose answer is lost', () => {
    it.each(['Validate-Job', 'Create-Job'])('at %s prints nothing and leaves nothing behind', async (operation) => {
      bench.simulator.simulateFault(operation, { is: 'answerLost' });
      expect(await orderPrint(bench.printer, first).outcome).toEqual({ is: 'notStarted', why: 'offline' });
      await printsTheNext();
      expect(bench.sheets).toEqual([second]);
      expect(times('Send-Document')).toBe(1);
    });

    it('at Send-Document is printed when the record says so, and sent once', async () => {
      bench.simulator.simulateFault('Send-Document', { is: 'answerLost' });
      expect(await endOf(bench, orderPrint(bench.printer, first))).toEqual({ is: 'printed' });
      expect(times('Send-Document')).toBe(1);
      expect(bench.sheets).toEqual([first]);
    });

    it('at Send-Document has not begun when the document never arrived, and is sent no second time', async () => {
      bench.simulator.simulateFault('Send-Document', { is: 'requestLost' });
      expect(await orderPrint(bench.printer, first).outcome).toEqual({ is: 'notStarted', why: 'printerError' });
      expect(times('Send-Document')).toBe(1);
      await printsTheNext();
      expect(bench.sheets).toEqual([second]);
    });

    it.each(['Get-Job-Attributes', 'Get-Printer-Attributes'])('at %s goes on', async (operation) => {
      const ordered = await begun();
      bench.simulator.simulateFault(operation, { is: 'answerLost' });
      const asked = times(operation);
      await until(() => times(operation) > asked + 1, 'the next look');
      expect(await endOf(bench, ordered)).toEqual({ is: 'printed' });
    });

    it('at Cancel-Job is cancelled all the same', async () => {
      const ordered = await begun();
      bench.simulator.simulateFault('Cancel-Job', { is: 'answerLost' });
      await bench.printer.cancel(first);
      expect(await ordered.outcome).toEqual({ is: 'notStarted', why: 'cancelled' });
      await printsTheNext();
    });

    it('at Get-Jobs is forgotten with the next answer of the printer', async () => {
      bench.simulator.simulateFault('Get-Jobs', { is: 'answerLost' });
      expect(await orderPrint(bench.printer, first, { mayStart: () => false }).outcome).toMatchObject({
        why: 'tooLate',
      });
      expect(times('Cancel-Job')).toBe(0);
      await bench.printer.test();
      await until(() => times('Cancel-Job') === 1, 'the second try');
      await printsTheNext();
    });
  });

  describe('in a printer that is gone', () => {
    it('by a cable is not confirmed, and is taken back when the cable is in again', async () => {
      const ordered = await begun();
      bench.cable.cut();
      expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'offline' });
      expect(bench.printer.state()).toEqual({ is: 'offline' });
      await bench.cable.mend();
      await bench.printer.test();
      await until(() => times('Cancel-Job') === 1, 'the job taken back');
      await bench.paperPath.advance(10 * sheetMs);
      expect(bench.sheets).toEqual([]);
    });

    it('by a power cut is lost', async () => {
      const ordered = await begun();
      await bench.simulator.simulatePowerOff();
      await bench.paperPath.advance(5_000);
      await bench.simulator.simulatePowerOn();
      expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
      expect(await record(first)).toBe('unknown');
      await printsTheNext();
      expect(bench.sheets).toEqual([second]);
    });

    it.each([
      ['the time since it was switched on goes back', { 'printer-up-time': 0 }],
      ['another printer answers', { 'printer-uuid': 'urn:uuid:00000000-0000-4000-8000-000000000001' }],
    ])('is lost when %s, whatever has its number now', async (_, told) => {
      const ordered = await begun();
      bench.simulator.simulateAttributes(told);
      expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
    });

    it('is no other job that has its number by now', async () => {
      const ordered = await begun();
      await bench.simulator.simulatePowerOff();
      await bench.paperPath.advance(5_000);
      await bench.simulator.simulatePowerOn();
      const foreign = bench.restarted();
      expect(await endOf(bench, orderPrint(foreign, second))).toEqual({ is: 'printed' });
      expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
      expect(bench.sheets).toEqual([second]);
    });

    it('behind CUPS is not printed when CUPS says that it lost a job', async () => {
      const ordered = await begun();
      bench.simulator.simulateAttributes({ 'printer-state-reasons': ['cups-ipp-missing-job-history'] });
      expect(await endOf(bench, ordered)).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
      expect((await bench.printer.test()).detail).toContain('lost a job');
    });
  });
});
