// An order that waits until its coil has rested while the computer falls asleep: nothing fires after waking, for whoever
// asked for it may be gone.

import { expect, it } from 'vitest';
import type { LockBoard } from '../../hardware/classes/lock-board.ts';
import { silentLog } from '../../src/base/log.ts';
import { failed, ok } from '../../src/base/result.ts';
import { uuidV7 } from '../../src/base/uuid.ts';
import { createEffects } from '../../src/controller/effects.ts';
import { createLoop, type Loop } from '../../src/controller/loop.ts';
import { restart } from '../../src/core/restart.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { a01, applicant, kioskWithLicence, night, ready } from '../support/rules.ts';

function setUp() {
  const clock = createManualClock(night);
  let asleep = false;
  let fired = 0;
  let rested = (): void => undefined;
  const board: Pick<LockBoard, 'pulse'> = {
    async pulse(_channel, isWanted = () => true) {
      await new Promise<void>((resolve) => {
        rested = resolve;
      });
      if (!isWanted()) return failed('notSent');
      fired += 1;
      return ok({ acknowledged: true });
    },
  };
  let count = 0;
  const newId = () => {
    count += 1;
    return uuidV7(clock.now(), new TextEncoder().encode(String(count).padStart(10, '0')));
  };
  const run = createEffects({
    devices: {
      boards: new Map([['boardA', board as LockBoard]]),
      get kioskReader(): never {
        throw new Error('no card is read here');
      },
    },
    source: { documents: async () => failed('none'), document: async () => failed('none') },
    papers: { make: async () => failed('missingGlyph') },
    slipOf: () => null,
    orderState: (order) => loop.kiosk().orders.get(order)?.state.is,
    jobState: () => undefined,
    checkCode: async () => ({ tried: [], right: null }),
    checkPin: async () => false,
    places: new Map([[a01, { board: 'boardA', channel: 1 }]]),
    wiring: { run: () => undefined },
    retrySync: () => undefined,
    reportNow: () => {
      throw new Error('no report here');
    },
    wipe: () => undefined,
    dispatch: (event) => loop.dispatch(event),
    log: silentLog,
  });
  const loop: Loop = createLoop({
    first: restart({ ...kioskWithLicence(), doors: new Map() }, { now: clock.now(), id: newId() }),
    commit: () => undefined,
    run,
    onStep: () => undefined,
    onBroken(error) {
      throw error;
    },
    hasSlept() {
      const slept = asleep;
      asleep = false;
      return slept;
    },
    newId,
    clock,
    log: silentLog,
    tickMs: 250,
  });
  loop.dispatch({ is: 'deviceChanged', device: 'boardA', condition: ready });
  loop.dispatch({ is: 'cardRead', holder: applicant });
  loop.dispatch({ is: 'act', act: { act: 'showLicences' } });
  loop.dispatch({ is: 'act', act: { act: 'collect', cell: a01 } });
  return {
    loop,
    sleep() {
      asleep = true;
    },
    async coilHasRested() {
      rested();
      await new Promise((resolve) => setImmediate(resolve));
      return fired;
    },
  };
}

it('fires once the coil has rested while the person waits', async () => {
  const { loop, coilHasRested } = setUp();
  expect(loop.kiosk().session.at).toBe('opening');
  expect(await coilHasRested()).toBe(1);
});

it('fires nothing for a visit that the computer slept through', async () => {
  const { loop, sleep, coilHasRested } = setUp();
  sleep();
  expect(await coilHasRested()).toBe(0);
  expect(loop.kiosk().session.at).toBe('welcome');
  expect(loop.kiosk().cells.get(a01)?.state.is).toBe('unverified');
});
