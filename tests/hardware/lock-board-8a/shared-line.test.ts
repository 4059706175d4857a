// Several boards on one line and one supply.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLockBoard } from '../../../hardware/boards/lock-board.ts';
import { channelsUpTo } from '../../../hardware/boards/lock-dialect.ts';
import type { Channel, DoorChange, LockBoard } from '../../../hardware/classes/lock-board.ts';
import { lock8aDialect } from '../../../hardware/drivers/lock-board-8a/dialect.ts';
import { createLock8aLine } from '../../../hardware/drivers/lock-board-8a/line.ts';
import { encodeRequest, type LockFrame } from '../../../hardware/drivers/lock-board-8a/protocol.ts';
import {
  createLockBoard8aSimulator,
  type LockBoard8aSimulator,
} from '../../../hardware/drivers/lock-board-8a/simulator.ts';
import type { Line } from '../../../hardware/transport/line.ts';
import { createMemoryLink, type MemoryLink } from '../../../hardware/transport/memory.ts';
import { silentLog } from '../../../src/base/log.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { movedTime, type TestTime } from '../../support/test-time.ts';

const boards = [
  { address: 1, channels: 24, feedback: 'closedWhenSet', statusOrder: 'highFirst' },
  { address: 2, channels: 12, feedback: 'openWhenSet', statusOrder: 'lowFirst' },
] as const;

describe('two boards on one line', () => {
  let time: TestTime;
  let link: MemoryLink;
  let line: Line<LockFrame>;
  let simulator: LockBoard8aSimulator;
  let first: LockBoard;
  let second: LockBoard;

  beforeEach(async () => {
    time = movedTime();
    const { clock } = time;
    link = createMemoryLink({ clock, speed: 9600 });
    simulator = createLockBoard8aSimulator({ clock, random: seededRandom(7), boards });
    simulator.attach(link.wire);
    const channels = new Map(boards.map((board) => [board.address, board.channels]));
    line = createLock8aLine({ transport: link.transport, boards: channels, clock, log: silentLog, random: () => 0 });
    [first, second] = boards.map((board) =>
      createLockBoard({
        ...board,
        name: `bank${board.address}`,
        dialect: lock8aDialect,
        line,
        clock,
        log: silentLog,
        ownsLine: false,
      }),
    ) as [LockBoard, LockBoard];
    line.start();
    first.start();
    second.start();
    await time.until('both are ready', () => first.state().is === 'ready' && second.state().is === 'ready');
  });

  afterEach(async () => {
    await first.stop();
    await second.stop();
    await line.stop();
  });

  function channel(board: LockBoard, number: number): Channel {
    return certain(board.channels[number - 1], `channel ${number}`);
  }

  it('only the doors of the one that dies become unknown', async () => {
    const changes: DoorChange[] = [];
    first.onDoor((change) => changes.push(change));
    simulator.simulateBoardDead(2);
    await time.until('the second is offline', () => second.state().is === 'offline');
    await time.pass(30_000);
    expect(first.state()).toEqual({ is: 'ready' });
    expect(changes).toEqual([]);
    expect(new Set(second.channels.map((each) => second.door(each)))).toEqual(new Set(['unknown']));
    await time.settled(first.pulse(channel(first, 24)));
    await time.until('door 24 reads open', () => first.door(channel(first, 24)) === 'open');
    expect(changes).toEqual([{ channel: 24, reads: 'open' }]);
    simulator.simulateBoardDead(2, false);
    await time.until('the second is back', () => second.state().is === 'ready');
    expect(second.door(channel(second, 1))).toBe('closed');
  });

  it('never fire two coils at once, and open only their own doors', async () => {
    const orders = [first.pulse(channel(first, 3)), second.pulse(channel(second, 3)), first.pulse(channel(first, 5))];
    const results = await time.settled(Promise.all(orders));
    expect(results.map((result) => result.ok)).toEqual([true, true, true]);
    await time.pass(1_000);
    expect(simulator.pulses.map(({ address, channel: number }) => [address, number])).toEqual([
      [1, 3],
      [2, 3],
      [1, 5],
    ]);
    expect(simulator.resets()).toBe(0);
    expect(first.channels.filter((each) => first.door(each) === 'open')).toEqual([3, 5]);
    expect(second.channels.filter((each) => second.door(each) === 'open')).toEqual([3]);
  });

  it('all become unknown with the line, and each comes back by itself', async () => {
    link.unplug();
    await time.until('both are offline', () => first.state().is === 'offline' && second.state().is === 'offline');
    link.replug();
    await time.until('both are back', () => first.state().is === 'ready' && second.state().is === 'ready');
    expect(simulator.pulses).toEqual([]);
  });

  it('one may stop without the other', async () => {
    await first.stop();
    await time.settled(second.pulse(channel(second, 1)));
    await time.until('door 1 of the second reads open', () => second.door(channel(second, 1)) === 'open');
    expect(first.state()).toEqual({ is: 'unknown' });
  });

  it('say the same of a door whether one lock is asked or all', async () => {
    simulator.simulateKeyOpen(1, 9);
    simulator.simulateKeyOpen(2, 9);
    await time.until('both read open', () => [first, second].every((each) => each.door(channel(each, 9)) === 'open'));
    for (const { address, feedback } of boards) {
      for (const each of channelsUpTo(12)) {
        const answer = line.request({
          bytes: encodeRequest({ ask: 'contact', board: address, channel: each }),
          priority: 'active',
          replyMs: 500,
          match: (frame) => (frame.is === 'contact' && frame.board === address ? frame : undefined),
        });
        const contact = await time.settled(answer);
        if (!contact.ok) throw new Error(contact.problem);
        const closed = contact.value.shorted === (feedback === 'closedWhenSet');
        expect([address, contact.value.channel, closed]).toEqual([address, each, each !== 9]);
      }
    }
  });
});

describe('the supply of the simulated boards', () => {
  it('breaks down under two coils at once, so that a driver that fires both is found out', async () => {
    const time = movedTime();
    const link = createMemoryLink({ clock: time.clock });
    const simulator = createLockBoard8aSimulator({ clock: time.clock, random: seededRandom(1), boards });
    simulator.attach(link.wire);
    await link.transport.open();
    for (const channel of channelsUpTo(2)) {
      await link.transport.send(encodeRequest({ ask: 'unlock', board: 1, channel }));
    }
    await time.pass(1_000);
    expect([simulator.pulses.length, simulator.resets(), simulator.door(1, 1), simulator.door(1, 2)]).toEqual([
      2,
      1,
      'closed',
      'closed',
    ]);
  });

  it('bears the order for all locks, which fires them one after another', async () => {
    const time = movedTime();
    const link = createMemoryLink({ clock: time.clock });
    const simulator = createLockBoard8aSimulator({ clock: time.clock, random: seededRandom(1), boards });
    simulator.attach(link.wire);
    await link.transport.open();
    await link.transport.send(Uint8Array.of(0x8a, 0x02, 0x00, 0x11, 0x99));
    await time.pass(10_000);
    expect(simulator.pulses.map((pulse) => pulse.channel)).toEqual(channelsUpTo(12));
    expect(simulator.resets()).toBe(0);
  });
});
