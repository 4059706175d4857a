// Commands: the stream that a computer sends to an ESC/POS printer, cut into commands as a Chinese model reads it.
// Written from the manuals, apart from the encoder, so that it can judge what the encoder and others send.

import { type ReadCommand, setting, unknown, whole } from './command.ts';
import { isCustomGroup, readCustomGroup, readPresent } from './custom-commands.ts';

/** FS P prints a stored picture on Chinese firmware and moves the slip on CUSTOM's, which alone has GS e and GS E1–E4. */
export type Dialect = 'chinese' | 'custom';

/** The command at the start of `bytes`; undefined while its end has not arrived. */
export function readCommand(bytes: Uint8Array, dialect: Dialect = 'chinese'): ReadCommand | undefined {
  const [head] = bytes;
  if (head === undefined) return undefined;
  if (head >= 0x20 && head !== 0x7f) return readText(bytes);
  switch (head) {
    case 0x00:
      return readNul(bytes);
    case 0x0a:
      return { command: { is: 'lineFeed' }, length: 1 };
    case 0x1b:
      return readEscape(bytes);
    case 0x1c:
      return dialect === 'custom' && bytes[1] === 0x50 ? readPresent(bytes) : readChinese(bytes);
    case 0x1d:
      return dialect === 'custom' && bytes[1] !== undefined && isCustomGroup(bytes[1])
        ? readCustomGroup(bytes)
        : readGroup(bytes, dialect);
    default:
      return { command: { is: 'unknown', bytes: bytes.slice(0, 1) }, length: 1 };
  }
}

function readText(bytes: Uint8Array): ReadCommand {
  const end = bytes.findIndex((byte) => byte < 0x20 || byte === 0x7f);
  const text = end < 0 ? bytes.slice() : bytes.slice(0, end);
  return { command: { is: 'text', bytes: text }, length: text.length };
}

/** NUL means nothing to a printer. */
function readNul(bytes: Uint8Array): ReadCommand {
  const end = bytes.findIndex((byte) => byte !== 0);
  const length = end < 0 ? bytes.length : end;
  return { command: setting(bytes.subarray(0, length)), length };
}

const aligns = ['left', 'centre', 'right'] as const;
/** ESC commands without effect here, by their length. */
const escapeSettings: Readonly<Record<number, number>> = {
  32: 3,
  33: 3,
  36: 4,
  45: 3,
  50: 2,
  51: 3,
  71: 3,
  74: 3,
  77: 3,
  82: 3,
  86: 3,
  92: 4,
  99: 4,
  114: 3,
  116: 3,
  123: 3,
};

function readEscape(bytes: Uint8Array): ReadCommand | undefined {
  const code = bytes[1];
  switch (code) {
    case undefined:
      return undefined;
    case 0x40:
      return whole(bytes, 2, () => ({ is: 'initialise' }));
    case 0x61:
      return whole(bytes, 3, (all) => {
        const align = aligns[(all[2] ?? 0) % 48];
        return align === undefined ? unknown(all) : { is: 'align', align };
      });
    case 0x45:
      return whole(bytes, 3, (all) => ({ is: 'bold', on: ((all[2] ?? 0) & 1) === 1 }));
    case 0x64:
      return whole(bytes, 3, (all) => ({ is: 'feed', lines: all[2] ?? 0 }));
    case 0x69:
    case 0x6d:
      return whole(bytes, 2, () => ({ is: 'cut' }));
    default: {
      const length = escapeSettings[code];
      return length === undefined ? whole(bytes, 2, unknown) : whole(bytes, length, setting);
    }
  }
}

function readChinese(bytes: Uint8Array): ReadCommand | undefined {
  switch (bytes[1]) {
    case undefined:
      return undefined;
    case 0x26:
      return whole(bytes, 2, () => ({ is: 'chinese', on: true }));
    case 0x2e:
      return whole(bytes, 2, () => ({ is: 'chinese', on: false }));
    case 0x21:
      return whole(bytes, 3, (all) => {
        const n = all[2] ?? 0;
        return { is: 'chineseSize', width: (n & 4) === 0 ? 1 : 2, height: (n & 8) === 0 ? 1 : 2 };
      });
    case 0x57: {
      return whole(bytes, 3, (all) => {
        const times = ((all[2] ?? 0) & 1) + 1;
        return { is: 'chineseSize', width: times, height: times };
      });
    }
    case 0x2d:
      return whole(bytes, 3, setting);
    case 0x43:
    case 0x50:
      // Another code system; a stored picture. Neither is anything that a slip should do.
      return whole(bytes, 3, unknown);
    case 0x53:
      return whole(bytes, 4, setting);
    default:
      return whole(bytes, 2, unknown);
  }
}

