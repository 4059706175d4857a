// Simulator of an A4 printer: the simulated printer on HTTP, with a power switch and a network that can lose an answer.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import ipp from '@sealsystems/ipp';
import { type Clock, pause } from '../../../src/base/clock.ts';
import { isWhole } from './protocol.ts';
import { writeAnswer } from './simulated-answer.ts';
import { createSimulatedPrinter, type SimulatedPrinter } from './simulated-printer.ts';

/** What becomes of the next request of a kind, once. */
export type WireFault =
  /** The printer does the work, and its answer is lost. */
  | { readonly is: 'answerLost' }
  /** The line breaks before the request is whole: nothing is done. */
  | { readonly is: 'requestLost' }
  | { readonly is: 'slow'; readonly ms: number }
  | { readonly is: 'refused'; readonly status: string };

export interface IppSimulator
  extends Pick<
    SimulatedPrinter,
    'onDocument' | 'onSheet' | 'simulateReason' | 'simulateAttributes' | 'simulateCounting'
  > {
  readonly url: string;
  readonly port: number;
  /** For the next request of that operation. */
  simulateFault(operation: string, fault: WireFault): void;
  /** Told of each request before it is answered. */
  onRequest(listener: (operation: string) => void): void;
  simulatePaperOut(): void;
  simulateRefill(): void;
  simulateJam(): void;
  simulateClearJam(): void;
  /** Off at once: connections break, and what the printer knew is gone. */
  simulatePowerOff(): Promise<void>;
  simulatePowerOn(): Promise<void>;
  close(): Promise<void>;
}

export interface IppSimulatorOptions {
  readonly clock: Clock;
  /** 0 for any free one. */
  readonly port?: number;
  /** For each sheet. */
  readonly printMs?: number;
}

const maxRequest = 64 * 1024 * 1024;

export async function startIppSimulator({
  clock,
  port = 0,
  printMs = 1_500,
}: IppSimulatorOptions): Promise<IppSimulator> {
  const printer = createSimulatedPrinter({ clock, printMs });
  const sockets = new Set<Socket>();
  const faults = new Map<string, WireFault>();
  const listeners: ((operation: string) => void)[] = [];
  let server: Server | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (!isWhole(body)) throw new Error('no IPP message');
    const message = ipp.parse(body);
    const operation = message.operation ?? '';
    for (const listener of listeners) listener(operation);
    const fault = faults.get(operation);
    faults.delete(operation);
    if (fault?.is === 'requestLost') return void request.socket.destroy();
    const taken = fault?.is === 'refused' ? { statusCode: fault.status } : printer.take(message);
    if (fault?.is === 'answerLost') return void request.socket.destroy();
    if (fault?.is === 'slow') await pause(clock, fault.ms);
    response.writeHead(200, { 'content-type': 'application/ipp' }).end(writeAnswer(taken, message.id));
  }

  function listen(on: number): Promise<number> {
    const made = createServer((request, response) => {
      answer(request, response).catch(() => response.writeHead(400).end());
    });
    made.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    server = made;
    return new Promise((resolve, reject) => {
      made.once('error', reject);
      made.listen(on, '127.0.0.1', () => resolve((made.address() as AddressInfo).port));
    });
  }

  function shut(): Promise<void> {
    const old = server;
    server = undefined;
    if (old === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      old.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  }

  const given = await listen(port);
  return {
    ...printer,
    url: `ipp://127.0.0.1:${given}/ipp/print`,
    port: given,
    simulateFault(operation, fault) {
      faults.set(operation, fault);
    },
    onRequest(listener) {
      listeners.push(listener);
    },
    simulatePaperOut() {
      for (const reason of ['media-empty', 'media-needed']) printer.simulateReason(reason, true);
    },
    simulateRefill() {
      for (const reason of ['media-empty', 'media-needed']) printer.simulateReason(reason, false);
    },
    simulateJam: () => printer.simulateReason('media-jam', true),
    simulateClearJam: () => printer.simulateReason('media-jam', false),
    async simulatePowerOff() {
      printer.powerOff();
      await shut();
    },
    async simulatePowerOn() {
      if (server !== undefined) return;
      printer.powerOn();
      await listen(given);
    },
    close: shut,
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > maxRequest) throw new Error('too long');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}
