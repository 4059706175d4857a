// A cabinet as a fitter may have left it: sensors crossed, inverted or missing, dead locks, two locks on one channel.
// Doors open some time after a pulse, contacts bounce. Everything comes from a seed; time is passed in.

import { type Random, seededRandom } from '../../src/base/random.ts';
import { certain } from '../../src/base/result.ts';
import { type CellId, cellIdOf } from '../../src/core/cell.ts';
import { type BitPlace, type BoardHere, keyOf, type PlannedBoard, type SeenFeedback } from '../../src/core/wiring.ts';
import { bitOf, type StatusOrder } from '../../src/core/wiring-infer.ts';

export interface FakeLock {
  readonly cell: CellId;
  readonly board: string;
  readonly channel: number;
  /** null: the lock has no contact. */
  readonly bit: BitPlace | null;
  readonly feedback: SeenFeedback;
  readonly opensAfterMs: number;
  readonly dead: boolean;
  /** The latch lets go and the door stays in its frame until somebody pulls. */
  readonly sticks: boolean;
}

export interface FakeCabinet {
  readonly boards: readonly BoardHere[];
  readonly order: StatusOrder;
  readonly locks: readonly FakeLock[];
  readonly plans: readonly PlannedBoard[];
  /** Every pulse, in the order in which they were fired. */
  readonly pulses: { readonly board: string; readonly channel: number; readonly at: number }[];
  fire(board: string, channel: number, now: number): void;
  bits(board: string, now: number): readonly boolean[];
  /** Doors that a person sees open. */
  openDoors(now: number): readonly CellId[];
  shut(cell: CellId, now: number): void;
  openByHand(cell: CellId, now: number): void;
  lock(cell: CellId): FakeLock;
}

export interface FakeFaults {
  readonly crossedSensors: boolean;
  readonly crossedLocks: boolean;
  readonly inverted: boolean;
  readonly deadLocks: boolean;
  readonly noSensors: boolean;
  readonly twins: boolean;
  readonly sticking: boolean;
}

export const noFaults: FakeFaults = {
  crossedSensors: false,
  crossedLocks: false,
  inverted: false,
  deadLocks: false,
  noSensors: false,
  twins: false,
  sticking: false,
};

const bounceMs = 120;

/** Swaps two of the values, as a fitter does who takes the wrong plug. */
function swapped<Value>(values: readonly Value[], random: Random): readonly Value[] {
  if (values.length < 2) return values;
  const first = random.between(0, values.length - 2);
  const second = random.between(first + 1, values.length - 1);
  return values.map((value, place) =>
    place === first ? certain(values[second], 'value') : place === second ? certain(values[first], 'value') : value,
  );
}

export function createFakeCabinet(
  seed: number,
  faults: FakeFaults,
  { boards: count = 1, cells = 6 } = {},
): FakeCabinet {
  const random = seededRandom(seed);
  const order: StatusOrder = random.chance(0.5) ? 'highFirst' : 'lowFirst';
  const common: SeenFeedback = random.chance(0.5) ? 'closedWhenSet' : 'openWhenSet';
  const boards = Array.from(
    { length: count },
    (_, number): BoardHere => ({ model: 'lock-board-8a', address: number + 1, bits: 24, disturbed: false }),
  );
  const plans = boards.map((board, number): PlannedBoard => {
    const letter = String.fromCharCode(65 + number);
    return {
      board: keyOf(board),
      name: `board${letter}`,
      cells: Array.from({ length: cells }, (_, place) => ({
        cell: cellIdOf(`${letter}${String(place + 1).padStart(2, '0')}`),
        size: 'small',
        channel: place + 1,
      })),
    };
  });
  const locks = plans.flatMap(({ board, cells: planned }): readonly FakeLock[] => {
    const straight = planned.map(({ channel }) => channel);
    const channels = faults.crossedLocks ? swapped(straight, random) : straight;
    const own = channels.map((channel) => bitOf(channel, 24, order));
    const bits = faults.crossedSensors ? swapped(own, random) : own;
    return planned.map(({ cell }, place): FakeLock => {
      const twin = faults.twins && place === planned.length - 1;
      const isInverted = faults.inverted && random.chance(0.3);
      return {
        cell,
        board,
        channel: certain(channels[twin ? 0 : place], 'channel'),
        bit: faults.noSensors && random.chance(0.3) ? null : { board, bit: certain(bits[place], 'bit') },
        feedback: isInverted ? (common === 'closedWhenSet' ? 'openWhenSet' : 'closedWhenSet') : common,
        opensAfterMs: random.between(30, 700),
        dead: faults.deadLocks && random.chance(0.3),
        sticks: faults.sticking && random.chance(0.3),
      };
    });
  });

  /** Latch of each door: when it last let go or fell in, and whether it is open. */
  const doors = new Map<CellId, { readonly open: boolean; readonly since: number; readonly pulled: boolean }>();
  const pulses: FakeCabinet['pulses'] = [];
  const doorOf = (cell: CellId) => doors.get(cell) ?? { open: false, since: Number.NEGATIVE_INFINITY, pulled: true };

  /** Open as the contact has it: bounces for a while after each movement. */
  function contactOpen(cell: CellId, now: number): boolean {
    const { open, since } = doorOf(cell);
    if (now < since) return !open;
    const late = now - since;
    return late < bounceMs && Math.floor(late / 30) % 2 === 1 ? !open : open;
  }

  function lock(cell: CellId): FakeLock {
    return certain(
      locks.find((one) => one.cell === cell),
      `lock of ${cell}`,
    );
  }

  return {
    boards,
    order,
    locks,
    plans,
    pulses,
    lock,
    fire(board, channel, now) {
      pulses.push({ board, channel, at: now });
      for (const { cell, dead, sticks, opensAfterMs, ...place } of locks) {
        if (place.board !== board || place.channel !== channel || dead || doorOf(cell).open) continue;
        doors.set(cell, { open: true, since: now + opensAfterMs, pulled: !sticks });
      }
    },
    bits(board, now) {
      const bits = Array.from({ length: 24 }, () => false);
      for (const { cell, bit, feedback } of locks) {
        if (bit?.board === board) bits[bit.bit] = contactOpen(cell, now) === (feedback === 'openWhenSet');
      }
      return bits;
    },
    openDoors: (now) =>
      locks
        .filter(({ cell }) => {
          const { open, since, pulled } = doorOf(cell);
          return open && pulled && now >= since;
        })
        .map(({ cell }) => cell),
    shut(cell, now) {
      const { open, since } = doorOf(cell);
      if (open && now >= since) doors.set(cell, { open: false, since: now, pulled: true });
    },
    openByHand(cell, now) {
      const { open, since } = doorOf(cell);
      if (open) doors.set(cell, { open, since, pulled: true });
      else doors.set(cell, { open: true, since: now, pulled: true });
    },
  };
}
