// Ground: central and the simulated hall of one lane of the matrix, as real processes, and the kiosks that are made on it.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certain } from '../../../src/base/result.ts';
import type { Child } from '../../../src/cli/children.ts';
import { createNight, type Night } from '../../../src/cli/night.ts';
import { askCentral, startCentralProcess, startTrial, type Trial } from '../../../src/cli/trial.ts';
import type { CodeAnswer, FactLine, FactsAnswer, ItemRequest, StaffRequest } from '../../../src/contract/admin.ts';
import { syntheticPeople } from '../../../src/contract/synthetic-people.ts';
import { processesNaming } from '../../support/started-processes.ts';
import { type Bench, createBench } from './bench.ts';
import { atEnd } from './ends.ts';
import { type Pulses, watchPulses } from './pulses.ts';

export interface CentralFacts {
  readonly facts: readonly FactLine[];
  readonly parked: FactsAnswer['parked'];
}

export interface Ground {
  readonly folder: string;
  readonly trial: Trial;
  readonly night: Night;
  readonly pulses: Pulses;
  central(): Child;
  /** Data folder of central, e.g. to copy a backup. */
  readonly centralFolder: string;
  startCentral(): Promise<void>;
  ask(path: string, body?: unknown): Promise<unknown>;
  facts(kiosk: string): Promise<CentralFacts>;
  /** A kiosk with an identity, a folder and `items` licences of its own; the hall is tidied up for it. */
  bench(items?: number): Promise<Bench>;
  addItems(kiosk: string, count: number): Promise<void>;
  end(): Promise<void>;
}

const person = (role: string, place = 0) =>
  certain(syntheticPeople.filter((one) => one.role === role && one.expired !== true)[place], role);

let benches = 0;

export async function startGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'nighthall-faults-'));
  const removeFolder = atEnd(() => {
    // A start that was cut short has told nobody of its processes; they name the folder that is theirs alone.
    for (const pid of processesNaming(folder)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const data = join(folder, 'data');
  const started = await startTrial(data, { browser: false });
  if (!started.ok) throw new Error(started.problem);
  const trial = started.value;
  const endTrial = atEnd(() => trial.end());
  const night = createNight(trial);
  const pulses = await watchPulses(trial.panel);
  let central = trial.central;
  const endCentral = atEnd(() => central.end());
  const endPulses = atEnd(() => pulses.stop());
  const itemNumbers = new Map<string, number>();

  const ask: Ground['ask'] = (path, body) => askCentral(trial.centralUrl, trial.adminToken, `/admin/v1/${path}`, body);

  async function addItems(kiosk: string, count: number): Promise<void> {
    const { idNumber } = person('applicant');
    for (let added = 0; added < count; added += 1) {
      const number = (itemNumbers.get(kiosk) ?? 0) + 1;
      itemNumbers.set(kiosk, number);
      const item: ItemRequest = {
        id: `${kiosk}-item-${number}`,
        kiosk,
        idNumber,
        title: { zh: '营业执照', en: 'Business licence' },
        caseNumber: `YZ-${number}`,
        size: 'small',
      };
      await ask('items', item);
    }
  }

  async function facts(kiosk: string): Promise<CentralFacts> {
    const all: FactLine[] = [];
    for (;;) {
      const page = (await ask(`kiosks/${kiosk}/facts?after=${all.at(-1)?.position ?? 0}`)) as FactsAnswer;
      all.push(...page.facts);
      if (page.facts.length === 0) return { facts: all, parked: page.parked };
    }
  }

  const ground: Ground = {
    folder,
    trial,
    night,
    get pulses() {
      return pulses;
    },
    central: () => central,
    centralFolder: join(data, 'central'),
    async startCentral() {
      const again = await startCentralProcess({
        data,
        port: Number(new URL(trial.centralUrl).port),
        tokenFile: join(data, 'central-admin.token'),
      });
      if (!again.ok) throw new Error(again.problem);
      central = again.value;
    },
    ask,
    facts,
    addItems,
    async bench(items = 1) {
      await tidyUp(night);
      benches += 1;
      const name = `fault-${process.pid}-${benches}`;
      const { code } = (await ask('kiosks/codes', { kiosk: name })) as CodeAnswer;
      for (const role of ['depositor', 'technician'] as const) {
        const { idNumber, pin } = person(role);
        const staff: StaffRequest = { kiosk: name, idNumber, role, badge: role, pin: certain(pin, 'PIN') };
        await ask('staff', staff);
      }
      await addItems(name, items);
      const own = join(folder, name);
      mkdirSync(own, { mode: 0o700 });
      const site = JSON.parse(readFileSync(trial.siteFile, 'utf8')) as Record<string, unknown>;
      const siteFile = join(own, 'site.json');
      const central = { url: trial.centralUrl, enrolmentCode: code };
      writeFileSync(siteFile, JSON.stringify({ ...site, kiosk: name, central }, null, 2), { mode: 0o600 });
      return createBench({ ground, name, folder: own, siteFile });
    },
    async end() {
      await endPulses();
      await endCentral();
      await endTrial();
      await removeFolder();
    },
  };
  return ground;
}

/** Everything shut, full, plugged and in somebody's hands again, whatever the run before has left. */
async function tidyUp(night: Night): Promise<void> {
  let state = await night.hallState();
  for (const { line, plugged } of state.lines) {
    await night.hall({ do: 'setFaults', line, faults: {} });
    if (!plugged) await night.hall({ do: 'plug', line, plugged: true });
  }
  for (const { board, dead } of state.boards) if (dead) await night.hall({ do: 'killBoard', board, dead: false });
  for (const { at } of state.people) if (at !== 'hand') await night.hall({ do: 'takeCard', reader: at });
  for (const { number, taken } of state.papers) if (!taken) await night.hall({ do: 'takePaper', number });
  await night.hall({ do: 'setRoll', roll: 'full' });
  await night.hall({ do: 'setCover', open: false });
  await night.hall({ do: 'setTray', tray: 'full' });
  await night.hall({ do: 'setFire', on: false });
  await night.hall({ do: 'setTamper', open: false });
  state = await night.hallState();
  if (state.hallDoor.leaf === 'open') await night.hall({ do: 'shutHallDoor' });
  for (const { cell, jammed, thing, door } of state.banks.flatMap((bank) => bank.columns.flat())) {
    if (jammed) await night.hall({ do: 'jam', cell, jammed: false });
    if (thing !== null) {
      if (door === 'shut') await night.hall({ do: 'openByKey', cell });
      await night.hall({ do: 'takeOut', cell });
    }
    if (thing !== null || door === 'open') await night.hall({ do: 'pushShut', cell });
  }
}
