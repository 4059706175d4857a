// Drop-off: missing papers that a person may leave in a cell, in an envelope. What central permitted, what the kiosk saw of it,
// and the exact text of the permission and of the slip, so that both ends sign and check the same bytes.

import type { CellId } from './cell.ts';
import type { ItemId } from './item.ts';
import type { PersonKey } from './person.ts';
import { shortSigns } from './problem.ts';
import type { Words } from './words.ts';

export interface DropOff {
  /** What the case waits for. */
  readonly missing: Words;
  /** UTC ms. Within these it needs no network. */
  readonly validFrom: number;
  readonly validTo: number;
  /** Where anybody may check the slip; without a slash at the end. */
  readonly verify: string;
  /** Times that a door was opened for it and nothing was put in. */
  readonly givenUp: number;
  /** The last door that was seen to shut for it: the time of submission, once it is sure that the envelope lies there. */
  readonly shut: { readonly cell: CellId; readonly at: number } | null;
  readonly receipt: DropOffReceipt | null;
}

export interface DropOffReceipt {
  /** Id of the fact: the receipt is found by it in the audit log and at central. */
  readonly fact: string;
  /** When it was taken down. */
  readonly at: number;
  readonly cell: CellId;
  /** When the sensor saw the door shut; null where nobody saw it and staff found the envelope. */
  readonly shutAt: number | null;
  /** Central's time minus the clock of this machine at that time; null where they were not compared. */
  readonly clockOffsetMs: number | null;
  /** The sensor saw the door open and shut, or staff looked and found the envelope. */
  readonly evidence: 'sensor' | 'staff';
}

export interface DropOffPermission {
  readonly item: ItemId;
  readonly caseNumber: string;
  readonly person: PersonKey;
  readonly validFrom: number;
  readonly validTo: number;
  readonly verify: string;
}

/** What central signs: for this person, this case and this kiosk. */
export function dropOffText(
  { item, caseNumber, person, validFrom, validTo, verify }: DropOffPermission,
  kiosk: string,
): string {
  return ['drop-off', '1', kiosk, item, caseNumber, person, validFrom, validTo, verify].join('|');
}

/** The place of a fact in the audit log. */
export interface ChainPlace {
  readonly row: number;
  /** Of that row, lower-case hex. */
  readonly hash: string;
}

/** What the kiosk signs: everything that the slip says. */
export function slipText(
  receipt: DropOffReceipt,
  about: { readonly kiosk: string; readonly item: string; readonly caseNumber: string },
  { row, hash }: ChainPlace,
): string {
  const { fact, at, cell, shutAt, clockOffsetMs, evidence } = receipt;
  const { kiosk, item, caseNumber } = about;
  return ['drop-off-slip', '1', kiosk, fact, item, caseNumber, cell, shutAt, at, clockOffsetMs, evidence, row, hash]
    .map((part) => part ?? '-')
    .join('|');
}

/** To be written down where no slip can be printed. */
export function dropOffNumber(fact: string): string {
  const signs = shortSigns(fact, 8);
  return `D-${signs.slice(0, 4)}-${signs.slice(4)}`;
}

/** However it was typed; null when it is no such number. */
export function typedDropOffNumber(text: string): string | null {
  const signs = /^D([2-9A-HJKMNP-Z]{8})$/.exec(text.replace(/[\s-]/g, '').toUpperCase())?.[1];
  return signs === undefined ? null : `D-${signs.slice(0, 4)}-${signs.slice(4)}`;
}

export interface SlipCode extends ChainPlace {
  readonly kiosk: string;
  readonly fact: string;
  /** base64url of the kiosk's Ed25519 signature over `slipText`. */
  readonly signature: string;
}

/** What stands in the QR code, behind the address: short enough for a slip. The rest of the text central has itself. */
export function slipCode({ kiosk, fact, row, hash, signature }: SlipCode): string {
  return ['D', kiosk, fact, row, hash, signature].join('~');
}

export function slipCodeOf(text: string): SlipCode | null {
  const found = /^D~([a-z0-9][a-z0-9-]{0,39})~([0-9a-f-]{36})~([1-9]\d{0,14})~([0-9a-f]{64})~([0-9A-Za-z_-]{86})$/.exec(
    text,
  );
  const [, kiosk, fact, row, hash, signature] = found ?? [];
  if (kiosk === undefined || fact === undefined || hash === undefined || signature === undefined) return null;
  return { kiosk, fact, row: Number(row), hash, signature };
}
