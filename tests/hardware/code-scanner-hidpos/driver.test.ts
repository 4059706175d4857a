// The HID-POS scanner does what every code scanner must, and never tells a code that has lost a part.

import { describe, expect, it } from 'vitest';
import { createHidPosCodeScanner } from '../../../hardware/drivers/code-scanner-hidpos/driver.ts';
import { createHidPosScannerSimulator } from '../../../hardware/drivers/code-scanner-hidpos/simulator.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { silentLog } from '../../../src/base/log.ts';
import { ok } from '../../../src/base/result.ts';
import { describeCodeScanner, type ScannerBench } from '../../support/code-scanner-suite.ts';
import { movedTime } from '../../support/test-time.ts';

/** A memory link carries whole pieces, as a HID device carries whole reports. */
function openBench(encoding: 'utf-8' | 'gb18030' = 'utf-8') {
  const time = movedTime();
  const { clock } = time;
  const link = createMemoryLink({ clock });
  const simulator = createHidPosScannerSimulator({ encoding, clock });
  simulator.attach(link.wire);
  const around = { encoding, clock, log: silentLog, random: () => 0 };
  const scanner = createHidPosCodeScanner({ name: 'codeScanner', transport: link.transport, ...around });
  const bench: ScannerBench = {
    time,
    scanner,
    holdCode: simulator.simulateHoldCode,
    takeCodeAway: simulator.simulateTakeCodeAway,
    pullPlug: async () => link.unplug(),
    putPlugBack: async () => link.replug(),
    close: () => time.settled(scanner.stop()),
  };
  return { ...bench, simulator };
}

describeCodeScanner('HID-POS in memory', async () => openBench());
describeCodeScanner('HID-POS in memory, GB18030', async () => openBench('gb18030'));

describe('codes of several reports', () => {
  const long = Array.from({ length: 30 }, (_, place) => `PART-${place};`).join('');

  async function armed() {
    const bench = openBench();
    const texts: string[] = [];
    bench.scanner.onCode(({ text }) => texts.push(text));
    bench.scanner.start();
    await bench.time.pass(10);
    expect(await bench.time.settled(bench.scanner.arm(60_000))).toEqual(ok());
    return { ...bench, texts };
  }

  it('are one code', async () => {
    const { simulator, time, texts } = await armed();
    simulator.faults.doubleRead = true;
    simulator.simulateHoldCode(long);
    await time.pass(1_000);
    expect(texts).toEqual([long]);
  });

  it('are no code when the end is missing or comes too late, and the next code is whole', async () => {
    for (const faults of [{ lostParts: [4] }, { partMs: 600 }]) {
      const { simulator, scanner, time, texts } = await armed();
      Object.assign(simulator.faults, faults);
      simulator.simulateHoldCode(long);
      await time.pass(20_000);
      expect(texts).toEqual([]);
      expect(await time.settled(scanner.arm(60_000))).toEqual(ok());
      Object.assign(simulator.faults, { lostParts: [], partMs: 2 });
      simulator.simulateHoldCode('NEXT');
      await time.until('the next code', () => texts.length === 1);
      expect(texts).toEqual(['NEXT']);
    }
  });

  it('are text in any event: a scanner that says something else is not believed', async () => {
    const { simulator, time, texts } = await armed();
    for (const report of [new Uint8Array(64), new Uint8Array(64).fill(255), new Uint8Array(3)]) {
      simulator.simulateReport(report);
    }
    await time.pass(1_000);
    expect(texts).toEqual([]);
  });
});
