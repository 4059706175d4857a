// Result: an expected failure is a value from a closed list; an exception is a bug.

export type Result<Value, Problem> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

export function ok(): Result<void, never>;
export function ok<Value>(value: Value): Result<Value, never>;
export function ok(value?: unknown): Result<unknown, never> {
  return { ok: true, value };
}

export function failed<Problem>(problem: Problem): Result<never, Problem> {
  return { ok: false, problem };
}

/** Ends an exhaustive switch: does not compile while a case is missing, throws if untyped data got through. */
export function unreachable(impossible: never): never {
  throw new Error(`impossible value: ${JSON.stringify(impossible)}`);
}

/** For a value that must be there unless the program is wrong; `what` names it in the error. */
export function certain<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`missing: ${what}`);
  return value;
}
