// Wiring learn: what one opening tells of a channel, from the bits that moved and the door that the technician names.

import type { CellId } from './cell.ts';
import type { WiringState } from './wiring.ts';
import type { Seen, Verdict } from './wiring-opening.ts';

export interface DoorAnswer {
  readonly opened: CellId | 'none' | 'several';
  /** Asked for the second time, after the door was to be pulled. */
  readonly pulled: boolean;
}

/** Guesses nothing: two bits, several doors or a bit without a door are doubts, and only a person repeats the opening. */
export function learnStep(state: WiringState, { flips, cameBack }: Seen, { opened, pulled }: DoorAnswer): Verdict {
  const [flip, ...more] = flips;
  if (cameBack) return { is: 'trouble', why: 'shutTooSoon' };
  if (more.length > 0) return { is: 'trouble', why: 'twoSensors' };
  if (opened === 'several') return { is: 'trouble', why: 'severalDoors' };
  if (opened === 'none') {
    // The latch may have let go while the door stays in its frame.
    if (!pulled) return { is: 'stage', stage: { is: 'asking', pulled: true } };
    return { is: 'trouble', why: flip === undefined ? 'nothingMoved' : 'sensorWithoutDoor' };
  }
  if (flip === undefined) return { is: 'stage', stage: { is: 'noFlip', cell: opened } };
  const { board, bit, openingMs } = flip;
  const wasSet = state.baseline[board]?.[bit] === true;
  return {
    is: 'stage',
    stage: {
      is: 'shutting',
      cell: opened,
      sensor: { is: 'seen', board, bit, feedback: wasSet ? 'closedWhenSet' : 'openWhenSet' },
      openingMs,
      saidAt: null,
    },
  };
}
