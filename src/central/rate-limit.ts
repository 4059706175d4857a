// Rate limit: so many questions an address and window, kept in memory and bounded, whoever asks.

import { isIPv6 } from 'node:net';
import type { Clock } from '../base/clock.ts';

export interface RateLimit {
  /** Counts one question. 0 when it may be answered, else the seconds until the next may. */
  secondsToWait(address: string): number;
}

interface Window {
  readonly since: number;
  count: number;
}

export function createRateLimit(
  clock: Pick<Clock, 'monotonic'>,
  { most, windowMs, addresses }: { readonly most: number; readonly windowMs: number; readonly addresses: number },
): RateLimit {
  /** Oldest window first. */
  const windows = new Map<string, Window>();
  return {
    secondsToWait(address) {
      const key = subscriberOf(address);
      const now = clock.monotonic();
      const known = windows.get(key);
      if (known !== undefined && now - known.since < windowMs) {
        known.count += 1;
        return known.count <= most ? 0 : Math.ceil((known.since + windowMs - now) / 1000);
      }
      windows.delete(key);
      const [oldest] = windows.keys();
      if (windows.size >= addresses && oldest !== undefined) windows.delete(oldest);
      windows.set(key, { since: now, count: 1 });
      return 0;
    },
  };
}

/** An IPv6 subscriber has a whole /64 and could take another address for every question. */
function subscriberOf(address: string): string {
  const embedded = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (embedded !== undefined || !isIPv6(address)) return embedded ?? address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
