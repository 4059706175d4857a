// The NUT driver does what every power supply must, and believes no answer that was not its own.

import { describe, expect, it } from 'vitest';
import { createNutPowerSupply } from '../../../hardware/drivers/power-supply-nut/driver.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { silentLog } from '../../../src/base/log.ts';
import { openMemorySupply, openTcpSupply } from '../../support/power-supply-nut-bench.ts';
import { describePowerSupply } from '../../support/power-supply-suite.ts';

describePowerSupply('NUT in memory', async () => openMemorySupply());
describePowerSupply('NUT in memory, split at every byte', async () => {
  const bench = openMemorySupply();
  bench.faults.pieceBytes = 1;
  return bench;
});
describePowerSupply('NUT over TCP', () => openTcpSupply());

async function started(...how: Parameters<typeof openMemorySupply>) {
  const bench = openMemorySupply(...how);
  const told: string[] = [];
  bench.supply.onPower(({ is }) => told.push(is));
  bench.supply.start();
  await bench.time.pass(500);
  return { ...bench, told };
}

describe('answers of the server', () => {
  it.each([
    ['DATA-STALE', { is: 'offline' }],
    ['DRIVER-NOT-CONNECTED', { is: 'offline' }],
    ['UNKNOWN-UPS', { is: 'fault', detail: 'the server knows no supply named su700' }],
    ['ACCESS-DENIED', { is: 'fault', detail: 'the server refuses this machine or its account' }],
    ['SOMETHING-NEW', { is: 'fault', detail: 'the server answers SOMETHING-NEW' }],
  ])('%s is unknown, and no power cut', async (error, state) => {
    const { simulator, supply, time, told } = await started();
    simulator.faults.error = error;
    await time.pass(10_000);
    expect(supply.state()).toMatchObject(state);
    expect(supply.power()).toEqual({ is: 'unknown' });
    expect((await time.settled(supply.test())).detail).toBe(`the server answers ${error}`);
    delete simulator.faults.error;
    await time.until('the supply is back', () => supply.state().is === 'ready');
    expect(told).toEqual(['mains', 'unknown', 'mains']);
  });

  it('a supply without charge and run time still tells battery', async () => {
    const { simulator, supply, time } = await started();
    simulator.simulateVariable('battery.charge', undefined);
    simulator.simulateVariable('battery.runtime', undefined);
    simulator.simulateStatus('OB');
    await time.until('battery', () => supply.power().is === 'battery');
    expect(supply.power()).toEqual({ is: 'battery', charge: null, runtimeSeconds: null, low: false });
  });

  it('a worn battery is a fault, and its power is told all the same', async () => {
    const { simulator, supply, time } = await started();
    simulator.simulateStatus('OL RB');
    await time.until('the fault', () => supply.state().is === 'fault');
    expect(supply.power()).toEqual({ is: 'mains' });
  });

  it('of another supply, or to another question, are none', async () => {
    const { simulator, supply, time, wire, told } = await started();
    const say = (text: string) => wire.send(new TextEncoder().encode(text));
    say('VAR su700 ups.status "OB LB"\nVAR other ups.status "OB"\n');
    await time.pass(1_000);
    expect(told).toEqual(['mains']);
    simulator.faults.otherUps = 'other';
    simulator.simulateStatus('OB');
    await time.until('no answer', () => supply.state().is === 'offline');
    expect(told).toEqual(['mains', 'unknown']);
  });

  it('a silent server is offline, is connected to anew, and an old answer counts for nothing', async () => {
    const { simulator, supply, time, told, lines } = await started();
    simulator.faults.lateMs = 4_000;
    simulator.simulateStatus('OB');
    await time.pass(30_000);
    expect(supply.state()).toEqual({ is: 'offline' });
    expect(told).toEqual(['mains', 'unknown']);
    expect(lines.join()).toContain('anew');
    delete simulator.faults.lateMs;
    simulator.simulateStatus('OL');
    await time.until('the server is back', () => supply.power().is === 'mains');
    expect(told).toEqual(['mains', 'unknown', 'mains']);
  });

  it.each([1, 2, 3])('seed %i: a bad line never makes a power cut out of mains', async (seed) => {
    const { faults, supply, time, told } = await started({}, { seed });
    Object.assign(faults, { noise: 0.1, drop: 0.1, glue: 0.1, repeat: 0.1 });
    await time.pass(600_000);
    expect(told).not.toContain('battery');
    Object.assign(faults, { noise: 0, drop: 0, glue: 0, repeat: 0 });
    await time.until('the supply is ready', () => supply.state().is === 'ready');
  });
});

describe('the account', () => {
  const account = { user: 'kiosk', password: 'two words "and" \\' };

  it('is given once for each connection, and taken back at the end; the password is in no log', async () => {
    const { supply, simulator, time, lines } = await started({ account }, { account });
    await time.pass(10_000);
    expect(supply.state()).toEqual({ is: 'ready' });
    await time.settled(supply.stop());
    const logins = simulator.asked.filter((ask) => ask !== 'variable');
    expect(logins).toEqual(['user', 'password', 'login', 'logout']);
    expect(lines.join()).not.toContain('two words');
  });

  it('that is refused is a fault; another try comes with a new connection, not in a rush', async () => {
    const { supply, simulator, time, lines, pullPlug, close } = await openTcpSupply({ account }, {});
    const states: string[] = [];
    supply.onState(({ is }) => states.push(is));
    supply.start();
    await time.until('the fault', () => supply.state().is === 'fault');
    await time.pass(6_000);
    expect(simulator.asked.filter((ask) => ask === 'login')).toHaveLength(2);
    expect(states).toEqual(['fault']);
    expect(supply.power()).toEqual({ is: 'unknown' });
    expect(lines.join()).not.toContain('two words');
    await pullPlug();
    await time.until('the line is cut', () => supply.state().is === 'offline');
    await close().catch(() => undefined);
  });

  it('with a line end in it is refused before anything is sent', () => {
    const { transport } = createMemoryLink({ clock: systemClock });
    const around = { name: 'powerSupply', transport, clock: systemClock, log: silentLog, random: () => 0 };
    const create = () =>
      createNutPowerSupply({ ...around, ups: 'ups', account: { user: 'a', password: 'b\nFSD ups' } });
    expect(create).toThrow(RangeError);
  });
});
