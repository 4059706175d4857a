// A job under way: what is told of it while it needs a hand, and what becomes of it when it is cancelled in any moment.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followJob } from '../../../hardware/drivers/document-printer-ipp/follow-job.ts';
import type { PrinterRequests } from '../../../hardware/drivers/document-printer-ipp/requests.ts';
import type { PrinterWatch } from '../../../hardware/drivers/document-printer-ipp/watch-printer.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { ok } from '../../../src/base/result.ts';
import { endOf, type IppBench, jobOf, orderPrint, sheetMs, startCountingBench } from '../../support/ipp-bench.ts';
import { until } from '../../support/until.ts';

const first = jobOf(1);
const second = jobOf(2);

it('is followed under its name: another job that has its number by now proves nothing', async () => {
  const record = { 'job-id': 1, 'job-name': second, 'job-state': 'completed', 'job-impressions-completed': 1 };
  const answer = { status: 'successful-ok', printer: {}, jobs: [record] };
  const look = { state: { is: 'ready' }, holds: null, capabilities: null, boot: 1, lostJob: false } as const;
  const options = {
    requests: { job: async () => ok(answer) } as unknown as PrinterRequests,
    watch: { look: async () => look } as unknown as PrinterWatch,
    clock: { ...systemClock, after: (_: number, act: () => void) => systemClock.after(1, act) },
    log: silentLog,
    stopping: () => false,
    cancelled: () => false,
    onProgress: () => undefined,
  };
  const sent = { id: 1, pages: 1, boot: 1, isHalfSent: false };
  expect(await followJob({ ...sent, name: first }, options)).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
  expect(await followJob({ ...sent, name: second }, options)).toEqual({ is: 'printed' });
});

describe('a job under way', () => {
  let bench: IppBench;

  beforeEach(async () => {
    bench = await startCountingBench();
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

    it('says so when the printer gives no reason, too', async () => {
      bench.simulator.simulateAttributes({ 'printer-state': 'processing', 'printer-state-reasons': 'none' });
      const ordered = await begun();
      bench.simulator.simulateJam();
      await until(() => ordered.progress.length > 1, 'the stop');
      bench.simulator.simulateClearJam();
      expect(await endOf(bench, ordered)).toEqual({ is: 'printed' });
      expect(ordered.progress.slice(0, 2)).toEqual(['printing', 'stopped printerError']);
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
});
