// Simulated A4 printer: an IPP printer on HTTP with a tray, a paper path and a power switch; keeps what it printed.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import ipp from '@sealsystems/ipp';
import type { Clock } from '../../../src/base/clock.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import { type Attributes, isWhole } from './protocol.ts';

export interface PrintedDocument {
  readonly job: string;
  readonly pdf: Uint8Array;
}

export interface IppSimulator {
  readonly url: string;
  readonly port: number;
  onDocument(listener: (document: PrintedDocument) => void): Undo;
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
  readonly printMs?: number;
}

type JobState = 'pending' | 'pending-held' | 'processing' | 'canceled' | 'aborted' | 'completed';
interface Job {
  readonly id: number;
  readonly name: string;
  state: JobState;
}

const ended = new Set<JobState>(['canceled', 'aborted', 'completed']);
const maxRequest = 64 * 1024 * 1024;

export async function startIppSimulator({
  clock,
  port = 0,
  printMs = 1_500,
}: IppSimulatorOptions): Promise<IppSimulator> {
  const documents = createListeners<PrintedDocument>();
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let tray: 'full' | 'out' = 'full';
  let jammed = false;
  let jobs: Job[] = [];
  let bootedAt = clock.monotonic();

  function reasons(): readonly string[] {
    const found = [
      ...(tray === 'out' ? ['media-empty-error', 'media-needed-error'] : []),
      ...(jammed ? ['media-jam-error'] : []),
    ];
    return found.length === 0 ? ['none'] : found;
  }

  function printer(): Attributes {
    const stuck = tray === 'out' || jammed;
    const busy = jobs.some((job) => !ended.has(job.state));
    return {
      'printer-state': stuck ? 'stopped' : busy ? 'processing' : 'idle',
      'printer-state-reasons': reasons(),
      'printer-is-accepting-jobs': true,
      'printer-up-time': 1 + Math.floor((clock.monotonic() - bootedAt) / 1_000),
    };
  }

  /** One step of the paper path; waits while the tray is empty or the path is jammed, and goes on by itself afterwards. */
  function feed(job: Job, pdf: Uint8Array): void {
    const boot = bootedAt;
    clock.after(printMs, () => {
      if (boot !== bootedAt || ended.has(job.state)) return;
      if (tray === 'out' || jammed) return feed(job, pdf);
      job.state = 'completed';
      documents.tell({ job: job.name, pdf });
    });
  }

  function jobAttributes(job: Job): Attributes {
    return { 'job-id': job.id, 'job-name': job.name, 'job-state': job.state, 'job-state-reasons': 'none' };
  }

  function take(request: ReturnType<typeof ipp.parse>): {
    readonly statusCode: string;
    readonly printer?: Attributes;
    readonly jobs?: readonly Attributes[];
  } {
    const wish = (request['operation-attributes-tag'] ?? {}) as Attributes;
    const job = jobs.find((one) => one.id === wish['job-id']);
    switch (request.operation) {
      case 'Get-Printer-Attributes':
        return { statusCode: 'successful-ok', printer: printer() };
      case 'Validate-Job':
        return {
          statusCode:
            wish['document-format'] === 'application/pdf'
              ? 'successful-ok'
              : 'client-error-document-format-not-supported',
        };
      case 'Create-Job': {
        if (jobs.some((one) => !ended.has(one.state))) return { statusCode: 'server-error-busy' };
        const made: Job = { id: jobs.length + 1, name: String(wish['job-name'] ?? ''), state: 'pending-held' };
        jobs.push(made);
        return { statusCode: 'successful-ok', jobs: [jobAttributes(made)] };
      }
      case 'Send-Document': {
        if (job === undefined) return { statusCode: 'client-error-not-found' };
        if (job.state !== 'pending-held') return { statusCode: 'client-error-not-possible' };
        job.state = 'processing';
        feed(job, Uint8Array.from(request.data ?? []));
        return { statusCode: 'successful-ok', jobs: [jobAttributes(job)] };
      }
      case 'Get-Job-Attributes':
        return job === undefined
          ? { statusCode: 'client-error-not-found' }
          : { statusCode: 'successful-ok', jobs: [jobAttributes(job)] };
      case 'Cancel-Job':
        if (job === undefined) return { statusCode: 'client-error-not-found' };
        if (ended.has(job.state)) return { statusCode: 'client-error-not-possible' };
        job.state = 'canceled';
        return { statusCode: 'successful-ok' };
      case 'Get-Jobs': {
        const wanted = wish['which-jobs'] === 'completed';
        return {
          statusCode: 'successful-ok',
          jobs: jobs.filter((one) => ended.has(one.state) === wanted).map(jobAttributes),
        };
      }
      default:
        return { statusCode: 'server-error-operation-not-supported' };
    }
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

  function listen(on: number): Promise<number> {
    const made = createServer((request, response) => {
      bodyOf(request)
        .then((body) => {
          if (!isWhole(body)) throw new Error('no IPP message');
          const message = ipp.parse(body);
          const { statusCode, printer: printerGroup, jobs: jobGroups } = take(message);
          const answer = ipp.serialize({
            version: '2.0',
            statusCode,
            ...(message.id === undefined ? {} : { id: message.id }),
            'operation-attributes-tag': { 'attributes-charset': 'utf-8', 'attributes-natural-language': 'en' },
            ...(printerGroup === undefined ? {} : { 'printer-attributes-tag': printerGroup }),
            ...(jobGroups === undefined || jobGroups.length === 0
              ? {}
              : { 'job-attributes-tag': jobGroups.length === 1 ? jobGroups[0] : jobGroups }),
          });
          response.writeHead(200, { 'content-type': 'application/ipp' }).end(answer);
        })
        .catch(() => response.writeHead(400).end());
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
    url: `ipp://127.0.0.1:${given}/ipp/print`,
    port: given,
    onDocument: (listener) => documents.add(listener),
    simulatePaperOut() {
      tray = 'out';
    },
    simulateRefill() {
      tray = 'full';
    },
    simulateJam() {
      jammed = true;
    },
    simulateClearJam() {
      jammed = false;
    },
    async simulatePowerOff() {
      jobs = [];
      bootedAt = Number.NaN;
      await shut();
    },
    async simulatePowerOn() {
      if (server !== undefined) return;
      bootedAt = clock.monotonic();
      await listen(given);
    },
    close: shut,
  };
}
