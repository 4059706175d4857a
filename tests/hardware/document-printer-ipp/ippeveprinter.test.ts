// The driver on a real IPP Everywhere printer program, which was written by others and knows nothing of this driver. The
// driver's clock runs ten times as fast as the printer's.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentPrinter } from '../../../hardware/classes/document-printer.ts';
import { createIppClient } from '../../../hardware/drivers/document-printer-ipp/client.ts';
import { createIppPrinter } from '../../../hardware/drivers/document-printer-ipp/driver.ts';
import { reasonsOf } from '../../../hardware/drivers/document-printer-ipp/printer-state.ts';
import { createPrinterRequests } from '../../../hardware/drivers/document-printer-ipp/requests.ts';
import { silentLog } from '../../../src/base/log.ts';
import { clockThatRuns, jobOf, type OrderedPrint, orderPrint } from '../../support/ipp-bench.ts';
import { missingForIppeveprinter, type RealIppPrinter, startIppeveprinter } from '../../support/ippeveprinter.ts';
import { specimenProof } from '../../support/specimen-proof.ts';
import { until } from '../../support/until.ts';

const title = missingForIppeveprinter === undefined ? '' : ` (skipped: ${missingForIppeveprinter} is missing)`;
const clock = clockThatRuns(10);

describe.skipIf(missingForIppeveprinter !== undefined)(`ippeveprinter${title}`, () => {
  let real: RealIppPrinter;
  let printer: DocumentPrinter;
  let pdf: Uint8Array;
  let job = '';
  let jobs = 0;

  beforeAll(async () => {
    real = await startIppeveprinter();
    pdf = await specimenProof();
  });
  afterAll(() => real.close());
  beforeEach(async () => {
    printer = driver();
    await real.script('exit 0');
    jobs += 1;
    job = jobOf(jobs);
  });
  afterEach(async () => {
    // Whatever went wrong, the printer is free for the next.
    await repair();
    await printer.stop();
  });

  function driver(url = real.url): DocumentPrinter {
    return createIppPrinter({ name: 'documentPrinter', url, clock, log: silentLog });
  }
  const requests = (user = 'nighthall') => createPrinterRequests(createIppClient(real.url), user);
  const keptOf = async (name: string) => (await real.kept()).filter(({ file }) => file.includes(name));

  /** Orders a job whose script goes on when `repaired-<job>` is there. */
  async function orderWaiting(lines: { before?: string; after?: string } = {}): Promise<OrderedPrint> {
    await real.script(
      [lines.before ?? '', `while [ ! -e repaired-${job} ]; do sleep 0.05; done`, lines.after ?? 'exit 0'].join('\n'),
    );
    const ordered = orderPrint(printer, job, { pdf });
    await until(async () => (await printer.lookUp({ job, mark: null })) === 'printing', 'the job at work');
    return ordered;
  }
  const repair = () => real.signal(`repaired-${job}`);

  it('prints a proof, and the bytes that it got are the bytes that were made', async () => {
    expect((await printer.test()).passed).toBe(true);
    expect(await orderPrint(printer, job, { pdf }).outcome).toEqual({ is: 'printed' });
    const [kept, ...others] = await keptOf(job);
    expect(others).toEqual([]);
    expect(Buffer.from(kept?.pdf ?? []).equals(Buffer.from(pdf))).toBe(true);
    expect(await printer.lookUp({ job, mark: null })).toBe('printed');
    expect(await printer.lookUp({ job: jobOf(999), mark: null })).toBe('unknown');
  });

  it.each<[string, object, string | null]>([
    ['other', { is: 'ready' }, null],
    ['cover-open', { is: 'blocked', why: 'coverOpen' }, 'coverOpen'],
    ['input-tray-missing', { is: 'blocked', why: 'coverOpen' }, 'coverOpen'],
    ['marker-supply-empty', { is: 'blocked', why: 'tonerOut' }, 'tonerOut'],
    ['marker-supply-low', { is: 'low', what: 'toner' }, null],
    ['marker-waste-almost-full', { is: 'low', what: 'toner' }, null],
    ['marker-waste-full', { is: 'blocked', why: 'tonerOut' }, 'tonerOut'],
    ['media-empty', { is: 'blocked', why: 'paperOut' }, 'paperOut'],
    ['media-jam', { is: 'blocked', why: 'paperJam' }, 'paperJam'],
    ['media-low', { is: 'low', what: 'paper' }, null],
    ['media-needed', { is: 'blocked', why: 'paperOut' }, 'paperOut'],
    ['moving-to-paused', { is: 'fault', what: 'printerError', detail: 'moving-to-paused' }, 'printerError'],
    ['paused', { is: 'fault', what: 'printerError', detail: 'paused' }, 'printerError'],
    ['spool-area-full', { is: 'fault', what: 'printerError', detail: 'spool-area-full' }, null],
    ['toner-empty', { is: 'blocked', why: 'tonerOut' }, 'tonerOut'],
    ['toner-low', { is: 'low', what: 'toner' }, null],
  ])('shows %s while a job waits, and prints it after the repair', async (reason, state, holds) => {
    const ordered = await orderWaiting({
      before: `echo 'STATE: +${reason}' >&2`,
      after: `echo 'STATE: -${reason}' >&2\nexit 0`,
    });
    await until(async () => {
      const shown = await requests().printer(['printer-state-reasons']);
      return shown.ok && reasonsOf(shown.value).has(reason);
    }, reason);
    const told = holds === null ? 'printing' : `stopped ${holds}`;
    await until(() => ordered.progress.at(-1) === told, told);
    await printer.test();
    expect(printer.state()).toEqual(state);
    expect(await printer.lookUp({ job, mark: null })).toBe('printing');
    await repair();
    expect(await ordered.outcome).toEqual({ is: 'printed' });
    // Before and after a stop it may have been seen at work, or have been too quick for that.
    expect(ordered.progress.filter((word) => word !== 'printing')).toEqual(holds === null ? [] : [told]);
    expect((await printer.test()).passed).toBe(true);
    expect(printer.state()).toEqual({ is: 'ready' });
    expect(await keptOf(job)).toHaveLength(1);
  });

  it('does not begin while the tray is empty', async () => {
    await real.script("echo 'STATE: +media-empty' >&2\nexit 0");
    expect(await orderPrint(printer, job, { pdf }).outcome).toEqual({ is: 'printed' });
    const refused = orderPrint(printer, jobOf(500), { pdf });
    expect(await refused.outcome).toEqual({ is: 'notStarted', why: 'paperOut' });
    expect(await keptOf(jobOf(500))).toEqual([]);
    // The reason stays as long as this program runs.
    await real.kill();
    await real.restart();
    expect((await printer.test()).passed).toBe(true);
  });

  it('does not confirm a job that the printer gave up', async () => {
    await real.script("echo 'ERROR: the fuser is too cold' >&2\nexit 1");
    expect(await orderPrint(printer, job, { pdf }).outcome).toEqual({ is: 'notConfirmed', why: 'printerError' });
    expect(await printer.lookUp({ job, mark: null })).toBe('unknown');
    expect(await keptOf(job)).toHaveLength(1);
  });

  it('takes a job back while it runs, and is over long before the printer is', async () => {
    const ordered = await orderWaiting();
    await printer.cancel(job);
    expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    expect(await printer.lookUp({ job, mark: null })).toBe('printing');
    await repair();
    await until(async () => (await printer.lookUp({ job, mark: null })) !== 'printing', 'the end in the printer');
    expect(await printer.lookUp({ job, mark: null })).toBe('unknown');
  });

  it('knows that nothing came out of a printer that counts', async () => {
    await real.script("echo 'ATTR: job-impressions=1 job-impressions-completed=1' >&2\nexit 0");
    expect(await orderPrint(printer, job, { pdf }).outcome).toEqual({ is: 'printed' });
    job = jobOf(501);
    const ordered = await orderWaiting();
    await printer.cancel(job);
    await repair();
    expect(await ordered.outcome).toEqual({ is: 'notStarted', why: 'cancelled' });
    expect(await printer.lookUp({ job, mark: null })).toBe('notPrinted');
  });

  it('sends nothing when it may not start, and is free for the next at once', async () => {
    const refused = orderPrint(printer, job, { pdf, mayStart: () => false });
    expect(await refused.outcome).toEqual({ is: 'notStarted', why: 'tooLate' });
    expect(await orderPrint(printer, jobOf(502), { pdf }).outcome).toEqual({ is: 'printed' });
    expect(await keptOf(job)).toEqual([]);
  });

  it("waits a moment for somebody else's job, says that it cannot, and prints when that job is gone", async () => {
    const made = await requests('somebody').create('foreign');
    if (!made.ok) throw new Error(made.problem);
    expect(await orderPrint(printer, job, { pdf }).outcome).toEqual({ is: 'notStarted', why: 'printerError' });
    await printer.purge();
    expect(await orderPrint(printer, jobOf(503), { pdf }).outcome).toEqual({ is: 'notStarted', why: 'printerError' });
    await requests('somebody').cancel(Number(made.value.jobs[0]?.['job-id']));
    expect(await orderPrint(printer, jobOf(504), { pdf }).outcome).toEqual({ is: 'printed' });
    expect([...(await keptOf(job)), ...(await keptOf(jobOf(503)))]).toEqual([]);
  });

  it('purges a job that an earlier run has left', async () => {
    expect((await requests().create(job)).ok).toBe(true);
    expect(await printer.lookUp({ job, mark: null })).toBe('notPrinted');
    await printer.purge();
    expect(await orderPrint(printer, jobOf(505), { pdf }).outcome).toEqual({ is: 'printed' });
  });

  it('loses nothing silently and prints nothing twice when the power fails in the middle of a job', async () => {
    const ordered = await orderWaiting();
    await real.kill();
    await real.restart();
    expect(await ordered.outcome).toMatchObject({ is: 'notConfirmed' });
    expect(await driver().lookUp({ job, mark: null })).toBe('unknown');
    await real.script('exit 0');
    expect(await orderPrint(printer, jobOf(506), { pdf }).outcome).toEqual({ is: 'printed' });
    expect(await keptOf(job)).toHaveLength(1);
    expect(await keptOf(jobOf(506))).toHaveLength(1);
  });

  it('is out of reach when it dies under a job', async () => {
    const ordered = await orderWaiting();
    await real.kill();
    expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'offline' });
    expect(printer.state()).toEqual({ is: 'offline' });
    await real.restart();
  });

  it('refuses to print on one that takes no PDF', async () => {
    const other = await startIppeveprinter({ formats: 'image/pwg-raster' });
    try {
      const unable = driver(other.url);
      expect(await orderPrint(unable, job, { pdf }).outcome).toEqual({ is: 'notStarted', why: 'unprintable' });
      expect(unable.state()).toMatchObject({ is: 'fault', detail: expect.stringContaining('does not print PDF') });
      expect(await other.kept()).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
