// Kills: the controller is killed at random and at chosen instants of deposits and pickups.

import type { Fault } from './fault.ts';
import { killLane } from './kill-lane.ts';

export const kills: readonly Fault[] = [
  {
    id: '1-random',
    title: 'SIGKILL of the controller at a random instant of a deposit, a pickup or a start',
    how: 'kill -9 at seeded instants; half of them within 700 ms after a wish to open',
    holds:
      'after each: no event lost or doubled, one pulse for one wish, no cell given out in doubt, audit chain unbroken, one open door at most',
    runs: { full: 2_000, quick: 8 },
    batch: 50,
    run: killLane,
  },
];
