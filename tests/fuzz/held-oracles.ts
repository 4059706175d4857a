// Order oracles of the Modbus, Kerong and WKLY boards, which hold back what follows while a frame may still become whole.

import type { Ordered, OrderOracle } from './order-oracles.ts';

interface Board {
  readonly address: number;
  readonly channels: number;
}

/** What stands at the beginning: a whole request and what it orders, something unfinished, or nothing. */
type Head = { readonly length: number; readonly ordered: Ordered } | 'wait' | 'skip';

function byHead(head: (bytes: readonly number[]) => Head): OrderOracle {
  let bytes: number[] = [];
  return {
    byte(byte) {
      bytes.push(byte);
      let ended: Ordered | undefined;
      while (bytes.length > 0) {
        const found = head(bytes);
        if (found === 'wait') break;
        bytes = bytes.slice(found === 'skip' ? 1 : found.length);
        if (found !== 'skip') ended = both(ended, found.ordered);
      }
      return ended;
    },
    pause() {
      bytes = [];
    },
  };
}

/** Two orders at the same moment pull the supply down: what comes of it is not foretold. */
function both(one: Ordered | undefined, other: Ordered): Ordered {
  if (one === undefined || one.length === 0) return other;
  return other.length === 0 ? one : 'unsure';
}

function all(channels: number): readonly number[] {
  return Array.from({ length: channels }, (_, place) => place + 1);
}

/** Ends with 03 and the low byte of the sum of all before. */
function isSummed(bytes: readonly number[], length: number): boolean {
  if (bytes.length < length) return false;
  const sum = bytes.slice(0, length - 1).reduce((total, byte) => total + byte, 0);
  return bytes[length - 2] === 0x03 && bytes[length - 1] === sum % 256;
}

/** 02 board+lock 31 03 sum opens one, 33 all of the board; board F0 is every board. */
export function oracleCu16({ address, channels }: Board): OrderOracle {
  const lengths: Readonly<Record<number, readonly number[]>> = {
    48: [5],
    49: [5],
    50: [5],
    51: [5],
    55: [7, 5],
    57: [6],
  };
  return byHead((bytes) => {
    const [first, place = 0, order] = bytes;
    if (first !== 0x02) return 'skip';
    if (order === undefined) return 'wait';
    const possible = lengths[order] ?? [];
    const length = possible.find((each) => isSummed(bytes, each));
    if (length === undefined) return possible.some((each) => bytes.length < each) ? 'wait' : 'skip';
    const [board, lock] = [place >> 4, place % 16];
    const isForAll = board === 15 && lock === 0 && (order === 0x32 || order === 0x33);
    if (!isForAll && (board > 9 || (lock !== 0 && order !== 0x31))) return 'skip';
    if (!isForAll && board !== address) return { length, ordered: [] };
    if (order === 0x33) return { length, ordered: all(channels) };
    return { length, ordered: order === 0x31 && lock < channels ? [lock + 1] : [] };
  });
}

/** 02 board lock 61 03 sum opens one, lock 30 all of the board; board 0A is every board. */
export function oracleCu48({ address, channels }: Board): OrderOracle {
  return byHead((bytes) => {
    const [first, board = 0, lock = 0, order] = bytes;
    if (first !== 0x02) return 'skip';
    if (order === undefined) return 'wait';
    if (order !== 0x60 && order !== 0x61) return 'skip';
    if (bytes.length < 6) return 'wait';
    const isKnown = board <= 10 && (lock === 0x30 || (order === 0x60 ? lock === 0 : lock < 0x30));
    if (!isSummed(bytes, 6) || !isKnown) return 'skip';
    if (order === 0x60 || (board !== address && board !== 10)) return { length: 6, ordered: [] };
    if (lock === 0x30) return { length: 6, ordered: all(channels) };
    return { length: 6, ordered: lock < channels ? [lock + 1] : [] };
  });
}

/** 57 4B 4C 59 length board 82 lock XOR opens one, 86 all, 87 several one after another, 80 several together. */
export function oracleWkly({ address, channels }: Board): OrderOracle {
  return byHead((bytes) => {
    const [, , , , length, board, order = 0] = bytes;
    if ([0x57, 0x4b, 0x4c, 0x59].some((mark, place) => place < bytes.length && bytes[place] !== mark)) return 'skip';
    if (length === undefined) return 'wait';
    if (length < 8) return 'skip';
    if (bytes.length < length) return 'wait';
    const whole = bytes.slice(0, length);
    const [count = 0, ...locks] = whole.slice(7, -1);
    const isMany = order === 0x80 || order === 0x87;
    const isOne = order >= 0x81 && order <= 0x83 && length === 9 && count > 0;
    const isBare = (order === 0x84 || order === 0x86) && length === 8;
    const isSeveral = isMany && count > 0 && count === locks.length && !locks.includes(0);
    if (whole.reduce((sum, byte) => sum ^ byte, 0) !== 0 || (!isOne && !isBare && !isSeveral)) return 'skip';
    if (board !== address) return { length, ordered: [] };
    if (order === 0x86) return { length, ordered: all(channels) };
    if (order === 0x87) return { length, ordered: locks.filter((lock) => lock <= channels) };
    if (order === 0x80) return { length, ordered: 'unsure' };
    return { length, ordered: order === 0x82 && count <= channels ? [count] : [] };
  });
}

/** Eight bytes, or nine and as many as the seventh says for functions 0F and 10; CRC low byte first. */
export function oracleModbus({ address, channels }: Board): OrderOracle {
  return byHead((bytes) => {
    const [unit, code, , , , , count] = bytes;
    const isLong = code === 0x0f || code === 0x10;
    if (code === undefined || (isLong && count === undefined)) return 'wait';
    const length = isLong ? (count ?? 0) + 9 : 8;
    const many = word(bytes, 4);
    const agrees = !isLong || count === (code === 0x0f ? Math.ceil(many / 8) : 2 * many);
    if (bytes.length < length) return agrees ? 'wait' : 'skip';
    if (crcOf(bytes.slice(0, length)) !== 0 || code >= 0x80) return 'skip';
    const [register, value] = [word(bytes, 2), word(bytes, 4)];
    if (code === 0x0f && (value === 0 || Math.ceil(value / 8) !== count)) return 'skip';
    if (unit !== address || (code !== 0x05 && code !== 0x0f)) return { length, ordered: [] };
    // Relays that are switched for good, many at once, or off for a while: never sent, and they leave relays on.
    if (code === 0x0f || register >> 8 !== 0x02) return { length, ordered: 'unsure' };
    const relay = register - 0x0200 + 1;
    return { length, ordered: relay <= channels && value >= 1 && value <= 0x7fff ? [relay] : [] };
  });
}

function word(bytes: readonly number[], at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}

/** CRC of the Modbus serial line; 0 over a frame that holds its own. */
function crcOf(bytes: readonly number[]): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
  }
  return crc;
}
