// Documents of the hall: the A4 printer with its tray, and each document that comes out of it.

import type { Clock } from '../../src/base/clock.ts';
import { unreachable } from '../../src/base/result.ts';
import type { HallState } from '../../src/contract/panel.ts';
import { startIppSimulator } from '../drivers/document-printer-ipp/simulator.ts';
import type { HallPapers } from './hall-papers.ts';

type Tray = HallState['documentPrinter']['tray'];

export interface HallDocuments {
  /** Where the printer itself listens, behind the line that can be pulled. */
  readonly port: number;
  tray(): Tray;
  setTray(tray: Tray): void;
  close(): Promise<void>;
}

export interface HallDocumentsOptions {
  readonly before: Tray;
  readonly papers: HallPapers;
  readonly clock: Clock;
  readonly onChange: () => void;
}

export async function startHallDocuments(options: HallDocumentsOptions): Promise<HallDocuments> {
  const { before, papers, clock, onChange } = options;
  const simulator = await startIppSimulator({ clock });
  let tray: Tray = 'full';

  function setTray(next: Tray): void {
    tray = next;
    switch (next) {
      case 'full':
        simulator.simulateRefill();
        return simulator.simulateClearJam();
      case 'out':
        simulator.simulateClearJam();
        return simulator.simulatePaperOut();
      case 'jam':
        simulator.simulateRefill();
        return simulator.simulateJam();
      default:
        return unreachable(next);
    }
  }

  setTray(before);
  simulator.onDocument(({ pdf }) => {
    papers.keep('document', pdf);
    onChange();
  });
  return { port: simulator.port, tray: () => tray, setTray, close: () => simulator.close() };
}
