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
