// Talk: a real driver on a memory line with the time in our hands, and the other end of its line.

import { createMemoryLink } from '../../hardware/transport/memory.ts';
import type { Transport } from '../../hardware/transport/transport.ts';
import type { Simulator, Wire } from '../../hardware/transport/wire.ts';
import type { Log } from '../../src/base/log.ts';
import { silentLog } from '../../src/base/log.ts';
import { type Random, seededRandom } from '../../src/base/random.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import type { Grammar } from './noise.ts';

/** What the driver gave its word for: it settles within that time. */
export interface Given {
  readonly promise: Promise<unknown>;
  readonly withinMs: number;
}

export type DeviceEnd =
  /** Nothing but noise. */
  | 'noise'
  /** Frames of the protocol, good and spoilt, whatever was asked. */
  | 'grammar'
  /** The real simulator behind a bad line. */
  | 'simulator'
  /** The real simulator on a good line; what was ordered before may still be under way. */
  | 'good';

export interface Talk {
  readonly grammar: Grammar;
  readonly simulator: Simulator;
  start(): void;
  stop(): Promise<void>;
  /** Lets the driver do something. */
  order(): Given | undefined;
  /** A person does something to the simulated device. */
  hand?(): void;
  /** Puts the simulated device in order again. */
  heal?(): void;
  isReady(): boolean;
  /** What does not hold, in words. */
  broken(end: DeviceEnd): string | undefined;
  /** Uses the device once, on a good line; what went wrong, in words. `pass` lets time go by. */
  prove(pass: (ms: number) => Promise<void>): Promise<string | undefined>;
  /** Events, pulses, slips: what came of it. */
  found(): number;
}

export interface Around {
  readonly clock: ManualClock;
  readonly transport: Transport;
  readonly log: Log;
  readonly random: Random;
  /** The bytes of each request, as the driver sends them. */
  readonly wire: Wire;
}

export interface Conversation {
  readonly name: string;
  /** Bits per second; left out on lines without. */
  readonly speed?: number;
  /** Faults that its bytes cannot show: what has no check sum is read as it comes. */
  readonly trusted?: boolean;
  /** How long it may take to be ready again after the worst, in ms. */
  readonly readyMs: number;
  open(around: Around): Talk;
}

export function surroundings(random: Random, speed: number | undefined) {
  const clock = createManualClock();
  const link = createMemoryLink({ clock, ...(speed === undefined ? {} : { speed }) });
  const own = seededRandom(random.between(0, 0xffffffff));
  return { clock, link, around: { clock, transport: link.transport, log: silentLog, random: own, wire: link.wire } };
}
