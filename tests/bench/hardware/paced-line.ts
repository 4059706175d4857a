// Paced line: a pseudo-terminal with the production serial transport on one end, and on the other a device's wire that
// takes and gives bytes no sooner than a UART of that speed would. `socat` itself carries everything at once.

import { createSerialTransport } from '../../../hardware/transport/serial.ts';
import { openSerialWire } from '../../../hardware/transport/serial-wire.ts';
import type { Transport } from '../../../hardware/transport/transport.ts';
import type { Wire } from '../../../hardware/transport/wire.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import { startPseudoTerminal } from '../../support/pseudo-terminal.ts';

export interface PacedLine {
  /** The computer's end, not yet open. */
  readonly transport: Transport;
  /** The device's end. */
  readonly wire: Wire;
  /** Monotonic ms at which the last byte that the device sent was given to the line. */
  lastByteAt(): number;
  /** Told of the first byte of each piece from the computer, before it is paced. */
  onArrival(listener: (bytes: Uint8Array) => void): Undo;
  close(): Promise<void>;
}

export function wireMs(byteCount: number, speed: number): number {
  return (byteCount * 10_000) / speed;
}

/** Bytes are given out as often as a UART with a small buffer would. */
const stepMs = 1;

export async function openPacedLine(speed: number): Promise<PacedLine> {
  const terminal = await startPseudoTerminal();
  const device = await openSerialWire({ path: terminal.devicePath, speed });
  const transport = createSerialTransport({ path: terminal.computerPath, speed, clock: systemClock });
  const heard = createListeners<Uint8Array>();
  const arrived = createListeners<Uint8Array>();
  let lastByteAt = Number.NaN;
  let heardUntil = Number.NEGATIVE_INFINITY;
  let givenUntil = Number.NEGATIVE_INFINITY;
  let isClosed = false;
  const queue: { readonly bytes: Uint8Array; readonly from: number; given: number }[] = [];

  device.wire.onBytes((bytes) => {
    arrived.tell(bytes);
    const now = systemClock.monotonic();
    heardUntil = Math.max(heardUntil, now) + wireMs(bytes.length, speed);
    systemClock.after(heardUntil - now, () => heard.tell(bytes));
  });

  /** Gives out what is due of the first answer in the queue; the next one begins when the last byte of it has left. */
  function give(): void {
    const [first] = queue;
    if (isClosed || first === undefined) return;
    const { bytes, from } = first;
    const now = systemClock.monotonic();
    const due = Math.max(0, Math.min(bytes.length, Math.floor(((now - from) * speed) / 10_000)));
    if (due > first.given) device.wire.send(bytes.subarray(first.given, due));
    first.given = Math.max(first.given, due);
    if (due === bytes.length) {
      lastByteAt = now;
      queue.shift();
      if (queue.length === 0) return;
    }
    systemClock.after(Math.min(stepMs, Math.max(0, from + wireMs(bytes.length, speed) - now)), give);
  }

  return {
    transport,
    wire: {
      onBytes: (listener) => heard.add(listener),
      send(bytes) {
        const from = Math.max(givenUntil, systemClock.monotonic());
        givenUntil = from + wireMs(bytes.length, speed);
        queue.push({ bytes: Uint8Array.from(bytes), from, given: 0 });
        if (queue.length === 1) give();
      },
    },
    lastByteAt: () => lastByteAt,
    onArrival: (listener) => arrived.add(listener),
    async close() {
      isClosed = true;
      await device.close();
      await terminal.kill();
    },
  };
}
