// Works of the simulated printer: roll, cover, head, cutter and mouth, and the hands that can be laid on them. They know
// nothing of bytes and keep what they are in whether or not there is power.

import type { Clock } from '../../../src/base/clock.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import { createExit, type Exit } from './exit.ts';
import type { Columns } from './layout.ts';
import type { Condition } from './simulated-answers.ts';
import { linesOf, type SimulatedPaper, type SlipRow } from './slip.ts';

/** What people see of a printer and do to it. */
export interface PrinterHands {
  /** Every piece of paper that has left the printer, oldest first. */
  papers(): readonly SimulatedPaper[];
  /** Those that nobody has taken yet. */
  atExit(): readonly SimulatedPaper[];
  /** Those that the presenter has drawn in. */
  retracted(): readonly SimulatedPaper[];
  /** What stands on the paper that is still in one piece with the roll. */
  atHead(): readonly SlipRow[];
  onPaper(listener: (paper: SimulatedPaper) => void): Undo;
  paper(): 'ok' | 'nearEnd' | 'out';
  cover(): 'open' | 'closed';
  cutter(): 'ok' | 'jammed';
  simulatePaperOut(afterLines?: number): void;
  simulatePaperNearEnd(): void;
  simulateRefill(): void;
  simulateOpenCover(): void;
  simulateCloseCover(): void;
  /** The next cut fails; later ones do until the cutter is cleared and the computer has sent DLE ENQ. */
  simulateJamCutter(): void;
  simulateClearCutter(): void;
  simulateHotHead(): void;
  simulateCoolHead(): void;
  /** A person takes what hangs at the exit. */
  simulateTakePaper(): readonly SimulatedPaper[];
}

export interface SimulatedWorks {
  readonly hands: PrinterHands;
  readonly exit: Exit;
  condition(): Omit<Condition, 'firmware'>;
  halted(): boolean;
  linesLeft(): number;
  feed(rows: readonly SlipRow[]): void;
  /** False: the knife is stuck, and an error stands from now on. */
  canCut(): boolean;
  cut(): void;
  /** DLE ENQ: an error ends when its cause is gone; `feed` also ends the wait after a paper change. */
  recover(feed: boolean): void;
}

export interface WorksOptions {
  readonly clock: Clock;
  readonly columns: Columns;
  readonly rollLines: number;
  /** After a new roll it stands still until somebody presses FEED or the computer does so (DLE ENQ 0). */
  readonly waitsAfterRefill: boolean;
  /** Something has changed; `freed`: it may be able to go on. */
  readonly changed: (how: 'changed' | 'freed') => void;
}

const nearEndLines = 150;

export function createSimulatedWorks(options: WorksOptions): SimulatedWorks {
  const { clock, columns, rollLines, waitsAfterRefill, changed } = options;
  const papersTold = createListeners<SimulatedPaper>();
  const exit = createExit(clock, () => changed('changed'));

  let rows: SlipRow[] = [];
  let roll = rollLines;
  let waitsForFeed = false;
  let coverOpen = false;
  let headHot = false;
  let cutterStuck = false;
  let cutterError = false;

  const halted = () => coverOpen || headHot || cutterError || waitsForFeed || roll <= 0;
  const paper = () => (roll <= 0 ? 'out' : roll <= nearEndLines ? 'nearEnd' : 'ok');

  function finish(end: 'cut' | 'torn'): void {
    if (rows.length === 0) return;
    const finished: SimulatedPaper = { number: exit.papers().length + 1, columns, rows, end };
    rows = [];
    exit.add(finished);
    papersTold.tell(finished);
    changed('changed');
  }

  return {
    exit,
    halted,
    condition: () => ({
      halted: halted(),
      coverOpen,
      headHot,
      cutterError,
      waitsForFeed,
      paper: paper(),
      slipAtExit: exit.hanging().length > 0,
    }),
    linesLeft: () => roll,
    feed(made) {
      rows.push(...made);
      const before = roll;
      roll = Math.max(0, roll - made.reduce((sum, row) => sum + linesOf(row), 0));
      if (before > nearEndLines !== roll > nearEndLines || roll === 0) changed('changed');
    },
    canCut() {
      if (!cutterStuck) return true;
      cutterError = true;
      changed('changed');
      return false;
    },
    cut: () => finish('cut'),
    recover(feed) {
      if (!cutterStuck) cutterError = false;
      if (feed) waitsForFeed = false;
      changed('changed');
    },
    hands: {
      papers: exit.papers,
      atExit: exit.hanging,
      retracted: exit.retracted,
      atHead: () => [...rows],
      onPaper: (listener) => papersTold.add(listener),
      paper,
      cover: () => (coverOpen ? 'open' : 'closed'),
      cutter: () => (cutterStuck || cutterError ? 'jammed' : 'ok'),
      simulatePaperOut(afterLines = 0) {
        roll = afterLines;
        changed('changed');
      },
      simulatePaperNearEnd() {
        roll = nearEndLines;
        changed('changed');
      },
      simulateRefill() {
        // The end of the old roll comes out with what was printed on it.
        if (roll <= 0) {
          finish('torn');
          waitsForFeed = waitsAfterRefill;
        }
        roll = rollLines;
        changed('freed');
      },
      simulateOpenCover() {
        coverOpen = true;
        changed('changed');
      },
      simulateCloseCover() {
        coverOpen = false;
        changed('freed');
      },
      simulateJamCutter() {
        cutterStuck = true;
        changed('changed');
      },
      simulateClearCutter() {
        cutterStuck = false;
        changed('changed');
      },
      simulateHotHead() {
        headHot = true;
        changed('changed');
      },
      simulateCoolHead() {
        headHot = false;
        changed('freed');
      },
      simulateTakePaper: exit.take,
    },
  };
}
