// The relays of a simulated Modbus board: on, off, toggle, and pulses that the board times itself.

import type { Clock } from '../../../src/base/clock.ts';
import { failed, ok, type Result } from '../../../src/base/result.ts';
import type { Undo } from '../../../src/base/undo.ts';
import { timedOn } from './protocol.ts';

export interface SimulatedRelays {
  /** Relay from 1. */
  isOn(relay: number): boolean;
  all(): readonly boolean[];
  /** Carries out function 05, with the address and the value as they stand on the wire. */
  write(address: number, value: number): Result<void, 'illegalAddress' | 'illegalValue'>;
  /** Power is gone: all relays fall off and no pulse goes on. */
  drop(): void;
}

export interface SimulatedRelaysOptions {
  readonly clock: Clock;
  readonly count: number;
  /** Whether the board knows pulses that it times itself. */
  readonly timedPulses: boolean;
  readonly onChange: () => void;
  /** A timed ON pulse of a relay (from 1) has begun. */
  readonly onTimedOn: (relay: number, ms: number) => void;
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

  function pulse(place: number, { to, ms }: { readonly to: boolean; readonly ms: number }): void {
    set(place, to);
    pulses.set(
      place,
      clock.after(ms, () => set(place, !to)),
    );
  }

  function writeTimed(place: number, { to, tenths }: { readonly to: boolean; readonly tenths: number }) {
    if (!options.timedPulses || place >= count) return failed('illegalAddress' as const);
    if (tenths < 1 || tenths > longestPulse) return failed('illegalValue' as const);
    pulse(place, { to, ms: tenths * 100 });
    if (to) options.onTimedOn(place + 1, tenths * 100);
    return ok();
  }

  function writePlain(places: readonly number[], order: number): Result<void, 'illegalValue'> {
    if (order !== value.on && order !== value.off && order !== value.toggle) return failed('illegalValue');
    for (const place of places) set(place, order === value.toggle ? on[place] !== true : order === value.on);
    return ok();
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
    drop() {
      for (const place of on.keys()) set(place, false);
    },
  };
}
