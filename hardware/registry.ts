// Registry: makes the devices that a site file names. Each driver is named here once, and knows nothing of the others.

import type { Clock } from '../src/base/clock.ts';
import type { Log } from '../src/base/log.ts';
import { certain } from '../src/base/result.ts';
import {
  type DeviceConfig,
  type DevicesConfig,
  type HidPortConfig,
  type LockBoardConfig,
  type PortConfig,
  wireOf,
} from '../src/contract/devices.ts';
import { bitsNeeded, type LockBoardOptions } from './boards/lock-board.ts';
import { type LockFamily, type LockLine, lockFamily } from './boards/lock-line.ts';
import { createWiring } from './boards/wiring.ts';
import type { CardReader } from './classes/card-reader.ts';
import type { Device } from './classes/device.ts';
import type { DocumentPrinter } from './classes/document-printer.ts';
import type { HallDoor } from './classes/hall-door.ts';
import type { LockBoard } from './classes/lock-board.ts';
import type { ReceiptPrinter } from './classes/receipt-printer.ts';
import type { Wiring } from './classes/wiring.ts';
import { createSamCardReader, type SamCardReader } from './drivers/card-reader-sam/driver.ts';
import { frameOverHid } from './drivers/card-reader-sam/hid-framing.ts';
import { hidFramingOf } from './drivers/card-reader-sam/hid-reports.ts';
import { samSpeeds } from './drivers/card-reader-sam/speeds.ts';
import { createIppPrinter } from './drivers/document-printer-ipp/driver.ts';
import { lock8aDialect } from './drivers/lock-board-8a/dialect.ts';
import { createEscposPrinter } from './drivers/receipt-printer-escpos/driver.ts';
import { createHallDoorModbus } from './drivers/relay-board-modbus/hall-door.ts';
import { createModbusLine } from './drivers/relay-board-modbus/line.ts';
import { createHidTransport } from './transport/hid.ts';
import { createSerialTransport } from './transport/serial.ts';
import { createTcpTransport } from './transport/tcp.ts';
import type { Transport } from './transport/transport.ts';

export interface Devices {
  readonly kioskReader: CardReader;
  readonly hallReader?: CardReader;
  readonly receiptPrinter?: ReceiptPrinter;
  readonly documentPrinter?: DocumentPrinter;
  readonly hallDoor?: HallDoor;
  /** By the name in the site file. */
  readonly boards: ReadonlyMap<string, LockBoard>;
  /** Begins to open every line and to watch every device. */
  start(): void;
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  /** Put around every transport that is opened: for traces. */
  readonly tap?: (transport: Transport) => Transport;
}

