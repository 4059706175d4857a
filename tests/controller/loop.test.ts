// The loop: on disk before anything is done, and nothing done when the disk refuses.

import { expect, it } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { uuidV7 } from '../../src/base/uuid.ts';
import { createLoop } from '../../src/controller/loop.ts';
import type { Changes, Effect } from '../../src/core/event.ts';
import { restart } from '../../src/core/restart.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { a01, applicant, kioskWithLicence, night, ready } from '../support/rules.ts';

function setUp(onCommit: (changes: Changes) => void = () => undefined, hasSlept = () => false) {
  const clock = createManualClock(night);
  const order: string[] = [];
  const effects: Effect[] = [];
  let broken: unknown;
  let count = 0;
  const newId = () => {
    count += 1;
    return uuidV7(clock.now(), new TextEncoder().encode(String(count).padStart(10, '0')));
  };
  const loop = createLoop({
    first: restart({ ...kioskWithLicence(), doors: new Map() }, { now: clock.now(), id: newId() }),
    commit(changes) {
      onCommit(changes);
      order.push(`commit ${changes.facts.map(({ fact }) => fact.is).join(' ')}`.trim());
    },
    run(effect) {
      order.push(`run ${effect.do}`);
      effects.push(effect);
    },
    onStep: () => undefined,
    onBroken: (error) => {
      broken = error;
    },
    hasSlept,
    newId,
    clock,
    log: silentLog,
    tickMs: 250,
  });
  loop.dispatch({ is: 'deviceChanged', device: 'boardA', condition: ready });
  loop.dispatch({ is: 'cardRead', holder: applicant });
  loop.dispatch({ is: 'act', act: { act: 'showLicences' } });
  return { loop, clock, order, effects, broken: () => broken };
}

it('writes the order to open before the lock is pulsed', () => {
  const { loop, order } = setUp();
  order.length = 0;
  loop.dispatch({ is: 'act', act: { act: 'collect', cell: a01 } });
  expect(order).toEqual(['commit openOrdered', 'run pulse']);
});

it('pulses nothing and changes nothing when the disk refuses', () => {
  let full = false;
  const { loop, effects, broken } = setUp(() => {
    if (full) throw new Error('disk full');
  });
  const before = loop.kiosk();
  full = true;
  loop.dispatch({ is: 'act', act: { act: 'collect', cell: a01 } });
  expect(effects).toEqual([]);
  expect(loop.kiosk()).toBe(before);
  expect(broken()).toEqual(new Error('disk full'));
  full = false;
  loop.dispatch({ is: 'act', act: { act: 'collect', cell: a01 } });
  expect(effects).toEqual([]);
});

it('does not touch the disk for a tick that changes nothing', async () => {
  const { clock, order } = setUp();
  order.length = 0;
  await clock.advance(5_000);
  expect(order).toEqual([]);
});

it('ends the visit first when the computer has slept, whatever comes then', () => {
  let slept = false;
  const { loop } = setUp(undefined, () => slept);
  expect(loop.kiosk().session.at).toBe('licences');
  slept = true;
  loop.dispatch({ is: 'act', act: { act: 'collect', cell: a01 } });
  expect(loop.kiosk().session.at).toBe('welcome');
});
