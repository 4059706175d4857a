// What every lock board must do, whatever its protocol and its line.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, DoorChange, LockBoard } from '../../hardware/classes/lock-board.ts';
import { certain } from '../../src/base/result.ts';
import type { TestTime } from './test-time.ts';

/** A driver, a cabinet at the other end of its line, and the hands in front of it. All doors have springs. */
export interface LockBench {
  readonly time: TestTime;
  readonly board: LockBoard;
  readonly cabinet: {
    /** Channels whose coils were fired, in order. */
    pulses(): readonly number[];
    door(channel: number): 'open' | 'closed';
    pushShut(channel: number): void;
    keyOpen(channel: number): void;
    jam(channel: number): void;
    setDead(dead: boolean): void;
  };
  pullPlug(): Promise<void>;
  putPlugBack(): Promise<void>;
  /** Stops the driver and takes everything down. */
  close(): Promise<void>;
}

export function describeLockBoard(title: string, open: () => Promise<LockBench>): void {
  describe(title, () => {
    let bench: LockBench;
    let changes: DoorChange[];

    beforeEach(async () => {
      bench = await open();
      changes = [];
      bench.board.onDoor((change) => changes.push(change));
    });
    afterEach(() => bench.close());

    function channel(number: number): Channel {
      return certain(bench.board.channels[number - 1], `channel ${number}`);
    }

    function reads(number: number): string {
      return bench.board.door(channel(number));
    }

    async function startReady(): Promise<void> {
      bench.board.start();
      await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
      changes.length = 0;
    }

    it('knows no door before it has asked, and every door afterwards', async () => {
      expect(bench.board.state()).toEqual({ is: 'unknown' });
      expect(bench.board.channels.map((each) => bench.board.door(each))).not.toContain('closed');
      bench.board.start();
      await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
      expect(new Set(bench.board.channels.map((each) => bench.board.door(each)))).toEqual(new Set(['closed']));
      expect(changes).toEqual(bench.board.channels.map((each) => ({ channel: each, reads: 'closed' })));
    });

    it('opens the ordered door and no other, and sees it open and close', async () => {
      await startReady();
      const result = await bench.time.settled(bench.board.pulse(channel(3)));
      expect(result.ok).toBe(true);
      await bench.time.until('door 3 reads open', () => reads(3) === 'open');
      bench.cabinet.pushShut(3);
      await bench.time.until('door 3 reads closed', () => reads(3) === 'closed');
      expect(bench.cabinet.pulses()).toEqual([3]);
      expect(changes).toEqual([
        { channel: channel(3), reads: 'open' },
        { channel: channel(3), reads: 'closed' },
      ]);
    });

    it('does not take the board for a witness that a jammed door opened', async () => {
      await startReady();
      bench.cabinet.jam(2);
      const result = await bench.time.settled(bench.board.pulse(channel(2)));
      expect(result.ok).toBe(true);
      await bench.time.pass(1_000);
      expect(bench.cabinet.pulses()).toEqual([2]);
      expect(reads(2)).toBe('closed');
      expect(changes).toEqual([]);
    });

    it('refuses a second order for a lock while the first is under way, and sends nothing of it', async () => {
      await startReady();
      const both = [bench.board.pulse(channel(1)), bench.board.pulse(channel(1))] as const;
      const [first, second] = await bench.time.settled(Promise.all(both));
      expect(first.ok).toBe(true);
      expect(second).toEqual({ ok: false, problem: 'refused' });
      expect(bench.cabinet.pulses()).toEqual([1]);
    });

    it('fires one coil after the other when two doors are ordered at once', async () => {
      await startReady();
      const both = Promise.all([bench.board.pulse(channel(1)), bench.board.pulse(channel(4))]);
      const results = await bench.time.settled(both);
      expect(results.map((result) => result.ok)).toEqual([true, true]);
      await bench.time.until('both doors read open', () => reads(1) === 'open' && reads(4) === 'open');
      expect(bench.cabinet.pulses()).toEqual([1, 4]);
    });

    it('sees a door that was opened with the key', async () => {
      await startReady();
      bench.cabinet.keyOpen(2);
      await bench.time.until('door 2 reads open', () => reads(2) === 'open');
      expect(changes).toEqual([{ channel: channel(2), reads: 'open' }]);
      expect(bench.cabinet.pulses()).toEqual([]);
    });

    it('calls a silent board offline and its doors unknown, and finds it again', async () => {
      await startReady();
      bench.cabinet.setDead(true);
      await bench.time.until('the board is offline', () => bench.board.state().is === 'offline');
      expect(new Set(bench.board.channels.map((each) => bench.board.door(each)))).toEqual(new Set(['unknown']));
      expect(await bench.time.settled(bench.board.pulse(channel(1)))).toEqual({ ok: false, problem: 'notSent' });
      bench.cabinet.setDead(false);
      await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
      expect(reads(1)).toBe('closed');
      expect(bench.cabinet.pulses()).toEqual([]);
    });

    it('sends nothing through a pulled plug, and nothing of it when the plug is back', async () => {
      await startReady();
      await bench.pullPlug();
      await bench.time.until('the board is offline', () => bench.board.state().is === 'offline');
      expect(reads(1)).toBe('unknown');
      expect(await bench.time.settled(bench.board.pulse(channel(1)))).toEqual({ ok: false, problem: 'notSent' });
      await bench.putPlugBack();
      await bench.time.until('the board is ready', () => bench.board.state().is === 'ready');
      await bench.time.pass(1_000);
      expect(bench.cabinet.pulses()).toEqual([]);
      expect(bench.cabinet.door(1)).toBe('closed');
    });

    it('passes its test on a sound board, fails it on a silent one, and moves nothing', async () => {
      await startReady();
      const sound = await bench.time.settled(bench.board.test());
      expect(sound.passed).toBe(true);
      bench.cabinet.setDead(true);
      const silent = await bench.time.settled(bench.board.test());
      expect(silent.passed).toBe(false);
      expect(silent.detail).not.toBe('');
      expect(bench.cabinet.pulses()).toEqual([]);
    });

    it('settles every open order when it is stopped', async () => {
      await startReady();
      const order = bench.board.pulse(channel(1));
      await bench.time.settled(bench.board.stop());
      const result = await bench.time.settled(order);
      const fired = bench.cabinet.pulses().length;
      await bench.time.pass(1_000);
      if (!result.ok) expect(bench.cabinet.pulses()).toEqual([]);
      expect(bench.cabinet.pulses().length).toBe(fired);
      expect(reads(1)).toBe('unknown');
    });
  });
}
