// Receipt printer: prints one slip and says whether it is sure that the slip is out.

import type { Paper } from '../../src/base/paper.ts';
import type { Printer } from './printing.ts';

export interface ReceiptPrinter extends Printer<Paper> {
  /**
   * Nobody knows whether the last slip of an earlier run was cut: what may hang at the head is cut off before the next one,
   * or that one is not printed. A driver that has seen the head since knows better and leaves it.
   */
  freeHead(): void;
}
