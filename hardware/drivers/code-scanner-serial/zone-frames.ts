// Frames of the older engines (Newland EM3095, GM6x and their kin): a byte is written into a zone of the engine's memory.
//
// Source: Hamlet HBCS2D100W manual 8.4, Newland NLS-EM3095 manual page 9. The checksum is CRC-CCITT (XMODEM, start 0)
// over kind, length, address and data; `AB CD` in its place tells the engine not to check. Answers always carry it.
//
//   request  7E 00 08 length address(2) data crc(2)        answer  02 00 status length data crc(2)

import { failed, ok, type Result } from '../../../src/base/result.ts';

export interface ZoneWrite {
  /** 0 to FFFF. */
  readonly address: number;
  /** 1 to 255 bytes. */
  readonly data: Uint8Array;
  readonly checksum: 'computed' | 'skipped';
}

export interface ZoneReply {
  readonly status: 'done' | 'wrongChecksum' | 'invalid';
  readonly data: Uint8Array;
}

export type ZoneProblem = 'wrongHeader' | 'wrongLength' | 'wrongChecksum' | 'unknownKind' | 'unknownStatus';

const writeKind = 0x08;
const skipped = 0xabcd;
const statusByte = { done: 0x00, wrongChecksum: 0x01, invalid: 0x03 } as const;
/** Header, kind, length, address and checksum around the data of a request. */
export const zoneWriteFrame = 8;
/** Header, status, length and checksum around the data of an answer. */
export const zoneReplyFrame = 6;

/** CRC-16/XMODEM: polynomial 1021, start 0, highest bit first. */
export function crc16Xmodem(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

export function encodeZoneWrite({ address, data, checksum }: ZoneWrite): Uint8Array {
  if (data.length < 1 || data.length > 255 || address < 0 || address > 0xffff) throw new RangeError('no zone');
  const body = Uint8Array.from([writeKind, data.length, address >> 8, address & 0xff, ...data]);
  return framed([0x7e, 0x00], body, checksum === 'skipped' ? skipped : crc16Xmodem(body));
}

export function encodeZoneReply({ status, data }: ZoneReply): Uint8Array {
  const body = Uint8Array.from([statusByte[status], data.length, ...data]);
  return framed([0x02, 0x00], body, crc16Xmodem(body));
}

function framed(header: readonly number[], body: Uint8Array, crc: number): Uint8Array {
  return Uint8Array.from([...header, ...body, crc >> 8, crc & 0xff]);
}

export function decodeZoneWrite(bytes: Uint8Array): Result<ZoneWrite, ZoneProblem> {
  const [first, second, kind, length = 0, high = 0, low = 0] = bytes;
  if (first !== 0x7e || second !== 0x00) return failed('wrongHeader');
  if (kind !== writeKind) return failed('unknownKind');
  if (length === 0 || bytes.length !== length + zoneWriteFrame) return failed('wrongLength');
  const crc = crcAtEnd(bytes);
  if (crc !== skipped && crc !== crc16Xmodem(bytes.slice(2, -2))) return failed('wrongChecksum');
  const checksum = crc === skipped ? 'skipped' : 'computed';
  return ok({ address: high * 256 + low, data: bytes.slice(6, -2), checksum });
}

export function decodeZoneReply(bytes: Uint8Array): Result<ZoneReply, ZoneProblem> {
  const [first, second, code, length = 0] = bytes;
  if (first !== 0x02 || second !== 0x00) return failed('wrongHeader');
  if (bytes.length !== length + zoneReplyFrame) return failed('wrongLength');
  if (crcAtEnd(bytes) !== crc16Xmodem(bytes.slice(2, -2))) return failed('wrongChecksum');
  const status = (['done', 'wrongChecksum', 'invalid'] as const).find((each) => statusByte[each] === code);
  return status === undefined ? failed('unknownStatus') : ok({ status, data: bytes.slice(4, -2) });
}

function crcAtEnd(bytes: Uint8Array): number {
  return (bytes[bytes.length - 2] ?? 0) * 256 + (bytes[bytes.length - 1] ?? 0);
}
