// Registry: makes the devices that a site file names. Each driver is named here or in registry/boards.ts, once, and knows
// nothing of the others.

import { certain } from '../src/base/result.ts';
import { type CodeScannerConfig, type DevicesConfig, type PowerSupplyConfig, wireOf } from '../src/contract/devices.ts';
import type { BusPiece } from './classes/bus-piece.ts';
import type { CardReader } from './classes/card-reader.ts';
import type { CodeScanner } from './classes/code-scanner.ts';
import type { Device } from './classes/device.ts';
import type { DocumentPrinter } from './classes/document-printer.ts';
import type { HallDoor } from './classes/hall-door.ts';
import type { LockBoard } from './classes/lock-board.ts';
import type { PowerSupply } from './classes/power-supply.ts';
import type { ReceiptPrinter } from './classes/receipt-printer.ts';
import type { Wiring } from './classes/wiring.ts';
import { createSamCardReader, type SamCardReader } from './drivers/card-reader-sam/driver.ts';
import { frameOverHid } from './drivers/card-reader-sam/hid-framing.ts';
import { hidFramingOf } from './drivers/card-reader-sam/hid-reports.ts';
import { samSpeeds } from './drivers/card-reader-sam/speeds.ts';
import { createHidPosCodeScanner } from './drivers/code-scanner-hidpos/driver.ts';
import { createSerialCodeScanner } from './drivers/code-scanner-serial/driver.ts';
import { createIppPrinter } from './drivers/document-printer-ipp/driver.ts';
import { createNutPowerSupply } from './drivers/power-supply-nut/driver.ts';
import { createEscposPrinter } from './drivers/receipt-printer-escpos/driver.ts';
import { createHallDoorModbus } from './drivers/relay-board-modbus/hall-door.ts';
import type { HallDoorWiring } from './drivers/relay-board-modbus/hall-door-inputs.ts';
import { createModbusLine } from './drivers/relay-board-modbus/line.ts';
import type { ModbusFrame } from './drivers/relay-board-modbus/protocol.ts';
import { openBoards, openWiring } from './registry/boards.ts';
import {
  boardSilenceMs,
  hidIdentityOf,
  openHidPort,
  openPort,
  readerSilenceMs,
  type Surroundings,
} from './registry/ports.ts';
import type { Line } from './transport/line.ts';

export interface Devices {
  readonly kioskReader: CardReader;
  readonly hallReader?: CardReader;
  readonly receiptPrinter?: ReceiptPrinter;
  readonly documentPrinter?: DocumentPrinter;
  readonly hallDoor?: HallDoor;
  readonly codeScanner?: CodeScanner;
  readonly powerSupply?: PowerSupply;
  /** By the name in the site file. */
  readonly boards: ReadonlyMap<string, LockBoard>;
  /** Wires with lock boards on them, as `wireOf` names them. */
  readonly boardWires: readonly string[];
  /**
   * Takes the devices of a wire out of service and gives the bare wire away; closing it puts them back. Until then their
   * doors are unknown and no order reaches them.
   */
  lendWire(wire: string): Promise<Wiring>;
  /** What passed over the wire of that lock board in the last minute, oldest first. Lock boards know nothing of persons. */
  lastMinute(board: string): readonly BusPiece[];
  /** Begins to open every line and to watch every device. */
  start(): void;
  stop(): Promise<void>;
}

