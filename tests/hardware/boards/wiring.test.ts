// Commissioning over a real line: boards are found by questions alone, and one lock fires when it is told to.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFamily } from '../../../hardware/boards/lock-line.ts';
import { createWiring } from '../../../hardware/boards/wiring.ts';
import { channelOf } from '../../../hardware/classes/lock-board.ts';
import type { FoundBoard, Wiring } from '../../../hardware/classes/wiring.ts';
import { lock8aDialect } from '../../../hardware/drivers/lock-board-8a/dialect.ts';
import {
  createLockBoard8aSimulator,
  type LockBoard8aSimulator,
} from '../../../hardware/drivers/lock-board-8a/simulator.ts';
import { createMemoryLink, type MemoryLink } from '../../../hardware/transport/memory.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { movedTime, type TestTime } from '../../support/test-time.ts';

const boards = [
  { address: 1, channels: 24, feedback: 'closedWhenSet', statusOrder: 'highFirst' },
  { address: 7, channels: 50, feedback: 'openWhenSet', statusOrder: 'lowFirst' },
] as const;

let time: TestTime;
let link: MemoryLink;
let simulator: LockBoard8aSimulator;
let wiring: Wiring;

beforeEach(() => {
  time = movedTime();
  const { clock } = time;
  const random = seededRandom(5);
  link = createMemoryLink({ clock, speed: 9_600 });
  simulator = createLockBoard8aSimulator({ clock, random, boards });
  simulator.attach(link.wire);
  wiring = createWiring({
    description: 'memory',
    families: [lockFamily(lock8aDialect)],
    openTransport: () => link.transport,
    clock,
    log: silentLog,
    random: () => 0,
  });
});
afterEach(() => wiring.close());

function channel(number: number) {
  const channel = channelOf(number);
  if (!channel.ok) throw new Error(channel.problem);
  return channel.value;
}

async function foundAt(address: number): Promise<FoundBoard> {
  const found = await time.settled(wiring.find());
  return certain(
    found.find((board) => board.address === address),
    `board ${address}`,
  );
}

describe('the search', () => {
  it('finds each board with its address and the bits that it sends, and fires nothing', async () => {
    const asked: number[] = [];
    const found = await time.settled(wiring.find(({ address }) => asked.push(address)));
    expect(found).toEqual([
      { model: 'lock-board-8a', address: 1, bits: 24, disturbed: false },
      { model: 'lock-board-8a', address: 7, bits: 56, disturbed: false },
    ]);
    expect(asked).toEqual(Array.from({ length: 31 }, (_, place) => place + 1));
    expect(simulator.pulses).toEqual([]);
  });

  it('tells of two boards with one address', async () => {
    simulator.simulateTwin(7);
    const found = await time.settled(wiring.find());
    expect(found.map(({ address, disturbed }) => [address, disturbed])).toEqual([
      [1, false],
      [7, true],
    ]);
  });

  it('finds nothing on a wire without a plug, and ends', async () => {
    link.unplug();
    expect(await time.settled(wiring.find())).toEqual([]);
  });
});

describe('one lock', () => {
  it('fires when it is told to, and its bit is seen to move', async () => {
    const board = await foundAt(1);
    const before = await time.settled(wiring.read(board));
    expect(await time.settled(wiring.fire(board, channel(9)))).toEqual({ ok: true, value: { acknowledged: true } });
    await time.pass(500);
    const after = await time.settled(wiring.read(board));
    if (!before.ok || !after.ok) throw new Error('no bits');
    const moved = before.value.flatMap((bit, place) => (bit === after.value[place] ? [] : [place]));
    // Channels 9 to 16 stand in the middle byte of three, whichever end comes first.
    expect(moved).toEqual([8]);
    expect(simulator.pulses.map(({ address, channel: number }) => [address, number])).toEqual([[1, 9]]);
  });

  it('is not fired again before its coil has cooled', async () => {
    const board = await foundAt(1);
    await time.settled(wiring.fire(board, channel(2)));
    expect(await time.settled(wiring.fire(board, channel(2)))).toEqual({ ok: false, problem: 'refused' });
    await time.pass(3_000);
    expect((await time.settled(wiring.fire(board, channel(2)))).ok).toBe(true);
    expect(simulator.pulses.length).toBe(2);
  });

  it('gets no order through a pulled plug, and none of it later', async () => {
    const board = await foundAt(1);
    link.unplug();
    expect(await time.settled(wiring.fire(board, channel(3)))).toEqual({ ok: false, problem: 'notSent' });
    link.replug();
    await time.pass(20_000);
    expect(simulator.pulses).toEqual([]);
    expect((await time.settled(wiring.read(board))).ok).toBe(true);
  });
});
