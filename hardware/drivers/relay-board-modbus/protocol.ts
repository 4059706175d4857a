// Protocol of a Modbus-RTU relay board: the few frames that a door needs, in both directions.
//
// Source: Modbus over Serial Line 1.02 and Application Protocol 1.1b3; the map of the "Modbus RTU Relay" boards and
// their many clones. 9600 8N1; the CRC goes low byte first; relays and inputs count from 0 on the wire, from 1 here.
//
//   read relays    unit 01 0000 count CRC          answer  unit 01 bytes bits… CRC
//   read inputs    unit 02 0000 count CRC          answer  unit 02 bytes bits… CRC
//   relay on for   unit 05 0200+relay tenths CRC   answer  the same eight bytes
//   write relays   unit 0F first count bytes bits… CRC     unit 0F first count CRC; only simulated boards read it
//   refusal                                                unit 8x code CRC
//
// The board ends the timed pulse itself. There is no encoder for a plain ON: a crash before the OFF would leave a door
// unlocked.

import { crc16Modbus, joinBytes } from '../../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../../src/base/result.ts';

export const readRelays = 0x01;
export const readInputs = 0x02;
export const writeRelay = 0x05;
export const writeRelays = 0x0f;
export const writeRegisters = 0x10;
export const refusal = 0x80;
/** First address of the relays' timed ON pulses. */
export const timedOn = 0x0200;

export type BitFunction = typeof readRelays | typeof readInputs;

/** Modbus exception codes that relay boards send. */
export const exceptionCode = { illegalFunction: 1, illegalAddress: 2, illegalValue: 3, deviceFailure: 4 } as const;

/** Whether a refusal of the timed pulse will stand: the board lacks it. Anything else may pass. */
export function neverTimes(code: number): boolean {
  return code === exceptionCode.illegalFunction || code === exceptionCode.illegalAddress;
}

export function noTimedPulse(relay: number, code: number): string {
  return `relay ${relay} has no timed pulse (Modbus exception ${code}): a board that times the pulse itself is needed`;
}

export type ModbusRequest =
  | {
      readonly ask: 'bits';
      readonly unit: number;
      readonly of: BitFunction;
      readonly first: number;
      readonly count: number;
    }
  | { readonly ask: 'write'; readonly unit: number; readonly address: number; readonly value: number }
  | { readonly ask: 'writeMany'; readonly unit: number; readonly first: number; readonly on: readonly boolean[] }
  | { readonly ask: 'other'; readonly unit: number; readonly function: number };

export type ModbusFrame =
  | { readonly is: 'bits'; readonly unit: number; readonly of: BitFunction; readonly bits: Uint8Array }
  | { readonly is: 'written'; readonly unit: number; readonly address: number; readonly value: number }
  | { readonly is: 'exception'; readonly unit: number; readonly function: number; readonly code: number }
  /** The computer's own request, given back by a two-wire adapter. */
  | { readonly is: 'echo' };

/** What a board sends. The driver never writes many relays and takes their answer for noise. */
export type ModbusReply =
  | Exclude<ModbusFrame, { readonly is: 'echo' }>
  | { readonly is: 'writtenMany'; readonly unit: number; readonly first: number; readonly count: number };

export type FrameProblem = 'wrongLength' | 'wrongChecksum' | 'wrongValue';

/** Puts the CRC behind the bytes of a frame. */
export function withCrc(...bytes: readonly number[]): Uint8Array {
  if (bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255)) throw new RangeError('not a byte');
  const body = Uint8Array.from(bytes);
  const crc = crc16Modbus(body);
  return joinBytes(body, Uint8Array.of(crc & 0xff, crc >> 8));
}

export function hasGoodCrc(frame: Uint8Array): boolean {
  // The CRC over a frame with its own CRC is 0.
  return frame.length >= 4 && crc16Modbus(frame) === 0;
}

/** Asks for the first `count` (1 to 255) relays or inputs of a board. */
export function encodeRead({
  unit,
  of,
  count,
}: {
  readonly unit: number;
  readonly of: BitFunction;
  readonly count: number;
}) {
  return withCrc(unit, of, 0, 0, 0, count);
}

/** Switches relay `relay` (1 to 255) on for `tenths` (1 to 32,767) of 100 ms; the board switches it off by itself. */
export function encodeTimedOn({
  unit,
  relay,
  tenths,
}: {
  readonly unit: number;
  readonly relay: number;
  readonly tenths: number;
}): Uint8Array {
  if (relay < 1 || tenths < 1 || tenths > 0x7fff) throw new RangeError('no such pulse');
  return withCrc(unit, writeRelay, timedOn >> 8, relay - 1, tenths >> 8, tenths & 0xff);
}

