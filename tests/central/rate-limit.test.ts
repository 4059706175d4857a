// Rate limit: each address has its own measure, which comes back, and the memory of it stays bounded.

import { expect, it } from 'vitest';
import { createRateLimit } from '../../src/central/rate-limit.ts';

function limited(addresses = 100) {
  let now = 0;
  const limit = createRateLimit({ monotonic: () => now }, { most: 3, windowMs: 60_000, addresses });
  return {
    ask: (address: string, times = 1) => Array.from({ length: times }, () => limit.secondsToWait(address)),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

it('lets so many through in a window, says how long to wait, and begins anew', () => {
  const { ask, pass } = limited();
  expect(ask('192.0.2.1', 4)).toEqual([0, 0, 0, 60]);
  expect(ask('192.0.2.2', 3)).toEqual([0, 0, 0]);
  pass(59_500);
  expect(ask('192.0.2.1')).toEqual([1]);
  pass(500);
  expect(ask('192.0.2.1', 4)).toEqual([0, 0, 0, 60]);
});

it('counts an IPv6 network of one subscriber, and an IPv4 address however it is written, as one', () => {
  const { ask } = limited();
  ask('2001:db8:1:2::1', 3);
  expect(ask('2001:DB8:1:2:ffff::9')).toEqual([60]);
  expect(ask('2001:db8:1:3::1')).toEqual([0]);
  ask('::1', 3);
  expect(ask('0:0:0:0:0:0:0:2')).toEqual([60]);
  ask('192.0.2.7', 3);
  expect(ask('::ffff:192.0.2.7')).toEqual([60]);
});

it('forgets the oldest when there are too many', () => {
  const { ask } = limited(2);
  ask('192.0.2.1', 4);
  ask('192.0.2.2', 4);
  expect(ask('192.0.2.2')).toEqual([60]);
  ask('192.0.2.3');
  expect(ask('192.0.2.2')).toEqual([60]);
  expect(ask('192.0.2.1')).toEqual([0]);
});
