// Office: what every part of central works with, handed down from the start.

import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Database } from './database.ts';
import type { Figures } from './figures.ts';
import type { Keys } from './keys.ts';

export interface Office {
  readonly database: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  readonly figures: Figures;
  /** Fresh random bytes, for ids and codes. */
  readonly random: (count: number) => Uint8Array;
  /** The clock of the queue, which never jumps. */
  readonly queueNow: () => number;
  /** Where anybody can verify a proof of that code; what its QR code opens. */
  readonly verifyLink: (code: string) => string;
  /** Where whoever has that token may have an item kept longer. */
  readonly extendLink: (token: string) => string;
}
