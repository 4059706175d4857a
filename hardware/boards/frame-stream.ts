// Frame stream: keeps what came over a line until it is a frame, for deframers that know a frame when they see one.

import { joinBytes } from '../../src/base/bytes.ts';
import type { Deframer } from '../transport/line.ts';
import { cutFrames, type Seen } from './frame-cutter.ts';

/** All of a deframer but its knowledge of the question. `look` is asked anew with each piece that comes. */
export function createFrameStream<Frame>(
  look: (bytes: Uint8Array, atEnd: boolean) => Seen<Frame>,
): Pick<Deframer<Frame>, 'push' | 'silence' | 'reset'> {
  let buffer: Uint8Array = new Uint8Array();

  function take(atEnd: boolean): readonly Frame[] {
    const { frames, rest } = cutFrames(buffer, look, { atEnd });
    buffer = rest;
    return frames;
  }

  return {
    push(bytes) {
      buffer = joinBytes(buffer, bytes);
      return take(false);
    },
    silence: () => take(true),
    reset() {
      buffer = new Uint8Array();
    },
  };
}
