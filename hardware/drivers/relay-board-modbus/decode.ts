// Decode: explains bytes of a Modbus-RTU relay line to a technician, frame by frame, also frames that this product
// never sends.

import { toHex } from '../../../src/base/bytes.ts';
import { bitOf, hasGoodCrc } from './protocol.ts';

/** One frame or one stretch of bytes that is none; plain JSON. `hex` is lower case; relays and inputs count from 1. */
export type ModbusDecoded =
  | ({
      readonly ok: true;
      readonly from: 'host' | 'device';
      readonly hex: string;
      readonly unit: number;
    } & ModbusMeaning)
  | {
      readonly ok: false;
      readonly from: 'host' | 'device';
      readonly hex: string;
      readonly problem: ModbusProblem;
    };

export type ModbusProblem =
  /** A known function and enough bytes, but the CRC does not fit. */
  | 'wrongChecksum'
  /** The CRC fits, but the counts in the frame contradict each other. */
  | 'wrongValue'
  /** No frame with this function is known here. */
  | 'unknownHeader'
  /** The bytes end before the frame does. */
  | 'incomplete'
  /** Bytes in front of a good frame that belong to none. */
  | 'noise';

export type ModbusMeaning =
  | {
      readonly kind: 'readRelays' | 'readInputs' | 'readRegisters' | 'readInputRegisters';
      readonly first: number;
      readonly count: number;
    }
  | { readonly kind: 'timedOn' | 'timedOff'; readonly relay: number; readonly ms: number }
  | { readonly kind: 'relayOn' | 'relayOff' | 'relayToggle'; readonly relay: number }
  | { readonly kind: 'allOn' | 'allOff' | 'allToggle' }
  | { readonly kind: 'writeRelay' | 'writeRegister'; readonly address: number; readonly value: number }
  /** `on` and `values` stand in the order; the answer tells how many were written. Of the relays not on, all go off. */
  | { readonly kind: 'writeRelays'; readonly first: number; readonly count: number; readonly on?: readonly number[] }
  | {
      readonly kind: 'writeRegisters';
      readonly first: number;
      readonly count: number;
      readonly values?: readonly number[];
    }
  /** Numbers of the relays or inputs that are on, of the `count` that the answer has room for. */
  | { readonly kind: 'relays' | 'inputs'; readonly count: number; readonly on: readonly number[] }
  | { readonly kind: 'registers' | 'inputRegisters'; readonly values: readonly number[] }
  | { readonly kind: 'exception'; readonly function: number; readonly code: number };

type From = 'host' | 'device';

/**
 * Explains all of `bytes`. The answer to a write is the request again, so `from` says who sent them; without it the
 * bytes are taken for a device's, and for the host's when that explains them all and a device's does not.
 */
export function decodeModbus(
  bytes: Uint8Array,
  { from }: { readonly from?: From | undefined } = {},
): readonly ModbusDecoded[] {
  if (from !== undefined) return decodeFrom(bytes, from);
  const fromDevice = decodeFrom(bytes, 'device');
  const fromHost = decodeFrom(bytes, 'host');
  const hostOnly = fromHost.every((frame) => frame.ok) && !fromDevice.every((frame) => frame.ok);
  return hostOnly ? fromHost : fromDevice;
}

function decodeFrom(bytes: Uint8Array, from: From): readonly ModbusDecoded[] {
  const decoded: ModbusDecoded[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = frameLength(bytes.subarray(at), from);
    if (isFrame(bytes.subarray(at), from) && length !== undefined) {
      const frame = bytes.subarray(at, at + length);
      decoded.push({ ok: true, from, hex: toHex(frame), unit: frame[0] ?? 0, ...meaningOf(frame, from) });
      at += length;
      continue;
    }
    let next = at + 1;
    while (next < bytes.length && !isFrame(bytes.subarray(next), from)) next += 1;
    const bad = bytes.subarray(at, next);
    const problem = problemOf(bad, from);
    const isNoise = next < bytes.length && problem !== 'wrongChecksum' && problem !== 'wrongValue';
    decoded.push({ ok: false, from, hex: toHex(bad), problem: isNoise ? 'noise' : problem });
    at = next;
  }
  return decoded;
}

function isFrame(bytes: Uint8Array, from: From): boolean {
  const length = frameLength(bytes, from);
  if (length === undefined || bytes.length < length) return false;
  const frame = bytes.subarray(0, length);
  return hasGoodCrc(frame) && isWhole(frame, from);
}

