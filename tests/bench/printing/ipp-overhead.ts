// IPP overhead: what our driver adds to the time that the printer itself needs, on our simulator and on the IPP Everywhere
// printer program of CUPS, and how many requests it makes of it.

import { type AddressInfo, connect, createServer } from 'node:net';
import { createIppPrinter } from '../../../hardware/drivers/document-printer-ipp/driver.ts';
import { startIppSimulator } from '../../../hardware/drivers/document-printer-ipp/simulator.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { makeProof } from '../../../src/documents/proof.ts';
import { missingForIppeveprinter, startIppeveprinter } from '../../support/ippeveprinter.ts';
import { median, most, msText } from '../figures.ts';
import { atMost, type Bench, type Goal, type Scale } from '../goals.ts';
import { benchProof } from './proof-makers.ts';

const jobCounts: Readonly<Record<Scale, number>> = { tiny: 1, usual: 15, full: 60 };

/** A line in front of the printer that counts the requests on it. */
async function countedLine(url: string) {
  const { hostname, port, pathname } = new URL(url.replace(/^ipp:/, 'http:'));
  const count = { requests: 0 };
  const server = createServer((client) => {
    const printer = connect(Number(port), hostname);
    client.on('data', (bytes) => {
      if (bytes.subarray(0, 5).toString('latin1') === 'POST ') count.requests += 1;
    });
    client.pipe(printer).pipe(client);
    for (const side of [client, printer]) {
      side.on('error', () => {
        client.destroy();
        printer.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `ipp://localhost:${(server.address() as AddressInfo).port}${pathname}`,
    count,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

interface Printing {
  readonly overheadMs: number;
  readonly requests: number;
}

/** Prints so often through the driver; `set` tells the printer how long the next job takes. */
async function printJobs(url: string, durations: readonly number[], set: (ms: number) => Promise<void> | void) {
  const proof = await makeProof(benchProof);
  if (!proof.ok || proof.value.pages !== 1)
    throw new Error('a proof of one page, since printers take their time for each');
  const line = await countedLine(url);
  const printer = createIppPrinter({ name: 'documentPrinter', url: line.url, clock: systemClock, log: silentLog });
  const printings: Printing[] = [];
  try {
    for (const [place, ms] of durations.entries()) {
      await set(ms);
      const job = `019a0000-0000-7000-8000-${String(place).padStart(12, '0')}`;
      const before = line.count.requests;
      const from = performance.now();
      const outcome = await printer.print({ job, ...proof.value });
      const took = performance.now() - from;
      if (outcome.is !== 'printed') throw new Error(`the printer did not print: ${JSON.stringify(outcome)}`);
      printings.push({ overheadMs: took - ms, requests: line.count.requests - before });
    }
  } finally {
    await printer.stop();
    await line.close();
  }
  return printings;
}

/** Spread over a poll and more, so that no lucky moment is measured again and again. */
function printTimes(scale: Scale): readonly number[] {
  const random = seededRandom(7);
  return Array.from({ length: jobCounts[scale] }, () => random.between(300, 1_900));
}

async function onSimulator(scale: Scale): Promise<readonly Printing[]> {
  const printings: Printing[] = [];
  for (const ms of printTimes(scale)) {
    const simulator = await startIppSimulator({ clock: systemClock, printMs: ms });
    printings.push(...(await printJobs(simulator.url, [ms], () => undefined)));
    await simulator.close();
  }
  return printings;
}

async function onIppeveprinter(scale: Scale): Promise<readonly Printing[]> {
  const real = await startIppeveprinter();
  try {
    return await printJobs(real.url, printTimes(scale), (ms) =>
      real.script(`sleep ${(ms / 1_000).toFixed(3)}\nexit 0`),
    );
  } finally {
    await real.close();
  }
}

export const benchIppOverhead: Bench = async ({ scale, say }) => {
  say('IPP: print() to its outcome, less the time that the printer itself takes for the job');
  const goals: Goal[] = [];
  async function measure(name: string, printer: string, run: (scale: Scale) => Promise<readonly Printing[]>) {
    const printings = await run(scale);
    const overheads = printings.map(({ overheadMs }) => overheadMs);
    say(
      `  ${printer.padEnd(15)} ${printings.length} jobs of 0.3 to 1.9 s: median ${msText(median(overheads))}, ` +
        `most ${msText(most(overheads))}; ${median(printings.map(({ requests }) => requests))} requests a job`,
    );
    const what = `ms above the time of the ${printer}, median`;
    goals.push(atMost({ id: `printing.ipp.${name}`, what, value: median(overheads) }, 300));
  }
  await measure('simulator', 'simulator', onSimulator);
  if (missingForIppeveprinter === undefined) await measure('ippeveprinter', 'ippeveprinter', onIppeveprinter);
  else say(`  ippeveprinter: skipped, ${missingForIppeveprinter} is missing`);
  return goals;
};
