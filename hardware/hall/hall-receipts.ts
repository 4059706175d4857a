// Receipts of the hall: the receipt printer with its roll and cover, and the picture of each slip that leaves it.

import type { Clock } from '../../src/base/clock.ts';
import { unreachable } from '../../src/base/result.ts';
import type { HallAct, HallState } from '../../src/contract/panel.ts';
import type { Columns } from '../drivers/receipt-printer-escpos/layout.ts';
import { renderPng } from '../drivers/receipt-printer-escpos/picture.ts';
import { createEscposSimulator, type EscposSimulator } from '../drivers/receipt-printer-escpos/simulator.ts';
import type { HallPapers } from './hall-papers.ts';

type ReceiptPrinterShown = HallState['receiptPrinter'];

export interface HallReceipts {
  readonly simulator: EscposSimulator;
  shown(): ReceiptPrinterShown;
  do(act: Extract<HallAct, { readonly do: 'setRoll' | 'setCover' }>): void;
  /** Nothing hangs at the exit any more. */
  takeAll(): void;
}

export interface HallReceiptsOptions {
  readonly before: ReceiptPrinterShown;
  readonly columns: Columns;
  readonly papers: HallPapers;
  readonly clock: Clock;
  readonly onChange: () => void;
}

const rolls = { ok: 'full', nearEnd: 'low', out: 'out' } as const;

export function createHallReceipts({ before, columns, papers, clock, onChange }: HallReceiptsOptions): HallReceipts {
  const simulator = createEscposSimulator({ clock, columns });

  function setRoll(roll: ReceiptPrinterShown['roll']): void {
    switch (roll) {
      case 'full':
        return simulator.simulateRefill();
      case 'low':
        // An empty printer gets another roll first, if only one that is nearly used up.
        if (simulator.paper() === 'out') simulator.simulateRefill();
        return simulator.simulatePaperNearEnd();
      case 'out':
        return simulator.simulatePaperOut();
      default:
        return unreachable(roll);
    }
  }

  function setCover(open: boolean): void {
    if (open) simulator.simulateOpenCover();
    else simulator.simulateCloseCover();
  }

  setRoll(before.roll);
  setCover(before.cover === 'open');
  simulator.onPaper((paper) => papers.keep('slip', renderPng(paper)));
  simulator.onChange(onChange);

  return {
    simulator,
    shown: () => ({ roll: rolls[simulator.paper()], cover: simulator.cover() === 'open' ? 'open' : 'shut' }),
    do(act) {
      if (act.do === 'setRoll') setRoll(act.roll);
      else setCover(act.open);
    },
    takeAll() {
      simulator.simulateTakePaper();
    },
  };
}
