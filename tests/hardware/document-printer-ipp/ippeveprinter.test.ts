// The driver on a real IPP Everywhere printer program, which was written by others and knows nothing of this driver.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentPrinter } from '../../../hardware/classes/document-printer.ts';
import { createIppPrinter } from '../../../hardware/drivers/document-printer-ipp/driver.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { makeProof, type ProofData } from '../../../src/documents/proof.ts';
import { missingForIppeveprinter, type RealIppPrinter, startIppeveprinter } from '../../support/ippeveprinter.ts';
import { until } from '../../support/until.ts';

const data: ProofData = {
  title: { zh: '无欠税证明', en: 'Certificate of no tax arrears' },
  number: 'ZM-1',
  fields: [{ label: { zh: '纳税人', en: 'Taxpayer' }, value: '示例甲' }],
  paragraphs: ['未发现上述纳税人有欠税情形。'],
  issuer: { zh: '示例区税务服务中心', en: 'Sample District Tax Service' },
  issuedOn: '2026-11-01',
  verificationCode: '7K2M-9QXA',
  link: 'https://verify.example/p/1',
  copy: 1,
  printedAt: Date.UTC(2026, 10, 23, 15, 0),
};

const title = missingForIppeveprinter === undefined ? '' : ` (skipped: ${missingForIppeveprinter} is missing)`;

describe.skipIf(missingForIppeveprinter !== undefined)(`ippeveprinter${title}`, () => {
  let real: RealIppPrinter;
  let printer: DocumentPrinter;
  let order: { job: string; pdf: Uint8Array; pages: number };

  beforeEach(async () => {
    real = await startIppeveprinter();
    printer = createIppPrinter({ name: 'documentPrinter', url: real.url, clock: systemClock, log: silentLog });
    const proof = await makeProof(data);
    if (!proof.ok) throw new Error(proof.problem);
    order = { job: '019a0000-0000-7000-8000-000000000001', ...proof.value };
  });
  afterEach(async () => {
    await printer.stop();
    await real.close();
  });

  it('prints a proof, and the bytes that it got are the bytes that were made', async () => {
    expect((await printer.test()).passed).toBe(true);
    expect(await printer.print(order)).toEqual({ is: 'printed' });
    const [kept, ...others] = await real.kept();
    expect(others).toEqual([]);
    expect(kept?.file).toContain(order.job);
    expect(Buffer.from(kept?.pdf ?? []).equals(Buffer.from(order.pdf))).toBe(true);
    expect(await printer.lookUp(order.job)).toBe('printed');
    expect(await printer.lookUp('019a0000-0000-7000-8000-000000000002')).toBe('unknown');
  });

  it('reports an empty tray while the job waits, and prints after the refill', async () => {
    await real.script(
      "echo 'STATE: +media-empty' >&2\nwhile [ ! -e refilled ]; do sleep 0.1; done\necho 'STATE: -media-empty' >&2\nexit 0",
    );
    const outcome = printer.print(order);
    await until(() => printer.state().is === 'blocked', 'the empty tray');
    expect(printer.state()).toEqual({ is: 'blocked', why: 'paperOut' });
    expect(await printer.lookUp(order.job)).toBe('printing');
    await real.signal('refilled');
    expect(await outcome).toEqual({ is: 'printed' });
    expect((await printer.test()).passed).toBe(true);
    expect(printer.state()).toEqual({ is: 'ready' });
  });

  it('does not begin while the tray is empty', async () => {
    await real.script("echo 'STATE: +media-empty' >&2\nexit 0");
    expect(await printer.print(order)).toEqual({ is: 'printed' });
    expect(await printer.print({ ...order, job: 'second' })).toEqual({ is: 'notStarted', why: 'paperOut' });
    expect(await real.kept()).toHaveLength(1);
  });

  it('does not confirm a job that the printer gave up', async () => {
    await real.script("echo 'STATE: +media-jam' >&2\nexit 1");
    expect(await printer.print(order)).toEqual({ is: 'notConfirmed', why: 'paperJam' });
    expect(await printer.lookUp(order.job)).toBe('failed');
  });

  it('does not confirm a job when the printer dies under it', async () => {
    await real.script('while [ ! -e never ]; do sleep 0.1; done');
    const outcome = printer.print(order);
    while ((await printer.lookUp(order.job)) !== 'printing') await new Promise((resolve) => setTimeout(resolve, 20));
    await real.close();
    expect(await outcome).toEqual({ is: 'notConfirmed', why: 'offline' });
  }, 60_000);
});
