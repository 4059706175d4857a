// Window server: shows the kiosk page in any browser on this machine, for a trial or a bench. Off unless the site file asks.

import { timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import type { Log } from '../base/log.ts';
import type { Windows } from './windows.ts';

export interface WindowServer {
  /** Address with the token behind the #, which the browser never sends. */
  readonly address: string;
  close(): Promise<void>;
}

export interface WindowServerOptions {
  /** Folder of the built pages. */
  readonly pages: string;
  readonly port: number;
  /** Made anew at each start. */
  readonly token: string;
  readonly windows: Windows;
  readonly log: Log;
}

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const maxBody = 10_000;

export function startWindowServer({ pages, port, token, windows, log }: WindowServerOptions): Promise<WindowServer> {
  let host = '';
  const open = new Set<ServerResponse>();

  function isToken(given: string | null | undefined): boolean {
    const one = Buffer.from(given ?? '');
    const other = Buffer.from(token);
    return one.length === other.length && timingSafeEqual(one, other);
  }

  function end(response: ServerResponse, status: number, text = ''): void {
    response.writeHead(status, { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' }).end(text);
  }

  function streamViews(response: ServerResponse): void {
    response.writeHead(200, { ...pageHeaders, 'content-type': 'text/event-stream' });
    open.add(response);
    const link = windows.attach((message) => {
      if (message.is === 'view') response.write(`data: ${JSON.stringify(message.view)}\n\n`);
    });
    response.on('close', () => {
      open.delete(response);
      link.detach();
    });
  }

  async function takeCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['content-type']?.startsWith('application/json') !== true) return end(response, 415);
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of request) {
      length += (part as Buffer).length;
      if (length > maxBody) return end(response, 413);
      parts.push(part as Buffer);
    }
    let act: unknown;
    try {
      act = JSON.parse(Buffer.concat(parts).toString('utf8'));
    } catch {
      return end(response, 400, 'not JSON');
    }
    response
      .writeHead(200, { ...pageHeaders, 'content-type': 'application/json' })
      .end(JSON.stringify(windows.call(act)));
  }

  async function sendFile(path: string, response: ServerResponse): Promise<void> {
    // The page asks for ./view and ./call, so it is shown at / although it is built into ui/.
    const name = path === '/' ? 'ui/kiosk.html' : decodeURIComponent(path.slice(1));
    const file = normalize(join(pages, name));
    const kind = kinds[extname(file)];
    if (!file.startsWith(pages + sep) || kind === undefined) return end(response, 404);
    const body = await readFile(file).catch(() => undefined);
    if (body === undefined) return end(response, 404);
    response.writeHead(200, { ...pageHeaders, 'content-type': kind }).end(body);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.host !== host) return end(response, 421);
    const url = new URL(request.url ?? '/', `http://${host}`);
    if (url.pathname === '/view' && request.method === 'GET') {
      return isToken(url.searchParams.get('token')) ? streamViews(response) : end(response, 403);
    }
    if (url.pathname === '/call' && request.method === 'POST') {
      const given = request.headers['x-nighthall-token'];
      return isToken(typeof given === 'string' ? given : null) ? takeCall(request, response) : end(response, 403);
    }
    return request.method === 'GET' ? sendFile(url.pathname, response) : end(response, 405);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.warn('window request failed', { error });
      if (response.headersSent) response.destroy();
      else end(response, 400);
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;

  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      resolve({
        address: `http://${host}/#${token}`,
        close: () =>
          new Promise((done) => {
            for (const response of open) response.end();
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
