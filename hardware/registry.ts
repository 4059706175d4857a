// Registry: makes the devices that a site file names. Each driver is named here once, and knows nothing of the others.

import type { Clock } from '../src/base/clock.ts';
import type { Log } from '../src/base/log.ts';
import { type DevicesConfig, type LockBoardConfig, type PortConfig, wireOf } from '../src/contract/devices.ts';
import { bitsNeeded, type LockBoardOptions } from './boards/lock-board.ts';
import { type LockFamily, type LockLine, lockFamily } from './boards/lock-line.ts';
import type { CardReader } from './classes/card-reader.ts';
import type { Device } from './classes/device.ts';
import type { DocumentPrinter } from './classes/document-printer.ts';
import type { HallDoor } from './classes/hall-door.ts';
import type { LockBoard } from './classes/lock-board.ts';
import type { ReceiptPrinter } from './classes/receipt-printer.ts';
import { createSamCardReader } from './drivers/card-reader-sam/driver.ts';
import { createIppPrinter } from './drivers/document-printer-ipp/driver.ts';
import { lock8aDialect } from './drivers/lock-board-8a/dialect.ts';
import { createEscposPrinter } from './drivers/receipt-printer-escpos/driver.ts';
import { createHallDoorModbus } from './drivers/relay-board-modbus/hall-door.ts';
import { createModbusLine } from './drivers/relay-board-modbus/line.ts';
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
function openPort(port: PortConfig, { clock, log }: Surroundings, answerMs?: number): Transport {
  switch (port.kind) {
    case 'serial':
      return createSerialTransport({ path: port.path, speed: port.speed, clock, log });
    case 'usbSerial': {
      const { speed, vendorId, productId, serialNumber } = port;
      const usb = { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) };
      return createSerialTransport({ usb, speed, clock, log });
    }
    case 'tcp': {
      const { host, port: number } = port;
      return createTcpTransport({ host, port: number, clock, ...(answerMs === undefined ? {} : { answerMs }) });
    }
  }
}

/** Boards answer within a second; a card reader takes up to five for a card with fingerprints. */
const boardSilenceMs = 2_000;
const readerSilenceMs = 8_000;

function openReader(name: string, { port }: DevicesConfig['kioskReader'], around: Surroundings): CardReader {
  return createSamCardReader({ name, transport: openPort(port, around, readerSilenceMs), ...around });
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
