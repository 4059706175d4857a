// Lock dialect: what one family of lock boards says in bytes. Everything else about lock boards is the same for all and
// stands in lock-board.ts; a new family needs a dialect, a deframer and a simulator.

import { certain, failed, ok, type Result } from '../../src/base/result.ts';
import { type Channel, channelOf } from '../classes/lock-board.ts';
import type { BoardModel } from '../classes/wiring.ts';
import type { Line, LineOptions } from '../transport/line.ts';

/** Sensor bits in the order in which a board sends them: first byte first, bit 0 of each byte first. */
export type SensorBits = readonly boolean[];

/** What a set sensor bit says of its door. Wiring, not protocol; `none`: the lock has no sensor that can be trusted. */
export type Feedback = 'closedWhenSet' | 'openWhenSet' | 'none';

/** Which end of the sensor bytes holds channels 1 to 8. */
export type StatusOrder = 'highFirst' | 'lowFirst';

export type QueryAnswer =
  | { readonly is: 'bits'; readonly bits: SensorBits }
  /** The board answered that it can't. */
  | { readonly is: 'refused'; readonly detail: string };

export type UnlockAnswer =
  | { readonly is: 'done' }
  /** `lasting`: the board will never do it; a technician is needed. */
  | { readonly is: 'refused'; readonly detail: string; readonly lasting: boolean };

export interface LockDialect<Frame> {
  readonly model: BoardModel;
  /** Lowest and highest address that a search asks: where boards of this family are found in the field. */
  readonly searched: readonly [number, number];
  /** The most locks that one board has. */
  readonly mostChannels: number;
  /** Bits per second, as delivered. */
  readonly usualSpeed: number;
  /** Order of the sensor bytes, as most boards send them. */
  readonly statusOrder: StatusOrder;
  /**
   * Numbers of sensor bits that are worth asking for when the board is not known, most first; `[0]` when the question
   * has no such number and the board sends what it has.
   */
  readonly askable: readonly number[];
  /** How long the answer to an unlock may take, in ms; short for boards that give none. */
  readonly unlockReplyMs: number;
  /** `boards`: sensor bits needed, by address. Answers of other addresses are noise on this line. */
  openLine(options: LockLineOptions): Line<Frame>;
  /** Asks for at least `bits` sensor bits. Moves nothing. */
  query(address: number, bits: number): Uint8Array;
  queryAnswer(frame: Frame, address: number): QueryAnswer | undefined;
  unlock(address: number, channel: Channel, pulseMs: number): Uint8Array;
  /** Absent in families whose boards never answer an unlock. */
  unlockAnswer?(frame: Frame, address: number, channel: Channel, pulseMs: number): UnlockAnswer | undefined;
  /** A change of one sensor that the board tells by itself. */
  report?(frame: Frame, address: number): { readonly channel: Channel; readonly set: boolean } | undefined;
  /** What a test asks besides, and the answer in words. Moves nothing. */
  readonly inquiry?: {
    bytes(address: number): Uint8Array;
    answer(frame: Frame, address: number): string | undefined;
  };
}

export type LockLineOptions = Omit<LineOptions<never>, 'deframer' | 'quietMs' | 'gapMs' | 'unlockGapMs'> & {
  readonly boards: ReadonlyMap<number, number>;
  /** The longest pulse of any board on this line, in ms: the next coil waits for its end. */
  readonly longestPulseMs?: number;
};

/** Place of a channel's bit among `count` sensor bits, when the wires are not crossed. */
export function bitOf(
  channel: Channel,
  { count, order }: { readonly count: number; readonly order: StatusOrder },
): number {
  if (order === 'lowFirst') return channel - 1;
  const group = Math.ceil(count / 8) - 1 - ((channel - 1) >> 3);
  return group * 8 + ((channel - 1) & 7);
}

/** Channels 1 to `count`; throws when there are none so high. */
export function channelsUpTo(count: number): readonly Channel[] {
  return Array.from({ length: count }, (_, place) => {
    const channel = channelOf(place + 1);
    if (!channel.ok) throw new RangeError(`no board has ${count} channels`);
    return channel.value;
  });
}

/** Unpacks status bytes, bit 0 of the first byte first. */
export function bitsOfBytes(bytes: Uint8Array): SensorBits {
  return [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, bit) => ((byte >> bit) & 1) === 1));
}

/** Numbers of the bits that are set in status bytes, from 1. */
export function setBits(bytes: Uint8Array): readonly number[] {
  return bitsOfBytes(bytes).flatMap((set, place) => (set ? [place + 1] : []));
}

/** Packs bits, the first one into bit 0 of the first byte. */
export function bytesOfBits(bits: SensorBits): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((set, place) => {
    if (set) bytes[place >> 3] = certain(bytes[place >> 3], 'a byte for each bit') | (1 << (place & 7));
  });
  return bytes;
}

/** The channel of a lock number that arrived on the wire, from 1 to `most`. */
export function channelWithin(number: number, most: number): Result<Channel, 'noSuchChannel'> {
  const channel = channelOf(number);
  return channel.ok && channel.value <= most ? ok(channel.value) : failed('noSuchChannel');
}
