// Talk with the receipt printer: "printed" is said only of slips that came out, also when it is asked after the end, no slip
// comes out twice, and nothing is told of a slip after its outcome.

import type { PrintWatch } from '../../hardware/classes/printing.ts';
import { createEscposPrinter } from '../../hardware/drivers/receipt-printer-escpos/driver.ts';
import { processIdOf } from '../../hardware/drivers/receipt-printer-escpos/protocol.ts';
import { createEscposSimulator } from '../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { textOf } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import type { Conversation, Given } from './talk.ts';

/** A printer that stands still is waited for, ten minutes at most, and each slip waits for those before it. */
const printWithinMs = 3 * 700_000;
const takeBackWithinMs = 60_000;

export const printerConversation: Conversation = {
  name: 'receipt-printer-escpos/conversation',
  speed: 115_200,
  readyMs: 60_000,
  open({ clock, transport, log, random }) {
    const simulator = createEscposSimulator({ clock, columns: 48 });
    const printer = createEscposPrinter({
      ...{ name: 'receiptPrinter', transport, clock, log, random: random.next },
      profile: 'epson-tm',
      columns: 48,
    });
    let jobs = 0;
    let open = 0;
    let printed = 0;
    let wrong: string | undefined;
    const cut = new Map<string, number>();
    simulator.onPaper((paper) => {
      for (const words of textOf(paper)) {
        const times = (cut.get(words) ?? 0) + 1;
        cut.set(words, times);
        if (times > 1) wrong ??= `${words} came out ${times} times`;
      }
    });

    async function print(wanted: boolean): Promise<boolean> {
      jobs += 1;
      open += 1;
      const words = `slip ${jobs}`;
      let asked = 0;
      let isOver = false;
      const watch: PrintWatch = {
        mayStart() {
          asked += 1;
          return wanted;
        },
        onProgress() {
          if (isOver) wrong ??= `${words} went on after its end`;
        },
      };
      const outcome = await printer.print({ job: words, blocks: [{ is: 'text', text: words }] }, watch);
      isOver = true;
      open -= 1;
      if (asked > 1) wrong ??= `${words} was begun ${asked} times`;
      if (outcome.is === 'notStarted' && cut.has(words)) wrong ??= `${words} was told as not started and came out`;
      if (outcome.is !== 'printed') return false;
      printed += 1;
      if (!cut.has(words)) wrong ??= `${words} was told as printed and did not come out`;
      return true;
    }

    /** Without its mark: slips of this run have been cut since. */
    async function lookUp(): Promise<void> {
      const words = `slip ${random.between(1, Math.max(1, jobs))}`;
      const record = await printer.lookUp({ job: words, mark: null });
      if (record === 'printed' && !cut.has(words)) wrong ??= `${words} is on record as printed and did not come out`;
    }

    function order(): Given {
      if (random.chance(0.15)) {
        const job = `slip ${random.between(Math.max(1, jobs - 2), jobs + 1)}`;
        return { promise: printer.cancel(job), withinMs: takeBackWithinMs };
      }
      if (random.chance(0.05)) return { promise: printer.purge(), withinMs: takeBackWithinMs };
      if (random.chance(0.1)) return { promise: lookUp(), withinMs: takeBackWithinMs };
      if (open > 2) return { promise: printer.test(), withinMs: 30_000 };
      return { promise: print(random.chance(0.95)), withinMs: printWithinMs };
    }

    return {
      grammar: {
        alphabet: [0x12, 0x16, 0x1e, 0x32, 0x72, 0x10, 0x37, 0x22, 0x11, 0x13, 0x00, 0x0c],
        frame(random) {
          const id = processIdOf(random.between(0, 94 ** 4 - 1));
          if (random.chance(0.1)) return Uint8Array.of(0x5f, 0x30 + random.between(0, 9), 0);
          if (random.chance(0.1)) return Uint8Array.of(0x3c, 0, random.pick([0, 0x03, 0x0c]), 0);
          if (random.chance(0.2)) return Uint8Array.of(0x37, 0x22, ...[...id].map((sign) => sign.charCodeAt(0)), 0);
          return Uint8Array.of(random.pick([0x12, 0x16, 0x1e, 0x32, 0x72, 0x00, 0x0f]));
        },
      },
      simulator,
      start: printer.start,
      stop: printer.stop,
      order,
      hand() {
        const hands = [
          simulator.simulateOpenCover,
          simulator.simulateCloseCover,
          simulator.simulateJamCutter,
          simulator.simulateClearCutter,
          simulator.simulatePaperOut,
          simulator.simulateRefill,
          simulator.simulateHotHead,
          simulator.simulateCoolHead,
        ];
        random.pick(hands)();
      },
      heal() {
        simulator.simulateCloseCover();
        simulator.simulateClearCutter();
        simulator.simulateCoolHead();
        simulator.simulateRefill();
      },
      isReady: () => printer.state().is === 'ready',
      broken: () => wrong,
      async prove(pass) {
        await pass(10_000);
        const done = print(true);
        await pass(30_000);
        return (await done) ? undefined : 'a good slip was not printed';
      },
      found: () => printed,
    };
  },
};
