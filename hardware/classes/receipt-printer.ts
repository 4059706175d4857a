// Receipt printer: prints one slip and says whether it is sure that the slip is out.

import type { Paper } from '../../src/base/paper.ts';
import type { Blocked, Device, Fault } from './device.ts';

export type PrintOutcome =
  /** The printer itself reported the end of the printing. */
  | { readonly is: 'printed' }
  /** Nothing was sent: the printer was not ready. */
  | { readonly is: 'notStarted'; readonly why: Blocked | Fault | 'offline' | 'unknown' }
  /** Sent, and stopped or silent: paper may or may not be out. */
  | { readonly is: 'notConfirmed'; readonly why: Blocked | Fault | 'offline' | 'noAnswer' };

export interface ReceiptPrinter extends Device {
  /** Prints once, never repeats by itself. One slip at a time: a second call waits for the first. */
  print(paper: Paper): Promise<PrintOutcome>;
}
