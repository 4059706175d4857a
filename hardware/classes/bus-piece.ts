// Bus piece: what passed over a wire, in the pieces in which it passed, as a trace file keeps it.

export type BusPiece =
  | {
      readonly is: 'bytes';
      /** Monotonic, from the opening of the devices on. */
      readonly ms: number;
      /** `host`: the computer sent it. */
      readonly from: 'host' | 'device';
      readonly hex: string;
      readonly length: number;
    }
  | { readonly is: 'opened'; readonly ms: number }
  | { readonly is: 'closed'; readonly ms: number }
  /** Bytes that were to be sent and were not, or nobody knows. */
  | { readonly is: 'notSent'; readonly ms: number; readonly problem: string };
