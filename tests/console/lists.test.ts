// The four lists as every page gets them: live, after a break afresh, and a task has one owner.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellIdOf } from '../../src/core/cell.ts';
import { itemIdOf } from '../../src/core/item.ts';
import { personKeyOf } from '../../src/core/person.ts';
import { until } from '../support/until.ts';
import { createTestConsole } from './console-client.ts';
import { applicant, fillScene, hostileTitle, password, type Scene, startScene } from './console-scene.ts';

let scene: Scene;
const by = personKeyOf('5'.repeat(64));
beforeAll(async () => {
  scene = await startScene();
  await fillScene(scene);
});
afterAll(() => scene.central.close());

async function as(role: 'depositor' | 'supervisor' | 'technician' | 'auditor') {
  const console = createTestConsole(scene.central.url);
  await console.in(role, password);
  return console;
}

describe('the lists', () => {
  it('hold what is to be deposited, recalled, checked and repaired, the most urgent first', async () => {
    const live = (await as('supervisor')).live();
    await until(() => live.last() !== undefined, 'a desk');
    const desk = live.last();
    expect(desk?.deposit?.map(({ item }) => item)).toHaveLength(7);
    expect(desk?.recall?.map(({ cell, urgency }) => [cell, urgency])).toEqual([
      ['A02', 'round'],
      ['A03', 'round'],
      ['A04', 'round'],
    ]);
    expect(desk?.check?.map(({ cell, kind, urgency }) => [cell, kind, urgency])).toEqual([
      ['A05', 'alarm', 'now'],
      ['A08', 'alarm', 'now'],
      ['A05', 'check', 'today'],
      ['A06', 'check', 'today'],
      ['A12', 'check', 'today'],
    ]);
    expect(desk?.repair?.map(({ cell }) => cell)).toEqual([null, 'A15', 'A09']);
    live.end();
  });

  it('leave out what a role has no function for', async () => {
    const [technician, auditor] = [(await as('technician')).live(), (await as('auditor')).live()];
    await until(() => technician.last() !== undefined && auditor.last() !== undefined, 'both desks');
    expect(technician.last()).toMatchObject({ deposit: null, recall: null });
    expect(technician.last()?.check).not.toBeNull();
    expect(auditor.last()).toMatchObject({ deposit: null, recall: null, check: null, repair: null });
    technician.end();
    auditor.end();
  });

  it('change as soon as something has happened, and not when nothing has', async () => {
    const live = (await as('supervisor')).live();
    await until(() => live.last() !== undefined, 'a desk');
    await scene.kiosk.send([scene.kiosk.message({ is: 'doorHeldOpen', cell: cellIdOf('C01') })]);
    await until(() => live.last()?.check?.some(({ cell }) => cell === 'C01') === true, 'the open door');
    expect(live.last()?.check?.find(({ cell }) => cell === 'C01')).toMatchObject({ urgency: 'now', owner: null });
    const told = live.desks.length;
    await scene.kiosk.send([scene.kiosk.message({ is: 'hallExit' })]);
    await scene.kiosk.send([scene.kiosk.message({ is: 'doorClosed', cell: cellIdOf('C01') })]);
    await until(() => live.last()?.check?.every(({ cell }) => cell !== 'C01') === true, 'the shut door');
    expect(live.desks.length).toBe(told + 1);
    live.end();
  });

  it('come afresh and whole to a page that was away', async () => {
    const console = await as('supervisor');
    const first = console.live();
    await until(() => first.last() !== undefined, 'a desk');
    first.end();
    await scene.kiosk.send([
      scene.kiosk.message({ is: 'itemDeposited', item: itemIdOf('item-0'), cell: cellIdOf('C02'), by }),
    ]);
    const second = console.live();
    await until(() => second.last() !== undefined, 'the next desk');
    expect(second.desks[0]?.deposit?.some(({ item }) => item === 'item-0')).toBe(false);
    second.end();
  });
});

