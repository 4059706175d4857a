// The relays of a simulated Modbus board: on, off, toggle, many at once, and pulses that the board times itself.

import type { Clock } from '../../../src/base/clock.ts';
import { failed, ok, type Result } from '../../../src/base/result.ts';
import type { Undo } from '../../../src/base/undo.ts';
import { timedOn } from './protocol.ts';

/** `deviceFailure`: what hangs on the relay did not let it go on. */
export type RelayProblem = 'illegalAddress' | 'illegalValue' | 'deviceFailure';

export interface SimulatedRelays {
  /** Relay from 1. */
  isOn(relay: number): boolean;
  all(): readonly boolean[];
  /** Carries out function 05, with the address and the value as they stand on the wire. */
  write(address: number, value: number): Result<void, RelayProblem>;
  /** Carries out function 0F, with the first address as it stands on the wire. */
  writeMany(first: number, to: readonly boolean[]): Result<void, RelayProblem>;
  /** Power is gone: all relays fall off and no pulse goes on. */
  drop(): void;
}

export interface SimulatedRelaysOptions {
  readonly clock: Clock;
  readonly count: number;
  /** Whether the board knows pulses that it times itself. */
  readonly timedPulses: boolean;
  readonly onChange: () => void;
  /** A relay (from 1) is to go on: for `ms`, or without an end when there is none. False keeps it off. */
  readonly onSwitchOn: (relay: number, ms?: number) => boolean;
}

const timedOff = 0x0400;
const everyRelay = 0x00ff;
const value = { on: 0xff00, off: 0x0000, toggle: 0x5500 } as const;
const longestPulse = 0x7fff;

export function createSimulatedRelays(options: SimulatedRelaysOptions): SimulatedRelays {
  const { clock, count, onChange } = options;
  const on: boolean[] = Array.from({ length: count }, () => false);
  const pulses = new Map<number, Undo>();

  function set(place: number, to: boolean): void {
    pulses.get(place)?.();
    pulses.delete(place);
    on[place] = to;
    onChange();
  }

  function switchTo(place: number, to: boolean): Result<void, 'deviceFailure'> {
    if (to && on[place] !== true && !options.onSwitchOn(place + 1)) return failed('deviceFailure');
    set(place, to);
    return ok();
  }

  function writeTimed(
    place: number,
    { to, tenths }: { readonly to: boolean; readonly tenths: number },
  ): Result<void, RelayProblem> {
    if (!options.timedPulses || place >= count) return failed('illegalAddress');
    if (tenths < 1 || tenths > longestPulse) return failed('illegalValue');
    if (to && !options.onSwitchOn(place + 1, tenths * 100)) return failed('deviceFailure');
    set(place, to);
    pulses.set(
      place,
      clock.after(tenths * 100, () => void switchTo(place, !to)),
    );
    return ok();
  }

  function writePlain(places: readonly number[], order: number): Result<void, RelayProblem> {
    if (order !== value.on && order !== value.off && order !== value.toggle) return failed('illegalValue');
    const done = places.map((place) =>
      switchTo(place, order === value.toggle ? on[place] !== true : order === value.on),
    );
    return done.find((each) => !each.ok) ?? ok();
  }

  return {
    isOn: (relay) => on[relay - 1] === true,
    all: () => [...on],
    write(address, order) {
      if (address < count) return writePlain([address], order);
      if (address === everyRelay) return writePlain([...on.keys()], order);
      if (address >> 8 === timedOn >> 8) return writeTimed(address - timedOn, { to: true, tenths: order });
      if (address >> 8 === timedOff >> 8) return writeTimed(address - timedOff, { to: false, tenths: order });
      return failed('illegalAddress');
    },
    writeMany(first, to) {
      if (first + to.length > count) return failed('illegalAddress');
      const done = to.map((each, place) => switchTo(first + place, each));
      return done.find((each) => !each.ok) ?? ok();
    },
    drop() {
      for (const place of on.keys()) set(place, false);
    },
  };
}
