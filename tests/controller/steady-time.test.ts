// Steady time: a clock that is set wrong, or right again, ends no visit and keeps none alive.

import { expect, it } from 'vitest';
import { createSteadyTime } from '../../src/controller/steady-time.ts';
import { createManualClock } from '../support/manual-clock.ts';

it('E30 does not jump with the wall clock before it is told to follow', async () => {
  const clock = createManualClock(1_000_000);
  const time = createSteadyTime(clock);
  for (const jump of [3_600_000, -7_200_000, 86_400_000]) {
    const before = time.now();
    clock.jumpWall(jump);
    expect(time.now()).toBe(before);
    await clock.advance(5_000);
    expect(time.now()).toBe(before + 5_000);
    time.follow();
    expect(time.now()).toBe(clock.now());
  }
});

it('E30 runs its timers by the monotonic clock', async () => {
  const clock = createManualClock();
  const time = createSteadyTime(clock);
  let rang = false;
  time.after(10_000, () => {
    rang = true;
  });
  clock.jumpWall(-3_600_000);
  await clock.advance(9_999);
  expect([rang, time.monotonic()]).toEqual([false, 9_999]);
  await clock.advance(1);
  expect(rang).toBe(true);
});
