// Noisy streams: good frames, and between them everything that a bad line makes of frames, from a seed and with the truth.

import { joinBytes, sameBytes } from '../../../src/base/bytes.ts';
import type { Random } from '../../../src/base/random.ts';

/** What arrives between two silences, in the pieces in which a port gives it out. */
export type Burst = readonly Uint8Array[];

export interface NoisyStream {
  readonly bursts: readonly Burst[];
  readonly byteCount: number;
  /** The undamaged frames, in order; `end`: bytes of the stream up to the end of the burst that it stands in. */
  readonly good: readonly Placed[];
}

export interface Placed {
  readonly bytes: Uint8Array;
  readonly end: number;
}

export interface NoiseOptions {
  readonly makeFrame: (random: Random) => Uint8Array;
  readonly random: Random;
  /** Of the frames, from 0 to 1. */
  readonly damaged: number;
  readonly byteCount: number;
}

/** As much as a port gives out at once. */
const pieceBytes = 64;

type Damage = 'bit' | 'bits' | 'cut' | 'lostByte' | 'spliced' | 'noise';
const damages: readonly Damage[] = ['bit', 'bits', 'cut', 'lostByte', 'spliced', 'noise'];

function noiseBytes(random: Random, most: number): Uint8Array {
  return Uint8Array.from({ length: random.between(1, most) }, () => random.between(0, 255));
}

/** One frame as a bad line delivers it. `whole` is the undamaged frame that stands in it all the same, if one does. */
export interface Damaged {
  readonly bytes: Uint8Array;
  readonly whole: Uint8Array | undefined;
}

export function damage(frame: Uint8Array, makeOther: () => Uint8Array, random: Random): Damaged {
  const kind = random.pick(damages);
  const place = random.between(1, frame.length - 1);
  switch (kind) {
    case 'bit':
      return { bytes: flipped(frame, [[place, random.between(0, 7)]]), whole: undefined };
    case 'bits': {
      // A burst of interference: some bits of neighbouring bytes.
      const flips = Array.from(
        { length: random.between(2, 6) },
        () => [Math.min(frame.length - 1, place + random.between(0, 3)), random.between(0, 7)] as const,
      );
      const bytes = flipped(frame, flips);
      return { bytes, whole: sameBytes(bytes, frame) ? frame : undefined };
    }
    case 'cut':
      return { bytes: frame.slice(0, place), whole: undefined };
    case 'lostByte':
      return { bytes: joinBytes(frame.subarray(0, place), frame.subarray(place + 1)), whole: undefined };
    case 'spliced': {
      const other = makeOther();
      const bytes = joinBytes(frame.subarray(0, place), other.subarray(place));
      return { bytes, whole: [frame, other].find((one) => sameBytes(one, bytes)) };
    }
    case 'noise':
      return { bytes: joinBytes(noiseBytes(random, 12), frame, noiseBytes(random, 12)), whole: frame };
  }
}

function flipped(frame: Uint8Array, flips: readonly (readonly [at: number, bit: number])[]): Uint8Array {
  const bytes = Uint8Array.from(frame);
  for (const [at, bit] of flips) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return bytes;
}

export function makeNoisyStream({ makeFrame, random, damaged, byteCount }: NoiseOptions): NoisyStream {
  const bursts: Burst[] = [];
  const good: Placed[] = [];
  let made = 0;
  while (made < byteCount) {
    const parts: Uint8Array[] = [];
    const whole: Uint8Array[] = [];
    for (let count = random.chance(0.5) ? 1 : random.between(2, 4); count > 0; count -= 1) {
      const frame = makeFrame(random);
      if (!random.chance(damaged)) {
        parts.push(frame);
        whole.push(frame);
        continue;
      }
      const spoilt = damage(frame, () => makeFrame(random), random);
      parts.push(spoilt.bytes);
      if (spoilt.whole !== undefined) whole.push(spoilt.whole);
    }
    const bytes = joinBytes(...parts);
    made += bytes.length;
    const end = made;
    good.push(...whole.map((frame) => ({ bytes: frame, end })));
    bursts.push(pieces(bytes));
  }
  return { bursts, byteCount: made, good };
}

function pieces(bytes: Uint8Array): Burst {
  const cut: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) cut.push(bytes.slice(at, at + pieceBytes));
  return cut;
}
