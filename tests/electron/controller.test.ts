// How the controller program is kept alive, and how it is ended.

import { describe, expect, it } from 'vitest';
import { type ControllerRun, keepController, type RunListener } from '../../electron/controller.ts';
import { afterDeath, controllerRestarts, noRestarts, pageRestarts } from '../../electron/restarts.ts';
import { controllerEnvironment, wayToRun } from '../../electron/ways-to-run.ts';
import { silentLog } from '../../src/base/log.ts';
import { certain } from '../../src/base/result.ts';
import { createManualClock } from '../support/manual-clock.ts';

function deaths(lives: readonly number[], random = 1) {
  let restarts = noRestarts;
  let at = 0;
  return lives.map((lifeMs) => {
    const startedAt = at;
    const diedAt = startedAt + lifeMs;
    const next = afterDeath(restarts, { life: { startedAt, diedAt }, policy: controllerRestarts, random });
    restarts = next.restarts;
    at = diedAt + next.waitMs;
    return [next.waitMs, next.hopeless];
  });
}

describe('the wait before a controller is started again', () => {
  it('doubles with every short life and becomes the longest at the fifth death in ten minutes', () => {
    expect(deaths([10, 10, 10, 10, 10, 10])).toEqual([
      [500, false],
      [1_000, false],
      [2_000, false],
      [4_000, false],
      [30_000, true],
      [30_000, true],
    ]);
  });

  it('is the shortest again after a minute of life', () => {
    expect(deaths([10, 10, 60_000, 59_999])).toEqual([
      [500, false],
      [1_000, false],
      [500, false],
      [1_000, false],
    ]);
  });

  it('never becomes hopeless while deaths are rarer than five in ten minutes', () => {
    expect(deaths(Array.from({ length: 50 }, () => 160_000)).filter(([, hopeless]) => hopeless)).toEqual([]);
  });

  it('is spread over its upper half', () => {
    expect(deaths([10], 0)).toEqual([[250, false]]);
  });

  it('is short for a page, so that nobody looks at an empty screen', () => {
    const life = { startedAt: 0, diedAt: 100 };
    expect(afterDeath(noRestarts, { life, policy: pageRestarts, random: 1 }).waitMs).toBeLessThanOrEqual(100);
  });
});

function bench() {
  const clock = createManualClock();
  const runs: { listener: RunListener; sent: unknown[]; asked: string[] }[] = [];
  const messages: unknown[] = [];
  const downs: boolean[] = [];
  const keeper = keepController({
    start(listener): ControllerRun {
      const run = { listener, sent: [] as unknown[], asked: [] as string[] };
      runs.push(run);
      return {
        send: (message) => run.sent.push(message),
        end: () => run.asked.push('end'),
        kill: () => run.asked.push('kill'),
      };
    },
    clock,
    random: () => 1,
    log: silentLog,
    onMessage: (message) => messages.push(message),
    onDown: (hopeless) => downs.push(hopeless),
  });
  return { clock, runs, messages, downs, keeper, run: (index: number) => certain(runs[index], `run ${index}`) };
}

