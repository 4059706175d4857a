// A controller and a page that hang: noticed by silence, never by time alone.

import { expect, it } from 'vitest';
import { startHeartbeat } from '../../electron/heartbeat.ts';
import { createManualClock } from '../support/manual-clock.ts';

function bench(answers: () => boolean) {
  const clock = createManualClock();
  let asked = 0;
  let deaths = 0;
  const heartbeat = startHeartbeat({
    clock,
    everyMs: 1_000,
    missed: 3,
    ask: () => {
      asked += 1;
      if (answers()) heartbeat.heard();
    },
    onDead: () => {
      deaths += 1;
    },
  });
  return { clock, heartbeat, asked: () => asked, deaths: () => deaths };
}

it('asks for ever while it is answered', async () => {
  const { clock, asked, deaths } = bench(() => true);
  await clock.advance(3_600_000);
  expect([asked(), deaths()]).toEqual([3_600, 0]);
});

it('tells once that nothing was heard, after three questions', async () => {
  const { clock, asked, deaths } = bench(() => false);
  await clock.advance(3_999);
  expect([asked(), deaths()]).toEqual([3, 0]);
  await clock.advance(60_000);
  expect([asked(), deaths()]).toEqual([3, 1]);
});

it('forgives what was heard late, before the last question', async () => {
  let hangs = true;
  const { clock, deaths } = bench(() => !hangs);
  await clock.advance(2_500);
  hangs = false;
  await clock.advance(60_000);
  expect(deaths()).toBe(0);
});

it('accuses nobody any more once it is stopped', async () => {
  const { clock, heartbeat, deaths } = bench(() => false);
  await clock.advance(2_000);
  heartbeat.stop();
  await clock.advance(60_000);
  expect(deaths()).toBe(0);
});
