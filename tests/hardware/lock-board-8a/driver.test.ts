// What is particular to driving 8A/80 boards: wiring, reports, pace, echoes, and everything a bad line does.

import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, DoorChange, LockBoard } from '../../../hardware/classes/lock-board.ts';
import { encodeSingle } from '../../../hardware/drivers/lock-board-8a/protocol.ts';
import type { SimulatedBoard8a } from '../../../hardware/drivers/lock-board-8a/simulator.ts';
import type { WireFaults } from '../../../hardware/transport/faulty-wire.ts';
import { certain } from '../../../src/base/result.ts';
import { lock8aBenches } from '../../support/lock-board-8a-bench.ts';
import type { MemoryLockBench } from '../../support/lock-board-bench.ts';

const openMemoryBench8a = lock8aBenches.memory;
let bench: MemoryLockBench;
let changes: DoorChange[];
afterEach(() => bench.close());

function channel(number: number, board: LockBoard = bench.board): Channel {
  return certain(board.channels[number - 1], `channel ${number}`);
}

async function startReady(...options: Parameters<typeof openMemoryBench8a>): Promise<void> {
  bench = openMemoryBench8a(...options);
  changes = [];
  bench.board.onDoor((change) => changes.push(change));
  bench.board.start();
  await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
  changes.length = 0;
}

function openDoors(): readonly number[] {
  return bench.board.channels.filter((each) => bench.board.door(each) === 'open');
}

function countRequests(): () => number {
  let count = 0;
  bench.wire.onBytes(() => {
    count += 1;
  });
  return () => count;
}

describe('wiring', () => {
  const wirings: readonly (readonly [string, Partial<SimulatedBoard8a>])[] = [
    ['feedback when closed, highest group first', {}],
    ['feedback when open', { feedback: 'openWhenSet' }],
    ['lowest group first', { statusOrder: 'lowFirst' }],
    ['24 locks', { channels: 24 }],
    ['50 locks, lowest group first', { channels: 50, statusOrder: 'lowFirst' }],
    ['50 locks, feedback when open', { channels: 50, feedback: 'openWhenSet' }],
    ['8 locks in 7 status bytes', { channels: 8, statusBytes: 7 }],
    ['another address', { address: 31 }],
    ['one lock wired otherwise', { feedbackByChannel: new Map([[2, 'openWhenSet']]) }],
  ];

  it.each(wirings)('sees the right door with %s', async (_, options) => {
    await startReady(options);
    expect(openDoors()).toEqual([]);
    bench.cabinet.keyOpen(2);
    await bench.time.until('door 2 reads open', () => openDoors().length > 0);
    expect(openDoors()).toEqual([2]);
    const last = bench.board.channels.length;
    await bench.time.settled(bench.board.pulse(channel(last)));
    await bench.time.until('the last door reads open', () => openDoors().length > 1);
    expect(openDoors()).toEqual([2, last]);
  });

  it('says so when a board has fewer locks than the configuration', async () => {
    bench = openMemoryBench8a({ channels: 24 }, { driver: { channels: 50 } });
    bench.board.start();
    await bench.time.until('the board is at fault', () => bench.board.state().is === 'fault');
    expect(bench.board.state()).toEqual({
      is: 'fault',
      what: 'wrongAnswers',
      detail: 'answers for 24 locks, 50 are configured',
    });
    expect(await bench.time.settled(bench.board.pulse(channel(1)))).toEqual({ ok: false, problem: 'notSent' });
  });

  it('refuses a channel that is not configured', async () => {
    await startReady({ channels: 24 }, { driver: { channels: 8 } });
    expect(await bench.board.pulse(9 as Channel)).toEqual({ ok: false, problem: 'refused' });
    expect(bench.simulator.pulses).toEqual([]);
  });
});

describe('acknowledgement', () => {
  it('comes from a board that answers, and says nothing about the door', async () => {
    await startReady();
    bench.cabinet.jam(1);
    expect(await bench.time.settled(bench.board.pulse(channel(1)))).toEqual({
      ok: true,
      value: { acknowledged: true },
    });
    expect(bench.board.door(channel(1))).toBe('closed');
  });

  it('is missing when the board never answers an unlock, and the door opens all the same', async () => {
    await startReady({ answersUnlock: false });
    expect(await bench.time.settled(bench.board.pulse(channel(1)))).toEqual({
      ok: true,
      value: { acknowledged: false },
    });
    await bench.time.until('door 1 reads open', () => bench.board.door(channel(1)) === 'open');
    expect(bench.cabinet.pulses()).toEqual([1]);
  });

  it('is not the echo of a two-wire adapter', async () => {
    bench = openMemoryBench8a({ answersUnlock: false });
    bench.faults.echo = true;
    bench.board.start();
    await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
    expect(await bench.time.settled(bench.board.pulse(channel(1)))).toEqual({
      ok: true,
      value: { acknowledged: false },
    });
  });

  it('comes through a two-wire adapter too', async () => {
    bench = openMemoryBench8a({ feedback: 'openWhenSet' });
    bench.faults.echo = true;
    bench.board.start();
    await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
    expect(await bench.time.settled(bench.board.pulse(channel(1)))).toEqual({
      ok: true,
      value: { acknowledged: true },
    });
  });

  it('does not come from the answer for another lock', async () => {
    await startReady({ answersUnlock: false });
    const order = bench.board.pulse(channel(1));
    await bench.time.pass(100);
    bench.wire.send(encodeSingle({ is: 'pulsed', board: 1, channel: channel(2), shorted: true }));
    expect(await bench.time.settled(order)).toEqual({ ok: true, value: { acknowledged: false } });
  });

  it('is missing when the line breaks after the order has left', async () => {
    await startReady();
    const order = bench.board.pulse(channel(1));
    await bench.time.until('the coil was fired', () => bench.simulator.pulses.length > 0);
    await bench.pullPlug();
    expect(await bench.time.settled(order)).toEqual({ ok: true, value: { acknowledged: false } });
    expect(bench.cabinet.pulses()).toEqual([1]);
  });
});

