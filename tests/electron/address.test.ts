// Which addresses the window may show, and which files it is given for them.

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFetchable, isKioskPage, isOwnAddress, kioskAddress } from '../../electron/address.ts';
import { pageName, readPage, shellHeaders } from '../../electron/pages.ts';
import { foreign } from './foreign-addresses.ts';

describe('the address of the window', () => {
  it('is its own page, with or without a query and a fragment', () => {
    for (const address of [kioskAddress, `${kioskAddress}?a=1&b=2`, `${kioskAddress}#x`, 'app://kiosk/assets/a-B_1.js'])
      expect(isOwnAddress(address), address).toBe(true);
  });

  it('is the page alone where the window itself would go', () => {
    for (const address of [kioskAddress, `${kioskAddress}?a=1`, `${kioskAddress}#x`])
      expect(isKioskPage(address), address).toBe(true);
    for (const address of [
      'app://kiosk/',
      'app://kiosk/ui/',
      `${kioskAddress}x`,
      `${kioskAddress}/`,
      'app://kiosk/a.js',
    ])
      expect(isKioskPage(address), address).toBe(false);
  });

  it.each(foreign)('is never %j', (address) => {
    expect(isOwnAddress(address)).toBe(false);
    expect(pageName(address).ok).toBe(false);
  });

  it('agrees with what a parser makes of every address that it accepts', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((tail) => `app://kiosk/${tail}`),
          fc.webUrl(),
        ),
        (address) => {
          if (!isOwnAddress(address)) return;
          const url = new URL(address);
          expect([url.protocol, url.host, url.username, url.password]).toEqual(['app:', 'kiosk', '', '']);
        },
      ),
    );
  });

  it('lets a page fetch its own files and its own pictures alone', () => {
    expect(isFetchable('data:image/png;base64,AA==')).toBe(true);
    expect(isFetchable(kioskAddress)).toBe(true);
    for (const address of ['data:text/html,x', 'https://example.org/x.png', 'ws://127.0.0.1/', 'devtools://devtools/'])
      expect(isFetchable(address), address).toBe(false);
  });
});

describe('the files of the window', () => {
  let folder: string;
  let pages: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nighthall-shell-pages-'));
    pages = join(folder, 'pages');
    await mkdir(join(pages, 'ui'), { recursive: true });
    await mkdir(join(pages, 'assets'));
    await mkdir(join(folder, 'pages-beside'));
    await writeFile(join(pages, 'ui/kiosk.html'), '<p>kiosk</p>');
    await writeFile(join(pages, 'assets/kiosk-B1_x.js'), 'export {};');
    await writeFile(join(pages, 'assets/.hidden.js'), 'secret');
    await writeFile(join(pages, 'assets/data.json'), '{}');
    await writeFile(join(folder, 'secret.js'), 'secret');
    await writeFile(join(folder, 'pages-beside/secret.js'), 'secret');
    await symlink(join(folder, 'secret.js'), join(pages, 'assets/link.js'));
    await symlink(folder, join(pages, 'out'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const get = (url: string, method = 'GET') => readPage(pages, { url, method });

  it('are sent with their kind and the whole policy', async () => {
    const page = await get(kioskAddress);
    expect(page.status).toBe(200);
    expect(new TextDecoder().decode(page.body ?? undefined)).toBe('<p>kiosk</p>');
    expect(page.headers).toEqual({ ...shellHeaders, 'content-type': 'text/html; charset=utf-8' });
    expect((await get('app://kiosk/assets/kiosk-B1_x.js?v=1')).headers['content-type']).toMatch(/^text\/javascript/);
  });

  it.each([
    'app://kiosk/',
    'app://kiosk/ui',
    'app://kiosk/ui/',
    'app://kiosk/ui/none.html',
    'app://kiosk/assets/data.json',
    'app://kiosk/assets/.hidden.js',
    'app://kiosk/assets/link.js',
    'app://kiosk/out/secret.js',
    'app://kiosk/../secret.js',
    'app://kiosk/ui/../../secret.js',
    'app://kiosk/ui/..%2f..%2fsecret.js',
    'app://kiosk/%2e%2e/secret.js',
    'app://kiosk/..\\secret.js',
    'app://kiosk/../pages-beside/secret.js',
    'app://kiosk//etc/passwd',
    'app://kiosk/ui/kiosk.html/',
    'app://kiosk/ui/kiosk.html%00',
    'app://other/ui/kiosk.html',
  ])('do not include %s', async (url) => {
    const page = await get(url);
    expect([page.status, page.body]).toEqual([404, null]);
    expect(page.headers).toMatchObject(shellHeaders);
  });

  it('can only be read', async () => {
    for (const method of ['POST', 'PUT', 'HEAD', 'OPTIONS']) expect((await get(kioskAddress, method)).status).toBe(405);
  });

  it('come under a policy that begins with nothing and never says unsafe', () => {
    const policy = new Map(
      (shellHeaders['content-security-policy'] ?? '').split('; ').map((rule) => {
        const [name = '', ...sources] = rule.split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(Object.fromEntries(policy)).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'object-src': "'none'",
      'frame-src': "'none'",
      'require-trusted-types-for': "'script'",
      sandbox: 'allow-scripts allow-same-origin',
    });
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|https?:/);
    expect(shellHeaders).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    expect(shellHeaders['permissions-policy']).toContain('camera=()');
  });
});
