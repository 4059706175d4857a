// Simulated answers: how what a simulated board says gets onto a wire: late, on a wire that may have been taken off
// meanwhile, and spoilt by a second board that speaks at the same time.

import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import type { Undo } from '../../src/base/undo.ts';
import type { Wire } from '../transport/wire.ts';

export interface AnswerTimes {
  /** Shortest and longest time to an answer. Default 10 to 30 ms. */
  readonly latencyMs?: readonly [number, number];
  /** Chance that an answer takes 200 ms more. Default 0. */
  readonly slowAnswers?: number;
  /** Time that the answer takes by itself, e.g. the pulse that it reports. */
  readonly ms: number;
}

export interface SimulatedAnswers {
  /** A wire that the boards hang on; sends to a wire that was taken off are lost. */
  attach(wire: Wire): Undo;
  wires(): Iterable<Wire>;
  /** Sends what is true when the time has come; undefined: the board has fallen silent. */
  later(wire: Wire, times: AnswerTimes, answer: () => Uint8Array | undefined): void;
  /** The bytes as they arrive when another board drives the same wire. */
  collide(bytes: Uint8Array): Uint8Array;
}

const slowAnswerMs = 200;

export function createSimulatedAnswers({
  clock,
  random,
}: {
  readonly clock: Clock;
  readonly random: Random;
}): SimulatedAnswers {
  const attached = new Set<Wire>();
  return {
    attach(wire) {
      attached.add(wire);
      return () => {
        attached.delete(wire);
      };
    },
    wires: () => attached,
    later(wire, { ms, latencyMs: [from, to] = [10, 30], slowAnswers = 0 }, answer) {
      const tail = random.chance(slowAnswers) ? slowAnswerMs : 0;
      clock.after(ms + tail + random.between(from, to), () => {
        const bytes = answer();
        if (bytes !== undefined && attached.has(wire)) wire.send(bytes);
      });
    },
    collide: (bytes) => bytes.map((byte) => byte & random.between(0, 255)),
  };
}
