// Sleep of the computer: told once, by the clock that goes on meanwhile, and never by a wall clock that somebody sets.

import { expect, it } from 'vitest';
import { createSleepWatch } from '../../src/controller/sleep.ts';
import { createManualClock } from '../support/manual-clock.ts';

function setUp() {
  const clock = createManualClock();
  let asleepMs = 0;
  // As some systems tell it: in whole seconds.
  const watch = createSleepWatch({
    clock,
    sinceBootMs: () => Math.floor((500_300 + asleepMs + clock.monotonic()) / 1_000) * 1_000,
  });
  return { clock, watch, sleep: (ms: number) => (asleepMs += ms) };
}

it('tells of an hour once', async () => {
  const { clock, watch, sleep } = setUp();
  expect(watch.hasSlept()).toBe(false);
  sleep(3_600_000);
  expect([watch.hasSlept(), watch.hasSlept()]).toEqual([true, false]);
  await clock.advance(10_000);
  expect(watch.hasSlept()).toBe(false);
});

it('takes no jump of the wall clock and no rounding for sleep', async () => {
  const { clock, watch } = setUp();
  for (const jump of [86_400_000, -7_200_000]) {
    clock.jumpWall(jump);
    expect(watch.hasSlept()).toBe(false);
  }
  for (let turn = 0; turn < 40; turn += 1) {
    await clock.advance(333);
    expect(watch.hasSlept()).toBe(false);
  }
});
