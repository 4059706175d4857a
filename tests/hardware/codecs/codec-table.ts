// The codecs without a driver, each with random frames of its own, for the tests that hold for all of them.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Decoded, DecodeOptions } from '../../../hardware/codecs/cut.ts';
import { decodeDc02, encodeDc02 } from '../../../hardware/codecs/dc02.ts';
import { decodeKerongScu, encodeKerongScu } from '../../../hardware/codecs/kerong-scu.ts';
import { decode5a5a, encode5a5a } from '../../../hardware/codecs/locker-5a5a.ts';
import { decodeOsdp, encodeOsdp } from '../../../hardware/codecs/osdp.ts';
import { decodeQianming5a, encodeQianming5a } from '../../../hardware/codecs/qianming-5a.ts';
import { decodeWiegand26, encodeWiegand26 } from '../../../hardware/codecs/wiegand26.ts';
import { decodeWinnsen90, encodeWinnsen90 } from '../../../hardware/codecs/winnsen-90.ts';
import { decodeYtAscii, encodeYtAscii } from '../../../hardware/codecs/yt-ascii.ts';
import { fromHex } from '../../../src/base/bytes.ts';
import type { Result } from '../../../src/base/result.ts';

export interface Codec {
  readonly name: string;
  readonly decode: (bytes: Uint8Array, options?: DecodeOptions) => readonly Decoded[];
  readonly encode: (value: unknown) => Result<Uint8Array, string>;
  readonly frames: fc.Arbitrary<object>;
}

export interface Vector {
  readonly protocol: string;
  readonly name: string;
  readonly direction: 'host->device' | 'device->host';
  readonly hex: string;
  readonly meaning: string;
  readonly invalid?: boolean;
}