/** Opens nothing yet. Throws when two boards could not be told apart on their wire. */
export function openDevices(config: DevicesConfig, around: Surroundings): Devices {
  const { hallReader, receiptPrinter, documentPrinter, hallDoor, codeScanner, powerSupply } = config;
  const { boards, wires, modbus } = openBoards(config.boards, around);
  const lines = [...wires.values()].map(({ line }) => line);
  const devices = {
    kioskReader: openReader('kioskReader', config.kioskReader, around),
    ...(hallReader === undefined ? {} : { hallReader: openReader('hallReader', hallReader, around) }),
    ...(receiptPrinter === undefined ? {} : { receiptPrinter: openReceiptPrinter(receiptPrinter, around) }),
    ...(documentPrinter === undefined ? {} : { documentPrinter: openDocumentPrinter(documentPrinter, around) }),
    ...(hallDoor === undefined ? {} : { hallDoor: openHallDoor(hallDoor, around, modbus.get(wireOf(hallDoor.port))) }),
    ...(codeScanner === undefined ? {} : { codeScanner: openScanner(codeScanner, around) }),
    ...(powerSupply === undefined ? {} : { powerSupply: openSupply(powerSupply, around) }),
  };
  const all: readonly Device[] = [...Object.values(devices), ...boards.values()];
  let running = false;

  async function lendWire(wire: string): Promise<Wiring> {
    const { port, line, boards: neighbours } = certain(wires.get(wire), `wire ${wire}`);
    const door = hallDoor !== undefined && wireOf(hallDoor.port) === wire ? devices.hallDoor : undefined;
    const users: readonly Device[] = door === undefined ? neighbours : [...neighbours, door];
    await Promise.all(users.map((device) => device.stop()));
    await line.stop();
    const wiring = openWiring(port, around);
    return {
      ...wiring,
      async close() {
        await wiring.close();
        if (!running) return;
        line.start();
        for (const device of users) device.start();
      },
    };
  }

  return {
    ...devices,
    boards,
    boardWires: [...wires.keys()],
    lendWire,
    lastMinute(name) {
      const wire = [...wires.values()].find(({ boards: onWire }) => onWire.some((board) => board.name === name));
      return wire?.ring.lastMinute() ?? [];
    },
    start() {
      running = true;
      for (const line of lines) line.start();
      for (const device of all) device.start();
    },
    async stop() {
      running = false;
      await Promise.all(all.map((device) => device.stop()));
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}

type HallDoorConfig = NonNullable<DevicesConfig['hallDoor']>;
type CardReaderConfig = DevicesConfig['kioskReader'];

export function openReader(name: string, { port }: CardReaderConfig, around: Surroundings): SamCardReader {
  if (port.kind === 'hid') {
    const framing = hidFramingOf(hidIdentityOf(port));
    if (framing === undefined) throw new Error(`no ID-card reader is known as hid ${port.vendorId}:${port.productId}`);
    const transport = openHidPort(port, around, (reports) => frameOverHid(reports, framing));
    return createSamCardReader({ name, transport, ...around });
  }
  const transport = openPort(port, around, readerSilenceMs);
  // Nobody knows at which speed a module was left: the configured one is tried first, then the others.
  const otherSpeeds =
    port.kind === 'tcp'
      ? []
      : samSpeeds.filter((speed) => speed !== port.speed).map((speed) => openPort({ ...port, speed }, around));
  return createSamCardReader({ name, transport, otherSpeeds, ...around });
}

export function openReceiptPrinter(
  { port, model, leftSlip, columns, processId }: NonNullable<DevicesConfig['receiptPrinter']>,
  around: Surroundings,
): ReceiptPrinter {
  return createEscposPrinter({
    name: 'receiptPrinter',
    transport: openPort(port, around),
    profile: model,
    leftSlip,
    ...(columns === undefined ? {} : { columns }),
    ...(processId === undefined ? {} : { processId }),
    ...around,
  });
}

export function openDocumentPrinter(
  { url }: NonNullable<DevicesConfig['documentPrinter']>,
  { clock, log }: Surroundings,
): DocumentPrinter {
  return createIppPrinter({ name: 'documentPrinter', url, clock, log });
}

export function openHallDoor(config: HallDoorConfig, around: Surroundings, shared?: Line<ModbusFrame>): HallDoor {
  const { port, unit, relay } = config;
  return createHallDoorModbus({
    name: 'hallDoor',
    line: shared ?? createModbusLine({ transport: openPort(port, around, boardSilenceMs), ...around }),
    ownsLine: shared === undefined,
    unit,
    relay,
    inputs: doorInputs(config),
    ...around,
  });
}

/** Which wire hangs on which input, as the site file says. */
export function doorInputs({ contact, exitButton, fire, tamper }: HallDoorConfig): HallDoorWiring {
  return {
    contact,
    exitButton,
    ...(fire === undefined ? {} : { fire }),
    ...(tamper === undefined ? {} : { tamper }),
  };
}

export function openScanner(config: CodeScannerConfig, around: Surroundings): CodeScanner {
  const name = 'codeScanner';
  if (config.driver === 'code-scanner-serial') {
    return createSerialCodeScanner({ ...config, ...around, name, transport: openPort(config.port, around) });
  }
  return createHidPosCodeScanner({
    ...around,
    name,
    encoding: config.encoding,
    transport: openHidPort(config.port, around),
  });
}

export function openSupply({ port, ups, account }: PowerSupplyConfig, around: Surroundings): PowerSupply {
  const transport = openPort(port, around);
  return createNutPowerSupply({
    ...around,
    name: 'powerSupply',
    ups,
    ...(account === undefined ? {} : { account }),
    transport,
  });
}
