// Faulty wire: puts what goes wrong on a real line between a simulator and the computer, from a seed.

import { joinBytes } from '../../src/base/bytes.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import { createListeners } from '../../src/base/undo.ts';
import type { Wire } from './wire.ts';

/** What happens to the bytes that the device sends. All are off by default; chances are 0 to 1 for each piece sent. */
export interface WireFaults {
  /** Cuts each reply into pieces of at most this many bytes, sent one clock turn apart. */
  pieceBytes?: number;
  /** Swallows the reply. */
  drop?: number;
  /** Turns one random bit over. */
  flipBit?: number;
  /** Puts random bytes in front. */
  noise?: number;
  /** Sends the reply twice. */
  repeat?: number;
  /** Keeps the reply back until the next one and sends both as one piece. */
  glue?: number;
  /** Sends the reply this many ms late. */
  delayMs?: number;
  /** Gives everything that the computer sends back to it, as a two-wire adapter does. */
  echo?: boolean;
  /** The device has died: nothing comes back, nothing arrives. */
  dead?: boolean;
}

export interface FaultyWire extends Wire {
  /** Change it at any time; takes effect with the next bytes. */
  readonly faults: WireFaults;
}

export function faultyWire(
  wire: Wire,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): FaultyWire {
  const faults: WireFaults = {};
  const toDevice = createListeners<Uint8Array>();
  let kept: Uint8Array = new Uint8Array();
  /** When the last piece sent so far arrives: nothing on a wire overtakes what left before it. */
  let freeAt = Number.NEGATIVE_INFINITY;

  wire.onBytes((bytes) => {
    if (faults.dead === true) return;
    if (faults.echo === true) wire.send(bytes);
    toDevice.tell(bytes);
  });

  function spoil(bytes: Uint8Array): Uint8Array {
    const spoilt = Uint8Array.from(bytes);
    if (random.chance(faults.flipBit ?? 0) && spoilt.length > 0) {
      const place = random.between(0, spoilt.length - 1);
      spoilt[place] = (spoilt[place] ?? 0) ^ (1 << random.between(0, 7));
    }
    if (!random.chance(faults.noise ?? 0)) return spoilt;
    return joinBytes(
      Uint8Array.from({ length: random.between(1, 8) }, () => random.between(0, 255)),
      spoilt,
    );
  }

  function sendInPieces(bytes: Uint8Array, delayMs: number): void {
    const size = faults.pieceBytes ?? bytes.length;
    const now = clock.monotonic();
    if (delayMs === 0 && freeAt <= now && size >= bytes.length) {
      wire.send(bytes);
      return;
    }
    for (let from = 0; from < bytes.length; from += size) {
      const piece = bytes.slice(from, from + size);
      freeAt = Math.max(freeAt + 1, now + delayMs);
      clock.after(freeAt - now, () => wire.send(piece));
    }
  }

  return {
    faults,
    onBytes: (listener) => toDevice.add(listener),
    send(bytes) {
      if (faults.dead === true || random.chance(faults.drop ?? 0)) return;
      const spoilt = joinBytes(kept, spoil(bytes));
      kept = new Uint8Array();
      if (random.chance(faults.glue ?? 0)) {
        kept = spoilt;
        return;
      }
      const delayMs = faults.delayMs ?? 0;
      sendInPieces(spoilt, delayMs);
      if (random.chance(faults.repeat ?? 0)) sendInPieces(spoilt, delayMs);
    },
  };
}
