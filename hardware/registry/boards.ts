// Boards: every family of lock boards by its driver's name, and the wires that boards share.

import { type LockBoardConfig, type PortConfig, wireOf } from '../../src/contract/devices.ts';
import { bitsNeeded, type LockBoardOptions } from '../boards/lock-board.ts';
import { type LockFamily, type LockLine, lockFamily, lockLine } from '../boards/lock-line.ts';
import { createWiring } from '../boards/wiring.ts';
import type { LockBoard } from '../classes/lock-board.ts';
import type { Wiring } from '../classes/wiring.ts';
import { lock8aDialect } from '../drivers/lock-board-8a/dialect.ts';
import { cu16Dialect } from '../drivers/lock-board-kerong-cu16/dialect.ts';
import { cu48Dialect } from '../drivers/lock-board-kerong-cu48/dialect.ts';
import { wklyDialect } from '../drivers/lock-board-wkly/dialect.ts';
import { modbusLockDialect } from '../drivers/relay-board-modbus/dialect.ts';
import { createModbusLine } from '../drivers/relay-board-modbus/line.ts';
import type { ModbusFrame } from '../drivers/relay-board-modbus/protocol.ts';
import { type BusRing, createBusRing } from '../transport/bus-ring.ts';
import type { Line } from '../transport/line.ts';
import type { Transport } from '../transport/transport.ts';
import { boardSilenceMs, openPort, type Surroundings } from './ports.ts';

/** Every family of lock boards, by the driver's name in the site file. */
export const lockFamilies: Readonly<Record<LockBoardConfig['driver'], LockFamily>> = {
  'lock-board-8a': lockFamily(lock8aDialect),
  'lock-board-kerong-cu16': lockFamily(cu16Dialect),
  'lock-board-kerong-cu48': lockFamily(cu48Dialect),
  'lock-board-modbus': lockFamily(modbusLockDialect),
  'lock-board-wkly': lockFamily(wklyDialect),
};

/** A wire with the boards on it. */
interface BoardWire {
  readonly port: PortConfig;
  readonly line: LockLine;
  readonly boards: readonly LockBoard[];
  readonly ring: BusRing;
}

interface OpenedBoards {
  readonly boards: ReadonlyMap<string, LockBoard>;
  readonly wires: ReadonlyMap<string, BoardWire>;
  /** Modbus lines by their wire: the hall door may hang on one of them. */
  readonly modbus: ReadonlyMap<string, Line<ModbusFrame>>;
}

/** Boards on the same port hang on one wire and share its line, which belongs to none of them. */
export function openBoards(config: readonly LockBoardConfig[], around: Surroundings): OpenedBoards {
  const boards = new Map<string, LockBoard>();
  const wires = new Map<string, BoardWire>();
  const modbus = new Map<string, Line<ModbusFrame>>();
  for (const [wire, port] of new Map(config.map((board) => [wireOf(board.port), board.port]))) {
    const neighbours = config.filter((board) => wireOf(board.port) === wire);
    const drivers = new Set(neighbours.map(({ driver }) => driver));
    const addresses = new Set(neighbours.map(({ address }) => address));
    if (addresses.size !== neighbours.length) throw new Error(`two boards on ${wire} have the same address`);
    if (drivers.size !== 1) throw new Error(`boards of different families on ${wire}`);
    const options = neighbours.map(boardOptions);
    const ring = createBusRing(around.clock);
    const { tap = (transport: Transport) => transport } = around;
    const lineOptions = {
      transport: openPort(port, { ...around, tap: (transport) => ring.around(tap(transport)) }, boardSilenceMs),
      boards: new Map(options.map((board) => [board.address, bitsNeeded(board)])),
      ...longestPulse(options),
      ...around,
    };
    for (const driver of drivers) {
      const line = driver === 'lock-board-modbus' ? openModbus(lineOptions) : lockFamilies[driver].open(lineOptions);
      const made = options.map((board) => line.board(board));
      wires.set(wire, { port, line, boards: made, ring });
      for (const board of made) boards.set(board.name, board);
    }

    function openModbus(opening: typeof lineOptions): LockLine {
      const line = createModbusLine(opening);
      modbus.set(wire, line);
      return lockLine(modbusLockDialect, line, around);
    }
  }
  return { boards, wires, modbus };
}

/** Said only where the site file says it of every board: each family knows its own otherwise. */
function longestPulse(boards: readonly LockBoardOptions[]): { readonly longestPulseMs?: number } {
  const pulses = boards.flatMap(({ pulseMs }) => (pulseMs === undefined ? [] : [pulseMs]));
  return pulses.length < boards.length ? {} : { longestPulseMs: Math.max(...pulses) };
}

function boardOptions(board: LockBoardConfig): LockBoardOptions {
  const { name, address, channels, feedback, feedbackByChannel = [], sensorByChannel = [] } = board;
  return {
    name,
    address,
    channels,
    feedback,
    feedbackByChannel: new Map(feedbackByChannel.map((each) => [each.channel, each.feedback])),
    sensorByChannel: new Map(sensorByChannel.map((each) => [each.channel, each.bit])),
    ...('statusOrder' in board ? { statusOrder: board.statusOrder } : {}),
    ...('pulseMs' in board && board.pulseMs !== undefined ? { pulseMs: board.pulseMs } : {}),
  };
}

/** The wire of a port for commissioning: boards of every family that its kind of line can carry. */
export function openWiring(port: PortConfig, around: Surroundings): Wiring {
  const { clock, log, random } = around;
  const openTransport = (speed: number) =>
    openPort(port.kind === 'tcp' ? port : { ...port, speed: speed as typeof port.speed }, around, boardSilenceMs);
  const families = Object.values(lockFamilies);
  return createWiring({ description: wireOf(port), families, openTransport, clock, log, random });
}
