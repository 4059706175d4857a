// Cut: takes a stream of bytes apart into frames and what lies between them, for the codecs that have no driver.

import { toHex } from '../../src/base/bytes.ts';
import type { Explained, From, Misfit } from '../boards/frame-cutter.ts';

/** What a frame says; `kind` names it. */
export interface Meaning {
  readonly kind: string;
  readonly [field: string]: unknown;
}

export type Decoded = Explained<Meaning>;

/** What stands at the beginning of some bytes. */
export type Reading =
  | { readonly is: 'frame'; readonly length: number; readonly from: From; readonly meaning: Meaning }
  /** A frame seems to begin here; `length` where it is known, `inStep` where it is certain. */
  | {
      readonly is: 'broken';
      readonly length: number | undefined;
      readonly inStep: boolean;
      readonly problem: 'wrongChecksum' | 'wrongValue' | 'incomplete';
    }
  | { readonly is: 'nothing' };

export const nothing: Reading = { is: 'nothing' };
export const incomplete: Reading = { is: 'broken', length: undefined, inStep: false, problem: 'incomplete' };

/** A frame of this length that is wrong; with right check bytes, or on a wire without noise, the length is certain. */
export function broken(
  length: number,
  problem: 'wrongChecksum' | 'wrongValue',
  { inStep = problem === 'wrongValue' } = {},
): Reading {
  return { is: 'broken', length, inStep, problem };
}

export function frame(length: number, from: From, meaning: Meaning): Reading {
  return { is: 'frame', length, from, meaning };
}

export interface DecodeOptions {
  /** Who sent the bytes, for what does not say so itself; default `device`. */
  readonly from?: From | undefined;
}

/**
 * Explains all of `bytes`. `read` looks at the bytes from one place on and never past their end. A broken frame gives
 * way to a good one that begins inside it, because its own length may be the byte that is wrong.
 */
export function cut(
  bytes: Uint8Array,
  { from = 'device' }: DecodeOptions,
  read: (rest: Uint8Array) => Reading,
): readonly Decoded[] {
  const decoded: Decoded[] = [];
  const tellBad = (start: number, end: number, problem: Misfit) =>
    decoded.push({ ok: false, from, hex: toHex(bytes.subarray(start, end)), problem });
  let at = 0;
  while (at < bytes.length) {
    const reading = read(bytes.subarray(at));
    if (reading.is === 'frame') {
      const hex = toHex(bytes.subarray(at, at + reading.length));
      decoded.push({ ok: true, from: reading.from, hex, ...reading.meaning });
      at += reading.length;
      continue;
    }
    const most = reading.is === 'broken' && reading.length !== undefined ? at + reading.length : bytes.length;
    let end = reading.is === 'broken' && reading.inStep ? most : at + 1;
    while (end < most && goesOn(reading, read(bytes.subarray(end)))) end += 1;
    const isLast = end >= bytes.length;
    tellBad(at, end, reading.is === 'broken' ? reading.problem : isLast ? 'unknownHeader' : 'noise');
    at = end;
  }
  return decoded;
}

/** Whether a stretch goes on over what stands next: noise ends at anything, a broken frame at a good one. */
function goesOn(stretch: Reading, next: Reading): boolean {
  return stretch.is === 'nothing' ? next.is === 'nothing' : next.is !== 'frame';
}
