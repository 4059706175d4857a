// Decode: explains bytes of a Kerong CU16 line to a technician, frame by frame, also frames that are never sent here.

import { toHex } from '../../../src/base/bytes.ts';
import { type Explained, explainEither, type From, toldBy } from '../../boards/frame-cutter.ts';
import { setBits } from '../../boards/lock-dialect.ts';
import { type Cu16Answer, type Cu16Foreign, type Cu16Request, lookForAnswer, lookForRequest } from './protocol.ts';

/** Plain JSON. Boards count from 0, channels from 1; bytes are in hex. */
type Cu16Meaning =
  | ({ readonly kind: string } & Omit<Cu16Request | Cu16Foreign, 'ask'>)
  | {
      readonly kind: 'status';
      readonly board: number;
      readonly ofAll: boolean;
      readonly locks: string;
      readonly items: string;
      /** Numbers of the bits that are set. */
      readonly locksSet: readonly number[];
      readonly itemsSet: readonly number[];
    }
  | { readonly kind: 'coilTimeIs'; readonly board: number; readonly ms: number };

/** Explains all of `bytes`; without `from` they are a device's unless a host's explains more of them. */
export function decodeCu16(
  bytes: Uint8Array,
  { from }: { readonly from?: From | undefined } = {},
): readonly Explained<Cu16Meaning>[] {
  return explainEither(bytes, from, {
    host: toldBy(lookForRequest, ({ ask, ...rest }): Cu16Meaning => ({ kind: ask, ...rest })),
    device: toldBy(lookForAnswer, answerInWords),
  });
}

function answerInWords(answer: Cu16Answer): Cu16Meaning {
  const { board } = answer;
  if (answer.is === 'coilTimeIs') return { kind: answer.is, board, ms: answer.ms };
  const { is, ofAll, locks, items } = answer;
  const bits = { locksSet: setBits(locks), itemsSet: setBits(items) };
  return { kind: is, board, ofAll, locks: toHex(locks), items: toHex(items), ...bits };
}
