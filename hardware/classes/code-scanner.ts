// Code scanner: reads a QR code or bar code that somebody holds before it. What it reads is text and nothing more.

import type { Undo } from '../../src/base/undo.ts';
import type { Device, OrderResult } from './device.ts';

export interface ScannedCode {
  /** At most 4,096 characters; control characters are gone. Never a command and never an address to open. */
  readonly text: string;
  /** AIM identifier without the bracket, e.g. `Q1` for QR, when the scanner sends it. */
  readonly symbology: string | null;
}

export interface CodeScanner extends Device {
  /** Told once for each code; the same code again within two seconds is one code. */
  onCode(listener: (code: ScannedCode) => void): Undo;
  /** Looks for one code until it is read, until `forMs` (1,000 to 60,000) have passed, or until `disarm`. */
  arm(forMs: number): Promise<OrderResult>;
  disarm(): Promise<OrderResult>;
}
