// A receipt printer on a line in memory, with the time in the test's hand: its simulator, a driver that can be started
// anew as after a crash, and orders whose marks, progress and outcome are written down.

import { afterEach } from 'vitest';
import type { DeviceState } from '../../../hardware/classes/device.ts';
import type { PrintMark, PrintOutcome, PrintRecord } from '../../../hardware/classes/printing.ts';
import type { ReceiptPrinter } from '../../../hardware/classes/receipt-printer.ts';
import { createEscposPrinter } from '../../../hardware/drivers/receipt-printer-escpos/driver.ts';
import type { ProfileName } from '../../../hardware/drivers/receipt-printer-escpos/profiles.ts';
import {
  createEscposSimulator,
  type EscposSimulatorOptions,
} from '../../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { textOf } from '../../../hardware/drivers/receipt-printer-escpos/slip.ts';
import { faultyWire } from '../../../hardware/transport/faulty-wire.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { silentLog } from '../../../src/base/log.ts';
import type { Paper } from '../../../src/base/paper.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { createManualClock } from '../../support/manual-clock.ts';

export interface RigOptions extends Partial<Omit<EscposSimulatorOptions, 'clock'>> {
  readonly profile?: ProfileName;
  /** Default: what the profile has. */
  readonly proof?: 'processId' | 'paperRequest';
  readonly seed?: number;
}

export interface Order {
  outcome(): PrintOutcome | undefined;
  /** Right before the first byte; empty when nobody was asked. */
  readonly marks: PrintMark[];
  /** `printing`, or why it stopped. */
  readonly progress: string[];
  /** Moves the time on until there is an outcome or `untilMs` is over. */
  end(untilMs?: number): Promise<PrintOutcome | undefined>;
}

const running: ReceiptPrinter[] = [];
afterEach(async () => {
  for (const printer of running.splice(0)) await printer.stop();
});

export function createRig({ profile = 'generic', proof, seed = 1, ...printer }: RigOptions = {}) {
  const clock = createManualClock();
  const random = seededRandom(seed);
  const link = createMemoryLink({ clock });
  const wire = faultyWire(link.wire, { clock, random });
  const simulator = createEscposSimulator({ clock, columns: 48, ...printer });
  simulator.attach(wire);
  const sent: Uint8Array[] = [];
  link.wire.onBytes((bytes) => sent.push(bytes));

  function createDriver(): ReceiptPrinter {
    const driver = createEscposPrinter({
      name: 'receiptPrinter',
      transport: link.transport,
      clock,
      log: silentLog,
      random: random.next,
      profile,
      columns: printer.columns ?? 48,
      ...(proof === undefined ? {} : { processId: proof === 'processId' }),
    });
    running.push(driver);
    return driver;
  }

  let driver = createDriver();
  const states: DeviceState[] = [];
  driver.onState((state) => states.push(state));

  async function passUntil(holds: () => boolean, mostMs = 60_000): Promise<void> {
    for (let ms = 0; ms < mostMs && !holds(); ms += 10) await clock.advance(10);
    if (!holds()) throw new Error(`not within ${mostMs} ms`);
  }

  function order(paper: Paper, may: () => boolean = () => true): Order {
    let outcome: PrintOutcome | undefined;
    const marks: PrintMark[] = [];
    const progress: string[] = [];
    const watch = {
      mayStart(mark: PrintMark) {
        marks.push(mark);
        return may();
      },
      onProgress(told: Parameters<NonNullable<Parameters<ReceiptPrinter['print']>[1]>['onProgress']>[0]) {
        progress.push(outcome === undefined ? (told.is === 'stopped' ? told.why : told.is) : 'told after the outcome');
      },
    };
    void driver.print(paper, watch).then((end) => {
      outcome = end;
    });
    return {
      outcome: () => outcome,
      marks,
      progress,
      async end(untilMs = 60_000) {
        for (let ms = 0; ms < untilMs && outcome === undefined; ms += 50) await clock.advance(50);
        return outcome;
      },
    };
  }

  /** What comes of a call, with the time moving on. */
  async function settled<Value>(call: Promise<Value>, mostMs = 60_000): Promise<Value> {
    let end: { readonly value: Value } | undefined;
    void call.then((value) => {
      end = { value };
    });
    await passUntil(() => end !== undefined, mostMs);
    if (end === undefined) throw new Error('not settled');
    return end.value;
  }

  return {
    clock,
    link,
    wire,
    simulator,
    states,
    sent,
    order,
    passUntil,
    settled,
    driver: () => driver,
    /** The computer dies; it is back after `awayMs`, knows nothing, and has not heard what the printer sent meanwhile. */
    crash(awayMs = 1_000): void {
      void driver.stop();
      clock.after(awayMs, () => {
        driver = createDriver();
        driver.start();
      });
    },
    lookUp: (job: string, mark: PrintMark | null): Promise<PrintRecord> => settled(driver.lookUp({ job, mark })),
  };
}

export type Rig = ReturnType<typeof createRig>;

export async function started(options: RigOptions = {}): Promise<Rig> {
  const rig = createRig(options);
  rig.driver().start();
  await rig.clock.advance(3_000);
  return rig;
}

export const lines = (words: string, rows = 12): readonly string[] =>
  Array.from({ length: rows }, (_, row) => `${words} ${row + 1}`);

export function slip(words: string, rows = 12): Paper {
  return { job: words, blocks: lines(words, rows).map((text) => ({ is: 'text', text })) };
}

export function printed(rig: Rig): readonly (readonly string[])[] {
  return rig.simulator.papers().map(textOf);
}
