// Fields of JSON that a person wrote: the first one that does not fit is kept with what is wrong; the rest go on.

import { fromHex } from '../../../src/base/bytes.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface JsonFields {
  /** The first field that did not fit, and how. While there is none, everything read is as it was written. */
  problem(): string | undefined;
  /** Keeps the problem, if it is the first, and gives `instead` to go on with. */
  unfit<Value>(field: string, problem: string, instead: Value): Value;
  object(value: unknown, field: string): Json;
  text(json: Json, field: string, name?: string): string;
  hex(json: Json, field: string): Uint8Array;
}

export function createJsonFields(): JsonFields {
  let first: string | undefined;

  function unfit<Value>(field: string, problem: string, instead: Value): Value {
    first ??= `${field} ${problem}`;
    return instead;
  }

  function text(json: Json, field: string, name = field): string {
    const value = json[field];
    return typeof value === 'string' ? value : unfit(name, 'is a text', '');
  }

  return {
    problem: () => first,
    unfit,
    object(value, field) {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isObject ? (value as Json) : unfit(field, 'is a JSON object', {});
    },
    text,
    hex(json, field) {
      const bytes = fromHex(text(json, field));
      return bytes.ok ? bytes.value : unfit(field, 'is hex, two digits a byte', new Uint8Array());
    },
  };
}
