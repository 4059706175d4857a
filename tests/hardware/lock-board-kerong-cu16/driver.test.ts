// What is particular to driving Kerong CU16 boards: coil times, unlocks without an answer, and ten boards on one line.

import { afterEach, describe, expect, it } from 'vitest';
import { lockLine } from '../../../hardware/boards/lock-line.ts';
import { cu16Dialect } from '../../../hardware/drivers/lock-board-kerong-cu16/dialect.ts';
import { encodeAnswer, encodeRequest } from '../../../hardware/drivers/lock-board-kerong-cu16/protocol.ts';
import { createLockBoardCu16Simulator } from '../../../hardware/drivers/lock-board-kerong-cu16/simulator.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { cu16Benches } from '../../support/lock-board-kerong-cu16-bench.ts';
import { type LockTrial, startReadyTrial } from '../../support/lock-board-trial.ts';
import { movedTime } from '../../support/test-time.ts';

const acknowledged = (is: boolean) => ({ ok: true, value: { acknowledged: is } });

describe('one board', () => {
  let trial: LockTrial;
  afterEach(() => trial.bench.close());

  it('reads all 16 locks, and the last one where 12 are fitted', async () => {
    for (const channels of [16, 12]) {
      trial = await startReadyTrial(cu16Benches.memory({ channels }));
      await trial.pulse(channels);
      await trial.until('the last door reads open', () => trial.openDoors().length > 0);
      expect(trial.openDoors()).toEqual([channels]);
      if (channels === 16) await trial.bench.close();
    }
  });

  it('tells its coil time when it is tested, and moves nothing', async () => {
    trial = await startReadyTrial(cu16Benches.memory({ pulseMs: 1_000 }));
    const result = await trial.bench.time.settled(trial.bench.board.test());
    expect(result.passed).toBe(true);
    expect(result.detail).toMatch(/^3 of 3 polls answered .*; 8 locks: 0 open, 8 closed; coil time 1000 ms$/);
    expect(trial.bench.cabinet.pulses()).toEqual([]);
  });

  it('passes its test when it tells everything but its coil time', async () => {
    trial = await startReadyTrial(cu16Benches.memory());
    const ask = encodeRequest({ ask: 'coilTime', board: 0 });
    trial.bench.wire.onBytes((bytes) => {
      if (bytes[2] === ask[2]) trial.bench.simulator.simulateBoardDead(0);
    });
    const result = await trial.bench.time.settled(trial.bench.board.test());
    expect(result).toMatchObject({ passed: true, detail: expect.stringMatching(/closed$/) });
  });

  it('is not kept waiting for the answer that hardly any board gives', async () => {
    trial = await startReadyTrial(cu16Benches.memory());
    const from = trial.bench.time.clock.monotonic();
    expect(await trial.pulse(1)).toEqual(acknowledged(false));
    expect(trial.bench.time.clock.monotonic() - from).toBeLessThan(250);
  });

  it('does not take the status of another board, nor one that was asked of all, for an answer', async () => {
    trial = await startReadyTrial(cu16Benches.memory());
    const order = trial.bench.board.pulse(trial.channel(1));
    await trial.bench.time.pass(30);
    const locks = Uint8Array.of(0, 0);
    trial.bench.wire.send(encodeAnswer({ is: 'status', board: 1, ofAll: false, locks, items: locks }));
    trial.bench.wire.send(encodeAnswer({ is: 'status', board: 0, ofAll: true, locks, items: locks }));
    expect(await trial.bench.time.settled(order)).toEqual(acknowledged(false));
  });

  it.each([
    [500, 700],
    [1_000, 1_200],
  ])('with a coil time of %i ms fires the next coil %i ms later or more', async (pulseMs, gapMs) => {
    trial = await startReadyTrial(cu16Benches.memory({ pulseMs }, { driver: { pulseMs } }));
    const { board, time, simulator } = trial.bench;
    await time.settled(Promise.all([1, 2].map((number) => board.pulse(trial.channel(number)))));
    const [first, second] = simulator.pulses;
    expect(certain(second, 'second').at - certain(first, 'first').at).toBeGreaterThanOrEqual(gapMs);
    expect(simulator.resets()).toBe(0);
  });
});