describe('the keeper of the controller', () => {
  it('starts it once, carries messages both ways, and starts it again when it dies', async () => {
    const { clock, runs, run, messages, downs, keeper } = bench();
    expect(keeper.send({ is: 'hello' })).toBe(true);
    run(0).listener.onMessage('news');
    run(0).listener.onDeath('SIGKILL');
    expect([run(0).sent, messages, downs]).toEqual([[{ is: 'hello' }], ['news'], [false]]);
    expect(keeper.send({ is: 'hello' })).toBe(false);
    await clock.advance(499);
    expect(runs).toHaveLength(1);
    await clock.advance(1);
    expect(runs).toHaveLength(2);
    expect(keeper.send({ is: 'hello' })).toBe(true);
    expect(run(1).sent).toEqual([{ is: 'hello' }]);
  });

  it('hears nothing more from a run that has died, and counts its death once', async () => {
    const { clock, runs, run, messages, downs } = bench();
    run(0).listener.onDeath('code 1');
    run(0).listener.onDeath('SIGKILL');
    run(0).listener.onMessage('late');
    await clock.advance(60_000);
    expect([runs.length, messages, downs]).toEqual([2, [], [false]]);
  });

  it('goes on for ever, and says when it has become hopeless', async () => {
    const { clock, runs, run, downs } = bench();
    for (let death = 0; death < 8; death += 1) {
      run(death).listener.onDeath('code 1');
      await clock.advance(30_000);
    }
    expect(runs).toHaveLength(9);
    expect(downs).toEqual([false, false, false, false, true, true, true, true]);
  });

  it('counts a program that could not even be started as dead', async () => {
    const clock = createManualClock();
    let starts = 0;
    const keeper = keepController({
      start({ onDeath }) {
        starts += 1;
        onDeath('ENOENT');
        return { send: () => undefined, end: () => undefined, kill: () => undefined };
      },
      clock,
      random: () => 1,
      log: silentLog,
      onMessage: () => undefined,
      onDown: () => undefined,
    });
    expect(keeper.send({ is: 'hello' })).toBe(false);
    await clock.advance(500);
    expect(starts).toBe(2);
    await keeper.stop();
    await clock.advance(600_000);
    expect(starts).toBe(2);
  });

  it('kills one that hangs 10 s after its last word, and starts it again', async () => {
    const { clock, runs, run } = bench();
    run(0).listener.onMessage('view');
    for (let beat = 0; beat < 40; beat += 1) {
      await clock.advance(2_500);
      run(0).listener.onMessage({ is: 'pong' });
    }
    expect(run(0).sent).toHaveLength(40);
    expect(run(0).asked).toEqual([]);
    await clock.advance(9_999);
    expect(run(0).asked).toEqual([]);
    await clock.advance(1);
    expect(run(0).asked).toEqual(['kill']);
    run(0).listener.onDeath('SIGKILL');
    await clock.advance(500);
    expect(runs).toHaveLength(2);
  });

  it('gives a beginning one two minutes for its first word', async () => {
    const { clock, run } = bench();
    await clock.advance(119_999);
    expect(run(0).asked).toEqual([]);
    await clock.advance(1);
    expect(run(0).asked).toEqual(['kill']);
  });

  it('asks it to end, and is done when it has ended', async () => {
    const { clock, runs, run, keeper } = bench();
    const stopped = keeper.stop();
    expect(keeper.send({ is: 'hello' })).toBe(false);
    await clock.advance(7_999);
    expect(run(0).asked).toEqual(['end']);
    run(0).listener.onDeath('code 0');
    await stopped;
    await clock.advance(600_000);
    expect([run(0).asked, runs.length]).toEqual([['end'], 1]);
  });

  it('kills it when it does not end within 8 s', async () => {
    const { clock, run, keeper } = bench();
    const stopped = keeper.stop();
    await clock.advance(8_000);
    expect(run(0).asked).toEqual(['end', 'kill']);
    run(0).listener.onDeath('SIGKILL');
    await stopped;
  });
});

describe('the program that runs the controller', () => {
  it.each([
    ['25.1.1', false, true, 'node'],
    ['33.4.0', false, true, 'node'],
    ['34.0.0', false, true, 'utility'],
    ['45.4.1', false, true, 'utility'],
    ['45.4.1', false, false, 'node'],
    ['45.4.1', true, true, 'utility'],
  ] as const)('under Electron %s (packaged: %s, bundled: %s) is %s', (electron, packaged, bundled, way) => {
    expect(wayToRun({ electron, packaged, bundled })).toBe(way);
  });

  it('is not told how to run Node by the environment', () => {
    const environment = {
      PATH: '/bin',
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '1',
      LD_PRELOAD: 'x',
      TZ: 'UTC',
    };
    expect(controllerEnvironment(environment)).toEqual({ PATH: '/bin', TZ: 'UTC' });
  });
});
