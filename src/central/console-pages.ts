// Console pages: the built page of the console, under the strictest policy a browser knows. Only what the build made is
// there, by its name.

import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { answering } from './http.ts';
import { refusal } from './problem-document.ts';

const kinds: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
  'x-robots-tag': 'noindex, nofollow',
} as const;

/** Names of the files in that folder; none when nothing was built. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => kinds[extname(name)] !== undefined);
  } catch {
    return [];
  }
}

export function addConsolePages(app: FastifyInstance, pages: string): void {
  const assets = new Set(namesIn(join(pages, 'assets')));

  async function send(reply: FastifyReply, path: string, kind: string, cache: string): Promise<FastifyReply> {
    const bytes = await readFile(path);
    reply.headers(headers).header('cache-control', cache);
    // Over TLS, never again without it.
    if (reply.request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
    return reply.type(kind).send(bytes);
  }

  app.get('/console', (_request, reply) => reply.redirect('console/', 302));
  app.get('/console/', (_request, reply) =>
    send(reply, join(pages, 'console/console.html'), 'text/html; charset=utf-8', 'no-store'),
  );
  app.get<{ readonly Params: { readonly name: string } }>('/assets/:name', async (request, reply) => {
    const { name } = request.params;
    if (!assets.has(name)) return answering(async () => ({ ok: false, problem: refusal('notFound') }))(request, reply);
    // The name changes with the content.
    const kind = kinds[extname(name)] ?? 'application/octet-stream';
    return send(reply, join(pages, 'assets', name), kind, 'public, max-age=31536000, immutable');
  });
}
