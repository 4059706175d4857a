// Codecs without a driver, each with frames of its own to be spoilt.

import type { Decoded } from '../../hardware/codecs/cut.ts';
import { decodeDc02, encodeDc02 } from '../../hardware/codecs/dc02.ts';
import { decodeKerongScu, encodeKerongScu } from '../../hardware/codecs/kerong-scu.ts';
import { decode5a5a, encode5a5a } from '../../hardware/codecs/locker-5a5a.ts';
import { decodeOsdp, encodeOsdp } from '../../hardware/codecs/osdp.ts';
import { decodeQianming5a, encodeQianming5a } from '../../hardware/codecs/qianming-5a.ts';
import { decodeWiegand26, encodeWiegand26 } from '../../hardware/codecs/wiegand26.ts';
import { decodeWinnsen90, encodeWinnsen90 } from '../../hardware/codecs/winnsen-90.ts';
import { decodeYtAscii, encodeYtAscii } from '../../hardware/codecs/yt-ascii.ts';
import type { Result } from '../../src/base/result.ts';
import type { Decoder } from './decoders.ts';

type Codec = (bytes: Uint8Array, options: { readonly from: 'host' | 'device' }) => readonly Decoded[];

/** `samples`: frames as JSON, which the codec itself makes. */
function codec(
  name: string,
  [decode, encode]: readonly [Codec, (value: unknown) => Result<Uint8Array, string>],
  samples: readonly unknown[],
  alphabet: readonly number[],
): Decoder {
  const made = samples.map((sample) => {
    const bytes = encode(sample);
    if (!bytes.ok) throw new Error(`${name} does not make ${JSON.stringify(sample)}: ${bytes.problem}`);
    return bytes.value;
  });
  return {
    name: `codec-${name}/decode`,
    alphabet,
    frame: (random) => random.pick(made),
    decode: (bytes, from) => decode(bytes, { from }),
    encode,
  };
}

const board = { board: 3 };
const osdp = { address: 1, sequence: 2, check: 'crc', mark: false };

export const codecDecoders: readonly Decoder[] = [
  codec(
    'dc02',
    [decodeDc02, encodeDc02],
    [
      { kind: 'open', ...board, lock: 4 },
      { kind: 'doorStates', ...board, on: [1, 9] },
    ],
    [0xdc, 0x02, 0xfe, 0x10, 0x12, 0x00],
  ),
  codec(
    'kerong-scu',
    [decodeKerongScu, encodeKerongScu],
    [
      { kind: 'open', address: 3 },
      { kind: 'answer', address: 3, result: 16, closed: true },
    ],
    [0xf5, 0x70, 0x71, 0x5f, 0x00],
  ),
  codec('5a5a', [decode5a5a, encode5a5a], [{ kind: 'open', board: 3, lock: 7 }], [0x5a, 0x00, 0x04, 0x01]),
  codec(
    'osdp',
    [decodeOsdp, encodeOsdp],
    [
      { kind: 'poll', ...osdp },
      { kind: 'nak', ...osdp, error: 3 },
      { kind: 'id', ...osdp, data: '00' },
    ],
    [0x53, 0xff, 0x80, 0x08, 0x00, 0x04, 0x0c],
  ),
  codec(
    'qianming-5a',
    [decodeQianming5a, encodeQianming5a],
    [
      { kind: 'open', box: 12 },
      { kind: 'setRange', first: 1, last: 24 },
      { kind: 'doorStates', first: 1, last: 24, open: [3] },
    ],
    [0x5a, 0x00, 0x01, 0xff],
  ),
  codec(
    'wiegand26',
    [decodeWiegand26, encodeWiegand26],
    [{ kind: 'card', facility: 12, card: 3456 }],
    [0x00, 0x80, 0xff],
  ),
  codec(
    'winnsen-90',
    [decodeWinnsen90, encodeWinnsen90],
    [
      { kind: 'open', station: 1, lock: 7 },
      { kind: 'door', station: 1, lock: 7, door: 'open' },
    ],
    [0x90, 0x06, 0x07, 0x05, 0x85, 0x92, 0x03],
  ),
  codec(
    'yt-ascii',
    [decodeYtAscii, encodeYtAscii],
    [
      { kind: 'ping', ...board, crc: true },
      { kind: 'open', ...board, crc: false, lock: 3 },
      { kind: 'doorStates', ...board, crc: true, locks: 8, open: [2] },
    ],
    [0x24, 0x2a, 0x2c, 0x0d, 0x0a, 0x30, 0x31, 0x3f],
  ),
];
