// From the supply's word to the screen: a server tells of a power cut, and the welcome screen says why nothing can begin.

import { expect, it } from 'vitest';
import { createSamCardReader } from '../../hardware/drivers/card-reader-sam/driver.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { silentLog } from '../../src/base/log.ts';
import { allDevices } from '../../src/controller/effects.ts';
import { watchDevices } from '../../src/controller/watch-devices.ts';
import type { Event } from '../../src/core/event.ts';
import { openMemorySupply } from '../support/power-supply-nut-bench.ts';
import { emptyKiosk, play } from '../support/rules.ts';

it('a power cut reaches the rules, and an unreachable supply changes nothing', async () => {
  const { time, supply, simulator, pullPlug, close } = openMemorySupply();
  const { clock } = time;
  const { transport } = createMemoryLink({ clock });
  const around = { clock, log: silentLog, random: () => 0 };
  const kioskReader = createSamCardReader({ name: 'kioskReader', transport, ...around });
  const devices = { kioskReader, powerSupply: supply, boards: new Map() };
  const game = play(emptyKiosk());
  const told: Event[] = [];
  const unwatch = watchDevices({
    devices,
    places: new Map(),
    holderOf: () => undefined,
    clock,
    dispatch(event) {
      told.push(event);
      game.happen(event, 0);
    },
  });
  expect(allDevices(devices)).toContain(supply);
  supply.start();
  await time.until('mains', () => supply.power().is === 'mains');
  simulator.simulatePowerCut({ charge: 80, runtimeSeconds: 900 });
  await time.until('battery', () => supply.power().is === 'battery');
  game.wait(6_000);
  expect(game.kiosk.power.is).toBe('onBattery');
  await pullPlug();
  await time.until('the supply is offline', () => supply.state().is === 'offline');
  game.wait(600_000);
  expect(game.kiosk.power.is).toBe('onBattery');
  expect(game.kiosk.devices.get('powerSupply')?.word).toBe('offline');
  expect(told.flatMap((event) => (event.is === 'power' ? [event.power.is] : []))).toEqual([
    'unknown',
    'mains',
    'battery',
    'unknown',
  ]);
  unwatch();
  await close();
});
