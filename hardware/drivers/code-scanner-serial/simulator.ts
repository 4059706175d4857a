// Simulator of a serial code scanner, with the hand that holds a code before it and the ways in which such scanners fail.

import type { Clock } from '../../../src/base/clock.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import type { Terminator } from './deframer.ts';
import { encodeOrder, type ScannerOrder, type TriggerDialect } from './dialect.ts';
import { decodeNewlandCommand, encodeNewlandReply } from './newland.ts';
import { type CodeEncoding, encodeCode } from './text.ts';
import { decodeZoneWrite, encodeZoneReply, type ZoneReply, zoneWriteFrame } from './zone-frames.ts';

export interface SimulatedScanner {
  readonly trigger: TriggerDialect;
  readonly terminator: Terminator;
  readonly encoding: CodeEncoding;
  /** Sends `]` and the AIM identifier in front of each code. */
  readonly aimPrefix: boolean;
}

/** What is out of order; change it at any time. */
export interface ScannerFaults {
  /** Hears nothing and says nothing. */
  dead?: boolean;
  /** Orders that are swallowed from now on. */
  lostOrders?: number;
  /** Answers come this much later. */
  lateReplyMs?: number;
  /** Answers from now on with a checksum or a verdict that is wrong. */
  spoiltReplies?: number;
  /** Says each code twice. */
  doubleRead?: boolean;
  /** Forgets the terminator. */
  noTerminator?: boolean;
}

export interface CodeScannerSimulator extends Simulator {
  readonly faults: ScannerFaults;
  /** How often it was made to look and to stop. */
  readonly heard: readonly ScannerOrder[];
  isLooking(): boolean;
  /** Holds a code before it until it is taken away. */
  simulateHoldCode(text: string, more?: { readonly symbology?: string }): void;
  simulateTakeCodeAway(): void;
  /** Says these bytes, whatever they are. */
  simulateSay(bytes: Uint8Array): void;
}

/** From the start of the look to the code, and to the end of a look in vain. */
const readMs = 80;
const ownTimeOutMs = 5_000;
const terminatorBytes: Readonly<Record<Terminator, readonly number[]>> = {
  CR: [0x0d],
  LF: [0x0a],
  CRLF: [0x0d, 0x0a],
  none: [],
};
const longestOrder = 300;

