// From the wires of the hall door to the screen: a fire on the input sends people out, and the technician sees each alarm.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSamCardReader } from '../../hardware/drivers/card-reader-sam/driver.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Site } from '../../src/contract/config.ts';
import { unseenQueue, viewOf } from '../../src/controller/view.ts';
import { watchDevices } from '../../src/controller/watch-devices.ts';
import { type MemoryHallDoorBench, openMemoryHallDoor } from '../support/hall-door-modbus-bench.ts';
import { applicant, emptyKiosk, type Play, play, technician } from '../support/rules.ts';

const site: Site = {
  kiosk: 'K-1',
  point: { name: { zh: '大厅', en: 'Hall' }, phone: '12345' },
  languages: ['zh', 'en'],
  trial: true,
  cabinet: [],
} as unknown as Site;

let bench: MemoryHallDoorBench;
let game: Play;
let unwatch: () => void;

beforeEach(async () => {
  bench = openMemoryHallDoor();
  const { clock } = bench.time;
  const around = { clock, log: silentLog, random: () => 0 };
  const { transport } = createMemoryLink({ clock });
  const kioskReader = createSamCardReader({ name: 'kioskReader', transport, ...around });
  game = play(emptyKiosk());
  unwatch = watchDevices({
    devices: { kioskReader, hallDoor: bench.door, boards: new Map() },
    places: new Map(),
    holderOf: () => undefined,
    clock,
    dispatch: (event) => game.happen(event, 0),
  });
  bench.door.start();
  await bench.time.until('the door is ready', () => bench.door.state().is === 'ready');
});
afterEach(async () => {
  unwatch();
  await bench.close();
});

function screen() {
  const presentation = { language: 'zh', elder: false } as const;
  const queue = unseenQueue;
  return viewOf({
    kiosk: game.kiosk,
    site,
    presentation,
    queue,
    descriptions: new Map(),
    placeOf: () => null,
    now: game.now,
  }).screen;
}

it('a fire is on every screen but the technician’s until it is over, and its open door is no break-in', async () => {
  game.happen({ is: 'cardRead', holder: applicant });
  expect(screen().at).toBe('menu');
  bench.hall.setFire(true);
  await bench.time.until('the rules know', () => game.kiosk.hallDoor.alarms.includes('fire'));
  expect(screen()).toEqual({ at: 'outOfService', why: 'fireAlarm', codeHelps: false });
  expect(bench.hall.pushOpen()).toBe(true);
  await bench.time.until('the door reads open', () => bench.door.inputs().contact === 'open');
  bench.hall.letFall();
  bench.hall.setFire(false);
  await bench.time.until('it is over', () => !game.kiosk.hallDoor.alarms.includes('fire'));
  expect(screen().at).toBe('menu');
  expect(game.is('hallDoorAlarm')).toEqual([{ is: 'hallDoorAlarm', alarm: 'fire' }]);
  expect(bench.hall.releases()).toEqual([]);
});

it('the technician’s page says which alarms hold', async () => {
  bench.hall.setTamper(true);
  bench.hall.setFire(true);
  bench.hall.force();
  await bench.time.until('the rules know', () => game.kiosk.hallDoor.alarms.length > 1);
  game.happen({ is: 'cardSeen' });
  game.happen({ is: 'cardRead', holder: technician });
  game.happen({ is: 'pinChecked', person: technician.person, right: true });
  const shown = screen();
  if (shown.at !== 'technician') throw new Error(`not the technician's page: ${shown.at}`);
  expect(shown.devices.find(({ name }) => name === 'hallDoor')?.detail).toBe('alarm: fire; alarm: tamper');
});

it('somebody who leaves by the button is no alarm, and a door that is forced is one', async () => {
  bench.hall.pressExit(500);
  await bench.time.until('the button is read', () => bench.door.inputs().exitButton === 'pressed');
  bench.hall.pushOpen();
  await bench.time.until('the exit counts', () => game.is('hallExit').length > 0);
  bench.hall.letFall();
  await bench.time.until('it is shut', () => game.kiosk.hallDoor.leaf.is === 'closed');
  await bench.time.pass(10_000);
  bench.hall.force();
  await bench.time.until('the alarm', () => game.is('hallDoorAlarm').length > 0);
  expect(game.kiosk.hallDoor.alarms).toEqual(['forced']);
  expect(game.is('hallExit').length).toBe(1);
});
