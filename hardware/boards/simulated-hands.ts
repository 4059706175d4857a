// Simulated hands: what people and faults do to a simulated cabinet, and what eyes in front of it see. The same for every
// family.

import type { Listeners, Undo } from '../../src/base/undo.ts';
import type { SimulatedLock } from './simulated-lock.ts';
import type { VisitorHabit } from './simulated-visitor.ts';

export interface SimulatedPulse {
  readonly address: number;
  readonly channel: number;
  /** Monotonic ms. */
  readonly at: number;
}

/** What a person in front of the cabinet sees: the leaf, whatever the contact says. */
export interface SimulatedDoor {
  readonly address: number;
  readonly channel: number;
  readonly door: 'open' | 'closed';
}

/** Hands, faults and eyes: the same for every family. */
export interface CabinetHands {
  /** Every time a coil was fired, in order. */
  readonly pulses: readonly SimulatedPulse[];
  /** How often two coils at once have pulled the supply down. */
  resets(): number;
  door(address: number, channel: number): 'open' | 'closed';
  onDoor(listener: (door: SimulatedDoor) => void): Undo;
  simulatePushShut(address: number, channel: number): void;
  /** Pulls at a door without a spring; false when the latch holds. */
  simulatePullOpen(address: number, channel: number): boolean;
  simulateKeyOpen(address: number, channel: number): void;
  /** Slams the door shut so that it bounces. */
  simulateBounce(address: number, channel: number): void;
  simulateJam(address: number, channel: number, jammed?: boolean): void;
  /** The lock opens that long after the pulse began; undefined makes it sound again. */
  simulateSlowLock(address: number, channel: number, ms: number | undefined): void;
  simulateStuckSensor(address: number, channel: number, at: 'open' | 'closed' | undefined): void;
  /** A finger pushes the hook of an open door down: the contact reads closed although nothing is. */
  simulateFingerOnHook(address: number, channel: number, held?: boolean): void;
  /** What the person at that door does whenever it is released; undefined: nobody is there. */
  simulateVisitor(address: number, channel: number, habit: VisitorHabit | undefined): void;
  /** Something lies in the cell; only boards with item sensors tell. */
  simulateItem(address: number, channel: number, present: boolean): void;
  simulateBoardDead(address: number, dead?: boolean): void;
  /** A second board with the same address: both answer at once and spoil each other's bytes. */
  simulateTwin(address: number, present?: boolean): void;
  /** The board answers under another address, as after a knock on its switches; undefined ends it. */
  simulateForeignAddress(address: number, claimed: number | undefined): void;
}

/** What faults change in a board. */
export interface BoardState {
  /** Channels whose cells hold something. */
  readonly items: Set<number>;
  dead: boolean;
  twin: boolean;
  claimed: number | undefined;
}

export function createCabinetHands({
  pulses,
  resets,
  doorMoved,
  boardAt,
  lockAt,
}: {
  readonly pulses: readonly SimulatedPulse[];
  readonly resets: () => number;
  readonly doorMoved: Listeners<SimulatedDoor>;
  readonly boardAt: (address: number) => BoardState;
  readonly lockAt: (address: number, channel: number) => SimulatedLock;
}): CabinetHands {
  return {
    pulses,
    resets,
    door: (address, channel) => lockAt(address, channel).leaf(),
    onDoor: (listener) => doorMoved.add(listener),
    simulatePushShut: (address, channel) => lockAt(address, channel).pushShut(),
    simulatePullOpen: (address, channel) => lockAt(address, channel).pullOpen(),
    simulateKeyOpen: (address, channel) => lockAt(address, channel).openByKey(),
    simulateBounce: (address, channel) => lockAt(address, channel).bounce(),
    simulateJam: (address, channel, jammed = true) => lockAt(address, channel).jam(jammed),
    simulateSlowLock: (address, channel, ms) => lockAt(address, channel).slow(ms),
    simulateStuckSensor: (address, channel, at) => lockAt(address, channel).stickContact(at),
    simulateFingerOnHook: (address, channel, held = true) => lockAt(address, channel).holdHook(held),
    simulateVisitor: (address, channel, habit) => lockAt(address, channel).visit(habit),
    simulateItem(address, channel, present) {
      if (present) boardAt(address).items.add(channel);
      else boardAt(address).items.delete(channel);
    },
    simulateBoardDead(address, dead = true) {
      boardAt(address).dead = dead;
    },
    simulateTwin(address, present = true) {
      boardAt(address).twin = present;
    },
    simulateForeignAddress(address, claimed) {
      boardAt(address).claimed = claimed;
    },
  };
}
