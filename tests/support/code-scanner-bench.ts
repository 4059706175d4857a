// Benches for the serial code scanner: the same driver and simulator on memory, on TCP and on a pseudo-terminal.

import type { CodeScanner } from '../../hardware/classes/code-scanner.ts';
import { createSerialCodeScanner } from '../../hardware/drivers/code-scanner-serial/driver.ts';
import {
  type CodeScannerSimulator,
  createCodeScannerSimulator,
  type SimulatedScanner,
} from '../../hardware/drivers/code-scanner-serial/simulator.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import { createLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { ScannerBench } from './code-scanner-suite.ts';
import {
  type DeviceLine,
  type MemoryDeviceLine,
  openMemoryLine,
  openPseudoTerminalLine,
  openTcpLine,
  type RealLineOptions,
} from './device-lines.ts';
import { movedTime, realTime, type TestTime } from './test-time.ts';

const speed = 115_200;
const usual: SimulatedScanner = { trigger: 'honeywell', terminator: 'CR', encoding: 'utf-8', aimPrefix: true };

function createScanner(
  transport: Transport,
  { clock }: TestTime,
  kind: SimulatedScanner,
  lines: string[] = [],
): CodeScanner {
  const log = createLog((line) => lines.push(line), clock);
  return createSerialCodeScanner({ ...kind, name: 'codeScanner', transport, clock, log, random: () => 0 });
}

function handOf(simulator: CodeScannerSimulator): Pick<ScannerBench, 'holdCode' | 'takeCodeAway'> {
  return { holdCode: simulator.simulateHoldCode, takeCodeAway: simulator.simulateTakeCodeAway };
}

export interface MemoryScannerBench extends ScannerBench, Pick<MemoryDeviceLine, 'faults'> {
  readonly simulator: CodeScannerSimulator;
  /** What was logged. */
  readonly lines: readonly string[];
}

export function openMemoryScanner(
  scanner: Partial<SimulatedScanner> = {},
  { seed = 1, driver = {} }: { seed?: number; driver?: Partial<SimulatedScanner> } = {},
): MemoryScannerBench {
  const time = movedTime();
  const kind = { ...usual, ...scanner };
  const simulator = createCodeScannerSimulator({ ...kind, clock: time.clock });
  const line = openMemoryLine({ device: simulator, time, random: seededRandom(seed), speed });
  const lines: string[] = [];
  const driven = createScanner(line.transport, time, { ...kind, ...driver }, lines);
  return {
    time,
    scanner: driven,
    simulator,
    faults: line.faults,
    lines,
    ...handOf(simulator),
    ...line.plugOf(driven),
  };
}

async function openReal(
  openLine: (options: RealLineOptions) => Promise<DeviceLine>,
  scanner: Partial<SimulatedScanner>,
): Promise<ScannerBench> {
  const time = realTime();
  const { clock } = time;
  const kind = { ...usual, ...scanner };
  const simulator = createCodeScannerSimulator({ ...kind, clock });
  const line = await openLine({ device: simulator, clock });
  const driven = createScanner(line.transport, time, kind);
  return { time, scanner: driven, ...handOf(simulator), ...line.plugOf(driven) };
}

export function openTcpScanner(scanner: Partial<SimulatedScanner> = {}): Promise<ScannerBench> {
  return openReal(openTcpLine, scanner);
}

export function openPseudoTerminalScanner(scanner: Partial<SimulatedScanner> = {}): Promise<ScannerBench> {
  return openReal((options) => openPseudoTerminalLine({ ...options, speed }), scanner);
}
