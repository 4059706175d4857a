// What is particular to driving WKLY boards: results, reports, and answers that count their channels.

import { afterEach, describe, expect, it } from 'vitest';
import { encodeAnswer } from '../../../hardware/drivers/lock-board-wkly/protocol.ts';
import { createLockBoardWklySimulator } from '../../../hardware/drivers/lock-board-wkly/simulator.ts';
import { createMemoryLink } from '../../../hardware/transport/memory.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { type LockTrial, startReadyTrial, startTrial } from '../../support/lock-board-trial.ts';
import { wklyBenches } from '../../support/lock-board-wkly-bench.ts';
import { movedTime } from '../../support/test-time.ts';

describe('a board', () => {
  let trial: LockTrial;
  afterEach(() => trial.bench.close());

  it.each([
    ['as many channels as are in use', { channels: 24 }],
    ['more channels than are in use', { channels: 7, size: 24 }],
  ])('that tells of %s is read right', async (_, board) => {
    trial = await startReadyTrial(wklyBenches.memory(board));
    expect(await trial.pulse(board.channels)).toEqual({ ok: true, value: { acknowledged: true } });
    await trial.until('the last door reads open', () => trial.openDoors().length > 0);
    expect(trial.openDoors()).toEqual([board.channels]);
  });

  it('that tells of fewer channels than are configured is at fault and says so', async () => {
    trial = startTrial(wklyBenches.memory({ channels: 8 }, { driver: { channels: 12 } }));
    await trial.until('the board is at fault', () => trial.bench.board.state().is === 'fault');
    const detail = 'answers for 8 locks, 12 are configured';
    expect(trial.bench.board.state()).toEqual({ is: 'fault', what: 'wrongAnswers', detail });
  });

  it('that refuses one pulse is still ready, and opens another door', async () => {
    trial = await startReadyTrial(wklyBenches.memory({ coilRestMs: 20_000 }));
    expect(await trial.pulse(1)).toEqual({ ok: true, value: { acknowledged: true } });
    await trial.bench.time.pass(4_000);
    expect(await trial.pulse(1)).toEqual({ ok: false, problem: 'refused' });
    expect(trial.bench.board.state()).toEqual({ is: 'ready' });
    expect((await trial.pulse(2)).ok).toBe(true);
    expect(trial.bench.cabinet.pulses()).toEqual([1, 2]);
  });

  it('that cannot read its locks is at fault, and knows no door', async () => {
    trial = await startReadyTrial(wklyBenches.memory());
    trial.bench.cabinet.setDead(true);
    trial.bench.wire.onBytes(() =>
      trial.bench.wire.send(encodeAnswer({ is: 'contacts', board: 0, done: false, states: [] })),
    );
    await trial.until('the board is at fault', () => trial.bench.board.state().is === 'fault');
    expect(trial.bench.board.state()).toMatchObject({ what: 'boardError' });
    expect(new Set(trial.bench.board.channels.map((each) => trial.bench.board.door(each)))).toEqual(
      new Set(['unknown']),
    );
  });

  it('that reports a door is looked at at once', async () => {
    trial = await startReadyTrial(wklyBenches.memory());
    await trial.bench.time.pass(300);
    trial.bench.cabinet.keyOpen(1);
    await trial.bench.time.pass(250);
    expect(trial.reads(1)).toBe('open');
  });

  it('whose reports polling does not bear out is not believed', async () => {
    trial = await startReadyTrial(wklyBenches.memory());
    for (let turn = 0; turn < 20; turn += 1) {
      trial.bench.wire.send(encodeAnswer({ is: 'report', board: 0, channel: trial.channel(1), set: false }));
      await trial.bench.time.pass(70);
    }
    expect(trial.changes).toEqual([]);
  });

  it('does not acknowledge a pulse with the answer for another lock or of another board', async () => {
    trial = await startReadyTrial(wklyBenches.memory({ answersUnlock: false }));
    const order = trial.bench.board.pulse(trial.channel(1));
    await trial.bench.time.pass(100);
    const answer = { is: 'unlocked', done: true, set: false } as const;
    trial.bench.wire.send(encodeAnswer({ ...answer, board: 0, channel: trial.channel(2) }));
    trial.bench.wire.send(encodeAnswer({ ...answer, board: 1, channel: trial.channel(1) }));
    expect(await trial.bench.time.settled(order)).toEqual({ ok: true, value: { acknowledged: false } });
  });
});

describe('the simulated board', () => {
  async function hearing(hex: string) {
    const time = movedTime();
    const link = createMemoryLink({ clock: time.clock });
    const boards = [{ address: 0, channels: 8, feedback: 'closedWhenSet', reports: false }] as const;
    const simulator = createLockBoardWklySimulator({ clock: time.clock, random: seededRandom(1), boards });
    simulator.attach(link.wire);
    const heard: string[] = [];
    link.transport.onBytes((bytes) => heard.push(Buffer.from(bytes).toString('hex')));
    await link.transport.open();
    await link.transport.send(Uint8Array.from(Buffer.from(hex, 'hex')));
    await time.pass(8_000);
    return { heard, fired: simulator.pulses.map(({ channel }) => channel), resets: simulator.resets() };
  }

  it.each([
    ['all, one after another', '574b4c5908008687', [1, 2, 3, 4, 5, 6, 7, 8], 0, ['574b4c590900860086']],
    ['several, one after another', '574b4c590c00870301020381', [1, 2, 3], 0, []],
    // Of three coils at once the second breaks the supply down, and the board is gone for the third.
    ['several together, which its supply does not bear', '574b4c590c00800301020386', [1, 2], 1, []],
  ])('opens %s when another program orders it', async (_, hex, fired, resets, answers) => {
    expect(await hearing(hex)).toEqual({ heard: answers, fired, resets });
  });

  it('answers for one lock, for a light, and that it failed for a lock that it has not', async () => {
    expect((await hearing('574b4c590900830182')).heard).toEqual(['574b4c590b008300010181']);
    expect((await hearing('574b4c590900810180')).heard).toEqual(['574b4c590a0081000183']);
    expect(await hearing('574b4c59090082098b')).toEqual({ heard: ['574b4c590b0082ff090076'], fired: [], resets: 0 });
  });
});
