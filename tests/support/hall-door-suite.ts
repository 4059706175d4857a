// What every hall door must do, whatever its protocol and its line.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HallDoor, HallDoorInputs } from '../../hardware/classes/hall-door.ts';
import type { TestTime } from './test-time.ts';

/** A driver, a door with all four inputs at the other end of its line, and the people on both sides of it. */
export interface HallDoorBench {
  readonly time: TestTime;
  readonly door: HallDoor;
  readonly hall: {
    /** Lengths of the releases that the board has carried out, in ms. */
    releases(): readonly number[];
    isReleased(): boolean;
    /** False when the strike holds. */
    pushOpen(): boolean;
    letFall(): void;
    pressExit(heldMs: number): void;
    force(): void;
    setFire(alarm: boolean): void;
    setTamper(open: boolean): void;
    setDead(dead: boolean): void;
  };
  pullPlug(): Promise<void>;
  putPlugBack(): Promise<void>;
  /** Stops the driver and takes everything down. */
  close(): Promise<void>;
}

const quiet: HallDoorInputs = { contact: 'closed', exitButton: 'released', fire: 'quiet', tamper: 'quiet' };
const unseen: HallDoorInputs = { contact: 'unknown', exitButton: 'unknown', fire: 'unknown', tamper: 'unknown' };

export function describeHallDoor(title: string, open: () => Promise<HallDoorBench>): void {
  describe(title, () => {
    let bench: HallDoorBench;
    let changes: HallDoorInputs[];

    beforeEach(async () => {
      bench = await open();
      changes = [];
      bench.door.onInputs((inputs) => changes.push(inputs));
    });
    afterEach(() => bench.close());

    async function startReady(): Promise<void> {
      bench.door.start();
      await bench.time.until('the door is ready', () => bench.door.state().is === 'ready');
      changes.length = 0;
    }

    it('knows nothing before it has asked, and the inputs afterwards', async () => {
      expect(bench.door.inputs()).toEqual(unseen);
      bench.door.start();
      await bench.time.until('the door is ready', () => bench.door.state().is === 'ready');
      expect(changes).toEqual([quiet]);
    });

    it('lets one person in: the strike is free for a while, the leaf opens and falls shut', async () => {
      await startReady();
      expect(bench.hall.pushOpen()).toBe(false);
      const result = await bench.time.settled(bench.door.release(2_000));
      expect(result).toEqual({ ok: true, value: { acknowledged: true } });
      expect(bench.hall.pushOpen()).toBe(true);
      await bench.time.until('the door reads open', () => bench.door.inputs().contact === 'open');
      bench.hall.letFall();
      await bench.time.until('the door reads closed', () => bench.door.inputs().contact === 'closed');
      await bench.time.until('the strike holds again', () => !bench.hall.isReleased());
      expect(bench.hall.releases()).toEqual([2_000]);
      expect(bench.hall.pushOpen()).toBe(false);
      expect(changes.map((inputs) => inputs.contact)).toEqual(['open', 'closed']);
    });

    it('ends the release even when the computer is gone', async () => {
      await startReady();
      await bench.time.settled(bench.door.release(1_000));
      await bench.pullPlug();
      await bench.time.until('the strike holds again', () => !bench.hall.isReleased());
      expect(bench.hall.releases()).toEqual([1_000]);
      await bench.putPlugBack();
    });

    it('refuses times that are none or too long, and sends nothing', async () => {
      await startReady();
      for (const ms of [0, 99, 30_001, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(await bench.door.release(ms)).toEqual({ ok: false, problem: 'refused' });
      }
      expect(bench.hall.releases()).toEqual([]);
    });

    it('sees the exit button, which opens by itself', async () => {
      await startReady();
      bench.hall.pressExit(2_500);
      expect(bench.hall.pushOpen()).toBe(true);
      await bench.time.until('the button reads pressed', () => bench.door.inputs().exitButton === 'pressed');
      await bench.time.until('the door reads open', () => bench.door.inputs().contact === 'open');
      await bench.time.until('the button reads released', () => bench.door.inputs().exitButton === 'released');
      expect(bench.hall.releases()).toEqual([]);
    });

    it('sees a door that is forced', async () => {
      await startReady();
      bench.hall.force();
      await bench.time.until('the door reads open', () => bench.door.inputs().contact === 'open');
      expect(changes).toEqual([{ ...quiet, contact: 'open' }]);
    });

    it('sees the fire panel and the tamper contact, and moves nothing for them', async () => {
      await startReady();
      bench.hall.setFire(true);
      await bench.time.until('fire reads alarm', () => bench.door.inputs().fire === 'alarm');
      expect(bench.hall.pushOpen()).toBe(true);
      bench.hall.letFall();
      bench.hall.setFire(false);
      await bench.time.until('fire reads quiet', () => bench.door.inputs().fire === 'quiet');
      expect(bench.hall.pushOpen()).toBe(false);
      bench.hall.setTamper(true);
      await bench.time.until('tamper reads alarm', () => bench.door.inputs().tamper === 'alarm');
      bench.hall.setTamper(false);
      await bench.time.until('tamper reads quiet', () => bench.door.inputs().tamper === 'quiet');
      expect(bench.hall.releases()).toEqual([]);
    });

    it('lets people out when the board is dead, and knows nothing of the door then', async () => {
      await startReady();
      bench.hall.setDead(true);
      await bench.time.until('the door is offline', () => bench.door.state().is === 'offline');
      expect(bench.door.inputs()).toEqual(unseen);
      expect(await bench.time.settled(bench.door.release(1_000))).toEqual({ ok: false, problem: 'notSent' });
      bench.hall.pressExit(500);
      expect(bench.hall.pushOpen()).toBe(true);
      bench.hall.setDead(false);
      await bench.time.until('the door is ready', () => bench.door.state().is === 'ready');
      expect(bench.door.inputs().contact).toBe('open');
      expect(bench.hall.releases()).toEqual([]);
    });

    it('sends nothing through a pulled plug, and nothing of it when the plug is back', async () => {
      await startReady();
      await bench.pullPlug();
      await bench.time.until('the door is offline', () => bench.door.state().is === 'offline');
      expect(await bench.time.settled(bench.door.release(1_000))).toEqual({ ok: false, problem: 'notSent' });
      await bench.putPlugBack();
      await bench.time.until('the door is ready', () => bench.door.state().is === 'ready');
      await bench.time.pass(500);
      expect(bench.hall.releases()).toEqual([]);
    });

    it('passes its test on a sound board, fails it on a silent one, and moves nothing', async () => {
      await startReady();
      const sound = await bench.time.settled(bench.door.test());
      expect(sound.passed).toBe(true);
      bench.hall.setDead(true);
      const silent = await bench.time.settled(bench.door.test());
      expect(silent.passed).toBe(false);
      expect(bench.hall.releases()).toEqual([]);
    });

    it('knows nothing any more when it is stopped', async () => {
      await startReady();
      const order = bench.door.release(1_000);
      await bench.time.settled(bench.door.stop());
      await bench.time.settled(order);
      expect([bench.door.state(), bench.door.inputs()]).toEqual([{ is: 'unknown' }, unseen]);
    });
  });
}
