// Decoding for people: what went over the line of an ESC/POS printer, one plain JSON object a reply or command.

import { toHex } from '../../../src/base/bytes.ts';
import { unreachable } from '../../../src/base/result.ts';
import type { Command } from './command.ts';
import { readCommand } from './commands.ts';
import { createReplyDeframer, type Reply, type StatusNumber, statusNumbers } from './protocol.ts';
import { createRealtimeFilter } from './realtime.ts';
import {
  readAutomaticStatus,
  readErrorStatus,
  readExecutedPaper,
  readOfflineStatus,
  readPaperStatus,
  readPrinterStatus,
} from './status.ts';

import {
  customStatusLength,
  isCustomStatus,
  readBillStatus,
  readCustomStatus,
  readMasungExit,
} from './vendor-status.ts';

export type DecodedStatus =
  | { readonly ok: true; readonly kind: string; readonly [field: string]: unknown }
  | { readonly ok: false; readonly problem: string; readonly [field: string]: unknown };

export interface DecodeOptions {
  /** Who sent the bytes; default: the printer, with the requests of the computer between its replies where captured. */
  readonly from?: 'host' | 'device';
}

export function decodeEscposStatus(bytes: Uint8Array, { from }: DecodeOptions = {}): readonly DecodedStatus[] {
  return from === 'host' ? decodeCommands(bytes) : decodeReplies(bytes);
}

/**
 * Reads a capture. A DLE EOT reply does not say which of the four it is: when the capture holds the request `10 04 n`
 * in front of it, the reply is read as that one; otherwise all four readings are given. No reply can look like such a
 * request: an automatic status that begins `10 04` never has 01 to 04 in its third byte followed by a status byte.
 */
function decodeReplies(bytes: Uint8Array): readonly DecodedStatus[] {
  const told: DecodedStatus[] = [];
  let deframer = createReplyDeframer();
  let unfinished = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const n = statusNumbers.find((number) => number === bytes[at + 2]);
    const answer = bytes[at + 3];
    const asked = bytes[at] === 0x10 && bytes[at + 1] === 0x04 && n !== undefined;
    if (asked && answer !== undefined && (answer & (n === 4 ? 0x91 : 0x93)) === (n === 4 ? 0x10 : 0x12)) {
      told.push({ ok: true, kind: 'status', byte: hex(answer), n, ...readStatus(n, answer) });
      deframer = createReplyDeframer();
      unfinished = 0;
      at += 3;
      continue;
    }
    const vendor = unfinished === 0 ? decodeVendorReply(bytes.subarray(at)) : undefined;
    if (vendor !== undefined) {
      told.push(vendor.told);
      at += vendor.length - 1;
      continue;
    }
    const replies = deframer.push(bytes.subarray(at, at + 1));
    told.push(...replies.map(tell));
    unfinished = replies.some((reply) => reply.is !== 'flow') ? 0 : unfinished + 1 - replies.length;
  }
  return unfinished === 0 ? told : [...told, { ok: false, problem: 'incomplete', bytes: unfinished }];
}

/** A request of one maker with its answer: CUSTOM `10 04 14`, Masung `10 04 05`, print801 `10 06 01`. */
function decodeVendorReply(bytes: Uint8Array): { readonly told: DecodedStatus; readonly length: number } | undefined {
  const [first, second, third, byte] = bytes;
  if (first !== 0x10 || byte === undefined) return undefined;
  if (second === 0x04 && third === 0x14 && isCustomStatus(bytes.subarray(3))) {
    const reply = bytes.subarray(3, 3 + customStatusLength);
    return { told: { ok: true, kind: 'customStatus', ...readCustomStatus(reply) }, length: 3 + customStatusLength };
  }
  if (second === 0x04 && third === 0x05)
    return { told: { ok: true, kind: 'masungExit', byte: hex(byte), ...readMasungExit(byte) }, length: 4 };
  if (second === 0x06 && third === 0x01)
    return { told: { ok: true, kind: 'billStatus', byte: hex(byte), ...readBillStatus(byte) }, length: 4 };
  return undefined;
}

/** What a computer sends; the words of a slip are a person's and stay untold. */
function decodeCommands(bytes: Uint8Array): readonly DecodedStatus[] {
  const told: DecodedStatus[] = [];
  const kept: number[] = [];
  createRealtimeFilter().push(bytes, {
    told: ({ ask, ...rest }) => told.push({ ok: true, kind: 'realtime', ask, ...rest }),
    rest: (byte) => kept.push(byte),
  });
  for (let left = Uint8Array.from(kept); left.length > 0; ) {
    const read = readCommand(left);
    if (read === undefined) return [...told, { ok: false, problem: 'incomplete', bytes: left.length }];
    told.push(tellCommand(read.command));
    left = left.slice(read.length);
  }
  return told;
}

function tellCommand(command: Command): DecodedStatus {
  switch (command.is) {
    case 'text':
      return { ok: true, kind: 'text', bytes: command.bytes.length };
    case 'qrStore':
      return { ok: true, kind: 'qrStore', bytes: command.data.length };
    case 'image':
      return { ok: true, kind: 'image', widthDots: command.widthDots, heightDots: command.heightDots };
    case 'unknown':
      return { ok: false, problem: 'unknown', bytes: toHex(command.bytes) };
    case 'setting':
      return { ok: true, kind: 'setting', bytes: toHex(command.bytes) };
    default: {
      const { is, ...fields } = command;
      return { ok: true, kind: is, ...fields };
    }
  }
}

function tell(reply: Reply): DecodedStatus {
  switch (reply.is) {
    case 'status':
      return {
        ok: true,
        kind: 'status',
        byte: hex(reply.byte),
        readings: statusNumbers.map((n) => ({ n, ...readStatus(n, reply.byte) })),
      };
    case 'executed':
      return { ok: true, kind: 'executed', byte: hex(reply.byte), ...readExecutedPaper(reply.byte) };
    case 'automaticStatus':
      return { ok: true, kind: 'automaticStatus', bytes: toHex(reply.bytes), ...readAutomaticStatus(reply.bytes) };
    case 'processId':
      return { ok: true, kind: 'processId', id: reply.id };
    case 'offlineCause':
      return { ok: true, kind: 'offlineCause', causes: reply.causes.map(hex) };
    case 'information':
      return { ok: true, kind: 'information', text: reply.text };
    case 'response':
    case 'inkStatus':
      return { ok: true, kind: reply.is, bytes: toHex(reply.bytes) };
    case 'bufferCleared':
    case 'powerOff':
      return { ok: true, kind: reply.is };
    case 'flow':
      return { ok: true, kind: 'flow', may: reply.may };
    case 'noise':
      return { ok: false, problem: 'noise', byte: hex(reply.byte) };
    default:
      return unreachable(reply);
  }
}

/** DLE EOT n as named bits. */
export function readStatus(n: StatusNumber, byte: number) {
  switch (n) {
    case 1:
      return readPrinterStatus(byte);
    case 2:
      return readOfflineStatus(byte);
    case 3:
      return readErrorStatus(byte);
    case 4:
      return readPaperStatus(byte);
    default:
      return unreachable(n);
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
