// Frame fields: makes one frame from the JSON that explaining tells, and names the field that is wrong.

import { toHex } from '../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { type Check, found } from './field-checks.ts';
import type { Explained } from './frame-cutter.ts';

type Values<Checks> = { readonly [Name in keyof Checks]: Checks[Name] extends Check<infer Value> ? Value : never };
type Fields = Readonly<Record<string, unknown>>;
/** Makes one kind of frame. */
export type Maker = (fields: Fields) => Result<Uint8Array, string>;

/** A kind of frame: the checks of its fields, and the bytes that they make unless they contradict each other. */
export function frameOf<Checks extends Readonly<Record<string, Check<unknown>>>>(
  checks: Checks,
  bytes: (values: Values<Checks>) => Uint8Array | Result<Uint8Array, string>,
): Maker {
  return (fields) => {
    const read: Record<string, unknown> = {};
    for (const [name, check] of Object.entries(checks)) {
      const value = check(fields[name]);
      if (!value.ok) return failed(`"${name}" ${value.problem}`);
      read[name] = value.value;
    }
    const made = bytes(read as Values<Checks>);
    return made instanceof Uint8Array ? ok(made) : made;
  };
}

/** A kind that is explained and never made. */
export function neverMade(why: string): Maker {
  return () => failed(why);
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
    return failed('a frame is a JSON object such as {"kind": …}');
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
    if (told.get(name) === undefined) return failed(`"${name}" is no field of this frame`);
    const is = JSON.stringify(told.get(name));
    // Hex may be given in capitals.
    if (is.toLowerCase() !== JSON.stringify(given)?.toLowerCase()) {
      return failed(`"${name}" must be ${is} in this frame${found(given)}`);
    }
  }
  return ok(bytes);
}
