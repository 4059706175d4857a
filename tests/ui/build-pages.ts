// Builds the pages as they ship into a folder of the test's own, and serves them with a view stream made of plain HTTP.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import type { CallAnswer } from '../../src/contract/rpc.ts';

export interface BuiltPages {
  readonly folder: string;
  remove(): Promise<void>;
}

export async function buildPages(): Promise<BuiltPages> {
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-pages-'));
  const configFile = join(import.meta.dirname, '../../vite.config.ts');
  await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

export interface FakeKiosk {
  readonly address: string;
  /** Calls that came, in order, with the token they brought. */
  readonly calls: { readonly act: unknown; readonly token: string | undefined }[];
  /** Tokens of the view streams that were opened. */
  readonly streams: (string | null)[];
  /** Sends a view, whatever it is, to every open stream and to those that come later. */
  show(view: unknown): void;
  /** How calls are answered from now on; a promise keeps the caller waiting. */
  answer(next: () => CallAnswer | Promise<CallAnswer>): void;
  dropStreams(): void;
  close(): Promise<void>;
}

export async function serveKiosk(folder: string): Promise<FakeKiosk> {
  const open = new Set<ServerResponse>();
  const calls: FakeKiosk['calls'] = [];
  const streams: FakeKiosk['streams'] = [];
  let last: string | undefined;
  let next: () => CallAnswer | Promise<CallAnswer> = () => ({ ok: true, value: undefined });

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://kiosk');
    if (url.pathname === '/ui/view') {
      streams.push(url.searchParams.get('token'));
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 100\n\n');
      if (last !== undefined) response.write(last);
      open.add(response);
      response.on('close', () => open.delete(response));
      return;
    }
    if (url.pathname === '/ui/call') {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const token = request.headers['x-nighthall-token'];
      calls.push({ act: JSON.parse(body), token: typeof token === 'string' ? token : undefined });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(await next()));
      return;
    }
    const file = join(folder, normalize(url.pathname));
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes === undefined) response.writeHead(404).end();
    else
      response
        .writeHead(200, {
          'content-type': kinds[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': strictPolicy,
        })
        .end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    address: `http://127.0.0.1:${port}/ui/kiosk.html`,
    calls,
    streams,
    show(view) {
      last = `data: ${JSON.stringify(view)}\n\n`;
      for (const response of open) response.write(last);
    },
    answer(given) {
      next = given;
    },
    dropStreams() {
      for (const response of open) response.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
