// Papers that are left in a whole trial: central, simulated hall and controller as processes. The slip that comes out is read
// by its QR code and checked by command line and page; then staff take the envelope out.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import { createNight, type Kiosk, type Night, waitFor } from '../../src/cli/night.ts';
import { askCentral, root, startTrial, type Trial } from '../../src/cli/trial.ts';
import type { DropOffsAnswer, SmsAnswer, TasksAnswer } from '../../src/contract/admin.ts';
import type { CellId } from '../../src/core/cell.ts';
import { readQr } from '../support/read-qr.ts';
import { doorOpens, layAndTakeCard } from '../support/trial-pickup.ts';

let folder = '';
let trial: Trial;
let night: Night;
let kiosk: Kiosk;
const ends: (() => Promise<void>)[] = [];

/** A door that shuts sooner has taken in nothing. */
const slamMs = 2_200;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nighthall-drop-off-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  const started = await startTrial(join(folder, 'data'), { browser: false });
  if (!started.ok) throw new Error(started.problem);
  trial = started.value;
  ends.push(
    () => trial.end(),
    () => trial.central.end(),
  );
  night = createNight(trial);
  kiosk = await night.startKiosk();
  ends.push(() => kiosk.child.end());
}, 300_000);
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const ask = <Answer>(path: string) =>
  askCentral(trial.centralUrl, trial.adminToken, `/admin/v1/${path}`) as Promise<Answer>;
const dropOff = async () => certain((await ask<DropOffsAnswer>('drop-offs')).dropOffs[0], 'the case of the trial');

async function swipe(role: string, shown: () => Promise<unknown>) {
  const { people } = await night.hallState();
  const person = certain(
    people.find((one) => one.role === role && !one.expired),
    role,
  );
  await layAndTakeCard(night, person.id, shown);
  return person;
}

function nighthall(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [join(root, 'src/cli/nighthall.ts'), ...args], (error, out) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out }),
    );
  });
}

async function throughDoor(cell: CellId): Promise<void> {
  await doorOpens(night, cell);
  await new Promise((done) => setTimeout(done, slamMs));
  await night.hall({ do: 'pushShut', cell });
}

it('LD7 goes from the card to a slip that anybody can check, and on to the message that staff have the papers', async () => {
  await kiosk.screen('welcome');
  await kiosk.until('the news', ({ centralOnline, rightsAsOf }) => centralOnline && rightsAsOf !== null);
  await swipe('applicant', () => kiosk.screen('menu'));
  await kiosk.call({ act: 'showDropOffs' });
  const { item } = certain((await kiosk.screen('dropOffs')).lines[0], 'a case');
  await kiosk.call({ act: 'dropOff', item });
  const { cell } = await kiosk.screen('putIn');
  await throughDoor(cell);
  await kiosk.screen('confirmDropOff');
  await kiosk.call({ act: 'confirmDropOff', putIn: true });
  const received = await kiosk.screen('droppedOff');
  await kiosk.call({ act: 'printDropOff', item });
  await kiosk.screen('printed');
  const paper = certain((await night.hallUntil('the slip', ({ papers }) => papers.length > 0)).papers[0], 'a slip');
  const link = certain(readQr(await night.paper(paper.number, 'png')), 'a QR code on the slip');
  await kiosk.call({ act: 'finish' });

  const told = await waitFor('central to know of it', async () => {
    const one = await dropOff();
    return one.number === null ? undefined : one;
  });
  expect(told).toMatchObject({ state: 'inCell', cell, number: received.number, shutAt: received.shutAt });
  const { tasks } = await ask<TasksAnswer>('tasks');
  expect(tasks.filter(({ closedAt }) => closedAt === null)).toMatchObject([{ kind: 'collectDropOff', item, cell }]);
  for (const slip of [link, received.number]) {
    const { code, out } = await nighthall('verify-drop-off', slip, '--central', trial.centralUrl);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'dropOffReceived', cell, shutAt: received.shutAt });
    expect(code).toBe(0);
  }
  expect(link.startsWith(`${trial.centralUrl}/verify/`)).toBe(true);
  expect(await (await fetch(link, { headers: { accept: 'text/html' } })).text()).toContain('材料已收到');
  const tampered = `${link.slice(0, -1)}${link.endsWith('A') ? 'g' : 'A'}`;
  expect(await nighthall('verify-drop-off', tampered, '--central', trial.centralUrl)).toMatchObject({ code: 1 });
  expect((await nighthall('verify-drop-off', 'D-nonsense', '--central', trial.centralUrl)).code).toBe(2);

  await kiosk.screen('welcome');
  const clerk = await swipe('depositor', () => kiosk.screen('pin'));
  await kiosk.call({ act: 'pin', digits: certain(clerk.pin, 'PIN of the clerk') });
  await kiosk.screen('deposit');
  await kiosk.call({ act: 'showRecalls' });
  expect((await kiosk.screen('worklist')).recalls).toMatchObject([{ cell, reason: 'dropOff' }]);
  await kiosk.call({ act: 'recall', cell });
  await kiosk.screen('takeOut');
  await throughDoor(cell);
  const { counters, isDropOff } = await kiosk.screen('confirmRecall');
  expect(isDropOff).toBe(true);
  await kiosk.call({ act: 'recalled', place: { is: 'window', window: certain(counters[0], 'a window') } });
  await waitFor('staff to have it', async () => ((await dropOff()).state === 'received' ? true : undefined));
  const { sms } = await ask<SmsAnswer>('sms');
  expect(sms.map(({ text }) => text)).toEqual([expect.stringContaining('补交的材料')]);
  expect((await ask<TasksAnswer>('tasks')).tasks.every(({ closedAt }) => closedAt !== null)).toBe(true);
}, 300_000);
