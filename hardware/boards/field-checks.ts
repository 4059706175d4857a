// Field checks: judge what stands in one field of the JSON that a frame is to be made of, and say what must stand there.

import { fromHex } from '../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../src/base/result.ts';
import { type Channel, channelOf } from '../classes/lock-board.ts';

/** Judges one field; the problem goes on after the field's name ("must be …"). `undefined` is a field that is missing. */
export type Check<Value> = (value: unknown) => Result<Value, string>;

/** The end of a problem: what was found instead. */
export function found(value: unknown): string {
  return value === undefined ? ' and is missing' : `, not ${JSON.stringify(value)}`;
}

export function wholeNumber(least: number, most: number, { stepsOf = 1 } = {}): Check<number> {
  const what = stepsOf === 1 ? 'whole number' : `multiple of ${stepsOf}`;
  return (value) =>
    typeof value === 'number' && Number.isInteger(value / stepsOf) && value >= least && value <= most
      ? ok(value)
      : failed(`must be a ${what} from ${least} to ${most}${found(value)}`);
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

export function oneOf<Word extends string>(...words: readonly Word[]): Check<Word> {
  return (value) => {
    const word = words.find((each) => each === value);
    return word === undefined ? failed(`must be one of ${words.join(', ')}${found(value)}`) : ok(word);
  };
}

/** Bytes in hex, `least` to `most` of them. */
export function hexBytes(least: number, most = least): Check<Uint8Array> {
  const count = least === most ? `${least}` : `${least} to ${most}`;
  return (value) => {
    const bytes = typeof value === 'string' ? fromHex(value) : undefined;
    return bytes?.ok && bytes.value.length >= least && bytes.value.length <= most
      ? bytes
      : failed(`must be ${count} bytes in hex${found(value)}`);
  };
}

/** Text that fits `pattern`; `words` says in words what does. */
export function textLike(pattern: RegExp, words: string): Check<string> {
  return (value) =>
    typeof value === 'string' && pattern.test(value) ? ok(value) : failed(`must be ${words}${found(value)}`);
}

/** A field that may be missing, and what it then stands for. */
export function either<Value, Instead>(check: Check<Value>, instead: Instead): Check<Value | Instead> {
  return (value) => (value === undefined ? ok(instead) : check(value));
}
