// A rule broken on purpose: the simulated days find it, and show the few decisions that it takes.

import { expect, it, vi } from 'vitest';
import type { Event, Moment } from '../../src/core/event.ts';
import type { Kiosk } from '../../src/core/kiosk.ts';
import type { StepResult } from '../../src/core/turn.ts';
import { playYear, type Year } from './days.ts';
import { shrink } from './shrink.ts';

/** Takes the acknowledgement of a board for an open door, which it is not. */
vi.mock('../../src/core/step.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../src/core/step.ts')>();
  function step(kiosk: Kiosk, event: Event, moment: Moment): StepResult {
    const first = real.step(kiosk, event, moment);
    const order =
      event.is === 'pulsed' && event.outcome === 'acknowledged' ? first.kiosk.orders.get(event.order) : undefined;
    if (order === undefined) return first;
    const id = `${moment.id.slice(0, -9)}${moment.id.at(-9) === '0' ? '1' : '0'}${moment.id.slice(-8)}`;
    const then = real.step(first.kiosk, { is: 'doorChanged', cell: order.cell, reads: 'open' }, { ...moment, id });
    const changes = { ...then.changes };
    for (const [part, before] of Object.entries(first.changes)) {
      const after: unknown = Reflect.get(changes, part);
      if (Array.isArray(before) && Array.isArray(after)) Reflect.set(changes, part, [...before, ...after]);
    }
    return { kiosk: then.kiosk, effects: [...first.effects, ...then.effects], changes };
  }
  return { ...real, step };
});

const mostSeeds = 8;
const days = 5;

async function firstBroken(): Promise<Year> {
  for (let seed = 1; seed <= mostSeeds; seed += 1) {
    const year = await playYear({ seed, days });
    if (year.broken !== null) return year;
  }
  throw new Error(`${mostSeeds} seeds found nothing`);
}

it('finds a door that counts as open because the board has answered, and shows what it takes', async () => {
  const found = await firstBroken();
  expect(found.broken?.what).toMatch(/turned open without a reading/);

  const { year, only } = await shrink(found, { isOver: () => false });
  expect(year.broken?.what).toMatch(/turned open without a reading/);
  expect(only.length).toBeLessThanOrEqual(4);

  const again = await playYear({ seed: found.seed, days: year.days, only: new Set(only) });
  expect(again.broken).toEqual(year.broken);
  expect(again.factsHash).toBe(year.factsHash);
}, 240_000);
