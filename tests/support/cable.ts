// A cable between a computer and a simulated printer: carries connections until it is cut, and again when it is mended.

import { createConnection, createServer, type Server, type Socket } from 'node:net';

export interface Cable {
  /** The end for the computer. */
  readonly port: number;
  /** What is under way breaks off, and nobody answers any more. What has arrived has arrived. */
  cut(): void;
  mend(): Promise<void>;
}

export async function layCable(target: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  function open(on: number): Promise<number> {
    const made = createServer({ noDelay: true }, (computer) => {
      const device = createConnection({ host: '127.0.0.1', port: target, noDelay: true });
      for (const [from, to] of [
        [computer, device],
        [device, computer],
      ] as const) {
        sockets.add(from);
        from.pipe(to);
        // A break shows as a closed connection at the other end; there is nothing else to do about it.
        from.on('error', () => to.destroy());
        from.on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      }
    });
    server = made;
    return new Promise((resolve, reject) => {
      made.once('error', reject);
      made.listen(on, '127.0.0.1', () => {
        const address = made.address();
        if (address === null || typeof address === 'string') reject(new Error('a server without a port'));
        else resolve(address.port);
      });
    });
  }

  const port = await open(0);
  return {
    port,
    cut() {
      server?.close();
      server = undefined;
      for (const socket of sockets) socket.destroy();
    },
    async mend() {
      if (server === undefined) await open(port);
    },
  };
}
