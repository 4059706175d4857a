// Pages: answers requests of the app: scheme with the built files, under the strictest content policy.

import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { failed, ok, type Result } from '../src/base/result.ts';
import { pageHeaders } from '../src/controller/window-server.ts';
import { isOwnAddress } from './address.ts';

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

const noFeature = ['camera', 'display-capture', 'geolocation', 'hid', 'microphone', 'midi', 'payment', 'serial', 'usb'];

/** `sandbox` takes forms, downloads, pop-ups and every dialog away; that of `print()` no other setting keeps off the screen. */
const noMore = [
  "object-src 'none'",
  "frame-src 'none'",
  "worker-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  'sandbox allow-scripts allow-same-origin',
];

/** The window server's headers, and what only a page that never meets a network can bear. */
export const shellHeaders: Readonly<Record<string, string>> = Object.freeze({
  ...pageHeaders,
  'content-security-policy': [pageHeaders['content-security-policy'], ...noMore].join('; '),
  'permissions-policy': noFeature.map((feature) => `${feature}=()`).join(', '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
});

/**
 * Path of a built file below the pages folder, e.g. `ui/kiosk.html`. Vite's names need letters, digits, dots, dashes and
 * underscores only, so an escaped sign, a backslash or a segment that starts with a dot is no page of ours.
 */
export function pageName(address: string): Result<string, 'refused'> {
  if (!isOwnAddress(address)) return failed('refused');
  const name = /^app:\/\/kiosk\/((?:[\w-][\w.-]*\/)*[\w-][\w.-]*)(?:[?#]|$)/.exec(address)?.[1];
  if (name === undefined || name.includes('..') || kinds[extname(name)] === undefined) return failed('refused');
  return ok(name);
}

export interface Page {
  readonly status: 200 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

function none(status: 404 | 405): Page {
  return { status, headers: { ...shellHeaders, 'content-type': 'text/plain; charset=utf-8' }, body: null };
}

/** `folder` holds the built pages. A link that leads out of it is not followed. */
export async function readPage(
  folder: string,
  { url, method }: { readonly url: string; readonly method: string },
): Promise<Page> {
  if (method !== 'GET') return none(405);
  const name = pageName(url);
  if (!name.ok) return none(404);
  // A file that is not there and one that can't be read look the same from outside.
  const [top, file] = await Promise.all(
    [folder, join(folder, name.value)].map((path) => realpath(path).catch(() => '')),
  );
  if (top === undefined || file === undefined || file === '' || !file.startsWith(top + sep)) return none(404);
  const body = await readFile(file).catch(() => null);
  if (body === null) return none(404);
  return { status: 200, headers: { ...shellHeaders, 'content-type': kinds[extname(name.value)] ?? '' }, body };
}
