// Code scanner: reads a QR code or bar code that somebody holds before it. What it reads is text and nothing more.

import type { Undo } from '../../src/base/undo.ts';
import type { Device, OrderResult } from './device.ts';

export interface ScannedCode {
  /** 1 to 4,096 characters; control characters are gone. Never a command and never an address to open. */
  readonly text: string;
  /** AIM identifier without the bracket, e.g. `Q1` for QR, when the scanner sends it. */
  readonly symbology: string | null;
}

export interface CodeScanner extends Device {
  /** Told once for each arming at most; the same code again within two seconds is one code. */
  onCode(listener: (code: ScannedCode) => void): Undo;
  /**
   * Looks for one code until it is read, until `forMs` (1,000 to 60,000, else `refused`) have passed, or until `disarm`.
   * What is read at other times is dropped. After a failure nothing is armed.
   */
  arm(forMs: number): Promise<OrderResult>;
  /** From the call on no code is told, whether or not the scanner can be told to stop. */
  disarm(): Promise<OrderResult>;
}

/** Longest code in bytes of the wire, and so in characters. */
export const longestCode = 4_096;
export const armRangeMs = { least: 1_000, most: 60_000 } as const;
/** A hand that holds a code for a moment shows it several times. */
export const sameCodeMs = 2_000;

/** Undefined when nothing is left of it. Direction marks and other invisible format signs go as well. */
export function scannedCode(text: string, symbology: string | null): ScannedCode | undefined {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
  return clean === '' || clean.length > longestCode ? undefined : { text: clean, symbology };
}

/** Takes an AIM identifier (`]`, a letter, a sign) off the front of a text. */
export function splitAim(text: string): { readonly symbology: string | null; readonly rest: string } {
  const found = /^\](?<symbology>[A-Za-z][0-9A-Za-z])/.exec(text)?.groups?.['symbology'];
  return found === undefined ? { symbology: null, rest: text } : { symbology: found, rest: text.slice(3) };
}
