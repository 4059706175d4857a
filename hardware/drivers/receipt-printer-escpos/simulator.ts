// Simulator of an ESC/POS receipt printer: reads the same bytes, prints at the pace of a real one, stops when its paper
// is out or its cover open, keeps what it got until then, and goes on by itself afterwards, as real ones do.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import type { Command } from './command.ts';
import { longestCommand, readCommand } from './commands.ts';
import type { Columns } from './layout.ts';
import { createRealtimeFilter, type RealtimeRequest } from './realtime.ts';
import {
  automaticStatusOf,
  codesOf,
  counterReply,
  type Firmware,
  statusByteOf,
  toldPart,
} from './simulated-answers.ts';
import { createSimulatedCounters } from './simulated-counters.ts';
import { createSimulatedWorks, type PrinterHands } from './simulated-works.ts';
import { createSheet, linesOf } from './slip.ts';

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
  /** Default `epson`, which alone knows automatic status. */
  readonly firmware?: Firmware;
  /** Whether it answers when asked for its counters; default true. */
  readonly tellsCounters?: boolean;
  /** How long counters may be out of date when the power goes; default 0. Real printers: two minutes and more. */
  readonly countersSavedAfterMs?: number;
  /** After a new roll it waits for FEED or DLE ENQ 0; default false. */
  readonly waitsAfterRefill?: boolean;
}

export interface EscposSimulator extends Simulator, PrinterHands {
  /** Told when something a person can see or do has changed. */
  onChange(listener: () => void): Undo;
  power(): 'on' | 'off';
  /** Bytes that arrived and were not carried out yet. */
  bufferedBytes(): number;
  /** The last 1,000 commands that this printer does not know, as they came. */
  unknownCommands(): readonly Uint8Array[];
  simulatePowerOff(): void;
  simulatePowerOn(): void;
}

/** Bytes that wait to be carried out. What comes when it is full is lost, as on a line without flow control. */
const receiveBufferBytes = 2 * longestCommand;
const unknownKept = 1_000;

export function createEscposSimulator(options: EscposSimulatorOptions): EscposSimulator {
  const { clock, columns, lineMs = 20, cutMs = 250, processId = true, rollLines = 2_000, firmware = 'epson' } = options;
  const { tellsCounters = true, countersSavedAfterMs = 0, waitsAfterRefill = false } = options;
  const changed = createListeners<void>();
  const sheet = createSheet(columns);
  const counters = createSimulatedCounters(clock, countersSavedAfterMs);
  const works = createSimulatedWorks({ clock, columns, rollLines, waitsAfterRefill, changed: change });
  const { exit } = works;
  const unknown: Uint8Array[] = [];

  let wire: Wire | undefined;
  let filter = createRealtimeFilter();
  let buffer: Uint8Array = new Uint8Array();
  let on = true;
  /** GS a, and what of it was told last. */
  let toldGroups = 0;
  let toldLast = '';
  /** Cancels the end of what the motor is doing; undefined while it stands still. */
  let cancelWork: Undo | undefined;

  const halted = () => !on || works.halted();
  const condition = () => ({ ...works.condition(), firmware });

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
    works.recover(request.ask === 'recover' && request.n === 0);
    return forget;
  }

  /** Carries out commands until one takes time or none is complete. */
  function work(): void {
    while (cancelWork === undefined && !halted()) {
      const read = readCommand(buffer, firmware === 'custom' ? 'custom' : 'chinese');
      if (read === undefined) return;
      const { command } = read;
      if (command.is === 'cut') {
        if (!works.canCut()) return;
        take(read.length);
        spend(cutMs, () => {
          counters.countCut();
          works.cut();
        });
        return;
      }
      take(read.length);
      answer(command);
      const made = sheet.take(command);
      const lines = made.reduce((sum, row) => sum + linesOf(row), 0);
      if (lines === 0) continue;
      spend(lines * lineMs, () => {
        counters.countLines(lines);
        works.feed(made);
      });
    }
  }

  /** What is not put on paper. */
  function answer(command: Command): void {
    switch (command.is) {
      case 'unknown':
        return note(command.bytes);
      case 'initialise':
        toldGroups = 0;
        return;
      case 'automaticStatusRequest':
        return tellOf(command.n);
      case 'paperRequest':
        return send(command.n === 1 ? (works.hands.paper() === 'ok' ? 0 : 0x03) : 0x01);
      case 'processIdRequest':
        return processId ? send(0x37, 0x22, ...codesOf(command.id), 0x00) : undefined;
      case 'counterRequest':
        return tellsCounters ? tellCounter(command.n) : undefined;
      case 'present':
        return exit.present(command.left, command.seconds);
      case 'retract':
        return exit.retract();
      case 'eject':
        exit.take();
    }
  }

  function tellCounter(n: number): void {
    const own = { cuts: counters.cuts(), fedLines: counters.fedLines() };
    send(...counterReply({ ...own, roll: works.linesLeft(), retracted: exit.retracted().length }, n));
  }

  function tellOf(groups: number): void {
    if (firmware !== 'epson') return;
    toldGroups = groups;
    if (groups !== 0) tellStatus();
  }

  /** In one piece, so that it never stands inside another answer. */
  function tellStatus(): void {
    const status = automaticStatusOf(condition());
    toldLast = toldPart(status, toldGroups);
    send(...status);
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

  /** When a person has freed it, the printer goes on if nothing else holds it. */
  function change(how: 'changed' | 'freed'): void {
    if (toldGroups !== 0 && toldPart(automaticStatusOf(condition()), toldGroups) !== toldLast) tellStatus();
    changed.tell();
    if (how === 'freed') work();
  }

  return {
    ...works.hands,
    attach(next) {
      wire = next;
      filter = createRealtimeFilter();
      const undo = next.onBytes(hear);
      return () => {
        undo();
        if (wire === next) wire = undefined;
      };
    },
    onChange: (listener) => changed.add(listener),
    power: () => (on ? 'on' : 'off'),
    bufferedBytes: () => buffer.length,
    unknownCommands: () => [...unknown],
    simulatePowerOff() {
      on = false;
      cancelWork?.();
      cancelWork = undefined;
      buffer = new Uint8Array();
      filter = createRealtimeFilter();
      toldGroups = 0;
      counters.losePower();
      sheet.initialise();
      change('changed');
    },
    simulatePowerOn() {
      on = true;
      change('freed');
    },
  };
}
