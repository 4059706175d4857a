// Frame cutter: finds the frames in a stream of bytes, for families whose frames tell by their first bytes how long they
// are. The same look serves the line, the simulated board and whoever explains a trace.

import { joinBytes, toHex } from '../../src/base/bytes.ts';
import type { Clock } from '../../src/base/clock.ts';

export type FrameProblem =
  /** A whole frame, but its check bytes (checksum, parity, end byte) do not fit. */
  | 'wrongChecksum'
  /** The check bytes fit, but a field says something that this frame can't say. */
  | 'wrongValue'
  /** No frame begins like this. */
  | 'unknownHeader';

/** What stands at the beginning of some bytes. */
export type Seen<Frame> =
  | { readonly is: 'frame'; readonly frame: Frame; readonly length: number }
  | { readonly is: 'unfinished' }
  | { readonly is: 'noise'; readonly problem: FrameProblem };

/** Never looks past the frame that begins at the first byte. */
export type Look<Frame> = (bytes: Uint8Array) => Seen<Frame>;

export const unfinished: Seen<never> = { is: 'unfinished' };

export function seen<Frame>(frame: Frame, length: number): Seen<Frame> {
  return { is: 'frame', frame, length };
}

export function noise(problem: FrameProblem): Seen<never> {
  return { is: 'noise', problem };
}

/** The same look, telling what is found in other words. */
export function toldBy<Frame, Told>(look: Look<Frame>, tell: (frame: Frame) => Told): Look<Told> {
  return (bytes) => {
    const found = look(bytes);
    return found.is === 'frame' ? seen(tell(found.frame), found.length) : found;
  };
}

/** The frames in `bytes`, and what may become one when more comes. `atEnd`: nothing more comes. */
export function cutFrames<Frame>(
  bytes: Uint8Array,
  look: (bytes: Uint8Array, atEnd: boolean) => Seen<Frame>,
  { atEnd }: { readonly atEnd: boolean },
) {
  const frames: Frame[] = [];
  let from = 0;
  while (from < bytes.length) {
    const found = look(bytes.subarray(from), atEnd);
    if (found.is === 'unfinished' && !atEnd) break;
    if (found.is === 'frame') frames.push(found.frame);
    from += found.is === 'frame' ? found.length : 1;
  }
  return { frames, rest: bytes.slice(from) };
}

/** Bytes further apart than this do not belong to one request. */
const requestGapMs = 100;

/** Takes bytes in any pieces and returns the whole requests in them, as a board finds them. */
export function createRequestCutter<Request>(
  clock: Clock,
  look: Look<Request>,
): (bytes: Uint8Array) => readonly Request[] {
  let buffer: Uint8Array = new Uint8Array();
  let lastAt = Number.NEGATIVE_INFINITY;
  return (bytes) => {
    if (clock.monotonic() - lastAt > requestGapMs) buffer = new Uint8Array();
    lastAt = clock.monotonic();
    const { frames, rest } = cutFrames(joinBytes(buffer, bytes), look, { atEnd: false });
    buffer = rest;
    return frames;
  };
}

export type From = 'host' | 'device';

/** Why a stretch of bytes is no frame. */
export type Misfit =
  | FrameProblem
  /** The bytes end, or the next good frame begins, before this one is complete. */
  | 'incomplete'
  /** Bytes in front of something better that belong to no frame. */
  | 'noise';

/** One frame or one stretch of bytes that is none; plain JSON. `hex` is lower case; together they cover every byte. */
export type Explained<Meaning> =
  | ({ readonly ok: true; readonly from: From; readonly hex: string } & Meaning)
  | {
      readonly ok: false;
      readonly from: From;
      readonly hex: string;
      readonly problem: Misfit;
    };

/** Explains all of `bytes`; `look` finds what `from` can have sent. */
export function explain<Meaning extends object>(
  bytes: Uint8Array,
  from: From,
  look: Look<Meaning>,
): readonly Explained<Meaning>[] {
  const explained: Explained<Meaning>[] = [];
  let at = 0;
  while (at < bytes.length) {
    const found = look(bytes.subarray(at));
    if (found.is === 'frame') {
      explained.push({ ok: true, from, hex: toHex(bytes.subarray(at, at + found.length)), ...found.frame });
      at += found.length;
      continue;
    }
    let end = at + 1;
    while (end < bytes.length && look(bytes.subarray(end)).is !== 'frame') end += 1;
    explained.push({ ok: false, from, hex: toHex(bytes.subarray(at, end)), problem: problemOf(found, end, bytes) });
    at = end;
  }
  return explained;
}

function problemOf(found: Exclude<Seen<unknown>, { is: 'frame' }>, end: number, bytes: Uint8Array): Misfit {
  if (found.is === 'unfinished') return 'incomplete';
  return found.problem === 'unknownHeader' && end < bytes.length ? 'noise' : found.problem;
}

/**
 * For families in which a frame tells who sent it: without `from`, the bytes are taken for a device's, and for the host's
 * when that explains more of them.
 */
export function explainEither<Meaning extends object>(
  bytes: Uint8Array,
  from: From | undefined,
  looks: { readonly host: Look<Meaning>; readonly device: Look<Meaning> },
): readonly Explained<Meaning>[] {
  if (from !== undefined) return explain(bytes, from, looks[from]);
  const byDevice = explain(bytes, 'device', looks.device);
  const byHost = explain(bytes, 'host', looks.host);
  const bad = (all: readonly Explained<Meaning>[]) =>
    all.reduce((count, each) => count + (each.ok ? 0 : each.hex.length), 0);
  return bad(byHost) < bad(byDevice) ? byHost : byDevice;
}
