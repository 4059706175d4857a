// Bad input on every route of the description: a problem document each time, and nothing changed in any table.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/contract/routes.ts';
import { maxSkewMs, signatureHeaders } from '../../src/contract/signing.ts';
import { createTestKiosk, createTestOffice, type TestKiosk } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

const idNumber = '11010519491231002X';
let central: StartedCentral;
let kiosk: TestKiosk;
let before: unknown;

const lists = routes.filter(
  ({ method, who, path, answer }) =>
    method === 'GET' && who === 'office' && path.startsWith('/admin/v1/') && typeof answer !== 'string',
);
/** Everything that the office can see; when somebody was heard of is no change. */
async function picture(): Promise<unknown> {
  const office = createTestOffice({ url: central.url, adminToken });
  const all: unknown[] = [];
  for (const { path } of lists) {
    const answer = await office.get(path.replace('/admin/v1/', '').replace('{kiosk}', kiosk.kiosk));
    all.push([
      path,
      JSON.parse(JSON.stringify(answer, (key, value) => (key === 'lastSeenAt' || key === 'clockOffsetMs' ? 0 : value))),
    ]);
  }
  return all;
}

beforeAll(async () => {
  central = await startedCentral();
  const office = createTestOffice({ url: central.url, adminToken });
  kiosk = (await office.joined()).kiosk;
  await office.post('people', { idNumber, name: '张三', phone: '00000000001' });
  await kiosk.send([kiosk.message({ is: 'hallExit' })]);
  before = await picture();
});
afterAll(async () => {
  expect(await picture()).toEqual(before);
  // Nothing of what was sent is in an address that somebody logs.
  expect(central.logLines.filter((line) => line.includes(idNumber))).toEqual([]);
  await central.close();
});

const addressOf = (path: string) => path.replaceAll('{kiosk}', 'hall-none').replaceAll(/\{\w+\}/g, 'nothing');

async function isRefused(response: Response, statuses: readonly number[]): Promise<void> {
  const text = await response.text();
  expect([response.status, statuses]).toEqual([response.status, expect.arrayContaining([response.status])]);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(text)).toMatchObject({
    type: expect.stringMatching(/^urn:nighthall:problem:\w+$/),
    status: response.status,
  });
  expect(text).not.toContain(idNumber);
}

const send = (method: string, path: string, body: string | undefined, headers: Record<string, string> = {}) =>
  fetch(`${central.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body }),
  });

const bodies: readonly (readonly [string, string])[] = [
  ['no JSON', `{"idNumber": ${idNumber}`],
  ['not an object', '17'],
  ['nothing', '{}'],
  ['a field too many', JSON.stringify({ surplus: idNumber, kiosk: 'hall-1', messages: [] })],
  ['a deep nest', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('latin1')],
];

for (const route of routes.filter(({ who }) => who === 'office'))
  describe(`${route.method} ${route.path}`, () => {
    const path = addressOf(route.path);
    it('is closed without the token', async () => {
      await isRefused(await send(route.method, path, route.method === 'POST' ? '{}' : undefined), [401]);
      const headers = { authorization: `Bearer ${adminToken}x` };
      await isRefused(await send(route.method, path, route.method === 'POST' ? '{}' : undefined, headers), [401]);
    });
    if (route.body !== undefined) {
      const headers = { authorization: `Bearer ${adminToken}` };
      it.each(bodies)('refuses %s', async (_what, body) => {
        await isRefused(await send(route.method, path, body, headers), [400, 404, 409]);
      });
      it('refuses what is too large, or is no JSON by its own word', async () => {
        await isRefused(await send(route.method, path, ' '.repeat(6_000_000), headers), [413]);
        await isRefused(await send(route.method, path, '{}', { ...headers, 'content-type': 'text/plain' }), [415]);
      });
    }
  });

for (const route of routes.filter(({ who, path }) => who === 'kiosk' && path !== '/kiosk/v1/enrol'))
  describe(`${route.method} ${route.path}`, () => {
    const path = route.method === 'GET' ? `${route.path}?after=0` : route.path;
    const data = route.method === 'GET' ? undefined : '{}';
    async function refused(tampering: Parameters<TestKiosk['request']>[3], statuses: readonly number[], body = data) {
      const answer = await kiosk.request(route.method, path, body, tampering);
      expect([answer.status, answer.type]).toEqual([
        statuses.find((one) => one === answer.status) ?? statuses[0],
        expect.stringMatching(/^application\/problem\+json/),
      ]);
      return answer;
    }

    it('refuses the unsigned, the forged, the late and the early', async () => {
      for (const header of Object.values(signatureHeaders)) await refused({ leaveOut: header }, [401]);
      await refused({ signedBody: 'another' }, [401]);
      await refused({ signedPath: '/kiosk/v1/elsewhere' }, [401]);
      await refused({ kiosk: 'hall-none' }, [401]);
      for (const skew of [-maxSkewMs - 60_000, maxSkewMs + 60_000]) await refused({ time: Date.now() + skew }, [401]);
      const thief = createTestKiosk({ url: central.url, kiosk: kiosk.kiosk });
      expect((await thief.request(route.method, path, data)).status).toBe(401);
    });

    it('refuses the same request a second time', async () => {
      const nonce = randomUUID();
      const bad = route.method === 'GET' ? path.replace('after=0', 'after=-1') : path;
      await kiosk.request(route.method, bad, data, { nonce });
      const again = await kiosk.request(route.method, bad, data, { nonce });
      expect([again.status, again.body['type']]).toEqual([401, 'urn:nighthall:problem:replayed']);
    });

    if (route.body !== undefined)
      it.each(bodies)('refuses %s', async (_what, body) => {
        expect((await refused({}, [400], body)).body).not.toContain(idNumber);
      });
    else
      it.each(['after=-1', 'after=x', 'after=1&after=2', 'before=1', 'after=9999999999999999'])(
        'refuses ?%s',
        async (query) => {
          const answer = await kiosk.request('GET', `${route.path}?${query}`);
          expect([answer.status, answer.type]).toEqual([400, expect.stringMatching(/^application\/problem\+json/)]);
        },
      );
  });

it('refuses messages that leave a gap, and takes nothing behind it', async () => {
  const later = { ...kiosk.message({ is: 'hallExit' }), sequence: 7 };
  expect(await kiosk.send([later])).toMatchObject({ acknowledged: 1, parked: [] });
});
