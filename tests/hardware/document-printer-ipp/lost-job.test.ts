// A job under way whose answers are lost, or whose printer is gone: never sent twice, never taken for another one.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endOf, type IppBench, jobOf, orderPrint, sheetMs, startCountingBench } from '../../support/ipp-bench.ts';
import { until } from '../../support/until.ts';

const first = jobOf(1);
const second = jobOf(2);

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

    it('for a moment, because the printer is busy, goes on', async () => {
      const ordered = await begun();
      const asked = times('Get-Job-Attributes');
      bench.simulator.simulateFault('Get-Job-Attributes', { is: 'refused', status: 'server-error-busy' });
      await until(() => times('Get-Job-Attributes') > asked + 1, 'the next look');
      expect(await endOf(bench, ordered)).toEqual({ is: 'printed' });
      expect(times('Cancel-Job')).toBe(0);
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

    it.each([
      ['', {}],
      [', in a printer that does not tell for how long it has been on', { 'printer-up-time': 1 }],
    ])('is no other job that has its number by now%s', async (_, told) => {
      bench.simulator.simulateAttributes(told);
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
