// Hall bench: a simulated hall in a folder of the test's own, and the production devices at the other end of its lines.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trialCabinet } from '../../hardware/hall/cabinet.ts';
import { type Hall, startHall } from '../../hardware/hall/hall.ts';
import { type Devices, openDevices } from '../../hardware/registry.ts';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { HallCellShown } from '../../src/contract/panel.ts';
import { syntheticPeople } from '../../src/contract/synthetic-people.ts';

export interface HallBench {
  readonly folder: string;
  /** The hall that stands now; another one after `restart`. */
  hall(): Hall;
  restart(): Promise<void>;
  /** The devices of the hall's site, started. */
  devices(): Devices;
  cell(id: string): HallCellShown;
  end(): Promise<void>;
}

export async function startHallBench(): Promise<HallBench> {
  const folder = await mkdtemp(join(tmpdir(), 'nighthall-hall-'));
  let hall = await openHall(folder);
  const opened: Devices[] = [];
  return {
    folder,
    hall: () => hall,
    async restart() {
      await hall.close();
      hall = await openHall(folder);
    },
    devices() {
      const devices = openDevices(hall.site.devices, {
        clock: systemClock,
        log: silentLog,
        random: seededRandom(3).next,
      });
      opened.push(devices);
      devices.start();
      return devices;
    },
    cell(id) {
      const cells = hall.state().banks.flatMap(({ columns }) => columns.flat());
      const cell = cells.find((one) => one.cell === id);
      if (cell === undefined) throw new Error(`no cell ${id}`);
      return cell;
    },
    async end() {
      for (const devices of opened) await devices.stop();
      await hall.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function openHall(folder: string): Promise<Hall> {
  return startHall({
    folder,
    clock: systemClock,
    log: silentLog,
    seed: 7,
    cabinet: trialCabinet(),
    people: syntheticPeople,
  });
}
