// Decode: explains bytes of a Kerong CU48 line to a technician, frame by frame, also frames that are never sent here.

import { toHex } from '../../../src/base/bytes.ts';
import { type Explained, explainEither, type From, toldBy } from '../../boards/frame-cutter.ts';
import { setBits } from '../../boards/lock-dialect.ts';
import { type Cu48Foreign, type Cu48Request, lookForAnswer, lookForRequest } from './protocol.ts';

/** Plain JSON. Boards count from 0, channels from 1; bytes are in hex. */
type Cu48Meaning =
  | ({ readonly kind: string } & Omit<Cu48Request | Cu48Foreign, 'ask'>)
  | {
      /** `unexplained`: code 77, laid out as a status, meaning unknown. */
      readonly kind: 'status' | 'unexplained';
      readonly board: number;
      /** The lock byte as it came. */
      readonly lock: number;
      readonly locks: string;
      readonly items: string;
      /** Numbers of the bits that are set. */
      readonly locksSet: readonly number[];
      readonly itemsSet: readonly number[];
    };

/** Explains all of `bytes`; without `from` they are a device's unless a host's explains more of them. */
export function decodeCu48(
  bytes: Uint8Array,
  { from }: { readonly from?: From | undefined } = {},
): readonly Explained<Cu48Meaning>[] {
  return explainEither(bytes, from, {
    host: toldBy(lookForRequest, ({ ask, ...rest }): Cu48Meaning => ({ kind: ask, ...rest })),
    device: toldBy(lookForAnswer, ({ is, board, lock, locks, items }): Cu48Meaning => {
      const bits = { locksSet: setBits(locks), itemsSet: setBits(items) };
      return { kind: is, board, lock, locks: toHex(locks), items: toHex(items), ...bits };
    }),
  });
}