export function createCodeScannerSimulator(
  options: SimulatedScanner & { readonly clock: Clock },
): CodeScannerSimulator {
  const { trigger, clock } = options;
  const faults: ScannerFaults = {};
  const heard: ScannerOrder[] = [];
  const said = createListeners<Uint8Array>();
  let held: Uint8Array | undefined;
  let looking = trigger === 'none';
  let cancelRead: Undo = () => undefined;
  let cancelTimeOut: Undo = () => undefined;

  function say(bytes: Uint8Array): void {
    if (faults.dead !== true) said.tell(bytes);
  }

  function look(): void {
    cancelTimeOut();
    looking = true;
    if (trigger !== 'none') cancelTimeOut = clock.after(ownTimeOutMs, stopLooking);
    readSoon();
  }

  function stopLooking(): void {
    cancelRead();
    cancelTimeOut();
    looking = trigger === 'none';
  }

  function readSoon(): void {
    cancelRead();
    if (!looking || held === undefined) return;
    const bytes = held;
    cancelRead = clock.after(readMs, () => {
      if (trigger !== 'none') stopLooking();
      const whole = Uint8Array.from([
        ...bytes,
        ...(faults.noTerminator === true ? [] : terminatorBytes[options.terminator]),
      ]);
      say(whole);
      if (faults.doubleRead === true) say(whole);
    });
  }

  function obey(order: ScannerOrder): void {
    heard.push(order);
    if (order === 'trigger') look();
    else stopLooking();
  }

  function answer(bytes: Uint8Array): void {
    let reply = bytes;
    if ((faults.spoiltReplies ?? 0) > 0) {
      faults.spoiltReplies = (faults.spoiltReplies ?? 0) - 1;
      // The last byte of the checksum, or the verdict that stands before `;` ETX.
      const place = trigger === '7e00' ? reply.length - 1 : reply.length - 3;
      reply = reply.map((byte, index) => (index === place ? byte ^ 0x40 : byte));
    }
    clock.after(faults.lateReplyMs ?? 5, () => say(reply));
  }

  function isSwallowed(): boolean {
    if (faults.dead === true) return true;
    const lost = faults.lostOrders ?? 0;
    if (lost > 0) faults.lostOrders = lost - 1;
    return lost > 0;
  }

  /** The order at the front of the bytes: how many of them it takes; undefined while it may still become one. */
  function takeOrder(bytes: Uint8Array): number | undefined {
    switch (trigger) {
      case 'none':
        return bytes.length;
      case 'honeywell':
        return takeFixed(bytes);
      case 'newland':
        return takeNewland(bytes);
      case '7e00':
        return takeZoneWrite(bytes);
    }
  }

  function takeFixed(bytes: Uint8Array): number | undefined {
    for (const order of ['trigger', 'stop'] as const) {
      const wanted = encodeOrder('honeywell', order) ?? bytes;
      const shared = Math.min(bytes.length, wanted.length);
      if (!wanted.slice(0, shared).every((byte, place) => bytes[place] === byte)) continue;
      if (shared < wanted.length) return undefined;
      if (!isSwallowed()) obey(order);
      return wanted.length;
    }
    return 1;
  }

  function takeNewland(bytes: Uint8Array): number | undefined {
    if (bytes[0] !== 0x7e) return 1;
    const end = bytes.indexOf(0x03);
    if (end < 0) return bytes.length > longestOrder ? 1 : undefined;
    const command = decodeNewlandCommand(bytes.slice(0, end + 1));
    if (!command.ok) return 1;
    if (isSwallowed()) return end + 1;
    const { storage, body } = command.value;
    const known = body === 'SCNTRG1' || body === 'SCNTRG0' || body === 'SCNMOD*';
    if (body === 'SCNTRG1') obey('trigger');
    if (body === 'SCNTRG0') obey('stop');
    const verdict = known ? 'done' : 'unknownCommand';
    answer(encodeNewlandReply({ storage, body: body === 'SCNMOD*' ? 'SCNMOD0' : body, verdict }));
    return end + 1;
  }

  function takeZoneWrite(bytes: Uint8Array): number | undefined {
    if (bytes[0] !== 0x7e) return 1;
    if (bytes.length < 4) return undefined;
    const length = (bytes[3] ?? 0) + zoneWriteFrame;
    if (bytes[1] !== 0x00 || bytes[2] !== 0x08) return 1;
    if (bytes.length < length) return undefined;
    const write = decodeZoneWrite(bytes.slice(0, length));
    if (isSwallowed()) return length;
    answer(encodeZoneReply({ status: write.ok ? 'done' : zoneStatus(write.problem), data: Uint8Array.of(0) }));
    if (write.ok && write.value.address === 0x0002) obey(write.value.data[0] === 1 ? 'trigger' : 'stop');
    return length;
  }

  function zoneStatus(problem: string): ZoneReply['status'] {
    return problem === 'wrongChecksum' ? 'wrongChecksum' : 'invalid';
  }

  function attach(wire: Wire): Undo {
    let kept: Uint8Array = new Uint8Array();
    const stopHearing = wire.onBytes((bytes) => {
      kept = Uint8Array.from([...kept, ...bytes]);
      while (kept.length > 0) {
        const taken = takeOrder(kept);
        if (taken === undefined) return;
        kept = kept.slice(taken);
      }
    });
    const stopSaying = said.add((bytes) => wire.send(bytes));
    return () => {
      stopHearing();
      stopSaying();
    };
  }

  return {
    attach,
    faults,
    heard,
    isLooking: () => looking,
    simulateHoldCode(text, { symbology = 'Q1' } = {}) {
      held = encodeCode(options.aimPrefix ? `]${symbology}${text}` : text, options.encoding);
      readSoon();
    },
    simulateTakeCodeAway() {
      held = undefined;
      cancelRead();
    },
    simulateSay: say,
  };
}