function readGroup(bytes: Uint8Array, dialect: Dialect): ReadCommand | undefined {
  switch (bytes[1]) {
    case undefined:
      return undefined;
    case 0x21:
      return whole(bytes, 3, (all) => {
        const n = all[2] ?? 0;
        return { is: 'size', width: ((n >> 4) & 7) + 1, height: (n & 7) + 1 };
      });
    case 0x28:
      return readFunction(bytes, dialect);
    case 0x42:
    case 0x48:
    case 0x66:
    case 0x68:
    case 0x77:
      return whole(bytes, 3, setting);
    case 0x61:
      return whole(bytes, 3, (all) => ({ is: 'automaticStatusRequest', n: all[2] ?? 0 }));
    case 0x49:
      return whole(bytes, 3, (all) => ({ is: 'informationRequest', n: all[2] ?? 0 }));
    case 0x67:
      return whole(bytes, 6, (all) => ({ is: 'counterRequest', n: all[4] ?? 0 }));
    case 0x4c:
    case 0x57:
      return whole(bytes, 4, setting);
    case 0x56:
      return whole(bytes, (bytes[2] ?? 0) >= 0x41 ? 4 : 3, () => ({ is: 'cut' }));
    case 0x72:
      return whole(bytes, 3, (all) => ({ is: 'paperRequest', n: all[2] ?? 0 }));
    case 0x76:
      return readRaster(bytes);
    default:
      return whole(bytes, 2, unknown);
  }
}

/** The most that a GS ( block can have; no picture of a slip is larger. */
export const longestCommand = 65_540;

/** GS v 0 m xL xH yL yH: width in bytes, height in dots. One that is too large to wait for is no command. */
function readRaster(bytes: Uint8Array): ReadCommand | undefined {
  const [, , , , xL = 0, xH = 0, yL = 0, yH = 0] = bytes;
  const widthBytes = xL + 256 * xH;
  const heightDots = yL + 256 * yH;
  if (bytes.length < 8) return undefined;
  if (8 + widthBytes * heightDots > longestCommand) return whole(bytes, 8, unknown);
  return whole(bytes, 8 + widthBytes * heightDots, (all) => ({
    is: 'image',
    widthDots: widthBytes * 8,
    heightDots,
    bits: all.slice(8),
  }));
}

const levels = ['L', 'M', 'Q', 'H'] as const;
/** The code of level L; CUSTOM has "automatic" before it. */
const firstLevel: Record<Dialect, number> = { chinese: 0x30, custom: 0x31 };

/** GS ( x pL pH: the length tells where it ends, known or not. */
function readFunction(bytes: Uint8Array, dialect: Dialect): ReadCommand | undefined {
  const [, , letter, pL = 0, pH = 0] = bytes;
  if (bytes.length < 5) return undefined;
  return whole(bytes, 5 + pL + 256 * pH, (all) => {
    const [, , , , , first, second, third] = all;
    if (letter === 0x48 && first === 0x30 && second === 0x30 && all.length === 11)
      return { is: 'processIdRequest', id: String.fromCharCode(...all.subarray(7)) };
    if (letter !== 0x6b || first !== 0x31) return unknown(all);
    switch (second) {
      case 0x41:
        return setting(all);
      case 0x43:
        return { is: 'qrDots', dots: third ?? 3 };
      case 0x45: {
        const level = levels[(third ?? 0) - firstLevel[dialect]];
        return level === undefined ? unknown(all) : { is: 'qrLevel', level };
      }
      case 0x50:
        return { is: 'qrStore', data: all.slice(8) };
      case 0x51:
        return { is: 'qrPrint' };
      default:
        return unknown(all);
    }
  });
}
