// Benches for the supply behind a NUT server: the same driver and simulator on memory and over TCP.

import { createNutPowerSupply, type NutPowerSupplyOptions } from '../../hardware/drivers/power-supply-nut/driver.ts';
import { createNutSimulator, type NutSimulator } from '../../hardware/drivers/power-supply-nut/simulator.ts';
import { faultyWire, type WireFaults } from '../../hardware/transport/faulty-wire.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { createTcpTransport } from '../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../hardware/transport/tcp-wire.ts';
import type { Wire } from '../../hardware/transport/wire.ts';
import { createLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
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

export interface MemorySupplyBench extends SupplyBench {
  readonly simulator: NutSimulator;
  readonly faults: WireFaults;
  readonly wire: Wire;
  readonly lines: readonly string[];
}

export function openMemorySupply(
  driver: Partial<NutPowerSupplyOptions> = {},
  { account, seed = 1 }: { account?: Account; seed?: number } = {},
): MemorySupplyBench {
  const time = movedTime();
  const { clock } = time;
  const link = createMemoryLink({ clock });
  const wire = faultyWire(link.wire, { clock, random: seededRandom(seed) });
  const simulator = createNutSimulator({ ups: 'su700', clock, ...(account === undefined ? {} : { account }) });
  simulator.attach(wire);
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), clock);
  const around = { name: 'powerSupply', transport: link.transport, clock, log, random: () => 0 };
  const supply = createNutPowerSupply({ ups: 'su700', ...around, ...driver });
  return {
    time,
    supply,
    simulator,
    faults: wire.faults,
    wire: link.wire,
    lines,
    ...handsOn(simulator),
    pullPlug: async () => link.unplug(),
    putPlugBack: async () => link.replug(),
    close: () => time.settled(supply.stop()),
  };
}

export async function openTcpSupply(
  driver: Partial<NutPowerSupplyOptions> = {},
  { account }: { account?: Account } = {},
): Promise<SupplyBench & { readonly simulator: NutSimulator; readonly lines: readonly string[] }> {
  const time = realTime();
  const { clock } = time;
  const simulator = createNutSimulator({ ups: 'su700', clock, ...(account === undefined ? {} : { account }) });
  const onWire = (wire: Wire) => simulator.attach(wire);
  let server = await serveTcpWire({ onWire });
  const { port } = server;
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), clock);
  const transport = createTcpTransport({ host: '127.0.0.1', port, clock });
  const around = { name: 'powerSupply', transport, clock, log, random: () => 0, pollMs: 50 };
  const supply = createNutPowerSupply({ ups: 'su700', ...around, ...driver });
  return {
    time,
    supply,
    simulator,
    lines,
    ...handsOn(simulator),
    pullPlug: () => server.close(),
    async putPlugBack() {
      server = await serveTcpWire({ port, onWire });
    },
    async close() {
      await supply.stop();
      await server.close();
    },
  };
}
