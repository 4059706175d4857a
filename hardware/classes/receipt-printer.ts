// Receipt printer: prints one slip and says whether it is sure that the slip is out.

import type { Paper } from '../../src/base/paper.ts';
import type { Printer } from './printing.ts';

export type ReceiptPrinter = Printer<Paper>;
