// Panel server: gives the panel page, tells it what changes in the hall, and passes on what a person does there. It
// listens on this machine only and believes no other page that a browser may have open.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import type { Clock } from '../../src/base/clock.ts';
import type { Log } from '../../src/base/log.ts';
import type { Undo } from '../../src/base/undo.ts';
import { type BusFrame, panelEvents, parseHallAct } from '../../src/contract/panel.ts';
import type { Hall } from './hall.ts';

export interface PanelServerOptions {
  readonly hall: Hall;
  /** Folder of the built pages; `/` leads to the panel's. */
  readonly pages: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface PanelServer {
  /** e.g. http://127.0.0.1:4100/ */
  readonly url: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const panelPage = '/panel/panel.html';
const mostBodyBytes = 16_384;
/** Changes of one moment are told together. */
const stateEveryMs = 40;
const framesEveryMs = 250;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.pdf': 'application/pdf',
};

const safeHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

export async function startPanelServer({ hall, pages, port, clock, log }: PanelServerOptions): Promise<PanelServer> {
  const streams = new Set<ServerResponse>();
  let newFrames: BusFrame[] = [];
  let cancelState: Undo | undefined;
  let cancelFrames: Undo | undefined;

  function tellAll(event: string, data: unknown): void {
    for (const stream of streams) stream.write(eventText(event, data));
  }

  const undoState = hall.onChange(() => {
    cancelState ??= clock.after(stateEveryMs, () => {
      cancelState = undefined;
      tellAll(panelEvents.state, hall.state());
    });
  });
  const undoFrames = hall.trace.onFrame((frame) => {
    if (streams.size === 0) return;
    newFrames.push(frame);
    cancelFrames ??= clock.after(framesEveryMs, () => {
      cancelFrames = undefined;
      tellAll(panelEvents.frames, newFrames);
      newFrames = [];
    });
  });

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error('panel request failed', { error });
      if (!response.headersSent) sendJson(response, 500, { problem: 'bug' });
      else response.destroy();
    });
  });
  await new Promise<void>((done, refuse) => {
    server.once('error', refuse);
    server.listen(port, host, done);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a panel server without a port');
  const ownHosts = [`${host}:${address.port}`, `localhost:${address.port}`];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
    // Another name for this machine is how a foreign page would reach it (DNS rebinding).
    if (!ownHosts.includes(request.headers.host ?? '')) return sendJson(response, 421, { problem: 'wrongHost' });
    const { pathname } = new URL(request.url ?? '/', `http://${host}`);
    if (pathname === '/do') return answerAct(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod(response, 'GET');
    if (pathname === '/state') return sendJson(response, 200, hall.state());
    if (pathname === '/trace') return sendJson(response, 200, hall.trace.frames());
    if (pathname === '/events') return stream(request, response);
    if (pathname === '/') {
      response.writeHead(302, { location: panelPage });
      response.end();
      return;
    }
    const paper = /^\/papers\/(\d{1,7})\.(png|pdf)$/.exec(pathname);
    if (paper !== null) return sendFile(response, hall.paperFile(Number(paper[1]), paper[2] === 'pdf' ? 'pdf' : 'png'));
    sendFile(response, pageFile(pages, pathname));
  }

  async function answerAct(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return refuseMethod(response, 'POST');
    const { origin } = request.headers;
    if (origin !== undefined && !ownHosts.some((own) => origin === `http://${own}`))
      return sendJson(response, 403, { problem: 'wrongOrigin' });
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return sendJson(response, 415, { problem: 'notJson' });
    const body = await readBody(request);
    if (body === undefined) return sendJson(response, 413, { problem: 'tooLong' });
    const parsed = parseHallAct(readJson(body));
    if (!parsed.ok) return sendJson(response, 400, { problem: 'badCall', lines: parsed.problem.lines });
    const done = await hall.do(parsed.value);
    sendJson(response, done.ok ? 200 : 409, done);
  }

  function stream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write(eventText(panelEvents.state, hall.state()));
    response.write(eventText(panelEvents.frames, hall.trace.frames()));
    streams.add(response);
    request.on('close', () => streams.delete(response));
  }

  return {
    url: `http://${host}:${address.port}/`,
    close() {
      undoState();
      undoFrames();
      cancelState?.();
      cancelFrames?.();
      for (const response of streams) response.end();
      return new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
    },
  };
}

function eventText(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function sendJson(response: ServerResponse, status: number, data: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(data));
}

function refuseMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('allow', allowed);
  sendJson(response, 405, { problem: 'wrongMethod' });
}

/** Undefined when the body is longer than any act can be. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBodyBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A body that is no JSON becomes undefined, which no act is. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The file behind a path, or undefined when it would lie outside the folder or does not exist. */
function pageFile(pages: string, pathname: string): string | undefined {
  const root = resolve(pages);
  const path = resolve(join(root, decodePath(pathname)));
  const isInside = path.startsWith(root + sep);
  return isInside && existsSync(path) && statSync(path).isFile() ? path : undefined;
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return '/';
    throw error;
  }
}

function sendFile(response: ServerResponse, path: string | undefined): void {
  if (path === undefined) return sendJson(response, 404, { problem: 'notFound' });
  response.writeHead(200, { 'content-type': contentTypes[extname(path)] ?? 'application/octet-stream' });
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response);
}
