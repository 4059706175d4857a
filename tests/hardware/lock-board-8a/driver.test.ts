// What is particular to driving 8A/80 boards: status bytes, reports, and answers that look like their questions.

import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, DoorChange, LockBoard } from '../../../hardware/classes/lock-board.ts';
import { encodeSingle } from '../../../hardware/drivers/lock-board-8a/protocol.ts';
import type { SimulatedBoard8a } from '../../../hardware/drivers/lock-board-8a/simulator.ts';
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
});

describe('acknowledgement', () => {
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
});

describe('contacts', () => {
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
});
