// Noisy wire: damages three answers in ten of what a simulated device sends, and tells what became of each.

import type { Wire } from '../../../hardware/transport/wire.ts';
import type { Random } from '../../../src/base/random.ts';
import { certain } from '../../../src/base/result.ts';
import { damage } from './noisy-stream.ts';

export const damagedShare = 0.3;
/** Of the damaged ones: not damaged at all, but one of the last answers, which comes late. */
const foreignShare = 0.15;
const keptFrames = 12;

export function noisyWire(
  wire: Wire,
  random: Random,
  onFrame: (sent: Uint8Array, delivered: Uint8Array) => void,
): Wire {
  const recent: Uint8Array[] = [];
  return {
    onBytes: wire.onBytes,
    send(frame) {
      recent.unshift(Uint8Array.from(frame));
      recent.length = Math.min(recent.length, keptFrames);
      const other = () => certain(recent[random.between(0, recent.length - 1)], 'a frame');
      let bytes = frame;
      if (random.chance(damagedShare)) {
        bytes = random.chance(foreignShare) ? other() : damage(frame, other, random).bytes;
      }
      onFrame(frame, bytes);
      if (bytes.length > 0) wire.send(bytes);
    },
  };
}
