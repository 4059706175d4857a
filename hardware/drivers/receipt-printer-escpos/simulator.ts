// Simulator of an ESC/POS receipt printer: reads the same bytes, prints at the pace of a real one, stops when its paper
// is out or its cover open, keeps what it got until then, and goes on by itself afterwards, as real ones do. One machine
// and all the hands that can be laid on it, hence the length.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import type { Command } from './command.ts';
import { longestCommand, readCommand } from './commands.ts';
import { createExit } from './exit.ts';
import type { Columns } from './layout.ts';
import { createRealtimeFilter, type RealtimeRequest } from './realtime.ts';
import { type Condition, codesOf, counterReply, type Firmware, statusByteOf } from './simulated-answers.ts';
import { createSheet, linesOf, type SimulatedPaper, type SlipRow } from './slip.ts';

export interface EscposSimulatorOptions {
  readonly clock: Clock;
  readonly columns: Columns;
  /** Time to print and feed one line of size 1, in ms; default 20 (about 150 mm/s). */
  readonly lineMs?: number;
  /** Default 250. */
  readonly cutMs?: number;
  /** Whether it knows GS ( H; without it the block is skipped unanswered. Default true. */
  readonly processId?: boolean;
  /** Lines on a new roll; default 2,000. */
  readonly rollLines?: number;
  /** Default `epson`. */
  readonly firmware?: Firmware;
}

export interface EscposSimulator extends Simulator {
  /** Every piece of paper that has left the printer, oldest first. */
  papers(): readonly SimulatedPaper[];
  /** Those that nobody has taken yet. */
  atExit(): readonly SimulatedPaper[];
  /** Those that the presenter has drawn in. */
  retracted(): readonly SimulatedPaper[];
  onPaper(listener: (paper: SimulatedPaper) => void): Undo;
  /** Told when something a person can see or do has changed. */
  onChange(listener: () => void): Undo;
  paper(): 'ok' | 'nearEnd' | 'out';
  cover(): 'open' | 'closed';
  cutter(): 'ok' | 'jammed';
  power(): 'on' | 'off';
  /** Bytes that arrived and were not carried out yet. */
  bufferedBytes(): number;
  /** The last 1,000 commands that this printer does not know, as they came. */
  unknownCommands(): readonly Uint8Array[];
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
  simulatePowerOff(): void;
  simulatePowerOn(): void;
}

const nearEndLines = 150;
/** Bytes that wait to be carried out. What comes when it is full is lost, as on a line without flow control. */
const receiveBufferBytes = 2 * longestCommand;
const unknownKept = 1_000;

