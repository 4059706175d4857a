// Noise: what comes over a bad line of one protocol: random bytes, bytes that it likes, good frames and spoilt ones.

import { joinBytes } from '../../src/base/bytes.ts';
import type { Random } from '../../src/base/random.ts';

export interface Grammar {
  /** One good frame, or what else the other end says in one go. */
  frame(random: Random): Uint8Array;
  /** Bytes that mean something: headers, ends, addresses. */
  readonly alphabet: readonly number[];
  /** Bytes come in blocks of this size only, e.g. HID reports. */
  readonly block?: number;
}

export function randomBytes(random: Random, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) bytes[at] = random.next() * 256;
  return bytes;
}

function likedBytes(random: Random, { alphabet }: Grammar, length: number): Uint8Array {
  const bytes = randomBytes(random, length);
  for (let at = 0; at < length; at += 1) if (random.chance(0.8)) bytes[at] = random.pick(alphabet);
  return bytes;
}

/** One piece of pure noise: no frame is put into it. */
export function noisePiece(random: Random, grammar: Grammar): Uint8Array {
  const length = grammar.block ?? random.between(1, 64);
  return random.chance(0.5) ? randomBytes(random, length) : likedBytes(random, grammar, length);
}

/** One piece of a line on which a device speaks and everything goes wrong. */
export function spoiltPiece(random: Random, grammar: Grammar): Uint8Array {
  const choice = random.next();
  if (choice < 0.2) return noisePiece(random, grammar);
  const frame = grammar.frame(random);
  return inBlocks(choice < 0.45 ? frame : spoil(frame, random, grammar), grammar.block);
}

function spoil(frame: Uint8Array, random: Random, grammar: Grammar): Uint8Array {
  const place = random.between(0, Math.max(frame.length - 1, 0));
  switch (random.between(0, 8)) {
    case 0:
      return flipped(frame, random);
    case 1:
      return frame.slice(0, place);
    case 2:
      return frame.slice(place);
    case 3:
      return joinBytes(frame, frame);
    case 4: {
      const other = grammar.frame(random);
      return joinBytes(frame.slice(0, place), other.slice(random.between(0, Math.max(other.length - 1, 0))));
    }
    case 5: {
      const wrong = Uint8Array.from(frame);
      wrong[place] = random.chance(0.5) ? random.pick(grammar.alphabet) : random.between(0, 255);
      return wrong;
    }
    case 6:
      return joinBytes(frame.slice(0, place), randomBytes(random, random.between(1, 3)), frame.slice(place));
    case 7:
      return joinBytes(frame.slice(0, place), frame.slice(place + 1));
    default:
      return joinBytes(frame, randomBytes(random, random.between(0, 5)), grammar.frame(random));
  }
}

export function flipped(frame: Uint8Array, random: Random, most = 3): Uint8Array {
  const spoilt = Uint8Array.from(frame);
  for (let flips = random.between(1, most); flips > 0 && spoilt.length > 0; flips -= 1) {
    const place = random.between(0, spoilt.length - 1);
    spoilt[place] = (spoilt[place] ?? 0) ^ (1 << random.between(0, 7));
  }
  return spoilt;
}

/** Fills the last block up with zeros. */
function inBlocks(bytes: Uint8Array, block: number | undefined): Uint8Array {
  if (block === undefined || (bytes.length > 0 && bytes.length % block === 0)) return bytes;
  const whole = new Uint8Array(Math.max(Math.ceil(bytes.length / block), 1) * block);
  whole.set(bytes);
  return whole;
}

/** Cuts bytes as a line may: in pieces of 1 to 64, or block by block. */
export function inPieces(bytes: Uint8Array, random: Random, block?: number): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = block ?? random.between(1, 64);
    pieces.push(bytes.slice(at, at + length));
    at += length;
  }
  return pieces;
}
