// Decode: explains bytes of a WKLY line to a technician, frame by frame, also frames that are never sent here.

import { type Explained, explainEither, type From, toldBy } from '../../boards/frame-cutter.ts';
import { lookForAnswer, lookForRequest, type WklyAnswer, type WklyForeign, type WklyRequest } from './protocol.ts';

/** Plain JSON: the fields of the protocol. Boards count from 0, channels from 1; `set` and `states` are true for 01. */
type WklyMeaning =
  | ({ readonly kind: string } & Omit<WklyRequest | WklyForeign, 'ask'>)
  | ({ readonly kind: string } & Omit<WklyAnswer, 'is'>);

/** Explains all of `bytes`; without `from` they are a device's unless a host's explains more of them. */
export function decodeWkly(
  bytes: Uint8Array,
  { from }: { readonly from?: From | undefined } = {},
): readonly Explained<WklyMeaning>[] {
  return explainEither(bytes, from, {
    host: toldBy(lookForRequest, ({ ask, ...rest }): WklyMeaning => ({ kind: ask, ...rest })),
    device: toldBy(lookForAnswer, ({ is, ...rest }): WklyMeaning => ({ kind: is, ...rest })),
  });
}