/** Whether the counts of a frame agree with each other, and no bit is set behind the last that counts. */
function isWhole(frame: Uint8Array, from: From): boolean {
  const [, code = 0, size = 0] = frame;
  if (code <= 4) return from === 'host' || (size > 0 && (code <= 2 || size % 2 === 0));
  if (!isMany(code) || from === 'device') return true;
  const count = ((frame[4] ?? 0) << 8) | (frame[5] ?? 0);
  const data = frame.subarray(7, -2);
  if (code === 0x10) return count > 0 && data.length === 2 * count;
  return count > 0 && data.length === Math.ceil(count / 8) && numbersOn(data).every((number) => number <= count);
}

function problemOf(bad: Uint8Array, from: From): ModbusProblem {
  if (bad.length < 2) return 'incomplete';
  const length = frameLength(bad, from);
  if (length === undefined) return bad.length < 7 && isMany(bad[1]) ? 'incomplete' : 'unknownHeader';
  if (bad.length < length) return 'incomplete';
  return hasGoodCrc(bad.subarray(0, length)) ? 'wrongValue' : 'wrongChecksum';
}

function isMany(code: number | undefined): boolean {
  return code === 0x0f || code === 0x10;
}

/** Length of the frame that begins here; undefined while its length is not there yet or the function is not known. */
function frameLength(bytes: Uint8Array, from: From): number | undefined {
  const [, code] = bytes;
  if (code === undefined) return undefined;
  if (code >= 0x81 && code <= 0x90 && from === 'device') return 5;
  if (code === 0x05 || code === 0x06) return 8;
  if (isMany(code)) return from === 'device' ? 8 : bytes[6] === undefined ? undefined : bytes[6] + 9;
  if (code < 1 || code > 4) return undefined;
  return from === 'host' ? 8 : (bytes[2] ?? 0) + 5;
}

function meaningOf(frame: Uint8Array, from: From): ModbusMeaning {
  const code = frame[1] ?? 0;
  const first = ((frame[2] ?? 0) << 8) | (frame[3] ?? 0);
  const value = ((frame[4] ?? 0) << 8) | (frame[5] ?? 0);
  if (code >= 0x80) return { kind: 'exception', function: code - 0x80, code: frame[2] ?? 0 };
  if (code === 0x05) return meaningOfRelayWrite(first, value);
  if (code === 0x06) return { kind: 'writeRegister', address: first, value };
  if (code === 0x0f) {
    const on = from === 'host' ? { on: numbersOn(frame.subarray(7, -2)).map((number) => number + first) } : {};
    return { kind: 'writeRelays', first: first + 1, count: value, ...on };
  }
  if (code === 0x10) {
    const values = from === 'host' ? { values: wordsOf(frame.subarray(7, -2)) } : {};
    return { kind: 'writeRegisters', first, count: value, ...values };
  }
  if (from === 'host') return meaningOfRead(code, first, value);
  const data = frame.subarray(3, -2);
  if (code > 0x02) return { kind: code === 0x03 ? 'registers' : 'inputRegisters', values: wordsOf(data) };
  return { kind: code === 0x01 ? 'relays' : 'inputs', count: data.length * 8, on: numbersOn(data) };
}

/** Relays and inputs count from 1, registers are told by their address. */
function meaningOfRead(code: number, first: number, count: number): ModbusMeaning {
  if (code <= 0x02) return { kind: code === 0x01 ? 'readRelays' : 'readInputs', first: first + 1, count };
  return { kind: code === 0x03 ? 'readRegisters' : 'readInputRegisters', first, count };
}

/** The address map of the "Modbus RTU Relay" boards; what is not in it is told as it stands. */
function meaningOfRelayWrite(address: number, value: number): ModbusMeaning {
  const isPulse = value >= 1 && value <= 0x7fff;
  if (address >> 8 === 0x02 && isPulse) return { kind: 'timedOn', relay: (address & 0xff) + 1, ms: value * 100 };
  if (address >> 8 === 0x04 && isPulse) return { kind: 'timedOff', relay: (address & 0xff) + 1, ms: value * 100 };
  const order = value === 0xff00 ? 'On' : value === 0x0000 ? 'Off' : value === 0x5500 ? 'Toggle' : undefined;
  if (order === undefined || address > 0xff) return { kind: 'writeRelay', address, value };
  return address === 0xff ? { kind: `all${order}` } : { kind: `relay${order}`, relay: address + 1 };
}

function numbersOn(bits: Uint8Array): readonly number[] {
  return Array.from({ length: bits.length * 8 }, (_, place) => place + 1).filter((number) => bitOf(bits, number));
}

function wordsOf(data: Uint8Array): readonly number[] {
  return Array.from(
    { length: data.length >> 1 },
    (_, place) => ((data[2 * place] ?? 0) << 8) | (data[2 * place + 1] ?? 0),
  );
}
