// What every code scanner must do, whatever its dialect and its line.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeScanner, ScannedCode } from '../../hardware/classes/code-scanner.ts';
import type { DeviceState } from '../../hardware/classes/device.ts';
import { failed, ok } from '../../src/base/result.ts';
import type { TestTime } from './test-time.ts';

/** A driver, a scanner at the other end of its line, and the hand that holds a code before it. */
export interface ScannerBench {
  readonly time: TestTime;
  readonly scanner: CodeScanner;
  holdCode(text: string): void;
  takeCodeAway(): void;
  pullPlug(): Promise<void>;
  putPlugBack(): Promise<void>;
  close(): Promise<void>;
}

export function describeCodeScanner(title: string, open: () => Promise<ScannerBench>): void {
  describe(title, () => {
    let bench: ScannerBench;
    let codes: ScannedCode[];
    let states: DeviceState['is'][];

    beforeEach(async () => {
      bench = await open();
      codes = [];
      states = [];
      bench.scanner.onCode((code) => codes.push(code));
      bench.scanner.onState((state) => states.push(state.is));
    });
    afterEach(() => bench.close());

    const texts = () => codes.map(({ text }) => text);

    /** Armed means that the line is open: a scanner that answers nothing has no other sign of life. */
    async function startArmed(forMs = 30_000): Promise<void> {
      bench.scanner.start();
      let result = await arm(forMs);
      for (let tries = 0; !result.ok && tries < 200; tries += 1) {
        await bench.time.pass(50);
        result = await arm(forMs);
      }
      expect(result).toEqual(ok());
    }

    async function arm(forMs = 30_000) {
      return bench.time.settled(bench.scanner.arm(forMs));
    }

    it('tells the code that is held before it, once for each arming', async () => {
      await startArmed();
      bench.holdCode('QUEUE-0042');
      await bench.time.until('the code', () => codes.length === 1);
      expect(codes).toEqual([{ text: 'QUEUE-0042', symbology: 'Q1' }]);
      await bench.time.pass(500);
      bench.takeCodeAway();
      expect(await arm()).toEqual(ok());
      bench.holdCode('QUEUE-0043');
      await bench.time.until('the other code', () => codes.length === 2);
      await bench.time.pass(500);
      expect(texts()).toEqual(['QUEUE-0042', 'QUEUE-0043']);
    });

    it('tells nothing that was not asked for', async () => {
      await startArmed();
      expect(await bench.time.settled(bench.scanner.disarm())).toEqual(ok());
      bench.holdCode('NOBODY-ASKED');
      await bench.time.pass(500);
      expect(codes).toEqual([]);
      expect(await bench.time.settled(bench.scanner.disarm())).toEqual(ok());
    });

    it('ends its look after the time that it was given', async () => {
      await startArmed();
      expect(await arm(1_000)).toEqual(ok());
      await bench.time.pass(1_200);
      bench.holdCode('TOO-LATE');
      await bench.time.pass(500);
      expect(codes).toEqual([]);
    });

    it('takes the same code within two seconds for the same, and later for another', async () => {
      await startArmed();
      bench.holdCode('AGAIN');
      await bench.time.until('the code', () => codes.length === 1);
      const at = bench.time.clock.monotonic();
      expect(await arm()).toEqual(ok());
      bench.holdCode('AGAIN');
      await bench.time.pass(1_000);
      expect(texts()).toEqual(['AGAIN']);
      await bench.time.until('two seconds', () => bench.time.clock.monotonic() - at > 2_300);
      bench.holdCode('AGAIN');
      await bench.time.until('the code again', () => codes.length === 2);
    });

    it('reads Chinese', async () => {
      await startArmed();
      bench.holdCode('取件码 7788');
      await bench.time.until('the code', () => codes.length === 1);
      expect(texts()).toEqual(['取件码 7788']);
    });

    it('refuses a time that is too short or too long, and sends nothing without a line', async () => {
      await startArmed();
      for (const forMs of [0, 999, 60_001, Number.NaN]) expect(await arm(forMs)).toEqual(failed('refused'));
      await bench.pullPlug();
      await bench.time.until('the scanner is offline', () => bench.scanner.state().is === 'offline');
      expect(await arm()).toEqual(failed('notSent'));
      expect((await bench.time.settled(bench.scanner.test())).passed).toBe(false);
    });

    it('is offline while its line is cut, and works again by itself, unarmed', async () => {
      await startArmed();
      await bench.pullPlug();
      await bench.time.until('the scanner is offline', () => states.includes('offline'));
      await bench.putPlugBack();
      await bench.time.until('the scanner is back', () => bench.scanner.state().is !== 'offline');
      bench.holdCode('FORGOTTEN');
      await bench.time.pass(500);
      bench.takeCodeAway();
      expect(codes).toEqual([]);
      await startArmed();
      bench.holdCode('NEW');
      await bench.time.until('the code', () => codes.length === 1);
      expect(texts()).toEqual(['NEW']);
    });

    it('passes its test', async () => {
      await startArmed();
      await bench.time.settled(bench.scanner.disarm());
      expect(await bench.time.settled(bench.scanner.test())).toMatchObject({ passed: true });
    });

    it('is quiet after stop, settles what is open, and works after another start', async () => {
      await startArmed();
      const open = bench.scanner.arm(30_000);
      await bench.time.settled(bench.scanner.stop());
      await bench.time.settled(open);
      expect(bench.scanner.state()).toEqual({ is: 'unknown' });
      bench.holdCode('STOPPED');
      await bench.time.pass(500);
      bench.takeCodeAway();
      expect(codes).toEqual([]);
      await startArmed();
      bench.holdCode('STARTED');
      await bench.time.until('the code', () => codes.length === 1);
    });
  });
}
