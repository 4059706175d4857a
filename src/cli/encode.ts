// nighthall encode: JSON, as decoding tells it → the bytes of the frame in hex.

import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { toHex } from '../base/bytes.ts';
import { codecOf } from './codecs.ts';
import { UsageError } from './usage.ts';

interface Given {
  /** Where it stands, for a problem: "line 3: " or nothing. */
  readonly place: string;
  readonly value: unknown;
}

/** Makes all frames or none: of several values the first wrong one is named and nothing is printed. */
export async function encode(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const [kind, ...json] = positionals;
  const { encode: make } = codecOf(kind);
  if (json.length === 0)
    throw new UsageError('encode needs a JSON object, or - to read one a line from standard input');
  const given =
    json.length === 1 && json[0] === '-' ? severalIn(await text(process.stdin)) : [oneIn(json.join(' '), '')];
  if (given.length === 0) throw new UsageError('encode found no JSON on standard input');
  const frames = given.map(({ place, value }) => {
    if (isNoFrame(value)) throw new UsageError(`${place}"ok" is false: these bytes were no frame`);
    const frame = make(value);
    if (!frame.ok) throw new UsageError(`${place}${frame.problem}`);
    return frame.value;
  });
  for (const frame of frames) process.stdout.write(`${toHex(frame)}\n`);
  return 0;
}

/** What decoding tells of bytes that are none; a trace has them between its frames. */
function isNoFrame(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
}

/** One value over as many lines as it likes, or one value a line. */
function severalIn(whole: string): readonly Given[] {
  const one = parsed(whole);
  if (one !== undefined) return [{ place: '', value: one.value }];
  return whole
    .split('\n')
    .map((line, index) => ({ line: line.trim(), place: `line ${index + 1}: ` }))
    .filter(({ line }) => line !== '')
    .map(({ line, place }) => oneIn(line, place));
}

function oneIn(json: string, place: string): Given {
  const one = parsed(json);
  if (one === undefined) throw new UsageError(`${place}that is not JSON; a frame is an object such as {"kind": …}`);
  return { place, value: one.value };
}

/** The parser's own words are left out: they quote the text, and the text may hold a person's name. */
function parsed(json: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(json) };
  } catch {
    return undefined;
  }
}
