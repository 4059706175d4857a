// One simulated cabinet lock: coil, latch, door leaf, and the contact that feels the latch (not the leaf).

import type { Clock } from '../../src/base/clock.ts';
import type { Random } from '../../src/base/random.ts';
import type { Undo } from '../../src/base/undo.ts';
import { createSimulatedVisitor, type VisitorHabit } from './simulated-visitor.ts';

export interface SimulatedLockOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** A spring pushes the leaf open as soon as the latch lets go; without one somebody must pull. */
  readonly spring: boolean;
  /** The contact changed; `byKey` when the mechanical key did it, which most boards do not report. */
  readonly onContact: (byKey: boolean) => void;
  readonly onLeaf: (leaf: 'open' | 'closed') => void;
}

export interface SimulatedLock {
  leaf(): 'open' | 'closed';
  /** What the contact says of the latch; may be stuck. */
  contact(): 'open' | 'closed';
  isEnergised(): boolean;
  energise(pulseMs: number): void;
  /** The supply broke down: the coil drops at once. */
  cut(): void;
  pushShut(): void;
  /** False when the latch holds. */
  pullOpen(): boolean;
  openByKey(): void;
  /** Slams shut and bounces: three edges of the contact in 120 ms. */
  bounce(): void;
  jam(jammed: boolean): void;
  /** Opens that long after the pulse began; undefined = 30 to 80 ms, as a sound lock does. */
  slow(ms: number | undefined): void;
  stickContact(at: 'open' | 'closed' | undefined): void;
  /** A finger pushes the hook of an open door down. */
  holdHook(held: boolean): void;
  /** What the person at the door does whenever it is released. */
  visit(habit: VisitorHabit | undefined): void;
}

/** A released latch that nobody pulls falls back after this time. */
const latchHoldMs = 1_500;
const bounceMs = 60;

export function createSimulatedLock({ clock, random, spring, onContact, onLeaf }: SimulatedLockOptions): SimulatedLock {
  let leaf: 'open' | 'closed' = 'closed';
  let latch: 'open' | 'closed' = 'closed';
  let stuck: 'open' | 'closed' | undefined;
  let hookHeld = false;
  let energised = false;
  let jammed = false;
  let slowMs: number | undefined;
  let cancelPulse: Undo = () => undefined;
  let cancelRelease: Undo = () => undefined;

  const visitor = createSimulatedVisitor(
    { pull: () => pullOpen(), push: () => pushShut(), slam: () => bounce(), isOpen: () => leaf === 'open' },
    { clock, random },
  );

  const contact = () => stuck ?? (hookHeld && leaf === 'open' ? 'closed' : latch);

  function feel(change: () => void): void {
    const before = contact();
    change();
    if (contact() !== before) onContact(false);
  }

  function move(next: { readonly latch: 'open' | 'closed'; readonly leaf: 'open' | 'closed' }, byKey = false): void {
    const before = contact();
    const leafMoved = leaf !== next.leaf;
    latch = next.latch;
    leaf = next.leaf;
    if (leafMoved) onLeaf(leaf);
    if (contact() !== before) onContact(byKey);
  }

  function release(): void {
    if (jammed) return;
    move({ latch: 'open', leaf: spring ? 'open' : leaf });
    visitor.released();
    clock.after(latchHoldMs, () => {
      if (leaf === 'closed') move({ latch: 'closed', leaf });
    });
  }

  function pushShut(): void {
    move({ latch: 'closed', leaf: 'closed' });
  }

  function pullOpen(): boolean {
    if (latch === 'closed') return false;
    move({ latch, leaf: 'open' });
    return true;
  }

  function bounce(): void {
    pushShut();
    clock.after(bounceMs, () => move({ latch: 'open', leaf: 'open' }));
    clock.after(2 * bounceMs, pushShut);
  }

  return {
    leaf: () => leaf,
    contact,
    isEnergised: () => energised,
    energise(pulseMs) {
      energised = true;
      cancelPulse = clock.after(pulseMs, () => {
        energised = false;
      });
      cancelRelease = clock.after(slowMs ?? random.between(30, 80), release);
    },
    cut() {
      energised = false;
      cancelPulse();
      cancelRelease();
    },
    pushShut,
    pullOpen,
    openByKey: () => move({ latch: 'open', leaf: 'open' }, true),
    bounce,
    jam(now) {
      jammed = now;
    },
    slow(ms) {
      slowMs = ms;
    },
    stickContact: (at) =>
      feel(() => {
        stuck = at;
      }),
    holdHook: (held) =>
      feel(() => {
        hookHeld = held;
      }),
    visit: (habit) => visitor.behave(habit),
  };
}
