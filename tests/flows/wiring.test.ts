// Commissioning in a running trial: a technician learns a lock at the kiosk while the boards are out of service, stops, and
// the hall works again.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { certain } from '../../src/base/result.ts';
import { createNight, type Kiosk, type Night, unlockFrames } from '../../src/cli/night.ts';
import { startTrial, type Trial } from '../../src/cli/trial.ts';
import type { WiringQuestion } from '../../src/contract/view.ts';
import { type HallFrames, watchHallFrames } from '../support/hall-frames.ts';
import { doorOpens, openCells } from '../support/trial-pickup.ts';

let folder: string;
let trial: Trial;
let night: Night;
let kiosk: Kiosk;
let frames: HallFrames;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nighthall-wiring-'));
  const started = await startTrial(join(folder, 'data'), { browser: false });
  if (!started.ok) throw new Error(started.problem);
  trial = started.value;
  night = createNight(trial);
  frames = await watchHallFrames(trial.panel);
  kiosk = await night.startKiosk();
});
afterEach(async () => {
  await frames.stop();
  await kiosk.child.end();
  await trial.end();
  await rm(folder, { recursive: true, force: true });
});

async function signIn(): Promise<void> {
  await kiosk.screen('welcome');
  await kiosk.until('central', ({ centralOnline, rightsAsOf }) => centralOnline && rightsAsOf !== null);
  const technician = certain(
    (await night.hallState()).people.find(({ role }) => role === 'technician'),
    'a technician',
  );
  await night.hall({ do: 'layCard', person: technician.id, reader: 'kioskReader' });
  await kiosk.screen('pin');
  await night.hall({ do: 'takeCard', reader: 'kioskReader' });
  await kiosk.call({ act: 'pin', digits: certain(technician.pin, 'the PIN') });
}

type Asked<Ask extends WiringQuestion['ask']> = Extract<WiringQuestion, { readonly ask: Ask }>;

async function asks<Ask extends WiringQuestion['ask']>(ask: Ask): Promise<Asked<Ask>> {
  const { screen } = await kiosk.until(
    `the question "${ask}"`,
    ({ screen }) => screen.at === 'wiring' && screen.question.ask === ask,
  );
  if (screen.at !== 'wiring') throw new Error('another screen');
  return screen.question as Asked<Ask>;
}

it('a technician finds the boards, learns one lock, stops, and everything is as it was', async () => {
  await signIn();
  const { lines } = await kiosk.screen('technician');
  await kiosk.call({ act: 'beginWiring', line: certain(lines[0], 'a line') });
  await asks('begin');
  const before = unlockFrames(frames.all());
  await kiosk.call({ act: 'wiring', say: { is: 'search' } });
  // The site file draws the cabinet, so nobody has to say which board is which bank.
  await asks('shutAll');
  expect(unlockFrames(frames.all())).toBe(before);
  await kiosk.call({ act: 'wiring', say: { is: 'allShut' } });
  const go = await asks('go');
  await kiosk.call({ act: 'wiring', say: { is: 'go', board: go.board, channel: go.channel } });
  const cell = certain(go.cell, 'the cell that should open');
  await doorOpens(night, cell);
  await asks('door');
  await kiosk.call({ act: 'wiring', say: { is: 'door', opened: cell } });
  await asks('shut');
  await night.hall({ do: 'pushShut', cell });
  await kiosk.until(
    'the next lock',
    ({ screen }) => screen.at === 'wiring' && screen.question.ask === 'go' && screen.question.channel !== go.channel,
  );
  expect(unlockFrames(frames.all()) - before).toBe(1);
  expect(await openCells(night)).toEqual([]);
  await kiosk.call({ act: 'wiring', say: { is: 'stop' } });
  await kiosk.until(
    'the boards are back',
    ({ screen }) =>
      screen.at === 'technician' &&
      screen.devices.filter(({ name, state }) => name.startsWith('board') && state === 'ready').length === 2,
  );
  expect((await readdir(join(trial.kioskFolder, 'wiring'))).length).toBeGreaterThan(0);
  expect(unlockFrames(frames.all()) - before).toBe(1);
});
