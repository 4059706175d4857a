// The driver on a queue of a real CUPS in front of a real IPP printer program: CUPS says more than it knows.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentPrinter } from '../../../hardware/classes/document-printer.ts';
import { createIppClient } from '../../../hardware/drivers/document-printer-ipp/client.ts';
import { createIppPrinter } from '../../../hardware/drivers/document-printer-ipp/driver.ts';
import { createPrinterRequests } from '../../../hardware/drivers/document-printer-ipp/requests.ts';
import { silentLog } from '../../../src/base/log.ts';
import { missingForCups, type RealCups, startCups } from '../../support/cups.ts';
import { clockThatRuns, jobOf, orderPrint } from '../../support/ipp-bench.ts';
import { missingForIppeveprinter, type RealIppPrinter, startIppeveprinter } from '../../support/ippeveprinter.ts';
import { specimenProof } from '../../support/specimen-proof.ts';
import { until } from '../../support/until.ts';

const missing = missingForIppeveprinter ?? missingForCups;
const title = missing === undefined ? '' : ` (skipped: ${missing} is missing)`;

describe.skipIf(missing !== undefined)(`CUPS in front of ippeveprinter${title}`, () => {
  let real: RealIppPrinter;
  let cups: RealCups;
  let printer: DocumentPrinter;
  let pdf: Uint8Array;

  beforeAll(async () => {
    real = await startIppeveprinter();
    cups = await startCups(real.url);
    pdf = await specimenProof();
  });
  afterAll(async () => {
    await cups.close();
    await real.close();
  });
  beforeEach(() => {
    printer = createIppPrinter({ name: 'p', url: cups.url, clock: clockThatRuns(10), log: silentLog });
  });
  afterEach(() => printer.stop());

  const requests = () => createPrinterRequests(createIppClient(cups.url), 'nighthall');
  const keptOf = async (job: string) => (await real.kept()).filter(({ file }) => file.includes(job));
  const record = (job: string) => printer.lookUp({ job, mark: null });
  const waiting = (until: string) =>
    `echo 'STATE: +media-empty' >&2\nwhile [ ! -e ${until} ]; do sleep 0.05; done\necho 'STATE: -media-empty' >&2\nexit 0`;

  it('prints', async () => {
    expect((await printer.test()).passed).toBe(true);
    expect(await orderPrint(printer, jobOf(1), { pdf }).outcome).toEqual({ is: 'printed' });
    expect(await record(jobOf(1))).toBe('printed');
    expect(await keptOf(jobOf(1))).toHaveLength(1);
  });

  it('passes on what the printer behind it lacks', async () => {
    await real.script(waiting('refilled'));
    const ordered = orderPrint(printer, jobOf(2), { pdf });
    await until(() => ordered.progress.at(-1) === 'stopped paperOut', 'the empty tray');
    expect(await record(jobOf(2))).toBe('printing');
    await real.signal('refilled');
    expect(await ordered.outcome).toEqual({ is: 'printed' });
    expect(await keptOf(jobOf(2))).toHaveLength(1);
  });

  it('takes a job back from its printer, too', async () => {
    await real.script(waiting('given-up'));
    const ordered = orderPrint(printer, jobOf(3), { pdf });
    await until(() => ordered.progress.at(-1) === 'stopped paperOut', 'the empty tray');
    await printer.cancel(jobOf(3));
    expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    expect(await record(jobOf(3))).toBe('unknown');
    await real.signal('given-up');
    // CUPS may show the empty tray until the next job: nobody may wait for it to find out.
    await until(async () => {
      const shown = await requests().printer(['printer-state']);
      return shown.ok && shown.value['printer-state'] === 'idle';
    }, 'the idle queue');
    expect((await printer.test()).passed).toBe(true);
  });

  it('purges what an earlier run has left', async () => {
    await requests().create(jobOf(4));
    expect(await record(jobOf(4))).toBe('notPrinted');
    await printer.purge();
    expect(await requests().jobs('not-completed')).toEqual({ ok: true, value: [] });
  });

  it('is offline and stopped while its printer is off; what is cancelled then does not come out later', async () => {
    await real.script('exit 0');
    await real.kill();
    const ordered = orderPrint(printer, jobOf(5), { pdf });
    await until(() => ordered.progress.at(-1) === 'stopped printerError', 'the printer being away');
    expect(printer.state()).toEqual({ is: 'offline' });
    await printer.cancel(jobOf(5));
    expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    await real.restart();
    expect(await orderPrint(printer, jobOf(6), { pdf }).outcome).toEqual({ is: 'printed' });
    expect(await keptOf(jobOf(6))).toHaveLength(1);
    expect(await keptOf(jobOf(5))).toEqual([]);
  });

  it('does not have its word taken for a job that its printer has lost', async () => {
    await real.script(waiting('never'));
    const ordered = orderPrint(printer, jobOf(7), { pdf });
    await until(() => ordered.progress.at(-1) === 'stopped paperOut', 'the empty tray');
    await real.kill();
    await real.script('exit 0');
    await real.restart();
    expect(await ordered.outcome).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
    const ended = await requests().jobs('completed');
    const found = ended.ok ? ended.value.find((job) => job['job-name'] === jobOf(7)) : undefined;
    expect(found).toMatchObject({ 'job-state': 'completed', 'job-impressions-completed': 1 });
    expect(await record(jobOf(7))).toBe('unknown');
    // The words stay with the queue: it can prove no later job either, and the technician is told.
    expect(await orderPrint(printer, jobOf(8), { pdf }).outcome).toEqual({ is: 'notConfirmed', why: 'noAnswer' });
    expect((await printer.test()).detail).toContain('until its queue is made anew');
    expect(await record(jobOf(1))).toBe('printed');
  });
});
