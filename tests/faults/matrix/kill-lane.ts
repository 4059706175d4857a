// Kill lane: one kiosk that is killed again and again, each time at another instant, and goes on from where it was.

import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { certain } from '../../../src/base/result.ts';
import { waitFor } from '../../../src/cli/night.ts';
import type { LicenceChoice } from '../../../src/contract/view.ts';
import type { CellId } from '../../../src/core/cell.ts';
import { openCells } from '../../support/trial-pickup.ts';
import type { Bench } from './bench.ts';
import { hold, type Run } from './fault.ts';
import { atWelcome, layCard, leave, pause, pushShut, say, signIn, signing } from './hands.ts';
import { createKillWitness, type KillWitness } from './kill-witness.ts';
import { controllerInOneFile } from './one-file.ts';

/** Until the kiosk has certainly shown its first screen, on a machine that does much else. */
const upMs = 1_200;
/** From a wish to open to the open door and a little beyond. */
const wishMs = 700;
const settleMs = 1_500;
/** Cells that technicians look at once so many have fallen into doubt. */
const mostDoubts = 16;

/** Kills after `ms`, whatever is going on then; the work beside it fails in its own way and is left alone. */
async function killDuring(bench: Bench, ms: number, work: () => Promise<unknown>): Promise<void> {
  const quiet = work().then(
    () => undefined,
    () => undefined,
  );
  await pause(ms);
  await bench.kill();
  // The hands let go of what they hold: a card that lies on the reader is taken away.
  for (const { id, at } of (await bench.ground.night.hallState()).people) {
    if (at !== 'hand' && id !== '')
      await bench.ground.night.hall({ do: 'takeCard', reader: at }).catch(() => undefined);
  }
  await Promise.race([quiet, pause(50)]);
}

async function shutAll(bench: Bench): Promise<readonly CellId[]> {
  const open = await openCells(bench.ground.night);
  for (const cell of open) await pushShut(bench, cell);
  return open;
}

/** The technician looks into every doubtful cell and finds it empty, or what must be in it. */
async function verifyAll(bench: Bench): Promise<void> {
  await signIn(bench, 'technician');
  const { cells } = await bench.kiosk().screen('technician');
  for (const { cell, content } of cells) {
    if (!/unverified|outOfService/.test(content)) continue;
    await bench.kiosk().call({ act: 'verifyCell', cell, found: 'empty' });
  }
  await leave(bench.kiosk());
}

async function toDeposit(bench: Bench, witness: KillWitness): Promise<(() => Promise<unknown>) | undefined> {
  await signIn(bench, 'depositor');
  const kiosk = bench.kiosk();
  // What is expected here is news, and cells are free once their boards have answered: both take a moment after a start.
  const seen = () => {
    const screen = kiosk.view()?.screen;
    return screen?.at === 'deposit' && screen.freeCells > 0 ? screen.items[0] : undefined;
  };
  for (let waited = 0; waited < settleMs && seen() === undefined; waited += 50) await pause(50);
  const first = seen();
  if (first === undefined) {
    await leave(kiosk);
    return undefined;
  }
  return async () => {
    witness.wish();
    say(kiosk, 1_000, { act: 'deposit', item: first.item });
    const { cell } = await kiosk.screen('putIn');
    await pushShut(bench, cell);
    await kiosk.screen('confirmDeposit');
    say(kiosk, 1_001, { act: 'confirmDeposit', putIn: true });
    await kiosk.screen('deposit');
    witness.told('itemDeposited', first.item);
  };
}

async function toPickup(bench: Bench, witness: KillWitness): Promise<(() => Promise<unknown>) | undefined> {
  await atWelcome(bench);
  await layCard(bench, 'applicant', (at) => at === 'menu' || at === 'problem');
  const kiosk = bench.kiosk();
  const { screen } = certain(kiosk.view(), 'a view');
  const waits = screen.at === 'menu' && screen.licences.works;
  if (waits) await kiosk.call({ act: 'showLicences' });
  const licences: readonly LicenceChoice[] = waits ? (await kiosk.screen('licences')).licences : [];
  // A licence whose deposit was cut short is shown as well, and refused: nobody has a right to it.
  const rights = itemsWithRight(bench);
  const choice = licences.find(
    ({ items, collectable }) => collectable.works && items.every(({ item }) => rights.includes(item)),
  );
  if (choice === undefined) {
    await leave(kiosk);
    return undefined;
  }
  await kiosk.call({ act: 'collect', cell: choice.cell });
  await kiosk.screen('sign');
  return async () => {
    witness.wish();
    say(kiosk, 1_000, signing);
    const { cell } = await kiosk.screen('takeOut');
    await pause(50);
    await pushShut(bench, cell);
    await kiosk.until('shut', ({ screen: now }) => now.at === 'didYouTake' || now.at === 'collected');
    say(kiosk, 1_001, { act: 'answerTaken', taken: true });
    await kiosk.screen('collected');
    for (const { item } of choice.items) witness.told('itemHandedOver', item);
  };
}

function itemsWithRight(bench: Bench): readonly string[] {
  const database = new SqliteDatabase(join(bench.dataFolder, 'kiosk.sqlite'), { readonly: true, timeout: 5_000 });
  try {
    return database.prepare<[], string>('select item from pickup_right').pluck().all();
  } finally {
    database.close();
  }
}

/** `times` kills, each in another life of the same kiosk. */
export async function killLane({ bench, random, times }: Run): Promise<string> {
  let doubts = 0;
  let stoodOpen = 0;
  let kept = 0;
  await bench.ground.addItems(bench.name, Math.min(40, times + 2));
  let waiting = Math.min(40, times + 2);
  const witness = createKillWitness(bench);
  // One orderly end: it leaves what was compiled to the lives that come, none of which ends by itself.
  const how = { file: await controllerInOneFile() };
  await bench.start(how);
  await bench.end();
  witness.look();
  for (let cycle = 0; cycle < times; cycle += 1) {
    witness.lifeBegins();
    await bench.start(how);
    if (random.chance(0.15)) {
      await killDuring(bench, random.between(0, upMs), () => atWelcome(bench));
    } else {
      await atWelcome(bench);
      if (doubts >= mostDoubts) {
        await verifyAll(bench);
        doubts = 0;
      }
      let act = random.chance(0.4) ? await toDeposit(bench, witness) : await toPickup(bench, witness);
      if (act === undefined) {
        // Nothing to collect: a deposit that nobody cuts short. No free cell or nothing to put in: the technician comes.
        const whole = await toDeposit(bench, witness);
        if (whole === undefined) {
          await verifyAll(bench);
          doubts = 0;
          await bench.ground.addItems(bench.name, 10);
          waiting += 10;
        } else {
          await whole();
          await leave(bench.kiosk());
          await waitFor('the right to collect', () => (itemsWithRight(bench).length > 0 ? true : undefined));
        }
        act = whole === undefined ? await toDeposit(bench, witness) : await toPickup(bench, witness);
      }
      if (act !== undefined) {
        doubts += 1;
        kept += 1;
        await killDuring(bench, random.chance(0.7) ? random.between(0, wishMs) : random.between(0, 3_000), act);
      }
    }
    await bench.kill();
    const open = await shutAll(bench);
    hold(open.length <= 1, `one door at a time, but ${open.join(', ')} stand open`);
    stoodOpen += open.length;
    witness.look();
  }
  // The hall tells its frames every 250 ms.
  await pause(300);
  witness.countPulses();
  return `${kept} of ${times} within a deposit or pickup, ${stoodOpen} doors stood open, ${waiting} licences`;
}