describe('pace', () => {
  it('asks twice a second, and about seven times a second for 15 s after a pulse', async () => {
    await startReady();
    const count = countRequests();
    await bench.time.pass(10_000);
    const idle = count();
    await bench.time.settled(bench.board.pulse(channel(1)));
    const before = count();
    await bench.time.pass(10_000);
    const watched = count() - before;
    await bench.time.pass(10_000);
    const beforeIdle = count();
    await bench.time.pass(10_000);
    expect(idle).toBeGreaterThan(15);
    expect(idle).toBeLessThan(22);
    expect(watched).toBeGreaterThan(60);
    expect(watched).toBeLessThan(90);
    expect(count() - beforeIdle).toBeLessThan(22);
  });

  it('keeps the coils apart', async () => {
    await startReady();
    await bench.time.settled(Promise.all([1, 2, 3].map((number) => bench.board.pulse(channel(number)))));
    const times = bench.simulator.pulses.map((pulse) => pulse.at);
    const gaps = times.slice(1).map((at, place) => at - (times[place] ?? 0));
    expect(gaps.length).toBe(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
    expect(bench.simulator.resets()).toBe(0);
  });

  it('lets the same coil fire again after 3 s', async () => {
    await startReady();
    await bench.time.settled(bench.board.pulse(channel(1)));
    await bench.time.pass(2_900);
    expect(await bench.time.settled(bench.board.pulse(channel(1)))).toEqual({ ok: false, problem: 'refused' });
    await bench.time.pass(200);
    expect(await bench.time.settled(bench.board.pulse(channel(1)))).toEqual({
      ok: true,
      value: { acknowledged: true },
    });
    expect(bench.cabinet.pulses()).toEqual([1, 1]);
  });

  it('asks a silent board less and less often', async () => {
    await startReady();
    bench.cabinet.setDead(true);
    await bench.time.until('the board is offline', () => bench.board.state().is === 'offline');
    const count = countRequests();
    await bench.time.pass(60_000);
    expect(count()).toBeLessThan(15);
    expect(count()).toBeGreaterThan(4);
  });

  it('stays ready through two missed polls and goes offline at the third', async () => {
    await startReady();
    const count = countRequests();
    bench.cabinet.setDead(true);
    await bench.time.until('two polls are lost', () => count() === 2);
    await bench.time.pass(550);
    expect(bench.board.state()).toEqual({ is: 'ready' });
    expect(bench.board.door(channel(1))).toBe('closed');
    await bench.time.until('the board is offline', () => bench.board.state().is === 'offline');
    expect(count()).toBe(3);
    expect(changes).toEqual(bench.board.channels.map((each) => ({ channel: each, reads: 'unknown' })));
  });
});

describe('contacts', () => {
  it('tells one closing when a door bounces', async () => {
    await startReady({ reports: '81', reportsKey: true });
    bench.cabinet.keyOpen(1);
    await bench.time.until('door 1 reads open', () => bench.board.door(channel(1)) === 'open');
    bench.simulator.simulateBounce(1, 1);
    await bench.time.pass(2_000);
    expect(changes.map((change) => change.reads)).toEqual(['open', 'closed']);
  });

  it.each(['81', '82'] as const)('looks at once when a board reports with %s', async (reports) => {
    await startReady({ reports, reportsKey: true });
    await bench.time.pass(300);
    bench.cabinet.keyOpen(1);
    await bench.time.pass(250);
    expect(bench.board.door(channel(1))).toBe('open');
  });

  it('believes no report that polling does not bear out', async () => {
    await startReady();
    for (let turn = 0; turn < 20; turn += 1) {
      bench.wire.send(encodeSingle({ is: 'report', board: 1, channel: channel(1), shorted: false }));
      await bench.time.pass(70);
    }
    expect(changes).toEqual([]);
  });

  it('believes no reading that stands alone', async () => {
    await startReady();
    for (let turn = 0; turn < 200; turn += 1) {
      bench.simulator.simulateStuckSensor(1, 1, 'open');
      await bench.time.pass(40);
      bench.simulator.simulateStuckSensor(1, 1, undefined);
      await bench.time.pass(173);
    }
    expect(changes).toEqual([]);
  });

  it('does not miss what changed while the plug was out', async () => {
    await startReady();
    await bench.pullPlug();
    bench.cabinet.keyOpen(2);
    await bench.putPlugBack();
    await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
    expect(openDoors()).toEqual([2]);
  });

  it('shows what a stuck contact says, and the door that opens late when it opens', async () => {
    await startReady();
    bench.simulator.simulateStuckSensor(1, 1, 'open');
    await bench.time.until('door 1 reads open', () => bench.board.door(channel(1)) === 'open');
    bench.simulator.simulateSlowLock(1, 2, 1_800);
    await bench.time.settled(bench.board.pulse(channel(2)));
    await bench.time.pass(1_000);
    expect(openDoors()).toEqual([1]);
    await bench.time.until('door 2 reads open', () => bench.board.door(channel(2)) === 'open');
  });

  it('sees the latch of a door without a spring fall back when nobody pulls', async () => {
    await startReady({ spring: false });
    await bench.time.settled(bench.board.pulse(channel(1)));
    await bench.time.pass(3_000);
    expect(changes.map((change) => change.reads)).toEqual(['open', 'closed']);
    expect(bench.simulator.door(1, 1)).toBe('closed');
    await bench.time.pass(1_000);
    await bench.time.settled(bench.board.pulse(channel(1)));
    expect(bench.simulator.simulatePullOpen(1, 1)).toBe(true);
    await bench.time.pass(3_000);
    expect(bench.board.door(channel(1))).toBe('open');
  });
});

describe('a bad line', () => {
  const faults: readonly (readonly [string, WireFaults])[] = [
    ['cuts replies into single bytes', { pieceBytes: 1 }],
    ['cuts replies into pieces of three', { pieceBytes: 3 }],
    ['swallows every fourth reply', { drop: 0.25 }],
    ['flips a bit in every second reply', { flipBit: 0.5 }],
    ['puts noise in front of every second reply', { noise: 0.5 }],
    ['puts noise in front of every reply', { noise: 1 }],
    ['sends replies twice', { repeat: 0.5 }],
    ['glues replies together', { glue: 0.3 }],
    ['is 200 ms late', { delayMs: 200 }],
    ['echoes', { echo: true }],
    ['echoes in pieces and flips bits', { echo: true, pieceBytes: 2, flipBit: 0.2 }],
    ['does all of it', { pieceBytes: 4, drop: 0.05, flipBit: 0.05, noise: 0.1, repeat: 0.1, glue: 0.05, echo: true }],
  ];

  it.each(faults)('that %s: ordered doors open, no other door does, and each order is one pulse', async (_, fault) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      await startReady({ reports: seed % 2 === 0 ? '82' : 'none' }, { seed });
      Object.assign(bench.faults, fault);
      const sent: number[] = [];
      for (const number of [1, 4, 2]) {
        const result = await bench.time.settled(bench.board.pulse(channel(number)));
        if (result.ok) sent.push(number);
        await bench.time.pass(2_000);
      }
      Object.assign(bench.faults, { drop: 0, flipBit: 0, noise: 0, repeat: 0, glue: 0 });
      await bench.time.until('every pulsed door reads open', () => openDoors().length === sent.length);
      expect(bench.cabinet.pulses()).toEqual(sent);
      expect(openDoors()).toEqual(sent.toSorted());
      const untouched = changes.filter((change) => ![1, 2, 4].includes(change.channel));
      expect(untouched.filter((change) => change.reads === 'open')).toEqual([]);
      if (seed < 5) await bench.close();
    }
  });

  it('that dies under an order is offline in the end, and nothing is sent when it comes back', async () => {
    await startReady();
    bench.faults.dead = true;
    const result = await bench.time.settled(bench.board.pulse(channel(1)));
    expect(result).toEqual({ ok: true, value: { acknowledged: false } });
    await bench.time.until('the board is offline', () => bench.board.state().is === 'offline');
    bench.faults.dead = false;
    await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
    expect(bench.cabinet.pulses()).toEqual([]);
  });

  it('that is later than any answer may be is offline, and no late answer opens a door in the books', async () => {
    await startReady();
    bench.faults.delayMs = 10_000;
    await bench.time.until('the board is offline', () => bench.board.state().is === 'offline');
    expect(openDoors()).toEqual([]);
  });

  it('that is full of noise fires no coil that nobody ordered', async () => {
    await startReady();
    bench.faults.noise = 1;
    bench.faults.flipBit = 1;
    bench.faults.echo = true;
    await bench.time.pass(60_000);
    expect(bench.simulator.pulses).toEqual([]);
  });
});
