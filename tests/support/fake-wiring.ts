// A wire with a fake cabinet behind it, on a clock: the boards answer in some ms, answers get lost, from a seed.

import type { FoundBoard, Wiring } from '../../hardware/classes/wiring.ts';
import { type Clock, pause } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { failed, ok } from '../../src/base/result.ts';
import { keyOf } from '../../src/core/wiring.ts';
import type { FakeCabinet } from './fake-cabinet.ts';

export interface FakeWiring extends Wiring {
  /** Requests that were sent while another was out. */
  overlaps(): number;
  closed(): boolean;
}

const answerMs = 12;

export function createFakeWiring(
  cabinet: FakeCabinet,
  { clock, lost = 0, seed = 1 }: { readonly clock: Clock; readonly lost?: number; readonly seed?: number },
): FakeWiring {
  const random = seededRandom(seed);
  let out = 0;
  let overlaps = 0;
  let closed = false;

  async function ask<Value>(act: () => Value): Promise<Value> {
    if (out > 0) overlaps += 1;
    out += 1;
    const value = act();
    await pause(clock, answerMs);
    out -= 1;
    return value;
  }

  return {
    description: 'fake line',
    overlaps: () => overlaps,
    closed: () => closed,
    find: () =>
      ask(() =>
        cabinet.boards.map(
          ({ address, bits, disturbed }): FoundBoard => ({ model: 'lock-board-8a', address, bits, disturbed }),
        ),
      ),
    read: (board) =>
      ask(() => (random.chance(lost) ? failed('noAnswer') : ok(cabinet.bits(keyOf(board), clock.monotonic())))),
    fire: (board, channel) =>
      ask(() => {
        if (closed) return failed('notSent');
        cabinet.fire(keyOf(board), channel, clock.monotonic());
        return ok({ acknowledged: !random.chance(lost) });
      }),
    async close() {
      closed = true;
    },
  };
}
