// Decoding for people: bytes of the line to a reader, told frame by frame; personal data is masked unless asked for.

import { toHex } from '../../../src/base/bytes.ts';
import { unreachable } from '../../../src/base/result.ts';
import type { Card } from '../../classes/card-reader.ts';
import { decodeCard } from './card.ts';
import { readNewAddresses } from './card-text.ts';
import { createScanner, type Piece, type Side } from './frames.ts';
import {
  baseDataBytes,
  commandName,
  fingerprintBytes,
  type Reply,
  readCardBlocks,
  readCommand,
  readReply,
  readSamId,
} from './protocol.ts';
import { describeStatus, status } from './status.ts';

/** One plain JSON object for each frame, and for each stretch of bytes that is none. */
export type DecodedFrame =
  | { readonly ok: true; readonly kind: string; readonly [field: string]: unknown }
  | { readonly ok: false; readonly problem: string; readonly [field: string]: unknown };

export interface DecodeOptions {
  /** Who sent the bytes; default `device`. */
  readonly from?: Side;
  /** Shows names and numbers in full; default false. */
  readonly unmasked?: boolean;
}

export function decodeIdCard(
  bytes: Uint8Array,
  { from = 'device', unmasked = false }: DecodeOptions = {},
): readonly DecodedFrame[] {
  const scanner = createScanner(from);
  return [...scanner.push(bytes), ...scanner.finish()].map((piece) => decodePiece(piece, from, unmasked));
}

function decodePiece(piece: Piece, from: Side, unmasked: boolean): DecodedFrame {
  switch (piece.is) {
    case 'noise':
      return { ok: false, problem: 'noise', bytes: piece.byteCount };
    case 'broken':
      return { ok: false, problem: piece.problem, bytes: piece.byteCount };
    case 'frame':
      return from === 'host' ? tellCommand(piece.body) : tellReply(readReply(piece.body), unmasked);
    default:
      return unreachable(piece);
  }
}

function tellCommand(body: Uint8Array): DecodedFrame {
  const { code, data } = readCommand(body);
  const name = commandName(code) ?? 'unknown';
  const told = { ok: true, kind: 'command', command: name, code: code.toString(16).padStart(4, '0') } as const;
  return data.length === 0 ? told : { ...told, data: toHex(data) };
}

function tellReply(reply: Reply, unmasked: boolean): DecodedFrame {
  const { data } = reply;
  const told = { status: reply.status.toString(16).padStart(2, '0'), meaning: describeStatus(reply.status).slice(4) };
  const ofCard = reply.sw1 === 0 && reply.sw2 === 0 ? {} : { cardStatus: toHex(Uint8Array.of(reply.sw1, reply.sw2)) };
  const hide = unmasked ? (text: string) => text : hideAll;
  if (reply.status === status.found)
    return { ok: true, kind: 'found', ...told, ...ofCard, ...(data.length === 0 ? {} : { chip: hide(toHex(data)) }) };
  if (reply.status !== status.good || data.length === 0) return { ok: true, kind: 'status', ...told, ...ofCard };
  switch (data.length) {
    case 8:
      return { ok: true, kind: 'selected', ...told, chip: hide(toHex(data)) };
    case 16:
      return { ok: true, kind: 'samId', ...told, samId: readSamId(data) };
    case 24:
    case 28:
      return { ok: true, kind: 'chipNumber', ...told, chipNumber: hide(toHex(data)) };
    case 70:
    case 140:
    case 210:
    case 280:
      return {
        ok: true,
        kind: 'newAddress',
        ...told,
        addresses: readNewAddresses(data).map(unmasked ? same : maskText),
        records: data.length / 70,
      };
    default:
      return { ...tellCard(data, unmasked), ...told };
  }
}

function tellCard(data: Uint8Array, unmasked: boolean): DecodedFrame {
  const blocks = readCardBlocks(data);
  if (!blocks.ok) return { ok: false, problem: 'data', kind: 'unknown', bytes: data.length };
  const card = decodeCard(blocks.value.text, blocks.value.photo);
  if (!card.ok) return { ok: false, problem: card.problem, kind: 'card' };
  const { photo, fingerprints } = blocks.value;
  const told = { ok: true, kind: 'card', fingers: fingerprints.length / fingerprintBytes } as const;
  if (!unmasked) return { ...told, card: masked(withoutPhoto(card.value)) };
  const wasAskedForFingers = data.length !== baseDataBytes;
  return {
    ...told,
    card: withoutPhoto(card.value),
    photo: toHex(photo),
    ...(wasAskedForFingers ? { fingerprints: toHex(fingerprints) } : {}),
  };
}

type Fields = Readonly<Record<string, string | null>>;

function withoutPhoto(card: Card): Fields {
  const { photo, ...fields } = card;
  return fields;
}

const masks: Readonly<Record<string, (text: string) => string>> = {
  name: maskText,
  englishName: maskText,
  address: maskText,
  birth: () => '****-**-**',
  idNumber: maskNumber,
  formerNumber: maskNumber,
  passNumber: maskNumber,
};

/** A card's fields without its photo; personal data as stars unless asked otherwise. */
export function maskedCard(card: Card, unmasked = false): Fields {
  return unmasked ? withoutPhoto(card) : masked(withoutPhoto(card));
}

function masked(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, value === null ? null : (masks[field] ?? same)(value)]),
  );
}

function same(text: string): string {
  return text;
}

/** The first character, the rest as stars. */
function maskText(text: string): string {
  const [first, ...rest] = text;
  return first === undefined ? '' : first + '*'.repeat(rest.length);
}

/** The first three and the last four places; of short numbers the first and the last two. */
function maskNumber(number: string): string {
  const [head, tail] = number.length >= 15 ? [3, 4] : [1, 2];
  return number.length <= head + tail
    ? hideAll(number)
    : number.slice(0, head) + '*'.repeat(number.length - head - tail) + number.slice(-tail);
}

function hideAll(text: string): string {
  return '*'.repeat(text.length);
}
