// Memory transport: a line inside one process, for tests and simulated years. Delivers in order, never at once.

import type { Clock } from '../../src/base/clock.ts';
import { failed, ok } from '../../src/base/result.ts';
import { createListeners } from '../../src/base/undo.ts';
import type { Transport } from './transport.ts';
import type { Wire } from './wire.ts';

export interface MemoryLink {
  readonly transport: Transport;
  readonly wire: Wire;
  /** Pulls the plug: an open link closes, and opening fails with `notFound` until `replug`. */
  unplug(): void;
  replug(): void;
}

export interface MemoryLinkOptions {
  readonly clock: Clock;
  /** Bits per second; each byte takes 10 bits. Without it bytes arrive on the next turn of the clock. */
  readonly speed?: number;
}

export function createMemoryLink({ clock, speed }: MemoryLinkOptions): MemoryLink {
  const toDevice = createListeners<Uint8Array>();
  const toComputer = createListeners<Uint8Array>();
  const closed = createListeners<void>();
  let plugged = true;
  let open = false;
  /** Raised whenever the link ends, so that bytes still on the way are lost with it. */
  let generation = 0;
  const freeAt = { device: 0, computer: 0 };

  function carry(direction: 'device' | 'computer', bytes: Uint8Array, deliver: (bytes: Uint8Array) => void): number {
    const copy = Uint8Array.from(bytes);
    const now = clock.monotonic();
    const wireMs = speed === undefined ? 0 : (copy.length * 10_000) / speed;
    freeAt[direction] = Math.max(freeAt[direction], now) + wireMs;
    const mine = generation;
    clock.after(freeAt[direction] - now, () => {
      if (mine === generation && open) deliver(copy);
    });
    return freeAt[direction] - now;
  }

  function end(): void {
    if (!open) return;
    open = false;
    generation += 1;
    freeAt.device = 0;
    freeAt.computer = 0;
    closed.tell();
  }

  return {
    transport: {
      description: 'memory',
      speed,
      async open() {
        if (!plugged) return failed('notFound');
        open = true;
        return ok();
      },
      isOpen: () => open,
      async send(bytes) {
        if (!open) return failed('notOpen');
        carry('device', bytes, (copy) => toDevice.tell(copy));
        return ok();
      },
      onBytes: (listener) => toComputer.add(listener),
      onClosed: (listener) => closed.add(listener),
      async close() {
        end();
      },
    },
    wire: {
      onBytes: (listener) => toDevice.add(listener),
      send(bytes) {
        if (open) carry('computer', bytes, (copy) => toComputer.tell(copy));
      },
    },
    unplug() {
      plugged = false;
      end();
    },
    replug() {
      plugged = true;
    },
  };
}