describe('a task', () => {
  it('has at most one owner, whoever is quicker', async () => {
    const consoles = await Promise.all([as('technician'), as('supervisor'), as('technician'), as('supervisor')]);
    const live = consoles[0].live();
    await until(() => live.last() !== undefined, 'a desk');
    const task = live.last()?.repair?.[0]?.task ?? 0;
    const answers = await Promise.all(consoles.map((console) => console.act({ act: 'takeTask', task })));
    // Both browsers of the one who was quicker are told yes.
    const owners = new Set(answers.flatMap(({ status }, at) => (status === 200 ? [at % 2] : [])));
    expect(owners.size).toBe(1);
    expect(answers.filter(({ body }) => body['added'] === true)).toHaveLength(1);
    expect(answers.some(({ status }) => status === 409)).toBe(true);
    await until(() => live.last()?.repair?.find((one) => one.task === task)?.owner !== null, 'the owner');
    live.end();
  });

  it('is not for a role without its list, and ends at the kiosk where somebody must have looked', async () => {
    const supervisor = await as('supervisor');
    const live = supervisor.live();
    await until(() => live.last() !== undefined, 'a desk');
    const recall = live.last()?.recall?.[0]?.task ?? 0;
    const alarm = live.last()?.check?.[0]?.task ?? 0;
    expect((await (await as('technician')).act({ act: 'takeTask', task: recall })).status).toBe(403);
    expect((await supervisor.act({ act: 'closeTask', task: alarm, reason: 'looked' })).status).toBe(409);
    expect((await supervisor.act({ act: 'takeTask', task: 999_999 })).status).toBe(404);
    live.end();
  });

  it('that only needs a word ends with that word', async () => {
    const supervisor = await as('supervisor');
    const live = supervisor.live();
    await scene.kiosk.send([scene.kiosk.message({ is: 'codeLocked', item: itemIdOf('item-11') })]);
    const locked = () => live.last()?.check?.find(({ why }) => why === 'pickup code tried too often');
    await until(() => locked() !== undefined, 'the locked code');
    const task = locked()?.task ?? 0;
    expect(locked()?.item).toMatchObject({ item: 'item-11', maskedName: '王*' });
    expect((await supervisor.act({ act: 'closeTask', task, reason: '已电话核实' })).status).toBe(200);
    await until(() => locked() === undefined, 'the end of it');
    live.end();
  });
});

describe('looking up', () => {
  it('finds by number, case and title, and takes every sign as itself', async () => {
    const console = await as('depositor');
    const found = async (text: string) => (await console.ask({ ask: 'search', text })).items.map(({ item }) => item);
    expect(await found('item-7')).toEqual(['item-7']);
    expect(await found('xk-2026-0003')).toEqual(['item-3']);
    expect((await found('营业执照')).sort()).toEqual(['item-1', 'item-7']);
    expect(await found('%')).toEqual([]);
    expect(await found('_')).toEqual([]);
    expect(await found('\\')).toEqual([]);
    expect(await found(hostileTitle.slice(0, 60))).toEqual(['item-hostile']);
    expect(await found("' or 1=1 --")).toEqual([]);
  });

  it('finds by person, and by an agent of theirs', async () => {
    const console = await as('depositor');
    const of = async (idNumber: string) =>
      (await console.ask({ ask: 'person', idNumber })).items.map(({ item }) => item);
    expect(await of(applicant.idNumber)).toContain('item-6');
    const agent = '11010519491231002X';
    expect(await of(agent)).toEqual([]);
    const named = { act: 'addAgent', item: 'item-6', idNumber: agent, name: '张三', days: 3, reason: '本人申请' };
    expect((await console.act(named)).status).toBe(200);
    expect(await of(agent)).toEqual(['item-6']);
  });

  it('tells the history of an item from facts, acts and messages in their order', async () => {
    const supervisor = await as('supervisor');
    await supervisor.act({ act: 'extend', item: 'item-7', days: 30, reason: '出差' });
    const { item, history, agents } = await supervisor.ask({ ask: 'item', item: itemIdOf('item-7') });
    expect(item).toMatchObject({ item: 'item-7', cell: 'A03', state: 'inCell', maskedName: '王*' });
    expect(
      history.map((line) => (line.is === 'fact' ? line.fact.is : line.is === 'act' ? line.act : line.kind)),
    ).toEqual(expect.arrayContaining(['itemDeposited', 'itemExpired', 'ready', 'extend']));
    expect(history.findLast(({ is }) => is === 'act')).toMatchObject({ by: '郑十一', reason: '出差', outcome: 'done' });
    expect(agents).toEqual([]);
    expect([...history].sort((a, b) => a.at - b.at)).toEqual(history);
  });

  it('tells the history of a cell without acts on its items', async () => {
    const ask = { ask: 'cell', kiosk: 'hall-1', cell: cellIdOf('A05') } as const;
    const { items, history } = await (await as('supervisor')).ask(ask);
    expect(items.map(({ item }) => item)).toEqual(['item-9']);
    expect(history.map((line) => line.is === 'fact' && line.fact.is)).toEqual([
      'itemDeposited',
      'openedWithoutOrder',
      'itemDisputed',
    ]);
    // A technician needs the place, and nobody needs the key of a person.
    expect((await (await as('technician')).ask(ask)).items).toEqual([]);
    expect(JSON.stringify(history)).not.toMatch(/[0-9a-f]{64}/);
  });
});
