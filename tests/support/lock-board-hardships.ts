// What the driver of every lock board must bear, whatever its family: wiring, pace, contacts, and people. What bad
// boards and bad lines do is in lock-board-bad-board.ts and lock-board-bad-line.ts.

import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatedBoard } from '../../hardware/boards/simulated-cabinet.ts';
import type { Channel } from '../../hardware/classes/lock-board.ts';
import { describeBadBoard, describeOverload } from './lock-board-bad-board.ts';
import { describeBadLine } from './lock-board-bad-line.ts';
import { type LockTrial, type OpenMemoryBench, startReadyTrial } from './lock-board-trial.ts';

export function describeLockHardships(
  title: string,
  open: OpenMemoryBench,
  { pulseTimedBy = 'board' }: { readonly pulseTimedBy?: 'board' | 'computer' } = {},
): void {
  describe(`${title}: wiring`, () => describeWiring(open));
  describe(`${title}: pace`, () => describePace(open));
  describe(`${title}: contacts`, () => describeContacts(open));
  describe(`${title}: people at the door`, () => describePeople(open));
  describe(`${title}: a bad board`, () => describeBadBoard(open));
  if (pulseTimedBy === 'board') describe(`${title}: an overloaded supply`, () => describeOverload(open));
  describe(`${title}: a bad line`, () => describeBadLine(open));
}

let trial: LockTrial;

async function start(open: OpenMemoryBench, ...options: Parameters<OpenMemoryBench>): Promise<void> {
  trial = await startReadyTrial(open(...options));
}

function describeWiring(open: OpenMemoryBench): void {
  afterEach(() => trial.bench.close());

  const wirings: readonly (readonly [string, Partial<SimulatedBoard>])[] = [
    ['feedback when closed', {}],
    ['feedback when open', { feedback: 'openWhenSet' }],
    ['12 locks', { channels: 12 }],
    ['one lock wired otherwise', { feedbackByChannel: new Map([[2, 'openWhenSet']]) }],
    ['another address', { address: 7 }],
    [
      'crossed wires',
      {
        sensorByChannel: new Map([
          [2, 7],
          [8, 1],
        ]),
      },
    ],
  ];

  it.each(wirings)('sees the right door with %s', async (_, options) => {
    await start(open, options);
    expect(trial.openDoors()).toEqual([]);
    trial.bench.cabinet.keyOpen(2);
    await trial.until('door 2 reads open', () => trial.openDoors().length > 0);
    const last = trial.bench.board.channels.length;
    await trial.pulse(last);
    await trial.until('the last door reads open', () => trial.openDoors().length > 1);
    expect(trial.openDoors()).toEqual([2, last]);
    expect(trial.bench.cabinet.pulses()).toEqual([last]);
  });

  it('never says of a lock without a sensor that its door is open or closed, and opens it all the same', async () => {
    await start(open, { feedbackByChannel: new Map([[3, 'none']]) });
    expect((await trial.pulse(3)).ok).toBe(true);
    await trial.bench.time.pass(5_000);
    expect(trial.reads(3)).toBe('unknown');
    expect(trial.reads(4)).toBe('closed');
    expect(trial.bench.cabinet.door(3)).toBe('open');
  });

  it('refuses a channel that is not configured', async () => {
    await start(open, { channels: 8 }, { driver: { channels: 6 } });
    expect(await trial.bench.board.pulse(7 as Channel)).toEqual({ ok: false, problem: 'refused' });
    expect(trial.bench.cabinet.pulses()).toEqual([]);
  });
}

