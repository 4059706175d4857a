// Simulators: the other end of the wire for each device of a site file, for the bench and for anyone without hardware.

import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import type { DeviceConfig, LockBoardConfig } from '../../src/contract/devices.ts';
import type { CabinetHands } from '../boards/simulated-cabinet.ts';
import { createSamReaderSimulator, type SamReaderSimulator } from '../drivers/card-reader-sam/simulator.ts';
import { type CodeScannerSimulator, createCodeScannerSimulator } from '../drivers/code-scanner-serial/simulator.ts';
import { createLockBoard8aSimulator } from '../drivers/lock-board-8a/simulator.ts';
import { createLockBoardCu16Simulator } from '../drivers/lock-board-kerong-cu16/simulator.ts';
import { createLockBoardCu48Simulator } from '../drivers/lock-board-kerong-cu48/simulator.ts';
import { createLockBoardWklySimulator } from '../drivers/lock-board-wkly/simulator.ts';
import { createNutSimulator } from '../drivers/power-supply-nut/simulator.ts';
import { createEscposSimulator } from '../drivers/receipt-printer-escpos/simulator.ts';
import { createLockBoardModbusSimulator } from '../drivers/relay-board-modbus/lock-board-simulator.ts';
import { createHallDoorSimulator } from '../drivers/relay-board-modbus/simulator.ts';
import { doorInputs } from '../registry.ts';
import type { Simulator } from '../transport/wire.ts';

export interface SimulatorSurroundings {
  readonly clock: Clock;
  readonly random: Random;
}

export type WiredSimulator =
  | { readonly is: 'cardReader'; readonly simulator: SamReaderSimulator }
  | { readonly is: 'cabinet'; readonly simulator: Simulator & CabinetHands; readonly address: number }
  | { readonly is: 'scanner'; readonly simulator: CodeScannerSimulator }
  | { readonly is: 'other'; readonly simulator: Simulator };

/** Undefined for a device that is not at the end of a stream of bytes: HID speaks in reports, IPP in HTTP. */
export function simulatorOf(config: DeviceConfig, around: SimulatorSurroundings): WiredSimulator | undefined {
  switch (config.driver) {
    case 'card-reader-sam':
      return { is: 'cardReader', simulator: createSamReaderSimulator(around) };
    case 'receipt-printer-escpos':
      return {
        is: 'other',
        simulator: createEscposSimulator({
          ...around,
          columns: config.columns ?? 48,
          firmware: firmwareOf(config.model),
        }),
      };
    case 'hall-door-modbus': {
      const { unit, relay } = config;
      return {
        is: 'other',
        simulator: createHallDoorSimulator({ ...around, unit, relay, inputs: doorInputs(config) }),
      };
    }
    case 'code-scanner-serial':
      return { is: 'scanner', simulator: createCodeScannerSimulator({ ...config, ...around }) };
    case 'power-supply-nut':
      return {
        is: 'other',
        simulator: createNutSimulator({
          ups: config.ups,
          ...(config.account === undefined ? {} : { account: config.account }),
          ...around,
        }),
      };
    case 'code-scanner-hidpos':
    case 'document-printer-ipp':
      return undefined;
    default:
      return { is: 'cabinet', simulator: cabinetOf(config, around), address: config.address };
  }
}

function firmwareOf(model: string): 'epson' | 'masung' | 'custom' {
  return model === 'masung' || model === 'custom' ? model : 'epson';
}

function cabinetOf(config: LockBoardConfig, around: SimulatorSurroundings): Simulator & CabinetHands {
  const { address, channels, feedback, feedbackByChannel = [], sensorByChannel = [] } = config;
  const board = {
    address,
    channels,
    feedback,
    feedbackByChannel: new Map(feedbackByChannel.map((each) => [each.channel, each.feedback])),
    sensorByChannel: new Map(sensorByChannel.map((each) => [each.channel, each.bit])),
  };
  switch (config.driver) {
    case 'lock-board-8a':
      return createLockBoard8aSimulator({ ...around, boards: [{ ...board, statusOrder: config.statusOrder }] });
    case 'lock-board-kerong-cu16':
      return createLockBoardCu16Simulator({ ...around, boards: [board] });
    case 'lock-board-kerong-cu48':
      return createLockBoardCu48Simulator({ ...around, boards: [board] });
    case 'lock-board-wkly':
      return createLockBoardWklySimulator({ ...around, boards: [board] });
    case 'lock-board-modbus':
      return createLockBoardModbusSimulator({ ...around, boards: [board] });
  }
}