export function createEscposSimulator(options: EscposSimulatorOptions): EscposSimulator {
  const { clock, columns, lineMs = 20, cutMs = 250, processId = true, rollLines = 2_000, firmware = 'epson' } = options;
  const papersTold = createListeners<SimulatedPaper>();
  const changed = createListeners<void>();
  const sheet = createSheet(columns);
  const exit = createExit(clock, change);
  const unknown: Uint8Array[] = [];

  let wire: Wire | undefined;
  let filter = createRealtimeFilter();
  let buffer: Uint8Array = new Uint8Array();
  let rows: SlipRow[] = [];
  let cuts = 0;
  let fedLines = 0;
  let roll = rollLines;
  let on = true;
  let coverOpen = false;
  let headHot = false;
  let cutterStuck = false;
  let cutterError = false;
  /** Cancels the end of what the motor is doing; undefined while it stands still. */
  let cancelWork: Undo | undefined;

  const halted = () => !on || coverOpen || headHot || cutterError || roll <= 0;
  const nearEnd = () => roll <= nearEndLines;
  const condition = (): Condition => ({
    firmware,
    halted: halted(),
    coverOpen,
    headHot,
    cutterError,
    paper: roll <= 0 ? 'out' : nearEnd() ? 'nearEnd' : 'ok',
    slipAtExit: exit.hanging().length > 0,
  });

  function send(...bytes: readonly number[]): void {
    if (on) wire?.send(Uint8Array.from(bytes));
  }

  function hear(bytes: Uint8Array): void {
    if (!on) return;
    const kept: number[] = [];
    filter.push(bytes, {
      told(request) {
        if (request.ask === 'status') return send(statusByteOf(condition(), request.n));
        if (recover(request)) kept.length = 0;
      },
      rest: (byte) => kept.push(byte),
    });
    buffer = joinBytes(buffer, Uint8Array.from(kept)).slice(0, receiveBufferBytes);
    work();
  }

  /**
   * DLE ENQ 0 and 1 go on; 2 (in trouble only) and the buffer command forget what waits, and true is returned. An error
   * stays while its cause does.
   */
  function recover(request: Exclude<RealtimeRequest, { ask: 'status' }>): boolean {
    const forget = request.ask === 'clearBuffer' || (request.n === 2 && halted());
    if (forget) {
      buffer = new Uint8Array();
      sheet.initialise();
    }
    if (request.ask === 'clearBuffer') send(0x37, 0x25, 0x00);
    if (!cutterStuck) cutterError = false;
    change();
    return forget;
  }

  /** Carries out commands until one takes time or none is complete. */
  function work(): void {
    while (cancelWork === undefined && !halted()) {
      const read = readCommand(buffer, firmware === 'custom' ? 'custom' : 'chinese');
      if (read === undefined) return;
      const { command } = read;
      if (command.is === 'cut') {
        if (cutterStuck) {
          cutterError = true;
          change();
          return;
        }
        take(read.length);
        cuts += 1;
        spend(cutMs, () => finish('cut'));
        return;
      }
      take(read.length);
      answer(command);
      const made = sheet.take(command);
      const lines = made.reduce((sum, row) => sum + linesOf(row), 0);
      if (lines === 0) continue;
      spend(lines * lineMs, () => {
        rows.push(...made);
        fedLines += lines;
        const before = roll;
        roll = Math.max(0, roll - lines);
        if (before > nearEndLines !== roll > nearEndLines || roll === 0) change();
      });
    }
  }

  /** What is not put on paper. */
  function answer(command: Command): void {
    switch (command.is) {
      case 'unknown':
        return note(command.bytes);
      case 'paperRequest':
        return send(command.n === 1 ? (nearEnd() ? 0x03 : 0) : 0x01);
      case 'processIdRequest':
        return processId ? send(0x37, 0x22, ...codesOf(command.id), 0x00) : undefined;
      case 'counterRequest':
        return send(...counterReply({ cuts, fedLines, roll, retracted: exit.retracted().length }, command.n));
      case 'present':
        return exit.present(command.left, command.seconds);
      case 'retract':
        return exit.retract();
      case 'eject':
        exit.take();
    }
  }

  function note(bytes: Uint8Array): void {
    unknown.push(bytes);
    if (unknown.length > unknownKept) unknown.shift();
  }

  function take(length: number): void {
    buffer = buffer.slice(length);
  }

  function spend(ms: number, done: () => void): void {
    cancelWork = clock.after(ms, () => {
      cancelWork = undefined;
      done();
      work();
    });
  }

  function finish(end: 'cut' | 'torn'): void {
    if (rows.length === 0) return;
    const paper: SimulatedPaper = { number: exit.papers().length + 1, columns, rows, end };
    rows = [];
    exit.add(paper);
    papersTold.tell(paper);
    change();
  }

  function change(): void {
    changed.tell();
  }

  /** What a person did: the printer looks again and goes on if nothing holds it any more. */
  function changeAndWork(): void {
    change();
    work();
  }

  return {
    attach(next) {
      wire = next;
      filter = createRealtimeFilter();
      const undo = next.onBytes(hear);
      return () => {
        undo();
        if (wire === next) wire = undefined;
      };
    },
    papers: exit.papers,
    atExit: exit.hanging,
    retracted: exit.retracted,
    onPaper: (listener) => papersTold.add(listener),
    onChange: (listener) => changed.add(listener),
    paper: () => condition().paper,
    cover: () => (coverOpen ? 'open' : 'closed'),
    cutter: () => (cutterStuck || cutterError ? 'jammed' : 'ok'),
    power: () => (on ? 'on' : 'off'),
    bufferedBytes: () => buffer.length,
    unknownCommands: () => [...unknown],
    simulatePaperOut(afterLines = 0) {
      roll = afterLines;
      change();
    },
    simulatePaperNearEnd() {
      roll = nearEndLines;
      change();
    },
    simulateRefill() {
      // The end of the old roll comes out with what was printed on it.
      if (roll <= 0) finish('torn');
      roll = rollLines;
      changeAndWork();
    },
    simulateOpenCover() {
      coverOpen = true;
      change();
    },
    simulateCloseCover() {
      coverOpen = false;
      changeAndWork();
    },
    simulateJamCutter() {
      cutterStuck = true;
      change();
    },
    simulateClearCutter() {
      cutterStuck = false;
      change();
    },
    simulateHotHead() {
      headHot = true;
      change();
    },
    simulateCoolHead() {
      headHot = false;
      changeAndWork();
    },
    simulateTakePaper: exit.take,
    simulatePowerOff() {
      on = false;
      cancelWork?.();
      cancelWork = undefined;
      buffer = new Uint8Array();
      filter = createRealtimeFilter();
      sheet.initialise();
      change();
    },
    simulatePowerOn() {
      on = true;
      changeAndWork();
    },
  };
}
