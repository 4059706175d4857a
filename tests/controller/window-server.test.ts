// The kiosk page over HTTP: only this machine, only with the token, only known files.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import type { View } from '../../src/contract/view.ts';
import { startWindowServer, type WindowServer } from '../../src/controller/window-server.ts';
import { createWindows } from '../../src/controller/windows.ts';

const token = 'a-token-of-this-test';
let server: WindowServer;
let origin: string;
const windows = createWindows({ clock: { now: () => 1 }, isAllowed: () => true, take: () => undefined });

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nighthall-pages-'));
  mkdirSync(join(folder, 'pages/assets'), { recursive: true });
  mkdirSync(join(folder, 'pages/ui'));
  writeFileSync(join(folder, 'pages/ui/kiosk.html'), '<!doctype html><title>kiosk</title>');
  writeFileSync(join(folder, 'pages/assets/main.js'), 'export {};');
  writeFileSync(join(folder, 'secret.js'), 'secret');
  server = await startWindowServer({ pages: join(folder, 'pages'), port: 0, token, windows, log: silentLog });
  origin = new URL(server.address).origin;
});
afterAll(() => server.close());

/** Sends a path as it is, without the clean-up that fetch does. */
function rawGet(path: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

function call(
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/json', 'x-nighthall-token': token },
): Promise<Response> {
  return fetch(`${origin}/call`, { method: 'POST', headers, body });
}

describe('the window server', () => {
  it('serves the page with a policy that lets nothing foreign in', async () => {
    const response = await fetch(`${origin}/`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toContain('kiosk');
    expect((await fetch(`${origin}/assets/main.js`)).headers.get('content-type')).toContain('javascript');
  });

  it('never leaves its folder', async () => {
    for (const path of [
      '/../secret.js',
      '/%2e%2e/secret.js',
      '/..%2fsecret.js',
      '/assets/../../secret.js',
      '/%00',
      '/nothing.html',
      '/assets',
    ]) {
      expect(await rawGet(path), path).toBeGreaterThanOrEqual(400);
    }
  });

  it('answers only to its own name', async () => {
    const { port, host: own } = new URL(origin);
    const names = ['localhost', '127.0.0.1', 'kiosk', 'LOCALHOST', '127.1', '0.0.0.0', '[::1]', '2130706433'];
    const evil = ['evil.example', '127.0.0.1.evil.example', 'localhost.evil', '127.evil.example', 'x@127.0.0.1'];
    const ported = [...names, ...evil].filter((name) => name !== '127.0.0.1').map((name) => `${name}:${port}`);
    const others = [`127.0.0.1:${Number(port) - 1}`, `${own}.`, `${own}0`, `http://${own}`, `${own}, ${own}`];
    for (const host of [...names, ...evil, ...ported, ...others]) expect(await rawGet('/', { host }), host).toBe(421);
    expect(await rawGet('/', { host: own })).toBe(200);
  });

  it('listens on this machine alone', () => {
    expect(new URL(origin).hostname).toBe('127.0.0.1');
    const port = Number(new URL(origin).port).toString(16).toUpperCase().padStart(4, '0');
    const listening = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
      (existsSync(file) ? readFileSync(file, 'utf8') : '')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => local?.endsWith(`:${port}`) && state === '0A')
        .map(([, local]) => local?.split(':')[0]),
    );
    if (existsSync('/proc/net/tcp')) expect(listening).toEqual(['0100007F']);
  });

  it('changes nothing but by a call with its token in JSON, and gives no other origin leave', async () => {
    const good = { 'content-type': 'application/json', 'x-nighthall-token': token };
    const answers: [string, number, string | null][] = [];
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const body = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? null : '{"act":"stay"}';
      const asked = { ...good, origin: 'https://evil.example', 'access-control-request-private-network': 'true' };
      const response = await fetch(`${origin}/call`, { method, headers: asked, body });
      const leave = ['origin', 'private-network', 'methods'].map((what) =>
        response.headers.get(`access-control-allow-${what}`),
      );
      answers.push([method, response.status, leave.find((value) => value !== null) ?? null]);
    }
    expect(answers).toEqual([
      ['GET', 404, null],
      ...['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) => [method, 405, null]),
    ]);
    for (const kind of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect((await call('{"act":"stay"}', { ...good, 'content-type': kind })).status, kind).toBe(415);
  });

  it('gives views and takes calls only with the token', async () => {
    expect((await fetch(`${origin}/view`)).status).toBe(403);
    expect((await fetch(`${origin}/view?token=${token}x`)).status).toBe(403);
    expect((await call('{"act":"stay"}', { 'content-type': 'application/json' })).status).toBe(403);
    expect((await call('{"act":"stay"}')).status).toBe(200);
    expect((await fetch(`${origin}/call?token=${token}`)).status).toBe(404);
  });

  it('refuses bodies that are not JSON, too long, or of another kind', async () => {
    expect((await call('{')).status).toBe(400);
    expect((await call(`"${'x'.repeat(20_000)}"`)).status).toBe(413);
    expect(
      (await call('act=stay', { 'content-type': 'application/x-www-form-urlencoded', 'x-nighthall-token': token }))
        .status,
    ).toBe(415);
    expect(await (await call('{"act":"openAllDoors"}')).json()).toMatchObject({
      ok: false,
      problem: { problem: 'badCall' },
    });
  });

  it('streams the last view at once and every new one', async () => {
    windows.push({ screen: { at: 'welcome' } } as unknown as Omit<View, 'sequence' | 'madeAt'>);
    const response = await fetch(`${origin}/view?token=${token}`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('"welcome"');
    windows.push({ screen: { at: 'thanks' } } as unknown as Omit<View, 'sequence' | 'madeAt'>);
    expect((await reader?.read())?.value).toContain('"thanks"');
    await reader?.cancel();
  });
});
