// What every power supply must do, whatever its protocol and its line.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Power, PowerSupply } from '../../hardware/classes/power-supply.ts';
import type { TestTime } from './test-time.ts';

export interface SupplyBench {
  readonly time: TestTime;
  readonly supply: PowerSupply;
  cutMains(charge: number, runtimeSeconds: number, low?: boolean): void;
  mendMains(): void;
  /** The server no longer reaches the supply itself. */
  loseSupply(isLost: boolean): void;
  pullPlug(): Promise<void>;
  putPlugBack(): Promise<void>;
  close(): Promise<void>;
}

export function describePowerSupply(title: string, open: () => Promise<SupplyBench>): void {
  describe(title, () => {
    let bench: SupplyBench;
    let told: Power[];
    beforeEach(async () => {
      bench = await open();
      told = [];
      bench.supply.onPower((power) => told.push(power));
    });
    afterEach(() => bench.close());

    async function started(): Promise<void> {
      bench.supply.start();
      await bench.time.until('the supply is ready', () => bench.supply.power().is === 'mains');
    }

    it('knows nothing before it has asked', async () => {
      expect(bench.supply.power()).toEqual({ is: 'unknown' });
      expect(bench.supply.state()).toEqual({ is: 'unknown' });
      await started();
      expect(bench.supply.state()).toEqual({ is: 'ready' });
      expect(told).toEqual([{ is: 'mains' }]);
    });

    it('tells a power cut with what is left, and the mains when they are back', async () => {
      await started();
      bench.cutMains(80, 1_200);
      await bench.time.until('battery', () => told.length === 2);
      bench.cutMains(35, 300, true);
      await bench.time.until('the low battery', () => told.length === 3);
      bench.mendMains();
      await bench.time.until('mains', () => told.length === 4);
      expect(told).toEqual([
        { is: 'mains' },
        { is: 'battery', charge: 80, runtimeSeconds: 1_200, low: false },
        { is: 'battery', charge: 35, runtimeSeconds: 300, low: true },
        { is: 'mains' },
      ]);
    });

    it('takes a lost supply and a cut line for unknown, never for a power cut, and finds both again', async () => {
      await started();
      bench.loseSupply(true);
      await bench.time.until('the supply is lost', () => bench.supply.state().is === 'offline');
      bench.loseSupply(false);
      await bench.time.until('the supply is back', () => bench.supply.state().is === 'ready');
      await bench.pullPlug();
      await bench.time.until('the line is cut', () => bench.supply.state().is === 'offline');
      expect((await bench.time.settled(bench.supply.test())).passed).toBe(false);
      await bench.putPlugBack();
      await bench.time.until('the line is back', () => bench.supply.state().is === 'ready');
      expect(told.map(({ is }) => is)).toEqual(['mains', 'unknown', 'mains', 'unknown', 'mains']);
    });

    it('passes its test and tells the model', async () => {
      await started();
      const result = await bench.time.settled(bench.supply.test());
      expect(result).toEqual({
        passed: true,
        detail: 'Smart "Line" 700: status OL CHRG, charge 97 %, run time 1800 s',
      });
    });

    it('knows nothing after stop, and works after another start', async () => {
      await started();
      await bench.time.settled(bench.supply.stop());
      expect(bench.supply.power()).toEqual({ is: 'unknown' });
      bench.cutMains(50, 600);
      await bench.time.pass(300);
      expect(bench.supply.power()).toEqual({ is: 'unknown' });
      bench.mendMains();
      await started();
    });
  });
}
