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
import { type FaultyWire, faultyWire } from '../../hardware/transport/faulty-wire.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { createSerialTransport } from '../../hardware/transport/serial.ts';
import { openSerialWire } from '../../hardware/transport/serial-wire.ts';
import { createTcpTransport } from '../../hardware/transport/tcp.ts';
import { serveTcpWire } from '../../hardware/transport/tcp-wire.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import type { Wire } from '../../hardware/transport/wire.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { HallDoorBench } from './hall-door-suite.ts';
import { startPseudoTerminal } from './pseudo-terminal.ts';
import { movedTime, realTime, type TestTime } from './test-time.ts';

const wiring: HallDoorWiring = {
  contact: { number: 1, closedWhen: 'on' },
  exitButton: { number: 2, pressedWhen: 'on' },
  fire: { number: 3, alarmWhen: 'off' },
  tamper: { number: 4, alarmWhen: 'off' },
};
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

export interface MemoryHallDoorBench extends HallDoorBench {
  readonly simulator: HallDoorSimulator;
  readonly faults: FaultyWire['faults'];
  /** The device's end of the line, to see what is sent and to send what no board would. */
  readonly wire: Wire;
}

export function openMemoryHallDoor(
  board: Partial<HallDoorSimulatorOptions> = {},
  { seed = 1, driver = {} }: { seed?: number; driver?: Partial<DoorWiring> } = {},
): MemoryHallDoorBench {
  const time = movedTime();
  const { clock } = time;
  const random = seededRandom(seed);
  const link = createMemoryLink({ clock, speed: 9600 });
  const wire = faultyWire(link.wire, { clock, random });
  const simulator = createHallDoorSimulator({ ...usual, ...board, clock, random });
  simulator.attach(wire);
  const door = createDoor(link.transport, time, { ...usual, ...board, ...driver });
  return {
    time,
    door,
    simulator,
    faults: wire.faults,
    wire: link.wire,
    hall: hallOf(simulator),
    pullPlug: async () => link.unplug(),
    putPlugBack: async () => link.replug(),
    close: () => time.settled(door.stop()),
  };
}

export async function openTcpHallDoor(): Promise<HallDoorBench> {
  const time = realTime();
  const simulator = createHallDoorSimulator({ ...usual, clock: time.clock, random: seededRandom(2) });
  const onWire = (wire: Wire) => simulator.attach(wire);
  let server = await serveTcpWire({ onWire });
  const { port } = server;
  const door = createDoor(createTcpTransport({ host: '127.0.0.1', port, clock: time.clock }), time, usual);
  return {
    time,
    door,
    hall: hallOf(simulator),
    pullPlug: () => server.close(),
    async putPlugBack() {
      server = await serveTcpWire({ port, onWire });
    },
    async close() {
      await door.stop();
      await server.close();
    },
  };
}

export async function openPseudoTerminalHallDoor(): Promise<HallDoorBench> {
  const time = realTime();
  const terminal = await startPseudoTerminal();
  const simulator = createHallDoorSimulator({ ...usual, clock: time.clock, random: seededRandom(3) });
  let device = await openSerialWire({ path: terminal.devicePath, speed: 9600 });
  let takeOff = simulator.attach(device.wire);
  const transport = createSerialTransport({ path: terminal.computerPath, speed: 9600, clock: time.clock });
  const door = createDoor(transport, time, usual);
  return {
    time,
    door,
    hall: hallOf(simulator),
    async pullPlug() {
      takeOff();
      await device.close();
      await terminal.cut();
    },
    async putPlugBack() {
      await terminal.restart();
      device = await openSerialWire({ path: terminal.devicePath, speed: 9600 });
      takeOff = simulator.attach(device.wire);
    },
    async close() {
      await door.stop();
      takeOff();
      await device.close();
      await terminal.kill();
    },
  };
}