function describePace(open: OpenMemoryBench): void {
  afterEach(() => trial.bench.close());

  it('asks more than twice a second, and more than seven times a second for 15 s after a pulse', async () => {
    await start(open);
    const { time } = trial.bench;
    const count = trial.countRequests();
    await time.pass(10_000);
    const idle = count();
    await trial.pulse(1);
    const before = count();
    await time.pass(10_000);
    const watched = count() - before;
    await time.pass(10_000);
    const beforeIdle = count();
    await time.pass(10_000);
    expect(idle).toBeGreaterThan(20);
    expect(idle).toBeLessThan(28);
    expect(watched).toBeGreaterThan(75);
    expect(watched).toBeLessThan(180);
    expect(count() - beforeIdle).toBeLessThan(28);
  });

  it('keeps the coils apart', async () => {
    await start(open);
    const { board, time, simulator } = trial.bench;
    await time.settled(Promise.all([1, 2, 3].map((number) => board.pulse(trial.channel(number)))));
    const times = simulator.pulses.map((pulse) => pulse.at);
    const gaps = times.slice(1).map((at, place) => at - (times[place] ?? 0));
    expect(gaps.length).toBe(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
    expect(simulator.resets()).toBe(0);
  });

  it('lets an order wait until the coil has rested 3 s, and carries it out then', async () => {
    await start(open);
    const { simulator, time } = trial.bench;
    await trial.pulse(1);
    await time.pass(1_000);
    expect((await trial.pulse(1)).ok).toBe(true);
    const [first = 0, second = 0] = simulator.pulses.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(3_000);
    expect(second - first).toBeLessThan(3_500);
    expect(trial.bench.cabinet.pulses()).toEqual([1, 1]);
  });

  it('carries out no order whose board was lost or stopped while the coil rested', async () => {
    await start(open);
    const { board, cabinet, time } = trial.bench;
    await trial.pulse(1);
    const lost = board.pulse(trial.channel(1));
    cabinet.setDead(true);
    expect(await time.settled(lost)).toEqual({ ok: false, problem: 'notSent' });
    cabinet.setDead(false);
    await trial.untilReady();
    await trial.pulse(2);
    const stopped = board.pulse(trial.channel(2));
    await Promise.all([board.stop(), time.pass(4_000)]);
    expect(await time.settled(stopped)).toEqual({ ok: false, problem: 'notSent' });
    expect(cabinet.pulses()).toEqual([1, 2]);
  });

  it('asks right before it fires whether the order is still wanted, and leaves the lock alone if not', async () => {
    await start(open);
    const { board, cabinet, time } = trial.bench;
    await trial.pulse(1);
    let isWanted = true;
    const left = board.pulse(trial.channel(1), () => isWanted);
    await time.pass(1_000);
    isWanted = false;
    expect(await time.settled(left)).toEqual({ ok: false, problem: 'notSent' });
    expect(cabinet.pulses()).toEqual([1]);
    expect((await time.settled(board.pulse(trial.channel(1), () => true))).ok).toBe(true);
    expect(cabinet.pulses()).toEqual([1, 1]);
  });

  it('asks a silent board less and less often', async () => {
    await start(open);
    const { board, cabinet, time } = trial.bench;
    cabinet.setDead(true);
    await trial.until('the board is offline', () => board.state().is === 'offline');
    const count = trial.countRequests();
    await time.pass(60_000);
    expect(count()).toBeLessThan(15);
    expect(count()).toBeGreaterThan(4);
  });

  it('stays ready through two missed polls and goes offline at the third', async () => {
    await start(open);
    const { board, cabinet, time } = trial.bench;
    const count = trial.countRequests();
    cabinet.setDead(true);
    await trial.until('two polls are lost', () => count() === 2);
    await time.pass(550);
    expect(board.state()).toEqual({ is: 'ready' });
    expect(trial.reads(1)).toBe('closed');
    await trial.until('the board is offline', () => board.state().is === 'offline');
    expect(count()).toBe(3);
    expect(trial.changes).toEqual(board.channels.map((each) => ({ channel: each, reads: 'unknown' })));
  });
}

function describeContacts(open: OpenMemoryBench): void {
  afterEach(() => trial.bench.close());

  it('tells one closing when a door bounces', async () => {
    await start(open);
    trial.bench.cabinet.keyOpen(1);
    await trial.until('door 1 reads open', () => trial.reads(1) === 'open');
    trial.bench.simulator.simulateBounce(trial.bench.address, 1);
    await trial.bench.time.pass(2_000);
    expect(trial.changes.map((change) => change.reads)).toEqual(['open', 'closed']);
  });

  it('believes no reading that stands alone', async () => {
    await start(open);
    const { simulator, address, time } = trial.bench;
    for (let turn = 0; turn < 200; turn += 1) {
      simulator.simulateStuckSensor(address, 1, 'open');
      await time.pass(40);
      simulator.simulateStuckSensor(address, 1, undefined);
      await time.pass(173);
    }
    expect(trial.changes).toEqual([]);
  });

  it('does not miss what changed while the plug was out', async () => {
    await start(open);
    await trial.bench.pullPlug();
    trial.bench.cabinet.keyOpen(2);
    await trial.bench.putPlugBack();
    await trial.untilReady();
    expect(trial.openDoors()).toEqual([2]);
  });

  it('shows what a stuck contact says, and the door that opens late when it opens', async () => {
    await start(open);
    const { simulator, address, time } = trial.bench;
    simulator.simulateStuckSensor(address, 1, 'open');
    await trial.until('door 1 reads open', () => trial.reads(1) === 'open');
    simulator.simulateSlowLock(address, 2, 1_800);
    const order = trial.bench.board.pulse(trial.channel(2));
    await time.pass(1_500);
    expect(trial.openDoors()).toEqual([1]);
    expect((await time.settled(order)).ok).toBe(true);
    await trial.until('door 2 reads open', () => trial.reads(2) === 'open');
  });

  it('takes a finger on the hook for a closed door, for that is what the contact feels', async () => {
    await start(open);
    const { simulator, address, cabinet } = trial.bench;
    cabinet.keyOpen(1);
    await trial.until('door 1 reads open', () => trial.reads(1) === 'open');
    simulator.simulateFingerOnHook(address, 1);
    await trial.until('door 1 reads closed', () => trial.reads(1) === 'closed');
    expect(cabinet.door(1)).toBe('open');
    simulator.simulateFingerOnHook(address, 1, false);
    await trial.until('door 1 reads open again', () => trial.reads(1) === 'open');
  });
}

function describePeople(open: OpenMemoryBench): void {
  afterEach(() => trial.bench.close());

  const told = () => trial.changes.map((change) => change.reads);

  it('sees the latch of a door without a spring fall back when nobody pulls', async () => {
    await start(open, { spring: false });
    trial.bench.simulator.simulateVisitor(trial.bench.address, 1, 'neverPulls');
    await trial.pulse(1);
    await trial.bench.time.pass(4_000);
    expect(told()).toEqual(['open', 'closed']);
    expect(trial.bench.cabinet.door(1)).toBe('closed');
  });

  it('sees whether somebody pulled in time, fast or slow', async () => {
    const ends = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) {
      await start(open, { spring: false }, { seed });
      trial.bench.simulator.simulateVisitor(trial.bench.address, 1, 'pulls');
      await trial.pulse(1);
      await trial.bench.time.pass(8_000);
      expect(trial.reads(1)).toBe(trial.bench.cabinet.door(1));
      expect(told()).toEqual(trial.reads(1) === 'open' ? ['open'] : ['open', 'closed']);
      ends.add(trial.reads(1));
      if (seed < 12) await trial.bench.close();
    }
    expect(ends).toEqual(new Set(['open', 'closed']));
  });

  it.each(['closesAgain', 'slams'] as const)('tells one opening and one closing when somebody %s', async (habit) => {
    await start(open);
    trial.bench.simulator.simulateVisitor(trial.bench.address, 1, habit);
    await trial.pulse(1);
    await trial.bench.time.pass(15_000);
    expect(told()).toEqual(['open', 'closed']);
    expect(trial.bench.cabinet.door(1)).toBe('closed');
    expect(trial.bench.cabinet.pulses()).toEqual([1]);
  });
}
