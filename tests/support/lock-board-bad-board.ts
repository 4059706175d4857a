// What the driver of every lock board must bear from its board: silence, haste, slowness, and a neighbour with its address.

import { afterEach, expect, it } from 'vitest';
import { type LockTrial, type OpenMemoryBench, startReadyTrial } from './lock-board-trial.ts';

let trial: LockTrial;

async function start(open: OpenMemoryBench, ...options: Parameters<OpenMemoryBench>): Promise<void> {
  trial = await startReadyTrial(open(...options));
}

export function describeBadBoard(open: OpenMemoryBench): void {
  afterEach(() => trial.bench.close());

  it('that answers an unlock is no witness that a jammed door opened', async () => {
    await start(open, { answersUnlock: true });
    trial.bench.cabinet.jam(1);
    const acknowledged = trial.bench.acknowledges;
    expect(await trial.pulse(1)).toEqual({ ok: true, value: { acknowledged } });
    await trial.bench.time.pass(2_000);
    expect(trial.reads(1)).toBe('closed');
  });

  it('that never answers an unlock opens the door all the same', async () => {
    await start(open, { answersUnlock: false });
    expect(await trial.pulse(1)).toEqual({ ok: true, value: { acknowledged: false } });
    await trial.until('door 1 reads open', () => trial.reads(1) === 'open');
    expect(trial.bench.cabinet.pulses()).toEqual([1]);
  });

  it('that shares its address with another is at fault, and gets no order', async () => {
    await start(open);
    trial.bench.simulator.simulateTwin(trial.bench.address);
    await trial.until('the board is at fault', () => trial.bench.board.state().is === 'fault');
    expect(trial.bench.board.state()).toMatchObject({ what: 'wrongAnswers' });
    expect(trial.openDoors()).toEqual([]);
    expect(await trial.pulse(1)).toEqual({ ok: false, problem: 'notSent' });
    trial.bench.simulator.simulateTwin(trial.bench.address, false);
    await trial.untilReady();
    expect(trial.bench.cabinet.pulses()).toEqual([]);
  });

  it('that answers under another address is not taken for ready, nor is a door of it believed', async () => {
    await start(open);
    const { simulator, address, board } = trial.bench;
    simulator.simulateForeignAddress(address, address + 1);
    trial.bench.cabinet.keyOpen(2);
    await trial.until('the board is lost', () => board.state().is !== 'ready');
    await trial.bench.time.pass(20_000);
    expect(board.state().is).not.toBe('ready');
    expect(trial.openDoors()).toEqual([]);
    simulator.simulateForeignAddress(address, undefined);
    await trial.untilReady();
    expect(trial.openDoors()).toEqual([2]);
  });

  it('that is busy for a second after a pulse stays ready, and its door is seen', async () => {
    await start(open, { busyMs: 1_000 });
    const states: string[] = [];
    trial.bench.board.onState((state) => states.push(state.is));
    expect((await trial.pulse(1)).ok).toBe(true);
    await trial.until('door 1 reads open', () => trial.reads(1) === 'open');
    expect(states).toEqual([]);
  });

  it('that is busy for long comes back, and no order is repeated', async () => {
    await start(open, { busyMs: 9_000 });
    expect((await trial.pulse(1)).ok).toBe(true);
    await trial.until('the board is offline', () => trial.bench.board.state().is === 'offline');
    await trial.untilReady();
    expect(trial.openDoors()).toEqual([1]);
    expect(trial.bench.cabinet.pulses()).toEqual([1]);
  });

  it('that lets a coil rest longer than the driver does is not at fault', async () => {
    await start(open, { coilRestMs: 20_000 });
    expect((await trial.pulse(1)).ok).toBe(true);
    await trial.bench.time.pass(4_000);
    await trial.pulse(1);
    expect(trial.bench.board.state()).toEqual({ is: 'ready' });
    await trial.bench.time.pass(20_000);
    expect((await trial.pulse(1)).ok).toBe(true);
    expect(trial.bench.cabinet.pulses()).toEqual([1, 1]);
  });

  it('whose every third answer is slow stays ready', async () => {
    await start(open, { slowAnswers: 0.3 });
    const states: string[] = [];
    trial.bench.board.onState((state) => states.push(state.is));
    await trial.bench.time.pass(30_000);
    expect((await trial.pulse(4)).ok).toBe(true);
    await trial.until('door 4 reads open', () => trial.reads(4) === 'open');
    expect(states).toEqual([]);
  });
}

/** Only for families whose boards time the pulse themselves. */
export function describeOverload(open: OpenMemoryBench): void {
  afterEach(() => trial.bench.close());

  it('by a board whose pulse is longer than it is said to be comes back, and no order is repeated', async () => {
    await start(open, { pulseMs: 10_000 }, { driver: { pulseMs: 500 } });
    const { board, simulator, time } = trial.bench;
    const orders = [1, 2].map((number) => board.pulse(trial.channel(number)));
    const results = await time.settled(Promise.all(orders));
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect(simulator.resets()).toBe(1);
    await time.pass(5_000);
    await trial.untilReady();
    await trial.until('door 1 reads open', () => trial.openDoors().length === 1);
    expect(trial.openDoors()).toEqual([1]);
    expect(trial.bench.cabinet.pulses()).toEqual([1, 2]);
    expect((await trial.pulse(2)).ok).toBe(true);
    await trial.until('door 2 reads open', () => trial.openDoors().length === 2);
  });
}