/** Tenths of a second, rounded up: no pulse is shorter than was ordered. */
export function tenthsOf(ms: number): number {
  return Math.ceil(ms / 100);
}

/** Whether this is the answer to that pulse and to no other. */
export function isTimedOn(
  frame: ModbusFrame,
  { unit, relay, tenths }: { readonly unit: number; readonly relay: number; readonly tenths: number },
): boolean {
  return (
    frame.is === 'written' && frame.unit === unit && frame.address === timedOn + relay - 1 && frame.value === tenths
  );
}

export function isExceptionTo(
  frame: ModbusFrame,
  asked: { readonly unit: number; readonly function: number },
): frame is Extract<ModbusFrame, { readonly is: 'exception' }> {
  return frame.is === 'exception' && frame.unit === asked.unit && frame.function === asked.function;
}

/** Length of the request that begins with these bytes; undefined while too few of them are there to tell. */
export function requestLength(bytes: Uint8Array): number | undefined {
  const [, code] = bytes;
  if (code === undefined) return undefined;
  if (code !== writeRelays && code !== writeRegisters) return 8;
  return bytes[6] === undefined ? undefined : bytes[6] + 9;
}

/** Reads one whole request. */
export function decodeRequest(bytes: Uint8Array): Result<ModbusRequest, FrameProblem> {
  if (bytes.length !== requestLength(bytes)) return failed('wrongLength');
  if (!hasGoodCrc(bytes)) return failed('wrongChecksum');
  const [unit = 0, code = 0] = bytes;
  const first = word(bytes, 2);
  const value = word(bytes, 4);
  if (code >= refusal) return failed('wrongValue');
  if (code === readRelays || code === readInputs) return ok({ ask: 'bits', unit, of: code, first, count: value });
  if (code === writeRelay) return ok({ ask: 'write', unit, address: first, value });
  if (code !== writeRelays) return ok({ ask: 'other', unit, function: code });
  const bits = bytes.slice(7, -2);
  if (value === 0 || bits.length !== Math.ceil(value / 8)) return failed('wrongValue');
  const on = Array.from({ length: value }, (_, place) => bitOf(bits, place + 1) === true);
  return ok({ ask: 'writeMany', unit, first, on });
}

export function encodeReply(frame: ModbusReply): Uint8Array {
  switch (frame.is) {
    case 'bits':
      return withCrc(frame.unit, frame.of, frame.bits.length, ...frame.bits);
    case 'written': {
      const { address, value } = frame;
      return withCrc(frame.unit, writeRelay, address >> 8, address & 0xff, value >> 8, value & 0xff);
    }
    case 'writtenMany': {
      const { first, count } = frame;
      return withCrc(frame.unit, writeRelays, first >> 8, first & 0xff, count >> 8, count & 0xff);
    }
    case 'exception':
      return withCrc(frame.unit, frame.function | refusal, frame.code);
  }
}

/** Length of the reply that begins with these bytes; undefined when no reply of this protocol begins like this. */
export function replyLength(bytes: Uint8Array): number | 'unfinished' | undefined {
  const [, code, count] = bytes;
  if (code === undefined) return 'unfinished';
  if (code >= refusal) return 5;
  if (code === writeRelay) return 8;
  if (code !== readRelays && code !== readInputs) return undefined;
  if (count === undefined) return 'unfinished';
  return count === 0 ? undefined : count + 5;
}

/** Reads one whole reply. */
export function decodeReply(bytes: Uint8Array): Result<ModbusFrame, FrameProblem> {
  const [unit = 0, code = 0, third = 0] = bytes;
  if (bytes.length !== replyLength(bytes)) return failed('wrongLength');
  if (!hasGoodCrc(bytes)) return failed('wrongChecksum');
  if (code >= refusal) return ok({ is: 'exception', unit, function: code - refusal, code: third });
  if (code === writeRelay) return ok({ is: 'written', unit, address: word(bytes, 2), value: word(bytes, 4) });
  return ok({ is: 'bits', unit, of: code === readRelays ? readRelays : readInputs, bits: bytes.slice(3, -2) });
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Relay or input `number` (from 1) in the bits of a reply; undefined when they do not reach that far. */
export function bitOf(bits: Uint8Array, number: number): boolean | undefined {
  const byte = bits[(number - 1) >> 3];
  return byte === undefined ? undefined : ((byte >> ((number - 1) & 7)) & 1) === 1;
}

/** Packs relays or inputs, the first one into bit 0 of the first byte. */
export function bitsFrom(values: readonly boolean[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((on, place) => {
    if (on) bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
  });
  return bits;
}
