// Steady: what a contact says counts only when it has said it twice. Contacts bounce, and a one-byte checksum lets
// about one wrong frame in 100,000 through.

export interface Steady<Value> {
  /** What counts; undefined until something was read twice. */
  readonly value: Value | undefined;
  /** Another value that was read and not yet confirmed, and when it was read first (monotonic ms). */
  readonly doubt: { readonly value: Value; readonly at: number } | undefined;
}

export const unread: Steady<never> = { value: undefined, doubt: undefined };

/** A reading: a new value counts when it is read again `apartMs` later or more; so does the very first. */
export function afterReading<Value>(
  steady: Steady<Value>,
  { value, at, apartMs }: { readonly value: Value; readonly at: number; readonly apartMs: number },
): Steady<Value> {
  if (steady.value === value) return { value, doubt: undefined };
  if (steady.doubt?.value !== value) return { value: steady.value, doubt: { value, at } };
  return at - steady.doubt.at >= apartMs ? { value, doubt: undefined } : steady;
}

/** A report that nobody asked for: it can raise a doubt or settle one in favour of what counts, but never decides. */
export function afterReport<Value>(
  steady: Steady<Value>,
  { value, at }: { readonly value: Value; readonly at: number },
): Steady<Value> {
  if (steady.value === undefined || steady.doubt?.value === value) return steady;
  return { value: steady.value, doubt: steady.value === value ? undefined : { value, at } };
}
