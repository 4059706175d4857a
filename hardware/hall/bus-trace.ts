// Bus trace: the last pieces of bytes on each line of the simulated hall, without the data that cards carry.

import { toHex } from '../../src/base/bytes.ts';
import type { Clock } from '../../src/base/clock.ts';
import { createListeners, type Undo } from '../../src/base/undo.ts';
import type { BusFrame, HallLineName } from '../../src/contract/panel.ts';
import { shownFromDevice } from '../transport/shown-bytes.ts';
import type { Wire } from '../transport/wire.ts';

const keptFrames = 200;
/** A slip or a document is long, and its beginning says enough. */
const shownBytes = 48;
export interface BusTrace {
  /** The last 200 pieces of each line, oldest first within a line. */
  frames(): readonly BusFrame[];
  onFrame(listener: (frame: BusFrame) => void): Undo;
  note(line: HallLineName, to: BusFrame['to'], bytes: Uint8Array): void;
}

export function createBusTrace(clock: Pick<Clock, 'now'>): BusTrace {
  const rings = new Map<HallLineName, BusFrame[]>();
  const counts = new Map<HallLineName, number>();
  const noted = createListeners<BusFrame>();
  return {
    frames: () => [...rings.values()].flat(),
    onFrame: (listener) => noted.add(listener),
    note(line, to, bytes) {
      const number = (counts.get(line) ?? 0) + 1;
      counts.set(line, number);
      const frame = { line, number, at: clock.now(), to, hex: shownHex(line, to, bytes), length: bytes.length };
      const ring = rings.get(line) ?? [];
      rings.set(line, ring);
      ring.push(frame);
      if (ring.length > keptFrames) ring.shift();
      noted.tell(frame);
    },
  };
}

/** What a card says never reaches the trace. */
function shownHex(line: HallLineName, to: BusFrame['to'], bytes: Uint8Array): string {
  const isFromReader = to === 'computer' && (line === 'hallReader' || line === 'kioskReader');
  return isFromReader ? shownFromDevice('card-reader-sam', bytes) : toHex(bytes.subarray(0, shownBytes));
}

/** The same wire, with every piece that passes noted. */
export function traceWire(
  wire: Wire,
  { trace, line }: { readonly trace: BusTrace; readonly line: HallLineName },
): Wire {
  wire.onBytes((bytes) => trace.note(line, 'device', bytes));
  return {
    onBytes: (listener) => wire.onBytes(listener),
    send(bytes) {
      trace.note(line, 'computer', bytes);
      wire.send(bytes);
    },
  };
}
