// The protocols that `nighthall decode` explains and `nighthall encode` makes, one line each.

import { decodeDc02, encodeDc02 } from '../../hardware/codecs/dc02.ts';
import { decodeKerongScu, encodeKerongScu } from '../../hardware/codecs/kerong-scu.ts';
import { decode5a5a, encode5a5a } from '../../hardware/codecs/locker-5a5a.ts';
import { decodeOsdp, encodeOsdp } from '../../hardware/codecs/osdp.ts';
import { decodeQianming5a, encodeQianming5a } from '../../hardware/codecs/qianming-5a.ts';
import { decodeWiegand26, encodeWiegand26 } from '../../hardware/codecs/wiegand26.ts';
import { decodeWinnsen90, encodeWinnsen90 } from '../../hardware/codecs/winnsen-90.ts';
import { decodeYtAscii, encodeYtAscii } from '../../hardware/codecs/yt-ascii.ts';
import { decodeIdCard } from '../../hardware/drivers/card-reader-sam/decode.ts';
import { encodeIdCard } from '../../hardware/drivers/card-reader-sam/encode.ts';
import { decodeHidPos } from '../../hardware/drivers/code-scanner-hidpos/decode.ts';
import { decodeScanner } from '../../hardware/drivers/code-scanner-serial/decode.ts';
import { decodeLock8a } from '../../hardware/drivers/lock-board-8a/decode.ts';
import { encodeLock8a } from '../../hardware/drivers/lock-board-8a/encode.ts';
import { decodeCu16 } from '../../hardware/drivers/lock-board-kerong-cu16/decode.ts';
import { encodeCu16 } from '../../hardware/drivers/lock-board-kerong-cu16/encode.ts';
import { decodeCu48 } from '../../hardware/drivers/lock-board-kerong-cu48/decode.ts';
import { encodeCu48 } from '../../hardware/drivers/lock-board-kerong-cu48/encode.ts';
import { decodeWkly } from '../../hardware/drivers/lock-board-wkly/decode.ts';
import { encodeWkly } from '../../hardware/drivers/lock-board-wkly/encode.ts';
import { decodeNut } from '../../hardware/drivers/power-supply-nut/decode.ts';
import { decodeEscposStatus } from '../../hardware/drivers/receipt-printer-escpos/decode.ts';
import { decodeModbus } from '../../hardware/drivers/relay-board-modbus/decode.ts';
import { encodeModbus } from '../../hardware/drivers/relay-board-modbus/encode.ts';
import type { Result } from '../base/result.ts';
import { encodeEscposStatus, encodeHidPos, encodeNut, encodeScanner } from './encode-frames.ts';
import { UsageError } from './usage.ts';

export interface Ask {
  /** Who sent the bytes; without it each protocol takes what is likeliest. */
  readonly from?: 'host' | 'device';
  /** Shows names and numbers of people. */
  readonly unmasked: boolean;
}

export interface Codec {
  readonly name: string;
  readonly about: string;
  readonly decode: (bytes: Uint8Array, ask: Ask) => readonly { readonly ok: boolean }[];
  /** The problem names the field and what it must be, never the value of a person. */
  readonly encode: (value: unknown) => Result<Uint8Array, string>;
}

const rare = 'experimental, single source';

export const codecs: readonly Codec[] = [
  { name: 'id-card', about: 'SAM ID-card readers', decode: decodeIdCardOfEither, encode: encodeIdCard },
  { name: 'lock-8a', about: 'lock boards of the 8A/80 family', decode: decodeLock8a, encode: encodeLock8a },
  { name: 'modbus', about: 'Modbus-RTU relay boards', decode: decodeModbus, encode: encodeModbus },
  {
    name: 'escpos-status',
    about: 'what ESC/POS printers say of themselves',
    decode: decodeEscposStatus,
    encode: encodeEscposStatus,
  },
  { name: 'kerong-cu16', about: 'Kerong CU16 and CU12 lock boards', decode: decodeCu16, encode: encodeCu16 },
  { name: 'kerong-cu48', about: 'Kerong CU48 lock boards', decode: decodeCu48, encode: encodeCu48 },
  { name: 'wkly', about: 'WKLY lock boards', decode: decodeWkly, encode: encodeWkly },
  {
    name: 'scanner-honeywell',
    about: 'code scanners with Honeywell triggers',
    decode: decodeScanner,
    encode: encodeScanner,
  },
  {
    name: 'scanner-newland',
    about: 'code scanners with Newland triggers',
    decode: decodeScanner,
    encode: encodeScanner,
  },
  { name: 'scanner-7e00', about: 'code scanners with 7E00 engines', decode: decodeScanner, encode: encodeScanner },
  { name: 'scanner-hidpos', about: 'HID-POS code scanners', decode: decodeHidPos, encode: encodeHidPos },
  { name: 'nut', about: 'power supplies behind a NUT server', decode: decodeNut, encode: encodeNut },
  { name: 'osdp', about: `OSDP door readers; ${rare}`, decode: decodeOsdp, encode: encodeOsdp },
  { name: 'wiegand26', about: `Wiegand door readers; ${rare}`, decode: decodeWiegand26, encode: encodeWiegand26 },
  { name: 'qianming-5a', about: `QianMing lock boards; ${rare}`, decode: decodeQianming5a, encode: encodeQianming5a },
  { name: 'winnsen-90', about: `Winnsen lock boards; ${rare}`, decode: decodeWinnsen90, encode: encodeWinnsen90 },
  { name: 'kerong-scu', about: `Kerong single-lock boards; ${rare}`, decode: decodeKerongScu, encode: encodeKerongScu },
  { name: 'dc02', about: `DC02 lock boards; ${rare}`, decode: decodeDc02, encode: encodeDc02 },
  { name: 'yt-ascii', about: `YT lock boards; ${rare}`, decode: decodeYtAscii, encode: encodeYtAscii },
  { name: '5a5a', about: `5A5A lock boards; ${rare}`, decode: decode5a5a, encode: encode5a5a },
];

export function codecOf(name: string | undefined): Codec {
  const codec = codecs.find((each) => each.name === name);
  if (codec !== undefined) return codec;
  const names = codecs.map((each) => each.name).join(', ');
  throw new UsageError(`KIND is one of ${names}${name === undefined ? ' and is missing' : `, not "${name}"`}`);
}

/** Commands and answers of a reader look alike: taken for answers, unless only a computer can have sent them all. */
function decodeIdCardOfEither(bytes: Uint8Array, ask: Ask): ReturnType<typeof decodeIdCard> {
  const answers = decodeIdCard(bytes, ask);
  if (ask.from !== undefined || answers.every(({ ok }) => ok)) return answers;
  const commands = decodeIdCard(bytes, { ...ask, from: 'host' });
  return commands.every(({ ok }) => ok) ? commands : answers;
}
