// Order book: what was ordered, what left the computer and what was fired, held against each other.

import type { OrderResult } from '../../hardware/classes/device.ts';
import type { Wire } from '../../hardware/transport/wire.ts';
import { sameBytes, toHex } from '../../src/base/bytes.ts';

type Result = OrderResult<{ readonly acknowledged: boolean }>;

export interface OrderBook {
  /** An order for that lock was given to the driver. */
  give(lock: number, promise: Promise<Result>): Promise<Result>;
  /** What does not fit, in words. `answersAreTrue`: what answers is the board and not a stranger. */
  broken(answersAreTrue: boolean): string | undefined;
  /** How many were fired since all was last found right. */
  firedSince(): number;
  /** All is right up to here: what was ordered is done. */
  settle(): void;
}

export interface OrderBookOptions {
  readonly wire: Wire;
  /** What the driver may send whenever it likes. */
  readonly harmless: readonly Uint8Array[];
  /** The bytes that fire each lock. */
  readonly orders: ReadonlyMap<number, Uint8Array>;
  /** Locks fired by the simulated board, in order. */
  fired(): readonly number[];
}

interface Count {
  /** Orders given, and of those the ones that ended without a byte sent. */
  given: number;
  unsent: number;
  /** Orders whose answer said that the board did it. */
  acknowledged: number;
  sent: number;
}

function nothing(): Count {
  return { given: 0, unsent: 0, acknowledged: 0, sent: 0 };
}

export function createOrderBook({ wire, harmless, orders, fired }: OrderBookOptions): OrderBook {
  const counts = new Map<number, Count>([...orders.keys()].map((lock) => [lock, nothing()]));
  let wrong: string | undefined;
  let settled = 0;

  wire.onBytes((bytes) => {
    if (harmless.some((each) => sameBytes(each, bytes))) return;
    const order = [...orders].find(([, each]) => sameBytes(each, bytes));
    const count = order === undefined ? undefined : counts.get(order[0]);
    if (count === undefined) wrong ??= `the driver sent what nobody asked for: ${toHex(bytes)}`;
    else count.sent += 1;
  });

  function broken(answersAreTrue: boolean): string | undefined {
    if (wrong !== undefined) return wrong;
    const all = fired().slice(settled);
    for (const [lock, { given, unsent, acknowledged, sent }] of counts) {
      const count = all.reduce((sum, each) => sum + (each === lock ? 1 : 0), 0);
      if (sent > given - unsent) return `lock ${lock}: ${given} ordered, ${unsent} of them not sent, ${sent} sent`;
      if (count > sent) return `lock ${lock} was fired ${count} times and ordered ${sent} times`;
      if (answersAreTrue && acknowledged > count)
        return `lock ${lock}: ${acknowledged} acknowledged, fired ${count} times`;
    }
    return undefined;
  }

  return {
    async give(lock, promise) {
      const count = counts.get(lock);
      if (count === undefined) throw new Error(`no lock ${lock}`);
      count.given += 1;
      const result = await promise;
      if (!result.ok && result.problem === 'notSent') count.unsent += 1;
      if (result.ok && result.value.acknowledged) count.acknowledged += 1;
      return result;
    },
    broken,
    firedSince: () => fired().length - settled,
    settle() {
      settled = fired().length;
      for (const lock of counts.keys()) counts.set(lock, nothing());
    },
  };
}
