// Frames of a SAM module (GA/T 467): AA AA AA 96 69, length, body, XOR; found again after noise and broken frames.

import { joinBytes, xorOf } from '../../../src/base/bytes.ts';
import { certain } from '../../../src/base/result.ts';
import type { Deframer } from '../../transport/line.ts';

/** Who made the bytes: a computer's frame has two bytes of head (CMD PARA), a module's three (SW1 SW2 SW3). */
export type Side = 'host' | 'device';

export type Piece =
  /** Head and data; length and XOR were right. The preamble counts with as many AA as there were. */
  | { readonly is: 'frame'; readonly body: Uint8Array; readonly byteCount: number }
  | { readonly is: 'broken'; readonly problem: 'checksum' | 'length' | 'incomplete'; readonly byteCount: number }
  | { readonly is: 'noise'; readonly byteCount: number };

/** The length field of a reply with text, photo and two fingerprints; nothing longer is legal. */
const longestLength = 0x090a;
/** The whole of that frame, preamble included: the most that is ever kept. */
export const longestFrame = 7 + longestLength;
/** Head and data of that frame, without its XOR. */
export const longestBody = longestLength - 1;

export function encodeFrame(body: Uint8Array): Uint8Array {
  const length = body.length + 1;
  if (length > longestLength) throw new Error(`a SAM frame can not hold ${body.length} bytes`);
  const frame = joinBytes(
    Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, length >> 8, length & 0xff),
    body,
    new Uint8Array(1),
  );
  frame[frame.length - 1] = xorOf(frame, 5, frame.length - 1);
  return frame;
}

export interface Scanner {
  push(bytes: Uint8Array): readonly Piece[];
  /** No more will come for what is unfinished: gives it up, with whatever stands behind it. */
  finish(): readonly Piece[];
  reset(): void;
}

export function createScanner(from: Side): Scanner {
  const shortestLength = from === 'host' ? 3 : 4;
  let kept = new Uint8Array();
  /** Bytes that came behind `kept` and are not looked at before the frame that begins there can be whole. */
  let behind: Uint8Array[] = [];
  let missing = 0;

  function push(bytes: Uint8Array): readonly Piece[] {
    missing -= bytes.length;
    behind.push(bytes);
    return missing > 0 ? [] : cutKept();
  }

  function cutKept(): readonly Piece[] {
    const { pieces, rest, wanted } = cut(joinBytes(kept, ...behind), shortestLength);
    kept = rest.slice();
    behind = [];
    missing = wanted;
    return pieces;
  }

  return {
    push,
    finish() {
      const pieces: Piece[] = [...cutKept()];
      while (kept.length > 0) {
        const mark = findMark(kept, 0);
        const next = mark === undefined ? kept.length : findNextStart(kept, mark + 2);
        pieces.push(
          mark === undefined
            ? { is: 'noise', byteCount: next }
            : { is: 'broken', problem: 'incomplete', byteCount: next },
        );
        kept = kept.slice(next);
        pieces.push(...cutKept());
      }
      return pieces;
    },
    reset() {
      kept = new Uint8Array();
      behind = [];
      missing = 0;
    },
  };
}

/** `read` gets the body of each good frame. Everything else is skipped. */
export function createDeframer<Frame>(from: Side, read: (body: Uint8Array) => Frame): Deframer<Frame> {
  const scanner = createScanner(from);
  const readAll = (pieces: readonly Piece[]) =>
    pieces.flatMap((piece) => (piece.is === 'frame' ? [read(piece.body)] : []));
  return {
    push: (bytes) => readAll(scanner.push(bytes)),
    silence: () => readAll(scanner.finish()),
    reset: () => scanner.reset(),
  };
}

function cut(
  bytes: Uint8Array,
  shortestLength: number,
): { readonly pieces: readonly Piece[]; readonly rest: Uint8Array; readonly wanted: number } {
  const pieces: Piece[] = [];
  let at = 0;
  for (;;) {
    const mark = findMark(bytes, at);
    const start = mark === undefined ? bytes.length - unfinishedPreamble(bytes, at) : startBefore(bytes, mark, at);
    if (start > at) pieces.push({ is: 'noise', byteCount: start - at });
    if (mark === undefined) return { pieces, rest: bytes.subarray(Math.max(start, bytes.length - 4)), wanted: 0 };

    const unfinished = { pieces, rest: bytes.subarray(Math.max(start, mark - 3)) };
    if (bytes.length < mark + 4) return { ...unfinished, wanted: 0 };
    const length = byteAt(bytes, mark + 2) * 256 + byteAt(bytes, mark + 3);
    const end = mark + 4 + length;
    if (length < shortestLength || length > longestLength) {
      at = findNextStart(bytes, mark + 2);
      pieces.push({ is: 'broken', problem: 'length', byteCount: at - start });
    } else if (bytes.length < end) {
      return { ...unfinished, wanted: end - bytes.length };
    } else if (xorOf(bytes, mark + 2, end) === 0) {
      pieces.push({ is: 'frame', body: bytes.slice(mark + 4, end - 1), byteCount: end - start });
      at = end;
    } else {
      // A true frame may have begun inside the broken one, or across its end.
      at = findNextStart(bytes.subarray(0, Math.min(bytes.length, end + 3)), mark + 2, end);
      pieces.push({ is: 'broken', problem: 'checksum', byteCount: at - start });
    }
  }
}

/** Index of the 96 of the next AA AA 96 69: two AA are enough, as shipped readers also lose the first. */
function findMark(bytes: Uint8Array, from: number): number | undefined {
  for (let at = bytes.indexOf(0x96, from + 2); at >= 0; at = bytes.indexOf(0x96, at + 1)) {
    if (bytes[at + 1] === 0x69 && bytes[at - 1] === 0xaa && bytes[at - 2] === 0xaa) return at;
  }
  return undefined;
}

/** Bit synchronisation may be longer than three AA: all of them belong to the frame. */
function startBefore(bytes: Uint8Array, mark: number, from: number): number {
  let start = mark;
  while (start > from && bytes[start - 1] === 0xaa) start -= 1;
  return start;
}

/** Where the next frame begins or may begin; `end` (default: the end of the bytes) when nothing before it looks so. */
function findNextStart(bytes: Uint8Array, from: number, end = bytes.length): number {
  const mark = findMark(bytes, from);
  const start = mark === undefined ? end : startBefore(bytes, mark, from);
  if (start < end) return start;
  return end - unfinishedPreamble(bytes.subarray(0, end), from);
}

/** How many of the last bytes may be the beginning of a preamble: AA …, or AA AA … 96. */
function unfinishedPreamble(bytes: Uint8Array, from: number): number {
  const last = bytes.length - 1;
  if (last < from) return 0;
  const startOfRun = startBefore(bytes, bytes[last] === 0x96 ? last : last + 1, from);
  const run = bytes.length - startOfRun;
  if (bytes[last] === 0x96) return run >= 3 ? run : 0;
  return run;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return certain(bytes[at], 'a byte inside the frame');
}
