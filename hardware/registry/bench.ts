// Bench: one device by itself, with the same driver on the same line as in a hall.

import { certain } from '../../src/base/result.ts';
import type { DeviceConfig } from '../../src/contract/devices.ts';
import type { LockLine } from '../boards/lock-line.ts';
import type { CodeScanner } from '../classes/code-scanner.ts';
import type { DocumentPrinter } from '../classes/document-printer.ts';
import type { HallDoor } from '../classes/hall-door.ts';
import type { LockBoard } from '../classes/lock-board.ts';
import type { PowerSupply } from '../classes/power-supply.ts';
import type { ReceiptPrinter } from '../classes/receipt-printer.ts';
import type { SamCardReader } from '../drivers/card-reader-sam/driver.ts';
import {
  openDocumentPrinter,
  openHallDoor,
  openReader,
  openReceiptPrinter,
  openScanner,
  openSupply,
} from '../registry.ts';
import { lockFamilies, openBoards } from './boards.ts';
import type { Surroundings } from './ports.ts';

export type BenchDevice =
  | { readonly is: 'cardReader'; readonly device: SamCardReader }
  | { readonly is: 'receiptPrinter'; readonly device: ReceiptPrinter }
  | { readonly is: 'documentPrinter'; readonly device: DocumentPrinter }
  | { readonly is: 'hallDoor'; readonly device: HallDoor; readonly releaseMs: number }
  | { readonly is: 'codeScanner'; readonly device: CodeScanner }
  | { readonly is: 'powerSupply'; readonly device: PowerSupply }
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
    case 'code-scanner-serial':
    case 'code-scanner-hidpos':
      return { is: 'codeScanner', device: openScanner(config, around) };
    case 'power-supply-nut':
      return { is: 'powerSupply', device: openSupply(config, around) };
    default: {
      const [wire] = openBoards([config], around).wires.values();
      const { boards, line } = certain(wire, 'the wire');
      return { is: 'lockBoard', device: certain(boards[0], 'the board'), line };
    }
  }
}

/** Bits per second, as the devices are delivered; for ports that do not say it. */
export const usualSpeeds: Readonly<Partial<Record<DeviceConfig['driver'], number>>> = {
  'card-reader-sam': 115_200,
  'receipt-printer-escpos': 115_200,
  'hall-door-modbus': 9_600,
  'code-scanner-serial': 9_600,
  ...Object.fromEntries(Object.values(lockFamilies).map(({ model, usualSpeed }) => [model, usualSpeed])),
};
