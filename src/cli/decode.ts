// nighthall decode: bytes from a trace or a manual → one JSON object a frame.

import { parseArgs } from 'node:util';
import { decodeIdCard } from '../../hardware/drivers/card-reader-sam/decode.ts';
import { decodeModbus } from '../../hardware/drivers/relay-board-modbus/decode.ts';
import { decodeLock8a } from '../../hardware/drivers/lock-board-8a/decode.ts';
import { decodeEscposStatus } from '../../hardware/drivers/receipt-printer-escpos/decode.ts';
import { fromHex } from '../base/bytes.ts';
import { UsageError } from './usage.ts';

type From = 'host' | 'device';
interface Ask {
  readonly from: From | undefined;
  readonly unmasked: boolean;
}

const kinds: Readonly<Record<string, (bytes: Uint8Array, ask: Ask) => readonly { readonly ok: boolean }[]>> = {
  'id-card': (bytes, { from = 'device', unmasked }) => decodeIdCard(bytes, { from, unmasked }),
  'lock-8a': (bytes, { from }) => decodeLock8a(bytes, from === undefined ? {} : { from }),
  modbus: (bytes, { from }) => decodeModbus(bytes, from === undefined ? {} : { from }),
  'escpos-status': (bytes, { from }) => decodeEscposStatus(bytes, from === undefined ? {} : { from }),
};

export async function decode(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { from: { type: 'string' }, unmasked: { type: 'boolean', default: false } },
  });
  const [kind = '', ...hex] = positionals;
  const decoder = kinds[kind];
  if (decoder === undefined) throw new UsageError(`decode knows ${Object.keys(kinds).join(', ')}, not "${kind}"`);
  if (hex.length === 0) throw new UsageError('decode needs the bytes as hex');
  const { from, unmasked } = values;
  if (from !== undefined && from !== 'host' && from !== 'device') throw new UsageError('--from is host or device');
  const bytes = fromHex(hex.join(''));
  if (!bytes.ok) throw new UsageError('that is not hex: two digits a byte, spaces allowed');
  const frames = decoder(bytes.value, { from, unmasked });
  for (const frame of frames) process.stdout.write(`${JSON.stringify(frame)}\n`);
  return frames.every((frame) => frame.ok) ? 0 : 1;
}
