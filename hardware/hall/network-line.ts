// Network line: the cable of a printer that is a server of its own. Any number of connections at once, each carried on to
// the simulated printer byte by byte, so that a plug, faults and a trace work there too.

import { createConnection, createServer, type Socket } from 'node:net';
import { createListeners } from '../../src/base/undo.ts';
import type { HallLineOptions, Join } from './hall-line.ts';

const host = '127.0.0.1';

/** `target` is the port on which the simulated printer listens. */
export function serveNetworkDevice(target: number): HallLineOptions['serve'] {
  return async (port, join) => {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true }, (computer) => {
      const device = createConnection({ host, port: target, noDelay: true });
      for (const socket of [computer, device]) sockets.add(socket);
      carry(computer, device, join);
      computer.on('close', () => sockets.delete(computer));
      device.on('close', () => sockets.delete(device));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
    return {
      port: address.port,
      close() {
        for (const socket of sockets) socket.destroy();
        return new Promise((resolve) => {
          server.close(() => resolve());
        });
      },
    };
  };
}

function carry(computer: Socket, device: Socket, join: Join): void {
  const received = createListeners<Uint8Array>();
  const { wire, leave } = join({
    onBytes: (listener) => received.add(listener),
    send(bytes) {
      if (!computer.destroyed) computer.write(bytes);
    },
  });
  wire.onBytes((bytes) => device.write(bytes));
  computer.on('data', (bytes: Uint8Array) => received.tell(bytes));
  device.on('data', (bytes: Uint8Array) => wire.send(Uint8Array.from(bytes)));
  device.on('end', () => computer.end());
  computer.on('end', () => device.end());
  // A broken connection is a pulled plug; `close` follows every error and is what counts.
  computer.on('error', () => device.destroy());
  device.on('error', () => computer.destroy());
  computer.on('close', () => {
    leave();
    device.destroy();
  });
}
