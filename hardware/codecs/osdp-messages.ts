// OSDP messages: what the bytes after a command or reply code say, for the few that a technician at a door asks about.

import { joinBytes, toHex } from '../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { type Check, hexBytes, wholeNumber } from '../boards/field-checks.ts';
import { frameOf } from '../boards/frame-fields.ts';
import { readCard26 } from './wiegand26.ts';

/** IEC 60839-11-5: commands of the controller. */
export const commands: Readonly<Record<string, number>> = {
  poll: 0x60,
  id: 0x61,
  cap: 0x62,
  lstat: 0x64,
  istat: 0x65,
  ostat: 0x66,
  rstat: 0x67,
  out: 0x68,
  led: 0x69,
  buz: 0x6a,
  comset: 0x6e,
  keyset: 0x75,
  chlng: 0x76,
  scrypt: 0x77,
};

/** Replies of the reader. */
export const replies: Readonly<Record<string, number>> = {
  ack: 0x40,
  nak: 0x41,
  pdid: 0x45,
  pdcap: 0x46,
  lstatr: 0x48,
  istatr: 0x49,
  ostatr: 0x4a,
  rstatr: 0x4b,
  raw: 0x50,
  keypad: 0x53,
  com: 0x54,
  ccrypt: 0x76,
  rmac: 0x78,
  busy: 0x79,
};

type Fields = Readonly<Record<string, unknown>>;

/** A message whose data is told field by field. */
export interface Explained {
  /** Undefined when the data has not the length or form of this message. */
  readonly read: (data: Uint8Array) => Fields | undefined;
  readonly write: (fields: Fields) => Result<Uint8Array, string>;
}

function explained<Checks extends Readonly<Record<string, Check<unknown>>>>(
  checks: Checks,
  bytes: Parameters<typeof frameOf<Checks>>[1],
  read: Explained['read'],
): Explained {
  return { read, write: frameOf(checks, bytes) };
}

const refusals: readonly string[] = [
  'none',
  'wrong check bytes',
  'wrong length',
  'unknown command',
  'unexpected sequence number',
  'unsupported security block',
  'encryption required',
  'unsupported kind of biometric data',
  'unsupported format of biometric data',
  'cannot carry out',
];

/** A new address and speed of the line; the order and the report that it was taken look alike. */
const line = explained(
  { newAddress: wholeNumber(0, 0x7e), speed: wholeNumber(1, 0xffffffff) },
  ({ newAddress, speed }) => Uint8Array.of(newAddress, ...littleEndian(speed, 4)),
  (data) => (data.length === 5 ? { newAddress: data[0], speed: numberIn(data.subarray(1)) } : undefined),
);

export const explainedMessages: Readonly<Record<string, Explained>> = {
  comset: line,
  com: line,
  nak: explained(
    { error: wholeNumber(0, 255) },
    ({ error }) => Uint8Array.of(error),
    ([error, ...more]) =>
      error === undefined || more.length > 0 ? undefined : { error, reason: refusals[error] ?? 'unknown' },
  ),
  pdid: explained(
    {
      vendor: hexBytes(3, 3),
      model: wholeNumber(0, 255),
      version: wholeNumber(0, 255),
      serial: wholeNumber(0, 0xffffffff),
      firmware: firmwareCheck,
    },
    ({ vendor, model, version, serial, firmware }) =>
      joinBytes(vendor, Uint8Array.of(model, version, ...littleEndian(serial, 4)), firmware),
    (data) =>
      data.length !== 12
        ? undefined
        : {
            vendor: toHex(data.subarray(0, 3)),
            model: data[3],
            version: data[4],
            serial: numberIn(data.subarray(5, 9)),
            firmware: data.subarray(9).join('.'),
          },
  ),
  raw: explained(
    {
      reader: wholeNumber(0, 255),
      format: wholeNumber(0, 255),
      bits: wholeNumber(0, 0x2000),
      cardBits: hexBytes(0, 0x400),
    },
    ({ reader, format, bits, cardBits }) =>
      cardBits.length === Math.ceil(bits / 8)
        ? joinBytes(Uint8Array.of(reader, format, ...littleEndian(bits, 2)), cardBits)
        : failed(`"cardBits" must have ${Math.ceil(bits / 8)} bytes for ${bits} bits`),
    readRaw,
  ),
};

/** Card bits as they came; format 1 is Wiegand, and 26 bits of it are the facility and number of a card. */
function readRaw(data: Uint8Array): Fields | undefined {
  const bits = numberIn(data.subarray(2, 4));
  const card = data.subarray(4);
  if (data.length < 4 || card.length !== Math.ceil(bits / 8)) return undefined;
  const wiegand = data[1] === 1 && bits === 26 ? readCard26(card) : undefined;
  return { reader: data[0], format: data[1], bits, cardBits: toHex(card), ...wiegand };
}

function firmwareCheck(value: unknown): Result<Uint8Array, string> {
  const parts = typeof value === 'string' && /^\d{1,3}(\.\d{1,3}){2}$/.test(value) ? value.split('.').map(Number) : [];
  return parts.length === 3 && parts.every((part) => part <= 255)
    ? ok(Uint8Array.from(parts))
    : failed('must be three numbers of a byte with dots, such as 1.0.12');
}

function littleEndian(number: number, bytes: number): readonly number[] {
  return Array.from({ length: bytes }, (_, place) => Math.floor(number / 256 ** place) % 256);
}

function numberIn(bytes: Uint8Array): number {
  return bytes.reduceRight((number, byte) => number * 256 + byte, 0);
}
