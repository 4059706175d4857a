// Talk with the receipt printer: "printed" is said only of slips that came out, and no slip comes out twice.

import { createEscposPrinter } from '../../hardware/drivers/receipt-printer-escpos/driver.ts';
import { processIdOf } from '../../hardware/drivers/receipt-printer-escpos/protocol.ts';
import { createEscposSimulator } from '../../hardware/drivers/receipt-printer-escpos/simulator.ts';
import { textOf } from '../../hardware/drivers/receipt-printer-escpos/slip.ts';
import type { Conversation } from './talk.ts';

const printWithinMs = 180_000;

export const printerConversation: Conversation = {
  name: 'receipt-printer-escpos/conversation',
  speed: 115_200,
  readyMs: 60_000,
  open({ clock, transport, log, random }) {
    const simulator = createEscposSimulator({ clock, columns: 48 });
    const printer = createEscposPrinter({
      ...{ name: 'receiptPrinter', transport, clock, log, random: random.next },
      columns: 48,
      processId: true,
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

    async function print(): Promise<boolean> {
      jobs += 1;
      open += 1;
      const words = `slip ${jobs}`;
      const outcome = await printer.print({ job: words, blocks: [{ is: 'text', text: words }] });
      open -= 1;
      if (outcome.is !== 'printed') return false;
      printed += 1;
      if (!cut.has(words)) wrong ??= `${words} was told as printed and did not come out`;
      return true;
    }

    return {
      grammar: {
        alphabet: [0x12, 0x16, 0x1e, 0x32, 0x72, 0x10, 0x37, 0x22, 0x11, 0x13, 0x00, 0x0c],
        frame(random) {
          const id = processIdOf(random.between(0, 94 ** 4 - 1));
          if (random.chance(0.2)) return Uint8Array.of(0x37, 0x22, ...[...id].map((sign) => sign.charCodeAt(0)), 0);
          return Uint8Array.of(random.pick([0x12, 0x16, 0x1e, 0x32, 0x72, 0x00, 0x0f]));
        },
      },
      simulator,
      start: printer.start,
      stop: printer.stop,
      order: () =>
        open > 2 ? { promise: printer.test(), withinMs: 30_000 } : { promise: print(), withinMs: printWithinMs },
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
        const done = print();
        await pass(30_000);
        return (await done) ? undefined : 'a good slip was not printed';
      },
      found: () => printed,
    };
  },
};