/** Opens nothing yet. Throws when two boards could not be told apart on their wire. */
export function openDevices(config: DevicesConfig, around: Surroundings): Devices {
  const { hallReader, receiptPrinter, documentPrinter, hallDoor } = config;
  const { boards, lines } = openBoards(config.boards, around);
  const devices = {
    kioskReader: openReader('kioskReader', config.kioskReader, around),
    ...(hallReader === undefined ? {} : { hallReader: openReader('hallReader', hallReader, around) }),
    ...(receiptPrinter === undefined ? {} : { receiptPrinter: openReceiptPrinter(receiptPrinter, around) }),
    ...(documentPrinter === undefined ? {} : { documentPrinter: openDocumentPrinter(documentPrinter, around) }),
    ...(hallDoor === undefined ? {} : { hallDoor: openHallDoor(hallDoor, around) }),
  };
  const all: readonly Device[] = [...Object.values(devices), ...boards.values()];
  return {
    ...devices,
    boards,
    start() {
      for (const line of lines) line.start();
      for (const device of all) device.start();
    },
    async stop() {
      await Promise.all(all.map((device) => device.stop()));
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}

/**
 * Devices that answer everything they are asked are given `answerMs`: a network line that stays silent for longer is
 * reset, so that the network cannot deliver an old order when it comes back.
 */
function openPort(port: PortConfig, { clock, log, tap = asItIs }: Surroundings, answerMs?: number): Transport {
  switch (port.kind) {
    case 'serial':
      return tap(createSerialTransport({ path: port.path, speed: port.speed, clock, log }));
    case 'usbSerial':
      return tap(createSerialTransport({ usb: identityOf(port), speed: port.speed, clock, log }));
    case 'tcp': {
      const { host, port: number } = port;
      return tap(createTcpTransport({ host, port: number, clock, ...(answerMs === undefined ? {} : { answerMs }) }));
    }
  }
}

function asItIs(transport: Transport): Transport {
  return transport;
}

function identityOf({ vendorId, productId, serialNumber }: Extract<PortConfig, { kind: 'usbSerial' }>) {
  return { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) };
}

type CardReaderConfig = DevicesConfig['kioskReader'];

/** Boards answer within a second; a card reader takes up to five for a card with fingerprints. */
const boardSilenceMs = 2_000;
const readerSilenceMs = 8_000;

function openReader(name: string, { port }: CardReaderConfig, around: Surroundings): SamCardReader {
  if (port.kind === 'hid') return createSamCardReader({ name, transport: openHidReader(port, around), ...around });
  const transport = openPort(port, around, readerSilenceMs);
  // Nobody knows at which speed a module was left: the configured one is tried first, then the others.
  const otherSpeeds =
    port.kind === 'tcp'
      ? []
      : samSpeeds.filter((speed) => speed !== port.speed).map((speed) => openPort({ ...port, speed }, around));
  return createSamCardReader({ name, transport, otherSpeeds, ...around });
}

function openHidReader(port: HidPortConfig, { clock, log, tap = asItIs }: Surroundings): Transport {
  const identity = hidIdentityOf(port);
  const framing = hidFramingOf(identity);
  if (framing === undefined) throw new Error(`no ID-card reader is known as hid ${port.vendorId}:${port.productId}`);
  return tap(frameOverHid(createHidTransport({ ...identity, clock, log }), framing));
}

function hidIdentityOf({ vendorId, productId, serialNumber }: HidPortConfig) {
  return {
    vendorId: Number.parseInt(vendorId, 16),
    productId: Number.parseInt(productId, 16),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  };
}

function openReceiptPrinter(
  { port, columns, processId }: NonNullable<DevicesConfig['receiptPrinter']>,
  around: Surroundings,
): ReceiptPrinter {
  return createEscposPrinter({
    name: 'receiptPrinter',
    transport: openPort(port, around),
    columns,
    processId,
    ...around,
  });
}

function openDocumentPrinter(
  { url }: NonNullable<DevicesConfig['documentPrinter']>,
  { clock, log }: Surroundings,
): DocumentPrinter {
  return createIppPrinter({ name: 'documentPrinter', url, clock, log });
}

function openHallDoor(config: NonNullable<DevicesConfig['hallDoor']>, around: Surroundings): HallDoor {
  const { port, unit, relay, contact, exitButton } = config;
  return createHallDoorModbus({
    name: 'hallDoor',
    line: createModbusLine({ transport: openPort(port, around, boardSilenceMs), ...around }),
    unit,
    relay,
    inputs: { contact, exitButton },
    ...around,
  });
}

/** Every family of lock boards, by the driver's name in the site file. */
const lockFamilies: Readonly<Record<LockBoardConfig['driver'], LockFamily>> = {
  'lock-board-8a': lockFamily(lock8aDialect),
};

/** Bits per second, as the devices are delivered; for ports that do not say it. */
export const usualSpeeds: Readonly<Partial<Record<DeviceConfig['driver'], number>>> = {
  'card-reader-sam': 115_200,
  'receipt-printer-escpos': 115_200,
  'hall-door-modbus': 9_600,
  ...Object.fromEntries(Object.values(lockFamilies).map(({ model, usualSpeed }) => [model, usualSpeed])),
};

/** Boards on the same port hang on one wire and share its line, which belongs to none of them. */
function openBoards(
  config: readonly LockBoardConfig[],
  around: Surroundings,
): { readonly boards: ReadonlyMap<string, LockBoard>; readonly lines: readonly LockLine[] } {
  const boards = new Map<string, LockBoard>();
  const lines: LockLine[] = [];
  for (const [wire, port] of new Map(config.map((board) => [wireOf(board.port), board.port]))) {
    const neighbours = config.filter((board) => wireOf(board.port) === wire);
    const drivers = new Set(neighbours.map(({ driver }) => driver));
    const addresses = new Set(neighbours.map(({ address }) => address));
    if (addresses.size !== neighbours.length) throw new Error(`two boards on ${wire} have the same address`);
    if (drivers.size !== 1) throw new Error(`boards of different families on ${wire}`);
    const options = neighbours.map(boardOptions);
    for (const driver of drivers) {
      const line = lockFamilies[driver].open({
        transport: openPort(port, around, boardSilenceMs),
        boards: new Map(options.map((board) => [board.address, bitsNeeded(board)])),
        ...around,
      });
      lines.push(line);
      for (const board of options) boards.set(board.name, line.board(board));
    }
  }
  return { boards, lines };
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
  };
}

/** One device by itself, for the bench: the same driver on the same line as in a hall. */
export type BenchDevice =
  | { readonly is: 'cardReader'; readonly device: SamCardReader }
  | { readonly is: 'receiptPrinter'; readonly device: ReceiptPrinter }
  | { readonly is: 'documentPrinter'; readonly device: DocumentPrinter }
  | { readonly is: 'hallDoor'; readonly device: HallDoor; readonly releaseMs: number }
  | { readonly is: 'lockBoard'; readonly device: LockBoard; readonly line: LockLine };

export function openForBench(config: DeviceConfig, around: Surroundings): BenchDevice {
  switch (config.driver) {
    case 'card-reader-sam':
      return { is: 'cardReader', device: openReader('bench', config, around) };
    case 'receipt-printer-escpos':
      return { is: 'receiptPrinter', device: openReceiptPrinter(config, around) };
    case 'document-printer-ipp':
      return { is: 'documentPrinter', device: openDocumentPrinter(config, around) };
    case 'hall-door-modbus':
      return { is: 'hallDoor', device: openHallDoor(config, around), releaseMs: config.releaseMs };
    default: {
      const { boards, lines } = openBoards([config], around);
      const [device] = [...boards.values()];
      const [line] = lines;
      return { is: 'lockBoard', device: certain(device, 'the board'), line: certain(line, 'its line') };
    }
  }
}

/** The wire of a port for commissioning: boards of every family that its kind of line can carry. */
export function openWiring(port: PortConfig, around: Surroundings): Wiring {
  const { clock, log, random } = around;
  const openTransport = (speed: number) =>
    openPort(port.kind === 'tcp' ? port : { ...port, speed: speed as typeof port.speed }, around, boardSilenceMs);
  const families = Object.values(lockFamilies);
  return createWiring({ description: wireOf(port), families, openTransport, clock, log, random });
}
