// TCP wire: the device's end of a TCP line, so that a simulator stands where a serial-to-Ethernet server would.

import { createServer, type Socket } from 'node:net';
import { createListeners, type Undo } from '../../src/base/undo.ts';
import type { Wire } from './wire.ts';

export interface TcpWireOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Called for each computer that connects; the returned function takes the device off again. */
  readonly onWire: (wire: Wire) => Undo;
}

export interface TcpWire {
  readonly port: number;
  /** Ends the connection, as a pulled plug would, and goes on listening. */
  hangUp(): void;
  close(): Promise<void>;
}

/** One computer at a time, as serial-to-Ethernet servers do: a new one takes the line over from the old one. */
export async function serveTcpWire({ host = '127.0.0.1', port = 0, onWire }: TcpWireOptions): Promise<TcpWire> {
  let hangUp: Undo = () => undefined;

  const server = createServer({ noDelay: true }, (socket) => {
    hangUp();
    hangUp = connectDevice(socket, onWire);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');

  return {
    port: address.port,
    hangUp: () => hangUp(),
    close() {
      hangUp();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function connectDevice(socket: Socket, onWire: (wire: Wire) => Undo): Undo {
  const received = createListeners<Uint8Array>();
  const takeOff = onWire({
    onBytes: (listener) => received.add(listener),
    send(bytes) {
      if (!socket.destroyed) socket.write(Uint8Array.from(bytes));
    },
  });
  socket.on('data', (bytes: Uint8Array) => received.tell(Uint8Array.from(bytes)));
  // A broken connection is a pulled plug; `close` follows every error and is what counts.
  socket.on('error', () => socket.destroy());
  socket.on('close', takeOff);
  return () => {
    takeOff();
    socket.destroy();
  };
}