describe('ten boards on one line', () => {
  it('each keep to themselves, and nothing is fired that was not ordered', async () => {
    const time = movedTime();
    const { clock } = time;
    const boards = Array.from({ length: 10 }, (_, address) => ({
      address,
      channels: 16,
      feedback: address % 2 === 0 ? ('closedWhenSet' as const) : ('openWhenSet' as const),
    }));
    const link = createMemoryLink({ clock, speed: 19_200 });
    const simulator = createLockBoardCu16Simulator({ clock, random: seededRandom(4), boards });
    simulator.attach(link.wire);
    const around = { clock, log: silentLog };
    const known = new Map(boards.map(({ address }) => [address, 16]));
    const line = lockLine(
      cu16Dialect,
      cu16Dialect.openLine({ transport: link.transport, boards: known, random: () => 0, ...around }),
      around,
    );
    const drivers = boards.map((board) => line.board({ ...board, name: `bank${board.address}` }));
    line.start();
    for (const driver of drivers) driver.start();
    await time.until('all are ready', () => drivers.every((driver) => driver.state().is === 'ready'));
    const [first, , , fourth] = drivers;
    const lockOf = (driver = first) => certain(driver?.channels[15], 'lock 16');
    simulator.simulateBoardDead(7);
    await time.settled(Promise.all([first, fourth].map((driver) => certain(driver, 'board').pulse(lockOf(driver)))));
    await time.until('the dead one is offline', () => drivers[7]?.state().is === 'offline');
    expect(simulator.pulses.map(({ address, channel }) => [address, channel])).toEqual([
      [0, 16],
      [3, 16],
    ]);
    const open = drivers.map((driver) => driver.channels.filter((each) => driver.door(each) === 'open'));
    expect(open).toEqual([[16], [], [], [16], [], [], [], [], [], []]);
    expect(drivers.filter((driver) => driver.state().is === 'ready').length).toBe(9);
    await Promise.all(drivers.map((driver) => driver.stop()));
    await line.stop();
  });
});

describe('the simulated board', () => {
  it('answers what other programs ask, holds the coil time it is given, and tells of items', async () => {
    const time = movedTime();
    const link = createMemoryLink({ clock: time.clock });
    const boards = [0, 1].map((address) => ({ address, channels: 16, feedback: 'closedWhenSet' }) as const);
    const simulator = createLockBoardCu16Simulator({ clock: time.clock, random: seededRandom(1), boards });
    simulator.attach(link.wire);
    const heard: string[] = [];
    link.transport.onBytes((bytes) => heard.push(Buffer.from(bytes).toString('hex')));
    await link.transport.open();
    const ask = async (hex: string) => {
      heard.length = 0;
      await link.transport.send(Uint8Array.from(Buffer.from(hex, 'hex')));
      await time.pass(500);
      return [...heard];
    };
    simulator.simulateItem(1, 9, true);
    expect(await ask('02f0320327')).toEqual(['020036ffff00000339', '021036ffff0001034a']);
    expect(await ask('0200370032036e')).toEqual(['0200380032036f']);
    expect(await ask('020037033c')).toEqual(['0200380032036f']);
    expect(await ask('020039050343')).toEqual([]);
    expect(simulator.pulses).toEqual([]);
    expect(await ask('0210330348')).toEqual([]);
    await time.pass(20_000);
    expect(simulator.pulses.map(({ address, channel }) => [address, channel])).toEqual(
      Array.from({ length: 16 }, (_, place) => [1, place + 1]),
    );
    expect(simulator.resets()).toBe(0);
  });
});
