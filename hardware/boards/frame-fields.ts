// Frame fields: makes one frame of a lock board from the JSON that explaining tells, and names the field that is wrong.

import { fromHex, toHex } from '../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { type Channel, channelOf } from '../classes/lock-board.ts';
import type { Explained } from './frame-cutter.ts';

/** Judges one field; the problem goes on after the field's name ("must be …"). `undefined` is a field that is missing. */
export type Check<Value> = (value: unknown) => Result<Value, string>;

type Values<Checks> = { readonly [Name in keyof Checks]: Checks[Name] extends Check<infer Value> ? Value : never };
type Fields = Readonly<Record<string, unknown>>;
/** Makes one kind of frame. */
export type Maker = (fields: Fields) => Result<Uint8Array, string>;

/** A kind of frame: the checks of its fields, and the bytes that they make. */
export function frameOf<Checks extends Readonly<Record<string, Check<unknown>>>>(
  checks: Checks,
  bytes: (values: Values<Checks>) => Uint8Array,
): Maker {
  return (fields) => {
    const read: Record<string, unknown> = {};
    for (const [name, check] of Object.entries(checks)) {
      const value = check(fields[name]);
      if (!value.ok) return failed(`"${name}" ${value.problem}`);
      read[name] = value.value;
    }
    return ok(bytes(read as Values<Checks>));
  };
}

/** A kind that is explained and never made. */
export function neverMade(why: string): Maker {
  return () => failed(why);
}

export function wholeNumber(least: number, most: number, { stepsOf = 1 } = {}): Check<number> {
  const what = stepsOf === 1 ? 'whole number' : `multiple of ${stepsOf}`;
  return (value) =>
    typeof value === 'number' && Number.isInteger(value / stepsOf) && value >= least && value <= most
      ? ok(value)
      : failed(`must be a ${what} from ${least} to ${most}${found(value)}`);
}

export function channelUpTo(most: number): Check<Channel> {
  return (value) => {
    const number = wholeNumber(1, most)(value);
    const channel = number.ok ? channelOf(number.value) : number;
    return channel.ok ? channel : failed(`must be a whole number from 1 to ${most}${found(value)}`);
  };
}

export const flag: Check<boolean> = (value) =>
  typeof value === 'boolean' ? ok(value) : failed(`must be true or false${found(value)}`);

/** Each true or false; at most so many. */
export function flags(most: number): Check<readonly boolean[]> {
  return (value) =>
    Array.isArray(value) && value.length <= most && value.every((each) => typeof each === 'boolean')
      ? ok(value)
      : failed(`must be a list of up to ${most} times true or false${found(value)}`);
}

export function hexBytes(count: number): Check<Uint8Array> {
  return (value) => {
    const bytes = typeof value === 'string' ? fromHex(value) : undefined;
    return bytes?.ok && bytes.value.length === count ? bytes : failed(`must be ${count} bytes in hex${found(value)}`);
  };
}

function found(value: unknown): string {
  return value === undefined ? ' and is missing' : `, not ${JSON.stringify(value)}`;
}

/**
 * Makes the frame that a plain JSON value describes. It is explained again and every given field must come back: so a
 * misspelt field or two that contradict each other are noticed, and what explaining tells can be encoded as it is.
 */
export function encodeFrame(
  value: unknown,
  makers: Readonly<Record<string, Maker>>,
  explain: (bytes: Uint8Array) => readonly Explained<object>[],
): Result<Uint8Array, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return failed('a frame is a JSON object such as {"kind": "query", "board": 1}');
  }
  const fields = value as Fields;
  if (fields['ok'] === false) return failed('"ok" is false: these bytes were no frame');
  const maker = new Map<unknown, Maker>(Object.entries(makers)).get(fields['kind']);
  if (maker === undefined) {
    return failed(`"kind" must be one of ${Object.keys(makers).join(', ')}${found(fields['kind'])}`);
  }
  const made = maker(fields);
  return made.ok ? agreeing(made.value, fields, explain(made.value)) : made;
}

function agreeing(bytes: Uint8Array, fields: Fields, explained: readonly Explained<object>[]) {
  const [again, ...more] = explained;
  if (!again?.ok || more.length > 0) throw new Error(`made what can't be explained: ${toHex(bytes)}`);
  const told = new Map<string, unknown>(Object.entries(again));
  for (const [name, given] of Object.entries(fields)) {
    if (name === 'ok' || name === 'hex') continue;
    if (!told.has(name)) return failed(`"${name}" is no field of this frame`);
    const is = JSON.stringify(told.get(name));
    if (is.toLowerCase() !== JSON.stringify(given)?.toLowerCase()) {
      return failed(`"${name}" must be ${is} in this frame${found(given)}`);
    }
  }
  return ok(bytes);
}
