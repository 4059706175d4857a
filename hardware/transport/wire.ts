// Wire: the device's end of a line. Simulators live here, so that the production driver at the other end runs unchanged.

import type { Undo } from '../../src/base/undo.ts';

export interface Wire {
  /** Bytes that the computer sent to the device, in the pieces in which they arrived. */
  onBytes(listener: (bytes: Uint8Array) => void): Undo;
  /** Bytes from the device to the computer. Lost without a word when nobody is connected, as on a real wire. */
  send(bytes: Uint8Array): void;
}

/** The other end of the wire: answers bytes as the real device would. */
export interface Simulator {
  /** Connects the simulator to a wire; the returned function takes it off again. */
  attach(wire: Wire): Undo;
}
