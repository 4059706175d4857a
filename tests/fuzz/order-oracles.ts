// Order oracles: which orders a stream towards a board holds, read from the makers' sheets and apart from the drivers.

/** Channels that the order fires one after another; `unsure` for orders that this product never sends and boards differ on. */
export type Ordered = readonly number[] | 'unsure';

export interface OrderOracle {
  /** The next byte of the stream; what the request orders that ends with it. Undefined while none ends. */
  byte(byte: number): Ordered | undefined;
  /** The line was quiet: what was unfinished is forgotten. */
  pause(): void;
}

interface Board {
  readonly address: number;
  readonly channels: number;
}

/** 8A board lock 11 XOR and 80 board lock 33 XOR; lock 00 of an 8A is all locks. */
export function oracle8a({ address, channels }: Board): OrderOracle {
  let last: number[] = [];
  return {
    byte(byte) {
      last.push(byte);
      if (last.length > 5) last.shift();
      const [kind = 0, board = 0, lock = 0, order = 0, check = 0] = last;
      const isUnlock = kind === 0x8a && order === 0x11 && (board !== 0 || lock === 0);
      const isQuery = kind === 0x80 && order === 0x33 && board !== 0;
      if (last.length < 5 || (!isUnlock && !isQuery) || (kind ^ board ^ lock ^ order) !== check) return undefined;
      last = [];
      if (!isUnlock || board !== address) return [];
      if (lock === 0) return Array.from({ length: channels }, (_, place) => place + 1);
      return lock <= channels ? [lock] : [];
    },
    pause() {
      last = [];
    },
  };
}

/** Eight bytes, or nine and as many as the seventh says for functions 0F and 10; CRC low byte first. */
export function oracleModbus({ address, channels }: Board): OrderOracle {
  let bytes: number[] = [];
  /** Ends of the frames of variable length that may be under way, by their beginning. */
  let long: { readonly start: number; readonly end: number }[] = [];

  function isWhole(start: number): boolean {
    let crc = 0xffff;
    for (let at = start; at < bytes.length; at += 1) {
      crc ^= bytes[at] ?? 0;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
    }
    return crc === 0;
  }

  function begins(start: number): boolean {
    const code = bytes[start + 1] ?? 0xff;
    if (code >= 0x80) return false;
    if (code !== 0x0f) return true;
    const count = word(start + 4);
    return count > 0 && Math.ceil(count / 8) === (bytes[start + 6] ?? 0);
  }

  function word(at: number): number {
    return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  }

  function ordered(start: number): Ordered {
    const code = bytes[start + 1];
    if (bytes[start] !== address || (code !== 0x05 && code !== 0x0f)) return [];
    if (code === 0x0f) return 'unsure';
    const [register, value] = [word(start + 2), word(start + 4)];
    if (register < 0x0200 || register > 0x02ff) return 'unsure';
    const relay = register - 0x0200 + 1;
    return relay <= channels && value >= 1 && value <= 0x7fff ? [relay] : [];
  }

  function endsAt(): number | undefined {
    const end = bytes.length;
    const frames = long.filter((frame) => frame.end === end).map(({ start }) => start);
    const code = bytes[end - 7];
    if (end >= 8 && code !== 0x0f && code !== 0x10) frames.push(end - 8);
    return frames.find((start) => begins(start) && isWhole(start));
  }

  return {
    byte(byte) {
      bytes.push(byte);
      const seventh = bytes.length - 7;
      const code = bytes[seventh + 1];
      if (seventh >= 0 && (code === 0x0f || code === 0x10)) long.push({ start: seventh, end: seventh + 9 + byte });
      const start = endsAt();
      if (start !== undefined) {
        const what = ordered(start);
        bytes = [];
        long = [];
        return what;
      }
      if (long.length > 0 && (long[0]?.end ?? 0) <= bytes.length) long = long.filter(({ end }) => end > bytes.length);
      if (bytes.length > 2_000) forgetOld();
      return undefined;
    },
    pause() {
      bytes = [];
      long = [];
    },
  };

  /** Nothing reaches further back than the longest frame. */
  function forgetOld(): void {
    const cut = bytes.length - 300;
    bytes = bytes.slice(cut);
    long = long.map(({ start, end }) => ({ start: start - cut, end: end - cut })).filter(({ start }) => start >= 0);
  }
}
