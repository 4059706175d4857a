// Synced pickup: one licence collected in a running trial, from the card on the reader to the welcome screen, and every sync
// of the controller meanwhile.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { certain } from '../../src/base/result.ts';
import { createNight, type Kiosk, type Night } from '../../src/cli/night.ts';
import { startTrial } from '../../src/cli/trial.ts';
import { countSyncs } from './counted-syncs.ts';
import { chooseLicence, depositAll, doorOpens, signing } from './trial-pickup.ts';

/** A door that shuts sooner is not yet a hand-over. */
const slamMs = 2_200;

export interface SyncedPickup {
  /** Files in the order in which they were synced. */
  readonly synced: readonly string[];
  /** Devices that came or went meanwhile, each a step of its own: on a slow machine a board answers late. */
  readonly disturbed: number;
}

export interface SyncedPickups {
  /** Central is gone: what is synced is the pickup alone. */
  readonly offline: SyncedPickup;
  /** Central is there, and its acknowledgements are marked meanwhile. */
  readonly online: SyncedPickup;
}

function deviceChanges(file: string): number {
  const database = new SqliteDatabase(file, { readonly: true });
  try {
    const count = database.prepare<[], number>(
      "select count(*) from audit_log where fact ->> '$.is' in ('deviceChanged', 'powerChanged')",
    );
    return count.pluck().get() ?? 0;
  } finally {
    database.close();
  }
}

async function pickUp(night: Night, kiosk: Kiosk, person: string): Promise<SyncedPickup> {
  await kiosk.screen('welcome');
  const file = join(night.trial.kioskFolder, 'kiosk.sqlite');
  const changesBefore = deviceChanges(file);
  const syncs = await countSyncs(certain(kiosk.child.process.pid, 'a process number'));
  const { cell } = await chooseLicence(night, kiosk, person);
  await kiosk.call(signing);
  await kiosk.screen('takeOut');
  await doorOpens(night, cell);
  await new Promise((done) => setTimeout(done, slamMs));
  await night.hall({ do: 'takeOut', cell });
  await night.hall({ do: 'pushShut', cell });
  await kiosk.screen('collected');
  await kiosk.call({ act: 'finish' });
  await kiosk.screen('welcome');
  await syncs.stop();
  return {
    synced: syncs.files().map((path) => basename(path)),
    disturbed: deviceChanges(file) - changesBefore,
  };
}

export async function countSyncsOfPickup(): Promise<SyncedPickups> {
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-syncs-'));
  const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const started = await startTrial(join(folder, 'data'), { browser: false });
    if (!started.ok) throw new Error(started.problem);
    const trial = started.value;
    ends.push(() => trial.end());
    const night = createNight(trial);
    const kiosk = await night.startKiosk();
    ends.push(() => kiosk.child.end());
    await depositAll(night, kiosk);
    const applicants = (await night.hallState()).people.filter(({ role }) => role === 'applicant');
    const [first, second] = applicants.map(({ id }) => id);
    const online = await pickUp(night, kiosk, certain(first, 'an applicant'));
    await trial.central.end();
    await kiosk.until('central gone', ({ centralOnline }) => !centralOnline);
    const offline = await pickUp(night, kiosk, certain(second, 'another applicant'));
    return { offline, online };
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
