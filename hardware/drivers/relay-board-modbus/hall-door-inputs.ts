// Inputs of the hall door: which wire hangs on which input of the board, and what a reading of them says.

import { afterReading, type Steady, unread } from '../../../src/base/steady.ts';
import type { AlarmReading, HallDoorInputs } from '../../classes/hall-door.ts';
import { bitOf } from './protocol.ts';

/**
 * Which inputs (from 1) the wires hang on, and what they say when the board reads ON. Fire and tamper contacts are
 * normally closed: `alarmWhen: 'off'` makes a cut wire an alarm, not a silence.
 */
export interface HallDoorWiring {
  readonly contact: { readonly number: number; readonly closedWhen: 'on' | 'off' };
  readonly exitButton: { readonly number: number; readonly pressedWhen: 'on' | 'off' };
  readonly fire?: { readonly number: number; readonly alarmWhen: 'on' | 'off' };
  readonly tamper?: { readonly number: number; readonly alarmWhen: 'on' | 'off' };
}

/** What has been read so far; a value counts when it was read twice. */
export interface SteadyInputs {
  readonly contact: Steady<'open' | 'closed'>;
  readonly exitButton: Steady<'pressed' | 'released'>;
  readonly fire: Steady<'alarm' | 'quiet'>;
  readonly tamper: Steady<'alarm' | 'quiet'>;
}

export const unreadInputs: SteadyInputs = { contact: unread, exitButton: unread, fire: unread, tamper: unread };
/** Contacts bounce: two readings this far apart are two readings. */
const confirmMs = 50;

/** How many inputs the board must be asked for. */
export function inputsNeeded({ contact, exitButton, fire, tamper }: HallDoorWiring): number {
  return Math.max(contact.number, exitButton.number, fire?.number ?? 0, tamper?.number ?? 0);
}

export function inputsAfter(
  before: SteadyInputs,
  { wiring, bits, at }: { readonly wiring: HallDoorWiring; readonly bits: Uint8Array; readonly at: number },
): SteadyInputs {
  const is = (number: number, when: 'on' | 'off') => bitOf(bits, number) === (when === 'on');
  const alarm = (input: HallDoorWiring['fire']) =>
    input !== undefined && is(input.number, input.alarmWhen) ? 'alarm' : 'quiet';
  const read = <Value>(steady: Steady<Value>, value: Value) => afterReading(steady, { value, at, apartMs: confirmMs });
  const { contact, exitButton } = wiring;
  return {
    contact: read(before.contact, is(contact.number, contact.closedWhen) ? 'closed' : 'open'),
    exitButton: read(before.exitButton, is(exitButton.number, exitButton.pressedWhen) ? 'pressed' : 'released'),
    fire: read(before.fire, alarm(wiring.fire)),
    tamper: read(before.tamper, alarm(wiring.tamper)),
  };
}

export function inDoubt(inputs: SteadyInputs): boolean {
  return Object.values(inputs).some((steady) => steady.doubt !== undefined);
}

export function inputsSay(inputs: SteadyInputs, wiring: HallDoorWiring): HallDoorInputs {
  const alarm = (wire: HallDoorWiring['fire'], steady: SteadyInputs['fire']): AlarmReading =>
    wire === undefined ? 'absent' : (steady.value ?? 'unknown');
  return {
    contact: inputs.contact.value ?? 'unknown',
    exitButton: inputs.exitButton.value ?? 'unknown',
    fire: alarm(wiring.fire, inputs.fire),
    tamper: alarm(wiring.tamper, inputs.tamper),
  };
}

export function sameInputs(one: HallDoorInputs, other: HallDoorInputs): boolean {
  return (
    one.contact === other.contact &&
    one.exitButton === other.exitButton &&
    one.fire === other.fire &&
    one.tamper === other.tamper
  );
}
