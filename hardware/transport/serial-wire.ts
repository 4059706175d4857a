// Serial wire: the device's end of a serial line, so that a simulator answers on a real port or a pseudo-terminal.

import { systemClock } from '../../src/base/clock.ts';
import { createSerialTransport } from './serial.ts';
import type { Wire } from './wire.ts';

export interface SerialWire {
  readonly wire: Wire;
  close(): Promise<void>;
}

/** Throws when the port can not be opened: a simulator without its port is of no use to anybody. */
export async function openSerialWire({
  path,
  speed,
}: {
  readonly path: string;
  readonly speed: number;
}): Promise<SerialWire> {
  const transport = createSerialTransport({ path, speed, clock: systemClock });
  const opened = await transport.open();
  if (!opened.ok) throw new Error(`serial port ${path} did not open: ${opened.problem}`);
  return {
    wire: {
      onBytes: (listener) => transport.onBytes(listener),
      send(bytes) {
        void transport.send(bytes);
      },
    },
    close: () => transport.close(),
  };
}
