// Benches for the supply behind a NUT server: the same driver and simulator on memory and over TCP.

import { createNutPowerSupply, type NutPowerSupplyOptions } from '../../hardware/drivers/power-supply-nut/driver.ts';
import { createNutSimulator, type NutSimulator } from '../../hardware/drivers/power-supply-nut/simulator.ts';
import { createLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { type MemoryDeviceLine, openMemoryLine, openTcpLine } from './device-lines.ts';
import type { SupplyBench } from './power-supply-suite.ts';
import { movedTime, realTime } from './test-time.ts';

type Account = NonNullable<NutPowerSupplyOptions['account']>;

function handsOn(simulator: NutSimulator): Pick<SupplyBench, 'cutMains' | 'mendMains' | 'loseSupply'> {
  return {
    cutMains: (charge, runtimeSeconds, low = false) => simulator.simulatePowerCut({ charge, runtimeSeconds, low }),
    mendMains: simulator.simulateMainsBack,
    loseSupply(isLost) {
      if (isLost) simulator.faults.error = 'DRIVER-NOT-CONNECTED';
      else delete simulator.faults.error;
    },
  };
}

export interface MemorySupplyBench extends SupplyBench, Pick<MemoryDeviceLine, 'faults' | 'wire'> {
  readonly simulator: NutSimulator;
  readonly lines: readonly string[];
}

export function openMemorySupply(
  driver: Partial<NutPowerSupplyOptions> = {},
  { account, seed = 1 }: { account?: Account; seed?: number } = {},
): MemorySupplyBench {
  const time = movedTime();
  const { clock } = time;
  const simulator = createNutSimulator({ ups: 'su700', clock, ...(account === undefined ? {} : { account }) });
  const line = openMemoryLine({ device: simulator, time, random: seededRandom(seed) });
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), clock);
  const around = { name: 'powerSupply', transport: line.transport, clock, log, random: () => 0 };
  const supply = createNutPowerSupply({ ups: 'su700', ...around, ...driver });
  return {
    time,
    supply,
    simulator,
    faults: line.faults,
    wire: line.wire,
    lines,
    ...handsOn(simulator),
    ...line.plugOf(supply),
  };
}

export async function openTcpSupply(
  driver: Partial<NutPowerSupplyOptions> = {},
  { account }: { account?: Account } = {},
): Promise<SupplyBench & { readonly simulator: NutSimulator; readonly lines: readonly string[] }> {
  const time = realTime();
  const { clock } = time;
  const simulator = createNutSimulator({ ups: 'su700', clock, ...(account === undefined ? {} : { account }) });
  const line = await openTcpLine({ device: simulator, clock });
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), clock);
  const around = { name: 'powerSupply', transport: line.transport, clock, log, random: () => 0, pollMs: 50 };
  const supply = createNutPowerSupply({ ups: 'su700', ...around, ...driver });
  return {
    time,
    supply,
    simulator,
    lines,
    ...handsOn(simulator),
    ...line.plugOf(supply),
  };
}
