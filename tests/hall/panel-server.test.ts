// The panel's server: does what its own page asks, and nothing that another page, name or method asks.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PanelServer, startPanelServer } from '../../hardware/hall/panel-server.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import type { HallState } from '../../src/contract/panel.ts';
import { type HallBench, startHallBench } from '../support/hall-bench.ts';

let bench: HallBench;
let server: PanelServer;
let pages: string;

beforeAll(async () => {
  bench = await startHallBench();
  pages = await mkdtemp(join(tmpdir(), 'nighthall-panel-'));
  await mkdir(join(pages, 'panel'));
  await writeFile(join(pages, 'panel/panel.html'), '<!doctype html><title>panel</title>');
  await writeFile(join(pages, '..', 'nighthall-outside.txt'), 'not for anybody');
  server = await startPanelServer({ hall: bench.hall(), pages, port: 0, clock: systemClock, log: silentLog });
});
afterAll(async () => {
  await server.close();
  await bench.end();
  await rm(pages, { recursive: true, force: true });
  await rm(join(pages, '..', 'nighthall-outside.txt'), { force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** `fetch` would not send a foreign Host. */
function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString('utf8'),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const json = { 'content-type': 'application/json' };
const act = (body: unknown, headers: Record<string, string> = json) =>
  ask('/do', { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
const lay = { do: 'layCard', person: 'li-si', reader: 'kioskReader' };
const state = async () => JSON.parse((await ask('/state')).body) as HallState;
const isLaid = async () => (await state()).people.some(({ at }) => at !== 'hand');

describe('the panel server', () => {
  it('does what is asked and says so', async () => {
    expect(await act(lay)).toMatchObject({ status: 200, body: '{"ok":true}' });
    expect(await isLaid()).toBe(true);
    expect((await act({ do: 'takeCard', reader: 'kioskReader' })).status).toBe(200);
    expect(await isLaid()).toBe(false);
  });

  it('says why something could not be done', async () => {
    expect(await act({ do: 'takeCard', reader: 'kioskReader' })).toMatchObject({
      status: 409,
      body: '{"ok":false,"problem":"noCard"}',
    });
  });

  it.each([
    ['an unknown act', { do: 'burnDown' }, 'is nothing that can be done'],
    ['a field too many', { ...lay, force: true }, 'force'],
    ['a missing field', { do: 'takeCard' }, 'reader'],
    ['a cell that is no cell', { do: 'pushShut', cell: '../x' }, 'cell: must be like A07'],
    ['a chance above one', { do: 'setFaults', line: 'cabinet', faults: { drop: 2 } }, 'faults.drop: must be at most 1'],
    ['no JSON', '{"do":', 'the whole'],
  ])('refuses %s and says where', async (_what, body, reason) => {
    const answer = await act(body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ problem: 'badCall' });
    expect(answer.body).toContain(reason);
  });

  it.each([
    ['another type of body', { 'content-type': 'text/plain' }, 415],
    ['no type of body', {}, 415],
    ['another name for this machine', { ...json, host: 'evil.example' }, 421],
    ['the page of another site', { ...json, origin: 'https://evil.example' }, 403],
    ['a page without an origin', { ...json, origin: 'null' }, 403],
  ])('refuses %s and changes nothing', async (_what, headers, status) => {
    expect((await act(lay, headers)).status).toBe(status);
    expect(await isLaid()).toBe(false);
  });

  it('takes its own page, whichever way this machine is called', async () => {
    const { host, port } = new URL(server.url);
    const body = { do: 'pressExit' };
    expect((await act(body, { ...json, origin: `http://${host}` })).status).toBe(200);
    const own = { ...json, host: `localhost:${port}`, origin: `http://localhost:${port}` };
    expect((await act(body, own)).status).toBe(200);
  });

  it('changes nothing by a method that only asks', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      expect((await ask('/do', { method, headers: json, body: JSON.stringify(lay) })).status).toBe(405);
    }
    expect((await ask('/state', { method: 'POST', headers: json, body: '{}' })).status).toBe(405);
    expect(await isLaid()).toBe(false);
  });

  it('reads no endless body', async () => {
    const answer = await act({ ...lay, person: 'x'.repeat(20_000) });
    expect(answer.status).toBe(413);
  });

  it('leads to its page and gives it with a strict policy', async () => {
    expect(await ask('/')).toMatchObject({ status: 302, headers: { location: '/panel/panel.html' } });
    const page = await ask('/panel/panel.html');
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
  });

  it.each([
    '/../nighthall-outside.txt',
    '/%2e%2e/nighthall-outside.txt',
    '/..%2fnighthall-outside.txt',
    '/panel',
    '/%',
  ])('gives no file outside its pages: %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('not for anybody');
  });

  it('gives no paper that was not printed', async () => {
    expect((await ask('/papers/999.png')).status).toBe(404);
    expect((await ask('/papers/..%2fhall.json')).status).toBe(404);
  });

  it('tells the state at once and again on each change', async () => {
    const abort = new AbortController();
    const response = await fetch(new URL('/events', server.url), { signal: abort.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    const told = (async () => {
      for await (const part of response.body ?? []) {
        text += new TextDecoder().decode(part);
        if (text.includes('"at":"kioskReader"')) return text;
      }
      return text;
    })();
    await act(lay);
    expect((await told).match(/^event: state$/gm)?.length).toBeGreaterThanOrEqual(2);
    abort.abort();
    await act({ do: 'takeCard', reader: 'kioskReader' });
  });
});
