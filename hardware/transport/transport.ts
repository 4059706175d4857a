// Transport: a way for bytes to a device and back. It sends now or fails now and keeps nothing for later.

import type { Backoff } from '../../src/base/backoff.ts';
import type { Result } from '../../src/base/result.ts';
import type { Undo } from '../../src/base/undo.ts';

export type LinkProblem =
  /** The port or host does not exist or does not answer. */
  | 'notFound'
  /** Another program holds it. */
  | 'inUse'
  /** The operating system refuses it to this user. */
  | 'notAllowed'
  /** It is not open: nothing was sent. */
  | 'notOpen'
  /** It broke while in use. */
  | 'lost'
  /** The bytes were not taken within the deadline; the link is closed because nobody knows how many left. */
  | 'stuck';

export interface Transport {
  /** In words for the technician, e.g. `serial /dev/ttyUSB0 9600`. */
  readonly description: string;
  /** Bits per second on the wire, when the transport knows it; used to work out deadlines. */
  readonly speed: number | undefined;
  /** How soon and how often it is worth opening again; without it the line decides. */
  readonly reopen?: Backoff;
  open(): Promise<Result<void, LinkProblem>>;
  isOpen(): boolean;
  /** Resolves when the operating system has taken all bytes. Whatever fails, no byte of it is ever sent later. */
  send(bytes: Uint8Array): Promise<Result<void, LinkProblem>>;
  onBytes(listener: (bytes: Uint8Array) => void): Undo;
  /** Told once each time an open link ends, also after `close`. */
  onClosed(listener: () => void): Undo;
  close(): Promise<void>;
}
