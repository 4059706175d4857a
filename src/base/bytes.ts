// Bytes: hex, joining and the checksums that several wires share.

import { failed, ok, type Result } from './result.ts';

/** Lower-case hex without separators. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

/** Reads hex in any case; spaces, colons, commas and line ends between the bytes are allowed. */
export function fromHex(text: string): Result<Uint8Array, 'notHex'> {
  const digits = text.replace(/[\s:,]/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) return failed('notHex');
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return ok(bytes);
}

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** XOR of bytes `from` (included) to `to` (excluded). */
export function xorOf(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum ^= bytes[i] ?? 0;
  return sum;
}

/** CRC-16/MODBUS (polynomial A001 reflected, start FFFF) of bytes `from` to `to`; sent low byte first. */
export function crc16Modbus(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0xffff;
  for (let i = from; i < to; i += 1) {
    crc ^= bytes[i] ?? 0;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
