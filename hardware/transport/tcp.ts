// TCP transport: serial-to-Ethernet servers, network printers (port 9100) and boards with a socket of their own.

import { createConnection, type Socket } from 'node:net';
import type { Clock } from '../../src/base/clock.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { createListeners, type Undo } from '../../src/base/undo.ts';
import type { LinkProblem, Transport } from './transport.ts';

export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  /**
   * For devices that answer: when nothing is heard for so long after bytes were sent, the connection is reset. With the
   * cable out the operating system keeps such bytes and delivers them minutes later; a lock must not open then.
   */
  readonly answerMs?: number;
}

const connectMs = 3_000;
/** How long the operating system may refuse to take bytes: its buffer is full because the other end reads nothing. */
const writeMs = 5_000;
const keepAliveMs = 10_000;

export function createTcpTransport({ host, port, clock, answerMs }: TcpOptions): Transport {
  const received = createListeners<Uint8Array>();
  const closed = createListeners<void>();
  let current: Socket | undefined;
  let connecting: Socket | undefined;
  let opening: Promise<Result<void, LinkProblem>> | undefined;
  const sends = new Set<(problem: LinkProblem) => void>();

  /** Set from a send until something is heard. */
  let cancelAnswer: Undo | undefined;

  function hear(): void {
    cancelAnswer?.();
    cancelAnswer = undefined;
  }

  function expectAnswer(socket: Socket): void {
    if (answerMs === undefined) return;
    cancelAnswer ??= clock.after(answerMs, () => {
      socket.resetAndDestroy();
      forget(socket, 'lost');
    });
  }

  function forget(socket: Socket, problem: LinkProblem): void {
    if (current !== socket) return;
    current = undefined;
    hear();
    for (const end of [...sends]) end(problem);
    closed.tell();
  }

  function connect(): Promise<Result<void, LinkProblem>> {
    return new Promise((resolve) => {
      const socket = createConnection({
        host,
        port,
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: keepAliveMs,
      });
      connecting = socket;
      let problem: LinkProblem = 'notFound';
      const cancel = clock.after(connectMs, () => socket.destroy());
      socket.on('connect', () => {
        cancel();
        current = socket;
        resolve(ok());
      });
      socket.on('data', (bytes: Uint8Array) => {
        if (current !== socket) return;
        hear();
        received.tell(Uint8Array.from(bytes));
      });
      // A half-closed line is no line: the device has gone.
      socket.on('end', () => abandon(socket, 'lost'));
      socket.on('error', (error) => {
        problem = connectProblem(error);
      });
      socket.on('close', () => {
        cancel();
        forget(socket, 'lost');
        resolve(failed(problem));
      });
    });
  }

  /** With bytes still on the way the line is reset, so that the operating system does not deliver them later. */
  function abandon(socket: Socket, problem: LinkProblem): void {
    if (sends.size > 0) socket.resetAndDestroy();
    else socket.destroy();
    forget(socket, problem);
  }

  return {
    description: `tcp ${host}:${port}`,
    speed: undefined,
    open() {
      if (current !== undefined) return Promise.resolve(ok());
      opening ??= connect().finally(() => {
        opening = undefined;
        connecting = undefined;
      });
      return opening;
    },
    isOpen: () => current !== undefined,
    send(bytes) {
      const socket = current;
      if (socket === undefined) return Promise.resolve(failed('notOpen'));
      return new Promise((resolve) => {
        function end(result: Result<void, LinkProblem>): void {
          cancel();
          sends.delete(endLost);
          resolve(result);
        }
        const endLost = (problem: LinkProblem) => end(failed(problem));
        const cancel = clock.after(writeMs, () => abandon(socket, 'stuck'));
        sends.add(endLost);
        expectAnswer(socket);
        socket.write(Uint8Array.from(bytes), (error) => {
          if (!error) return end(ok());
          end(failed('lost'));
          abandon(socket, 'lost');
        });
      });
    },
    onBytes: (listener) => received.add(listener),
    onClosed: (listener) => closed.add(listener),
    async close() {
      connecting?.destroy();
      if (opening !== undefined) await opening;
      if (current !== undefined) abandon(current, 'lost');
    },
  };
}

function connectProblem(error: NodeJS.ErrnoException): LinkProblem {
  return error.code === 'EACCES' || error.code === 'EPERM' ? 'notAllowed' : 'notFound';
}
