// nighthall decode: bytes from a trace or a manual → one JSON object a frame.

import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { fromHex } from '../base/bytes.ts';
import { codecOf, codecs } from './codecs.ts';
import { UsageError } from './usage.ts';

export async function decode(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      unmasked: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  });
  if (values.list) return list();
  const [kind, ...hex] = positionals;
  const codec = codecOf(kind);
  if (hex.length === 0) throw new UsageError('decode needs the bytes as hex, or - to read them from standard input');
  const { from, unmasked } = values;
  if (from !== undefined && from !== 'host' && from !== 'device') {
    throw new UsageError(`--from is host or device, not "${from}"`);
  }
  const bytes = fromHex(hex.length === 1 && hex[0] === '-' ? await text(process.stdin) : hex.join(''));
  if (!bytes.ok) throw new UsageError('that is not hex: two digits a byte, spaces, commas and line ends allowed');
  if (bytes.value.length === 0) throw new UsageError('decode needs at least one byte');
  const frames = codec.decode(bytes.value, { unmasked, ...(from === undefined ? {} : { from }) });
  for (const frame of frames) process.stdout.write(`${JSON.stringify(frame)}\n`);
  return frames.every((frame) => frame.ok) ? 0 : 1;
}

function list(): number {
  for (const { name, about } of codecs) process.stdout.write(`${name.padEnd(18)}${about}\n`);
  return 0;
}
