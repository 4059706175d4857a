// What is particular to driving Kerong CU48 boards: 48 locks, and unlocks without an answer.

import { afterEach, describe, expect, it } from 'vitest';
import { encodeAnswer } from '../../../hardware/drivers/lock-board-kerong-cu48/protocol.ts';
import { createLockBoardCu48Simulator } from '../../../hardware/drivers/lock-board-kerong-cu48/simulator.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { cu48Benches } from '../../support/lock-board-kerong-cu48-bench.ts';
import { type LockTrial, startReadyTrial } from '../../support/lock-board-trial.ts';
import { movedTime } from '../../support/test-time.ts';

describe('a board', () => {
  let trial: LockTrial;
  afterEach(() => trial.bench.close());

  it.each([1, 8, 9, 24, 47, 48])('of 48 locks opens and sees lock %i', async (number) => {
    trial = await startReadyTrial(cu48Benches.memory({ address: 9, channels: 48 }));
    expect(await trial.pulse(number)).toEqual({ ok: true, value: { acknowledged: false } });
    await trial.until('a door reads open', () => trial.openDoors().length > 0);
    expect(trial.openDoors()).toEqual([number]);
    expect(trial.bench.cabinet.pulses()).toEqual([number]);
  });

  it('is not read from the unexplained code 77, nor from another board', async () => {
    trial = await startReadyTrial(cu48Benches.memory());
    trial.bench.cabinet.setDead(true);
    const allOpen = { locks: new Uint8Array(6), items: new Uint8Array(6) };
    for (let turn = 0; turn < 50; turn += 1) {
      trial.bench.wire.send(encodeAnswer({ is: 'unexplained', board: 0, lock: 10, ...allOpen }));
      trial.bench.wire.send(encodeAnswer({ is: 'status', board: 1, lock: 0, ...allOpen }));
      await trial.bench.time.pass(100);
    }
    expect(trial.openDoors()).toEqual([]);
    expect(trial.bench.board.state().is).not.toBe('ready');
  });
});

describe('the simulated board', () => {
  it('fires all its locks one after another when another program orders it', async () => {
    const time = movedTime();
    const link = createMemoryLink({ clock: time.clock });
    const boards = [{ address: 0, channels: 48, feedback: 'closedWhenSet' }] as const;
    const simulator = createLockBoardCu48Simulator({ clock: time.clock, random: seededRandom(1), boards });
    simulator.attach(link.wire);
    await link.transport.open();
    await link.transport.send(Uint8Array.of(0x02, 0x00, 0x30, 0x61, 0x03, 0x96));
    await time.pass(30_000);
    expect(simulator.pulses.map(({ channel }) => channel)).toEqual(Array.from({ length: 48 }, (_, place) => place + 1));
    expect(simulator.resets()).toBe(0);
  });
});