export const vectors = JSON.parse(
  readFileSync(new URL('../../fixtures/codec-vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

export function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(`not hex: ${hex}`);
  return bytes.value;
}

const whole = (min: number, max: number) => fc.integer({ min, max });
const numbers = (min: number, max: number) =>
  fc.uniqueArray(whole(min, max)).map((list) => list.sort((one, other) => one - other));
const hex = (least: number, most: number) =>
  fc
    .uint8Array({ minLength: least, maxLength: most })
    .map((bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
const byte = whole(0, 255);

const dc02Board = { board: whole(1, 15) };
const dc02One = { ...dc02Board, lock: whole(1, 16) };

const boxRange = fc.record({ first: whole(1, 65_000), boxes: whole(1, 256) }).chain(({ first, boxes }) =>
  fc.record({
    first: fc.constant(first),
    last: fc.constant(first + boxes - 1),
    on: numbers(first, first + boxes - 1),
  }),
);

const ytBoard = { board: byte, crc: fc.boolean() };
const ytLock = { ...ytBoard, lock: whole(1, 24) };

const osdpHead = {
  address: whole(0, 0x7f),
  sequence: whole(0, 3),
  check: fc.constantFrom('crc', 'sum'),
  mark: fc.boolean(),
};

function kind<Fields extends object>(name: string, fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) {
  return fc.record(fields).map((values) => ({ kind: name, ...values }));
}

export const codecs: readonly Codec[] = [
  {
    name: 'osdp',
    decode: decodeOsdp,
    encode: encodeOsdp,
    frames: fc.oneof(
      ...['poll', 'ack', 'busy', 'lstat'].map((name) => kind(name, osdpHead)),
      ...['id', 'cap', 'led', 'pdcap', 'keypad'].map((name) => kind(name, { ...osdpHead, data: hex(1, 40) })),
      kind('scrypt', { ...osdpHead, securityBlock: fc.constant('1301'), data: hex(16, 16) }),
      kind('raw', { ...osdpHead, securityBlock: fc.constant('18'), data: hex(1, 32), mac: hex(4, 4) }),
      kind('command', { ...osdpHead, code: whole(0x90, 0x9f) }),
      kind('nak', { ...osdpHead, error: byte }),
      kind('comset', { ...osdpHead, newAddress: whole(0, 0x7e), speed: fc.constantFrom(9600, 115_200, 0xffffffff) }),
      kind('raw', { ...osdpHead, reader: byte, format: byte, bits: fc.constant(37), cardBits: hex(5, 5) }),
      kind('pdid', {
        ...osdpHead,
        vendor: hex(3, 3),
        model: byte,
        version: byte,
        serial: whole(0, 0xffffffff),
        firmware: fc.tuple(byte, byte, byte).map((parts) => parts.join('.')),
      }),
    ),
  },
  {
    name: 'wiegand26',
    decode: decodeWiegand26,
    encode: encodeWiegand26,
    frames: kind('card', { facility: byte, card: whole(0, 0xffff) }),
  },
  {
    name: 'qianming-5a',
    decode: decodeQianming5a,
    encode: encodeQianming5a,
    frames: fc.oneof(
      ...['open', 'doors', 'items'].map((name) => kind(name, { box: whole(1, 0xffff) })),
      ...['opened', 'rangeSet'].map((name) => kind(name, { result: byte })),
      boxRange.map(({ first, last }) => ({ kind: 'setRange', first, last })),
      boxRange.map(({ first, last, on }) => ({ kind: 'doorStates', first, last, open: on })),
      boxRange.map(({ first, last, on }) => ({ kind: 'itemStates', first, last, full: on })),
    ),
  },
  {
    name: 'winnsen-90',
    decode: decodeWinnsen90,
    encode: encodeWinnsen90,
    frames: fc.oneof(
      ...['open', 'status'].map((name) => kind(name, { station: byte, lock: whole(1, 16) })),
      kind('opened', {
        station: byte,
        lock: whole(1, 16),
        result: fc.constantFrom('failed', 'open', 'coolingDown'),
      }),
      kind('door', { station: byte, lock: whole(1, 16), door: fc.constantFrom('open', 'closed') }),
    ),
  },
  {
    name: 'kerong-scu',
    decode: decodeKerongScu,
    encode: encodeKerongScu,
    frames: fc.oneof(
      ...['open', 'status'].map((name) => kind(name, { address: byte })),
      // Without a word on the sender an answer with result 71 and nothing else set would be taken for an order.
      kind('answer', {
        address: byte,
        result: whole(0, 0x6f),
        closed: fc.boolean(),
        rest: hex(3, 3).map((of) => `${of}fe`),
      }),
    ),
  },
  {
    name: 'dc02',
    decode: decodeDc02,
    encode: encodeDc02,
    frames: fc.oneof(
      ...['version', 'doors'].map((name) => kind(name, dc02Board)),
      ...['open', 'door'].map((name) => kind(name, dc02One)),
      kind('versionIs', { ...dc02Board, version: byte, reserved: byte }),
      ...['opened', 'doorState'].map((name) => kind(name, { ...dc02One, status: byte })),
      ...['outputSet', 'outputsSet'].map((name) => kind(name, { ...dc02Board, status: byte })),
      ...['doorStates', 'openedAll', 'openedInTurn', 'openedTogether'].map((name) =>
        kind(name, { ...dc02Board, on: numbers(1, 16) }),
      ),
    ),
  },
  {
    name: 'yt-ascii',
    decode: decodeYtAscii,
    encode: encodeYtAscii,
    frames: fc.oneof(
      ...['ping', 'reboot', 'doors'].map((name) => kind(name, ytBoard)),
      ...['open', 'door'].map((name) => kind(name, ytLock)),
      kind('open', { ...ytLock, ms: whole(1, 3000) }),
      kind('answer', { ...ytBoard, command: fc.constantFrom('PING', 'OPENLOCK'), values: fc.array(fc.constant('1')) }),
      kind('error', { text: fc.constantFrom('1,busy', '', '?'), crc: fc.boolean() }),
      whole(1, 24).chain((locks) =>
        kind('doorStates', { ...ytBoard, locks: fc.constant(locks), open: numbers(1, locks) }),
      ),
    ),
  },
  {
    name: '5a5a',
    decode: decode5a5a,
    encode: encode5a5a,
    frames: kind('open', { board: whole(0, 31), lock: whole(1, 24) }),
  },
];
