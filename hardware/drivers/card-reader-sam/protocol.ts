// SAM module protocol (GA/T 467): the commands of the computer, the replies of the module and the shape of their data.

import { joinBytes } from '../../../src/base/bytes.ts';
import { certain, failed, ok, type Result } from '../../../src/base/result.ts';
import { createDeframer, encodeFrame } from './frames.ts';
import { isAboutCard, status } from './status.ts';

/** CMD and PARA as one number. */
export const command = {
  reset: 0x10ff,
  selfTest: 0x11ff,
  samId: 0x12ff,
  find: 0x2001,
  select: 0x2002,
  read: 0x3001,
  readWithFingerprints: 0x3010,
  readNewAddress: 0x3003,
  readChipNumber: 0x3005,
  speed115200: 0x6000,
  speed57600: 0x6001,
  speed38400: 0x6002,
  speed19200: 0x6003,
  speed9600: 0x6004,
  limitRadioFrame: 0x61ff,
} as const;

export type CommandName = keyof typeof command;

export interface Command {
  readonly code: number;
  readonly data: Uint8Array;
}

export interface Reply {
  /** Status of the card, passed through by the module; for the log only. */
  readonly sw1: number;
  readonly sw2: number;
  /** SW3, the module's own status: the one that counts. */
  readonly status: number;
  readonly data: Uint8Array;
}

const nothing = new Uint8Array();

export function commandName(code: number): CommandName | undefined {
  return (Object.keys(command) as CommandName[]).find((name) => command[name] === code);
}

export function encodeCommand(code: number, data: Uint8Array = nothing): Uint8Array {
  return encodeFrame(joinBytes(Uint8Array.of(code >> 8, code & 0xff), data));
}

export function encodeReply(sw3: number, data: Uint8Array = nothing): Uint8Array {
  return encodeFrame(joinBytes(Uint8Array.of(0, 0, sw3), data));
}

/** `body` of a frame from the host side, at least two bytes. */
export function readCommand(body: Uint8Array): Command {
  return { code: byteOf(body, 0) * 256 + byteOf(body, 1), data: body.slice(2) };
}

/** `body` of a frame from the device side, at least three bytes. */
export function readReply(body: Uint8Array): Reply {
  return { sw1: byteOf(body, 0), sw2: byteOf(body, 1), status: byteOf(body, 2), data: body.slice(3) };
}

export const createReplyDeframer = () => createDeframer('device', readReply);

/**
 * A reply does not say which command it answers. Whether it can be the answer is seen by its status and by the length
 * of its data, so that a late reply to another command is not taken for this one's.
 */
export function canAnswer(name: CommandName, reply: Reply): boolean {
  const { length } = reply.data;
  if (reply.status !== status.good && reply.status !== status.found) {
    return length === 0 && (touchesCard(name) || !isAboutCard(reply.status));
  }
  if (name === 'find') return reply.status === status.found && (length === 4 || length === 0);
  if (reply.status === status.found) return false;
  switch (name) {
    case 'select':
      return length === 8;
    case 'samId':
      return length === 16;
    case 'read':
      return length === 1284;
    case 'readWithFingerprints':
      return length === 1286 || length === 1798 || length === 2310;
    case 'readNewAddress':
      return length > 0 && length <= 280 && length % 70 === 0;
    case 'readChipNumber':
      return length === 24 || length === 28;
    default:
      return length === 0;
  }
}

export function touchesCard(name: CommandName): boolean {
  return command[name] >> 8 === 0x20 || command[name] >> 8 === 0x30;
}

export const textBytes = 256;
export const photoBytes = 1024;
/** One template. */
export const fingerprintBytes = 512;
/** Data of a reply to 30 01: two lengths, text and photo. */
export const baseDataBytes = 4 + textBytes + photoBytes;

export interface CardBlocks {
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
  /** 512 bytes for each finger, none to two; not parsed. Empty when they were not asked for. */
  readonly fingerprints: Uint8Array;
}

/** Data of a reply to 30 01 or 30 10. Both begin with lengths, 30 10 with one more: all of them must add up. */
export function readCardBlocks(data: Uint8Array): Result<CardBlocks, 'length'> {
  const withFingerprints = data.length !== baseDataBytes;
  const head = withFingerprints ? 6 : 4;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (data.length < head || view.getUint16(0) !== textBytes || view.getUint16(2) !== photoBytes)
    return failed('length');
  const templates = withFingerprints ? view.getUint16(4) / fingerprintBytes : 0;
  const known = templates === 0 || templates === 1 || templates === 2;
  if (!known || data.length !== head + textBytes + photoBytes + templates * fingerprintBytes) return failed('length');
  const photoAt = head + textBytes;
  return ok({
    text: data.slice(head, photoAt),
    photo: data.slice(photoAt, photoAt + photoBytes),
    fingerprints: data.slice(photoAt + photoBytes),
  });
}

/** Data of a reply to 30 01, or to 30 10 when `fingerprints` is given (it may be empty). */
export function writeCardBlocks(text: Uint8Array, photo: Uint8Array, fingerprints?: Uint8Array): Uint8Array {
  const lengths = [text.length, photo.length, ...(fingerprints === undefined ? [] : [fingerprints.length])];
  const head = Uint8Array.from(lengths.flatMap((length) => [length >> 8, length & 0xff]));
  return joinBytes(head, text, photo, fingerprints ?? nothing);
}

/** Number of the module as printed on it, e.g. `05.01-20250101-0001234567-0987654321`, from the 16 bytes of 12 FF. */
export function readSamId(data: Uint8Array): string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const digits = (number: number, width: number) => number.toString().padStart(width, '0');
  const [a, b] = [view.getUint16(0, true), view.getUint16(2, true)];
  const [c, d, e] = [view.getUint32(4, true), view.getUint32(8, true), view.getUint32(12, true)];
  return `${digits(a, 2)}.${digits(b, 2)}-${digits(c, 8)}-${digits(d, 10)}-${digits(e, 10)}`;
}

/** The 16 bytes of 12 FF; undefined when the text has another form or a number is too large for its field. */
export function writeSamId(text: string): Uint8Array | undefined {
  const parts = /^(\d{2,5})\.(\d{2,5})-(\d{8,10})-(\d{10})-(\d{10})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = parts;
  view.setUint16(0, a, true);
  view.setUint16(2, b, true);
  view.setUint32(4, c, true);
  view.setUint32(8, d, true);
  view.setUint32(12, e, true);
  return readSamId(bytes) === text ? bytes : undefined;
}

function byteOf(body: Uint8Array, at: number): number {
  return certain(body[at], 'a byte of the head of a SAM frame');
}
