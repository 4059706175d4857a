// Benches for the hall door: the same driver and simulator on memory, on TCP and on a pseudo-terminal.

import type { HallDoor } from '../../hardware/classes/hall-door.ts';
import { createHallDoorModbus } from '../../hardware/drivers/relay-board-modbus/hall-door.ts';
import type { HallDoorWiring } from '../../hardware/drivers/relay-board-modbus/hall-door-inputs.ts';
import { createModbusLine } from '../../hardware/drivers/relay-board-modbus/line.ts';
import {
  createHallDoorSimulator,
  type HallDoorSimulator,
  type HallDoorSimulatorOptions,
} from '../../hardware/drivers/relay-board-modbus/simulator.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import {
  type DeviceLine,
  type MemoryDeviceLine,
  openMemoryLine,
  openPseudoTerminalLine,
  openTcpLine,
  type RealLineOptions,
} from './device-lines.ts';
import type { HallDoorBench } from './hall-door-suite.ts';
import { movedTime, realTime, type TestTime } from './test-time.ts';

const wiring: HallDoorWiring = {
  contact: { number: 1, closedWhen: 'on' },
  exitButton: { number: 2, pressedWhen: 'on' },
  fire: { number: 3, alarmWhen: 'off' },
  tamper: { number: 4, alarmWhen: 'off' },
};
const speed = 9600;
const usual = { unit: 1, relay: 1, inputs: wiring } as const;

type DoorWiring = Pick<HallDoorSimulatorOptions, 'unit' | 'relay' | 'inputs'>;

function createDoor(transport: Transport, { clock }: TestTime, { unit, relay, inputs }: DoorWiring): HallDoor {
  const line = createModbusLine({ transport, clock, log: silentLog, random: () => 0 });
  return createHallDoorModbus({ name: 'hallDoor', line, unit, relay, inputs, clock, log: silentLog });
}

function hallOf(simulator: HallDoorSimulator): HallDoorBench['hall'] {
  return {
    releases: () => simulator.releases.map((release) => release.ms),
    isReleased: () => simulator.door().strike === 'released',
    pushOpen: () => simulator.simulatePushOpen(),
    letFall: () => simulator.simulateLetFall(),
    pressExit: (heldMs) => simulator.simulatePressExit(heldMs),
    force: () => simulator.simulateForce(),
    setFire: (alarm) => simulator.simulateFire(alarm),
    setTamper: (open) => simulator.simulateTamper(open),
    setDead: (dead) => simulator.simulateBoardDead(dead),
  };
}

export interface MemoryHallDoorBench extends HallDoorBench, Pick<MemoryDeviceLine, 'faults' | 'wire'> {
  readonly simulator: HallDoorSimulator;
}

export function openMemoryHallDoor(
  board: Partial<HallDoorSimulatorOptions> = {},
  { seed = 1, driver = {} }: { seed?: number; driver?: Partial<DoorWiring> } = {},
): MemoryHallDoorBench {
  const time = movedTime();
  const random = seededRandom(seed);
  const simulator = createHallDoorSimulator({ ...usual, ...board, clock: time.clock, random });
  const line = openMemoryLine({ device: simulator, time, random, speed });
  const door = createDoor(line.transport, time, { ...usual, ...board, ...driver });
  return {
    time,
    door,
    simulator,
    faults: line.faults,
    wire: line.wire,
    hall: hallOf(simulator),
    ...line.plugOf(door),
  };
}

async function openReal(
  openLine: (options: RealLineOptions) => Promise<DeviceLine>,
  seed: number,
): Promise<HallDoorBench> {
  const time = realTime();
  const { clock } = time;
  const simulator = createHallDoorSimulator({ ...usual, clock, random: seededRandom(seed) });
  const line = await openLine({ device: simulator, clock });
  const door = createDoor(line.transport, time, usual);
  return { time, door, hall: hallOf(simulator), ...line.plugOf(door) };
}

export function openTcpHallDoor(): Promise<HallDoorBench> {
  return openReal(openTcpLine, 2);
}

export function openPseudoTerminalHallDoor(): Promise<HallDoorBench> {
  return openReal((options) => openPseudoTerminalLine({ ...options, speed }), 3);
}
