// Wiring: what commissioning sees of one wire: which boards answer, their sensor bits as sent, and one lock fired.

import type { Result } from '../../src/base/result.ts';
import type { OrderResult } from './device.ts';
import type { Channel } from './lock-board.ts';

/** Driver names as they stand in the site file. */
export const boardModels = [
  'lock-board-8a',
  'lock-board-kerong-cu16',
  'lock-board-kerong-cu48',
  'lock-board-modbus',
  'lock-board-wkly',
] as const;
export type BoardModel = (typeof boardModels)[number];

export interface FoundBoard {
  readonly model: BoardModel;
  /** As the driver's configuration writes it. */
  readonly address: number;
  /** How many sensor bits its answer carries: often more than it has locks. */
  readonly bits: number;
  /** Two boards seem to answer at this address: answers came, and most of them were broken. */
  readonly disturbed: boolean;
}

export interface Wiring {
  /** Line in words, e.g. `serial /dev/ttyUSB0`. */
  readonly description: string;
  /**
   * Asks every address that a board can have a question that moves nothing, in every protocol that the line can carry.
   * `asked` is told before each question. Never fires a lock.
   */
  find(
    asked?: (what: { readonly model: BoardModel; readonly address: number }) => void,
  ): Promise<readonly FoundBoard[]>;
  /** Sensor bits in the order in which the board sends them: first byte first, bit 0 of each byte first. */
  read(board: FoundBoard): Promise<Result<readonly boolean[], 'notSent' | 'noAnswer'>>;
  /** Fires one lock once. The channel may be any that the model's protocol can name. */
  fire(board: FoundBoard, channel: Channel): Promise<OrderResult<{ readonly acknowledged: boolean }>>;
  close(): Promise<void>;
}
