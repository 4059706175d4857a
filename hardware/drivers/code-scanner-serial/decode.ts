// Decode: explains bytes of a serial scanner's line to a technician, frame by frame, in any dialect.

import { toHex } from '../../../src/base/bytes.ts';
import { longestCode } from '../../classes/code-scanner.ts';
import { decodeNewlandCommand, decodeNewlandReply } from './newland.ts';
import { readCode } from './text.ts';
import { decodeZoneReply, decodeZoneWrite, zoneReplyFrame, zoneWriteFrame } from './zone-frames.ts';

/** One frame or one stretch of bytes that is none; plain JSON. `hex` is lower case. */
export type ScannerDecoded =
  | ({ readonly ok: true; readonly from: 'host' | 'device'; readonly hex: string } & Meaning)
  | { readonly ok: false; readonly from: 'host' | 'device'; readonly hex: string; readonly problem: string };

type Meaning =
  | { readonly kind: 'trigger' | 'stop' }
  | { readonly kind: 'zoneWrite'; readonly address: number; readonly data: string; readonly checksum: string }
  | { readonly kind: 'zoneReply'; readonly status: string; readonly data: string }
  | { readonly kind: 'newlandCommand'; readonly storage: string; readonly body: string }
  | { readonly kind: 'newlandReply'; readonly storage: string; readonly body: string; readonly verdict: string }
  /** `text` only when asked for: a code may hold somebody's number. */
  | { readonly kind: 'code'; readonly bytes: number; readonly text?: string };

type Look =
  | { readonly length: number; readonly meaning: Meaning }
  | { readonly length: number; readonly problem: string };

/** Without `from` the bytes are taken for the host's when they begin like an order, else for the scanner's. */
export function decodeScanner(
  bytes: Uint8Array,
  { from, unmasked = false }: { readonly from?: 'host' | 'device' | undefined; readonly unmasked?: boolean } = {},
): readonly ScannerDecoded[] {
  const sender = from ?? (bytes[0] === 0x7e || bytes[0] === 0x16 ? 'host' : 'device');
  const decoded: ScannerDecoded[] = [];
  for (let at = 0; at < bytes.length; ) {
    const rest = bytes.slice(at);
    const { length, ...seen } = sender === 'host' ? lookAtOrder(rest) : lookAtAnswer(rest, unmasked);
    const hex = toHex(rest.slice(0, length));
    decoded.push(
      'meaning' in seen
        ? { ok: true, from: sender, hex, ...seen.meaning }
        : { ok: false, from: sender, hex, problem: seen.problem },
    );
    at += length;
  }
  return decoded;
}

function lookAtOrder(rest: Uint8Array): Look {
  const [first, second, third, fourth = 0] = rest;
  if (first === 0x16 && third === 0x0d && (second === 0x54 || second === 0x55)) {
    return { length: 3, meaning: { kind: second === 0x54 ? 'trigger' : 'stop' } };
  }
  if (first === 0x7e && second === 0x00) {
    const length = Math.min(fourth + zoneWriteFrame, rest.length);
    const write = decodeZoneWrite(rest.slice(0, length));
    if (!write.ok) return { length, problem: write.problem };
    const { address, data, checksum } = write.value;
    return { length, meaning: { kind: 'zoneWrite', address, data: toHex(data), checksum } };
  }
  if (first === 0x7e) {
    const length = throughEnd(rest);
    const command = decodeNewlandCommand(rest.slice(0, length));
    if (!command.ok) return { length, problem: command.problem };
    return { length, meaning: { kind: 'newlandCommand', ...command.value } };
  }
  const next = rest.findIndex((byte, place) => place > 0 && (byte === 0x7e || byte === 0x16));
  return { length: next < 0 ? rest.length : next, problem: 'unknownHeader' };
}

function lookAtAnswer(rest: Uint8Array, unmasked: boolean): Look {
  const [first, second, , fourth = 0] = rest;
  if (first === 0x02 && second === 0x00) {
    const length = Math.min(fourth + zoneReplyFrame, rest.length);
    const reply = decodeZoneReply(rest.slice(0, length));
    if (!reply.ok) return { length, problem: reply.problem };
    return { length, meaning: { kind: 'zoneReply', status: reply.value.status, data: toHex(reply.value.data) } };
  }
  if (first === 0x02 && second === 0x01) {
    const length = throughEnd(rest);
    const reply = decodeNewlandReply(rest.slice(0, length));
    if (!reply.ok) return { length, problem: reply.problem };
    return { length, meaning: { kind: 'newlandReply', ...reply.value } };
  }
  const length = throughLineEnd(rest);
  const code = rest.slice(0, length).filter((byte) => byte !== 0x0d && byte !== 0x0a);
  if (code.length > longestCode) return { length, problem: 'tooLong' };
  const read = readCode(code, { encoding: 'utf-8', aimPrefix: false, trigger: 'none' });
  if (!read.ok) return { length, problem: read.problem };
  return { length, meaning: { kind: 'code', bytes: code.length, ...(unmasked ? { text: read.value.text } : {}) } };
}

/** Up to and with ETX, or all. */
function throughEnd(rest: Uint8Array): number {
  const end = rest.indexOf(0x03);
  return end < 0 ? rest.length : end + 1;
}

/** Up to and with the line end, or before an answer that begins, or all. */
function throughLineEnd(rest: Uint8Array): number {
  for (let place = 0; place < rest.length; place += 1) {
    if (place > 0 && rest[place] === 0x02 && (rest[place + 1] === 0x00 || rest[place + 1] === 0x01)) return place;
    const isEnd = rest[place] === 0x0d || rest[place] === 0x0a;
    if (isEnd) return rest[place] === 0x0d && rest[place + 1] === 0x0a ? place + 2 : place + 1;
  }
  return rest.length;
}
