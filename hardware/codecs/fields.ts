// Fields: reads the JSON that a frame is to be made of, and names the field that is wrong and why.

import { toHex } from '../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import type { Decoded, DecodeOptions } from './cut.ts';

/** Judges one field; the problem goes on after the field's name ("must be …"). `undefined` is a field that is missing. */
export type Check<Value> = (value: unknown) => Result<Value, string>;

type Values<Checks> = { readonly [Name in keyof Checks]: Checks[Name] extends Check<infer Value> ? Value : never };

/** A kind of frame: the checks of its fields, and the bytes that they make. */
export interface Maker {
  readonly make: (fields: Readonly<Record<string, unknown>>) => Result<Uint8Array, string>;
}

export function frameOf<Checks extends Readonly<Record<string, Check<unknown>>>>(
  checks: Checks,
  bytes: (values: Values<Checks>) => Result<Uint8Array, string> | Uint8Array,
): Maker {
  return {
    make: (fields) => {
      const read: Record<string, unknown> = {};
      for (const [name, check] of Object.entries(checks)) {
        const value = check(fields[name]);
        if (!value.ok) return failed(`"${name}" ${value.problem}`);
        read[name] = value.value;
      }
      const made = bytes(read as Values<Checks>);
      return made instanceof Uint8Array ? ok(made) : made;
    },
  };
}

/** A kind that is explained and never made. */
export function refused(why: string): Maker {
  return { make: () => failed(why) };
}

export function wholeNumber(least: number, most: number): Check<number> {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? ok(value)
      : failed(`must be a whole number from ${least} to ${most}${found(value)}`);
}

/** Different whole numbers. */
export function wholeNumbers(least: number, most: number): Check<readonly number[]> {
  return (value) =>
    Array.isArray(value) &&
    value.every((each) => Number.isInteger(each) && each >= least && each <= most) &&
    new Set(value).size === value.length
      ? ok(value as readonly number[])
      : failed(`must be a list of different whole numbers from ${least} to ${most}${found(value)}`);
}

export const flag: Check<boolean> = (value) =>
  typeof value === 'boolean' ? ok(value) : failed(`must be true or false${found(value)}`);

export function oneOf<Word extends string>(...words: readonly Word[]): Check<Word> {
  return (value) => {
    const word = words.find((each) => each === value);
    return word === undefined ? failed(`must be one of ${words.join(', ')}${found(value)}`) : ok(word);
  };
}

/** Bytes in hex, `least` to `most` of them. */
export function hexBytes(least: number, most: number): Check<Uint8Array> {
  return (value) => {
    const isHex = typeof value === 'string' && /^([0-9a-f]{2})*$/i.test(value);
    const length = isHex ? value.length / 2 : -1;
    if (!isHex || length < least || length > most) {
      const count = least === most ? `${least}` : `${least} to ${most}`;
      return failed(`must be ${count} bytes in hex${found(value)}`);
    }
    return ok(Uint8Array.from({ length }, (_, at) => Number.parseInt(value.slice(2 * at, 2 * at + 2), 16)));
  };
}

/** Text that fits `pattern`; `words` says in words what does. */
export function textLike(pattern: RegExp, words: string): Check<string> {
  return (value) =>
    typeof value === 'string' && pattern.test(value) ? ok(value) : failed(`must be ${words}${found(value)}`);
}

export function either<Value, Instead>(check: Check<Value>, instead: Instead): Check<Value | Instead> {
  return (value) => (value === undefined ? ok(instead) : check(value));
}

function found(value: unknown): string {
  return value === undefined ? ' and is missing' : `, not ${JSON.stringify(value)}`;
}

/** Fields that decoding adds to every frame and encoding has no use for. */
const ofEveryFrame: readonly string[] = ['ok', 'hex'];

/**
 * Makes the frame that a plain JSON value describes. The frame is decoded again and every given field must come back:
 * so a misspelt field or two that contradict each other are noticed, and what decoding tells can be encoded as it is.
 */
export function encodeWith(
  value: unknown,
  kinds: Readonly<Record<string, Maker>>,
  decode: (bytes: Uint8Array, options: DecodeOptions) => readonly Decoded[],
): Result<Uint8Array, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return failed('a frame is a JSON object such as {"kind": …}');
  }
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields['ok'] === false) return failed('"ok" is false: these bytes were no frame');
  const kind = oneOf(...Object.keys(kinds))(fields['kind']);
  if (!kind.ok) return failed(`"kind" ${kind.problem}`);
  const made = kinds[kind.value]?.make(fields) ?? failed('"kind" is unknown');
  if (!made.ok) return made;
  const [again, ...more] = decode(made.value, {});
  if (!again?.ok || more.length > 0) throw new Error(`encoded what can't be decoded: ${toHex(made.value)}`);
  for (const [name, given] of Object.entries(fields)) {
    if (ofEveryFrame.includes(name) || same(again[name], given)) continue;
    return again[name] === undefined
      ? failed(`"${name}" is no field of this frame`)
      : failed(`"${name}" must be ${JSON.stringify(again[name])} in this frame, not ${JSON.stringify(given)}`);
  }
  return ok(made.value);
}

/** Hex may be given in capitals. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one)?.toLowerCase() === JSON.stringify(other).toLowerCase();
}
