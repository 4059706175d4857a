// Power: what the kiosk does when the mains fail. Nothing changes on a single reading, and nothing on not knowing.
//
// Battery for 5 s: nobody new is served. Battery for more than 60 s, or a battery that ends soon: the step that is under
// way is finished, then the machine may be shut down. Mains for 60 s: everything is as before. Cells stay locked.

import type { Turn } from './turn.ts';

/** What the supply says, reduced to what counts here. */
export type PowerReading =
  | { readonly is: 'mains' }
  /** `charge` in percent; `low` is the supply's own word that it ends soon. */
  | { readonly is: 'battery'; readonly charge: number | null; readonly low: boolean }
  | { readonly is: 'unknown' };

export type PowerLevel = 'mains' | 'onBattery' | 'leaving';

export interface PowerState {
  readonly is: PowerLevel;
  /** What the supply has said without a break, and since when; null while nobody knows. */
  readonly says:
    | { readonly is: 'mains'; readonly since: number }
    | { readonly is: 'battery'; readonly since: number; readonly ends: boolean }
    | null;
}

export type PowerEvent = { readonly is: 'tick' } | { readonly is: 'power'; readonly power: PowerReading };

export const powerUnasked: PowerState = { is: 'mains', says: null };

const believedMs = 5_000;
const leaveMs = 60_000;
const backMs = 60_000;
const leastCharge = 40;

/**
 * The next state. `now` is UTC ms; a clock that jumps back only makes things wait longer.
 * mains → onBattery → leaving, and from either back to mains; `unknown` stops what is being counted and starts it anew.
 */
export function stepPower(state: PowerState, event: PowerEvent, now: number): PowerState {
  const says = event.is === 'power' ? heard(state.says, event.power, now) : state.says;
  const is = levelAfter(state.is, says, now);
  return is === state.is && says === state.says ? state : { is, says };
}

function heard(before: PowerState['says'], power: PowerReading, now: number): PowerState['says'] {
  switch (power.is) {
    case 'unknown':
      return null;
    case 'mains':
      return before?.is === 'mains' ? before : { is: 'mains', since: now };
    case 'battery': {
      const ends = power.low || (power.charge !== null && power.charge < leastCharge);
      if (before?.is === 'battery' && before.ends === ends) return before;
      return { is: 'battery', since: before?.is === 'battery' ? before.since : now, ends };
    }
  }
}

function levelAfter(level: PowerLevel, says: PowerState['says'], now: number): PowerLevel {
  if (says === null) return level;
  const lasted = now - says.since;
  if (says.is === 'mains') return lasted >= backMs ? 'mains' : level;
  if (level === 'leaving' || lasted < believedMs) return level;
  return says.ends || lasted > leaveMs ? 'leaving' : 'onBattery';
}

/** Puts the next state into the kiosk; every change of level is a fact. */
export function takePower(turn: Turn, event: PowerEvent): void {
  const before = turn.kiosk.power;
  const power = stepPower(before, event, turn.now);
  if (power === before) return;
  turn.set({ power });
  if (power.is !== before.is) turn.record({ is: 'powerChanged', to: power.is });
}
