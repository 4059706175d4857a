// Bus ring: the last minute of one wire, bounded in time and number, for when something happens that nobody can explain.

import { toHex } from '../../src/base/bytes.ts';
import type { Clock } from '../../src/base/clock.ts';
import { type TraceEntry, tracedTransport } from './traced.ts';
import type { Transport } from './transport.ts';

/** As `BusPiece` in the classes, which this layer does not know. */
type Piece =
  | Exclude<TraceEntry, { readonly is: 'bytes' }>
  | {
      readonly is: 'bytes';
      readonly ms: number;
      readonly from: 'host' | 'device';
      readonly hex: string;
      readonly length: number;
    };

const keptMs = 60_000;
/** A wire full of boards passes some fifty pieces a second. */
const keptPieces = 4_000;

export interface BusRing {
  around(transport: Transport): Transport;
  /** Oldest first. */
  lastMinute(): readonly Piece[];
}

export function createBusRing(clock: Clock): BusRing {
  const start = clock.monotonic();
  let pieces: Piece[] = [];

  function forget(): void {
    const since = clock.monotonic() - start - keptMs;
    const first = pieces.findIndex(({ ms }) => ms >= since);
    pieces = first === -1 ? [] : pieces.slice(Math.max(first, pieces.length - keptPieces));
  }

  function note(entry: TraceEntry): void {
    const ms = Math.round(10 * (clock.monotonic() - start)) / 10;
    if (entry.is === 'bytes') {
      const { is, from, bytes } = entry;
      pieces.push({ is, ms, from, hex: toHex(bytes), length: bytes.length });
    } else pieces.push({ ...entry, ms });
    // Not at every piece: moving thousands of them would cost more than it keeps.
    if (pieces.length > 2 * keptPieces) forget();
  }

  return {
    around: (transport) => tracedTransport(transport, { clock, tell: note }),
    lastMinute() {
      forget();
      return pieces;
    },
  };
}
