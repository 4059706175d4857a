// The receipt printer over real lines: TCP as on port 9100, and a serial pseudo-terminal, with the clock of the machine.

import { afterEach, describe, expect, test } from 'vitest';
import type { ReceiptPrinter } from '../../../hardware/classes/receipt-printer.ts';
import { createEscposPrinter } from '../../../hardware/drivers/receipt-printer-escpos/driver.ts';
import {
  createEscposSimulator,
  type EscposSimulator,
} from '../../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { textOf } from '../../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { createSerialTransport } from '../../../hardware/transport/serial.ts';
import { openSerialWire } from '../../../hardware/transport/serial-wire.ts';
import { createTcpTransport } from '../../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../../hardware/transport/tcp-wire.ts';
import type { Transport } from '../../../hardware/transport/transport.ts';
import { pause, systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Paper } from '../../../src/base/paper.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { hasSocat, startPseudoTerminal } from '../../support/pseudo-terminal.ts';
import { until } from '../../support/until.ts';

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end();
});

function slip(words: string): Paper {
  return {
    job: words,
    blocks: Array.from({ length: 30 }, (_, row) => ({ is: 'field', label: words, value: `第${row + 1}行` })),
  };
}

const firstRow = (words: string) => `${words}${' '.repeat(48 - 2 * words.length - 5)}第1行`;

function startDriver(transport: Transport): ReceiptPrinter {
  const printer = createEscposPrinter({
    name: 'receiptPrinter',
    transport,
    clock: systemClock,
    log: silentLog,
    random: seededRandom(1).next,
    columns: 48,
    processId: true,
  });
  undo.push(() => printer.stop());
  printer.start();
  return printer;
}

const createSimulator = (lineMs: number) =>
  createEscposSimulator({ clock: systemClock, columns: 48, lineMs, cutMs: 20 });

async function overTcp(lineMs: number) {
  const simulator = createSimulator(lineMs);
  const server = await serveTcpWire({ onWire: (wire) => simulator.attach(wire) });
  undo.push(() => server.close());
  const printer = startDriver(createTcpTransport({ host: '127.0.0.1', port: server.port, clock: systemClock }));
  return { simulator, printer, cut: async () => server.hangUp(), mend: async () => undefined };
}

async function overSerial(lineMs: number) {
  const terminal = await startPseudoTerminal();
  undo.push(() => terminal.kill());
  const simulator = createSimulator(lineMs);
  async function plugIn(): Promise<void> {
    const { wire, close } = await openSerialWire({ path: terminal.devicePath, speed: 115_200 });
    const takeOff = simulator.attach(wire);
    undo.push(async () => {
      takeOff();
      await close();
    });
  }
  await plugIn();
  const path = terminal.computerPath;
  const printer = startDriver(createSerialTransport({ path, speed: 115_200, clock: systemClock }));
  return {
    simulator,
    printer,
    cut: () => terminal.cut(),
    async mend() {
      await terminal.restart();
      await plugIn();
    },
  };
}

interface Rig {
  readonly simulator: EscposSimulator;
  readonly printer: ReceiptPrinter;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

function suite(open: (lineMs: number) => Promise<Rig>): void {
  async function ready(lineMs = 4): Promise<Rig> {
    const rig = await open(lineMs);
    await until(() => rig.printer.state().is === 'ready', 'the printer to be ready');
    return rig;
  }

  test('prints a Chinese slip once', async () => {
    const { simulator, printer } = await ready();
    expect(await printer.print(slip('缴费'))).toEqual({ is: 'printed' });
    expect(simulator.papers()).toHaveLength(1);
    expect(textOf(simulator.papers()[0] ?? { number: 0, columns: 48, rows: [], end: 'torn' })[0]).toBe(
      firstRow('缴费'),
    );
    expect(simulator.unknownCommands()).toEqual([]);
  });

  test('paper out in mid-print and taken back: nothing of the old slip after the refill', async () => {
    const { simulator, printer } = await ready();
    simulator.simulatePaperOut(10);
    const progress: string[] = [];
    const outcome = printer.print(slip('旧'), {
      mayStart: () => true,
      onProgress: (told) => progress.push(told.is),
    });
    await until(() => progress.at(-1) === 'stopped', 'the printer to stand still');
    await printer.cancel('旧');
    expect(await outcome).toEqual({ is: 'notConfirmed', why: 'cancelled' });
    expect(progress).toEqual(['printing', 'stopped']);
    await until(() => simulator.bufferedBytes() === 0, 'the old slip to be forgotten');
    simulator.simulateRefill();
    expect(await printer.print(slip('新'))).toEqual({ is: 'printed' });
    expect(simulator.papers().map((paper) => [paper.end, textOf(paper)[0]])).toEqual([
      ['torn', firstRow('旧')],
      ['cut', firstRow('新')],
    ]);
  });

  test('paper out in mid-print and refilled: the printer goes on with the same slip', async () => {
    const { simulator, printer } = await ready();
    simulator.simulatePaperOut(10);
    const progress: string[] = [];
    const outcome = printer.print(slip('缴费'), {
      mayStart: () => true,
      onProgress: (told) => progress.push(told.is),
    });
    await until(() => progress.at(-1) === 'stopped', 'the printer to stand still');
    simulator.simulateRefill();
    expect(await outcome).toEqual({ is: 'printed' });
    expect(progress.slice(0, 2)).toEqual(['printing', 'stopped']);
    const rows = simulator.papers().flatMap(textOf);
    expect([rows.length, rows.filter((row) => row === firstRow('缴费')).length]).toEqual([30, 1]);
  });

  test('a line that is cut in mid-print: not confirmed, and printing works when it is whole again', async () => {
    // Slow enough to be caught in the act on a busy machine.
    const { simulator, printer, cut, mend } = await ready(60);
    const outcome = printer.print(slip('旧'));
    await until(() => simulator.bufferedBytes() > 0, 'the slip in the printer');
    await cut();
    expect(await outcome).toEqual({ is: 'notConfirmed', why: 'offline' });
    await mend();
    await until(() => simulator.bufferedBytes() === 0, 'the printer to end what it has');
    // The line is opened again in its own time; until then nothing is started.
    const giveUpAt = performance.now() + 20_000;
    let next = await printer.print(slip('新'));
    while (next.is === 'notStarted' && performance.now() < giveUpAt) {
      await pause(systemClock, 50);
      next = await printer.print(slip('新'));
    }
    expect(next).toEqual({ is: 'printed' });
    expect(simulator.papers().filter((paper) => textOf(paper).includes(firstRow('新')))).toHaveLength(1);
    expect(simulator.papers().filter((paper) => textOf(paper).includes(firstRow('旧')))).toHaveLength(1);
  });
}

describe('over TCP', () => suite(overTcp));
describe.skipIf(!hasSocat)(`over a serial line${hasSocat ? '' : ' (skipped: socat is missing)'}`, () =>
  suite(overSerial),
);
