// Run of one deframer: noise in any pieces, a twin that gets it in one piece, a pause, and a good frame behind it.

import { isDeepStrictEqual } from 'node:util';
import type { Deframer } from '../../hardware/transport/line.ts';
import { joinBytes, toHex } from '../../src/base/bytes.ts';
import type { Random } from '../../src/base/random.ts';
import { keptBytes, measuredFrom } from './kept.ts';
import { type Grammar, inPieces, noisePiece, spoiltPiece } from './noise.ts';
import { BrokenPromise, type Tape } from './tape.ts';
import type { Figures, FuzzTarget } from './target.ts';

export interface GoodFrame {
  /** The request that it answers; left out for what comes unasked. */
  readonly asked?: Uint8Array;
  readonly bytes: Uint8Array;
  /** What the deframer must tell of it. */
  readonly frame: unknown;
}

export interface ParserTarget {
  readonly name: string;
  readonly grammar: Grammar;
  create(): Deframer<unknown>;
  /** A frame that must be found after a pause, whatever came before it. */
  good(random: Random): GoodFrame;
  /** Beginnings that look like frames which never end; the last byte of each is repeated for ever. */
  readonly worst: readonly (readonly number[])[];
  /** The most bytes that it may have to keep. */
  readonly mostKept: number;
  /** What the driver does when it begins anew, beyond what the line does. */
  begin?(parser: Deframer<unknown>): void;
}

/** Long enough for anything that grows to show. */
const worstBytes = 262_144;
/** What one parser may hold besides its bytes: arrays grow in steps, numbers take eight bytes. */
const sparedBytes = 16_384;

export function parserTarget(target: ParserTarget): FuzzTarget {
  return { name: target.name, share: 1, run: (tape) => fuzzParser(target, tape) };
}

function fuzzParser(target: ParserTarget, tape: Tape): Figures {
  const { random } = tape;
  const { grammar } = target;
  const parser = target.create();
  const twin = target.create();
  let found = 0;

  function ask(bytes: Uint8Array | undefined): void {
    for (const each of [parser, twin]) {
      each.reset();
      if (bytes !== undefined) each.expect?.(bytes);
    }
  }

  function burst(): Uint8Array {
    const isPure = random.chance(0.3);
    const pieces = Array.from({ length: random.between(1, 60) }, () =>
      isPure ? noisePiece(random, grammar) : spoiltPiece(random, grammar),
    );
    return joinBytes(...pieces);
  }

  function hear(bytes: Uint8Array): void {
    const frames = inPieces(bytes, random, grammar.block).flatMap((piece) => parser.push(tape.feed(piece)));
    const same = grammar.block === undefined ? twin.push(bytes) : frames;
    if (!isDeepStrictEqual(frames, same)) throw tape.broken(`${bytes.length} bytes in one piece say something else`);
    found += frames.length;
  }

  /** As the line does it. */
  function silence(): readonly unknown[] {
    const frames = parser.silence?.() ?? [];
    const same = twin.silence?.() ?? [];
    if (grammar.block === undefined && !isDeepStrictEqual(frames, same))
      throw tape.broken('a pause after the same bytes says something else');
    for (const each of [parser, twin]) each.reset();
    return frames;
  }

  function hearGood(): void {
    const good = target.good(random);
    ask(good.asked);
    target.begin?.(parser);
    const pieces = inPieces(good.bytes, random, grammar.block);
    const frames = pieces.flatMap((piece) => parser.push(tape.feed(piece)));
    if (grammar.block === undefined) twin.push(good.bytes);
    const all = [...frames, ...silence()];
    if (!all.some((frame) => isDeepStrictEqual(frame, good.frame)))
      throw tape.broken(`a good frame after a pause was not found: ${toHex(good.bytes)}`);
    found += 1;
  }

  try {
    while (!tape.isDone()) {
      if (random.chance(0.5)) ask(target.good(random).asked);
      hear(burst());
      found += silence().length;
      hearGood();
    }
    return { found, kept: tape.bytes < measuredFrom ? null : worstKept(target, tape) };
  } catch (error) {
    if (error instanceof BrokenPromise) throw error;
    throw tape.broken(`it threw ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function worstKept(target: ParserTarget, tape: Tape): number {
  const { mostKept, grammar } = target;
  const most = 8 * mostKept + sparedBytes;
  let worst = 0;
  for (const beginning of target.worst) {
    // Just before it must give up, and long after.
    for (const length of [Math.floor(mostKept * 0.9), worstBytes]) {
      const feed = (parser: Deframer<unknown>) => feedWorst(parser, { beginning, length, block: grammar.block });
      const kept = keptBytes(() => target.create(), feed, most);
      worst = Math.max(worst, kept);
      if (kept > most)
        throw tape.broken(`${kept} bytes kept after ${toHex(Uint8Array.from(beginning))}…, ${length} bytes in all`);
    }
  }
  return worst;
}

function feedWorst(
  parser: Deframer<unknown>,
  { beginning, length, block }: { beginning: readonly number[]; length: number; block: number | undefined },
): void {
  const piece = new Uint8Array(block ?? 1_024).fill(beginning.at(-1) ?? 0);
  if (block !== undefined) piece.set(beginning);
  let left = length;
  if (block === undefined) {
    parser.push(Uint8Array.from(beginning));
    left -= beginning.length;
  }
  for (; left > 0; left -= piece.length) parser.push(block === undefined ? piece.subarray(0, left) : piece);
}
