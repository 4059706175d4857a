// The description of central is valid OpenAPI 3.1, names every route that the server has, and fits what it answers.

import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseWith } from '../../src/contract/parse.ts';
import { routes } from '../../src/contract/routes.ts';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { createTestOffice, type TestOffice } from './kiosk-client.ts';
import { adminToken, type StartedCentral, startedCentral } from './started-central.ts';

let central: StartedCentral;
let office: TestOffice;
let described: { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

beforeAll(async () => {
  central = await startedCentral();
  office = createTestOffice({ url: central.url, adminToken });
  described = (await (await fetch(`${central.url}/openapi.json`)).json()) as typeof described;
});
afterAll(() => central.close());

it('is valid, with every schema in it', async () => {
  expect(await new Validator().validate(structuredClone(described))).toEqual({ valid: true });
});

it('would not pass with a schema that is none', async () => {
  const broken = structuredClone(described) as { components?: unknown };
  broken.components = { schemas: { Wrong: { type: 'texts' } } };
  expect(await new Validator().validate(broken)).toMatchObject({ valid: false });
});

it('names what the server has and nothing else, but for the console, which is between a page and its server', () => {
  /** /items/:id/:order is one route with a word from a list in its place. */
  const asPattern = (path: string) => new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+|\*/g, '[^/]+')}$`);
  const own = central.answers.filter(({ path }) => !/^\/(console|assets)(\/|$)/.test(path));
  const names = routes.map(({ method, path }) => ({ method, path }));
  const fits = (route: (typeof own)[number], name: (typeof names)[number]) =>
    route.method === name.method && asPattern(route.path).test(name.path.replaceAll(/[{}]/g, ''));
  expect(own.length).toBeGreaterThan(25);
  expect(own.filter((route) => !names.some((name) => fits(route, name)))).toEqual([]);
  expect(names.filter((name) => !own.some((route) => fits(route, name)))).toEqual([]);
  const listed = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
  expect(listed).toHaveLength(names.length);
  expect(listed).toEqual(expect.arrayContaining(names));
});

it('fits what the lists of the office answer once something has happened', async () => {
  const { kiosk } = await office.joined();
  const idNumber = '440524188001010014';
  await office.post('people', { idNumber, name: '李四', phone: '00000000002' });
  const title = { zh: '营业执照', en: 'Business licence' };
  const item = { kiosk: kiosk.kiosk, idNumber, title, caseNumber: 'YZ-1', size: 'small' };
  const { id } = await office.post<{ id: string }>('items', item);
  const by = personKeyOf('5'.repeat(64));
  const cell = cellIdOf('A01');
  await kiosk.send([
    kiosk.message({ is: 'itemDeposited', item: itemIdOf(id), cell, by }),
    kiosk.message({ is: 'itemMissing', item: itemIdOf(id), cell }),
    kiosk.message({ is: 'not yet known' }),
  ]);
  await office.post('delegations', { item: id, idNumber: '11010519491231002X', name: '张三' });
  const lists = routes.filter(
    ({ method, who, path }) => method === 'GET' && who === 'office' && path.startsWith('/admin'),
  );
  expect(lists.length).toBeGreaterThan(6);
  for (const { path, answer } of lists) {
    if (typeof answer === 'string') continue;
    const body = await office.get(path.replace('/admin/v1/', '').replace('{kiosk}', kiosk.kiosk));
    expect([path, parseWith(answer, body)]).toMatchObject([path, { ok: true }]);
  }
});
