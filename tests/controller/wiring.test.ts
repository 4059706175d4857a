// The wizard on a wire: rules, driver and a fake cabinet on a clock that is moved by hand.

import { describe, expect, it } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { createWiringRun } from '../../src/controller/wiring.ts';
import { wiringFrom } from '../../src/controller/wiring-saved.ts';
import { siteEntriesOf } from '../../src/controller/wiring-site.ts';
import { beginWiring, type WiringState } from '../../src/core/wiring.ts';
import type { WiringEvent } from '../../src/core/wiring-event.ts';
import { acceptanceOf } from '../../src/core/wiring-record.ts';
import { stepWiring } from '../../src/core/wiring-step.ts';
import { createFakeCabinet, type FakeCabinet, noFaults } from '../support/fake-cabinet.ts';
import { createFakeWiring } from '../support/fake-wiring.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createTechnician } from '../support/wiring-technician.ts';

function wizardOn(cabinet: FakeCabinet, lost = 0) {
  const clock = createManualClock();
  const wiring = createFakeWiring(cabinet, { clock, lost, seed: 4 });
  const technician = createTechnician(cabinet, 'honest', 4);
  let state: WiringState = beginWiring(clock.now());
  const run = createWiringRun({ wiring, clock, log: silentLog, state: () => state, dispatch: happen });
  function happen(event: WiringEvent): void {
    const moved = stepWiring(state, event, clock.now());
    state = moved.state;
    for (const effect of moved.effects) run.run(effect);
  }
  run.start();
  return {
    clock,
    wiring,
    run,
    happen,
    state: () => state,
    async toTheEnd() {
      for (let turn = 0; turn < 3_000 && state.place.is !== 'done'; turn += 1) {
        await clock.advance(250);
        const act = technician.act(state, clock.monotonic());
        if (act !== undefined) happen({ is: 'said', act });
      }
    },
  };
}

const port = { kind: 'serial', path: '/dev/ttyUSB0', speed: 9_600 } as const;

describe('the wizard on a wire', () => {
  it('learns and accepts a crossed and inverted cabinet, one request at a time', async () => {
    const cabinet = createFakeCabinet(11, { ...noFaults, crossedSensors: true, inverted: true }, { cells: 4 });
    const wizard = wizardOn(cabinet);
    await wizard.toTheEnd();
    expect(acceptanceOf(wizard.state()).verdict).toBe('acceptedWithRemarks');
    expect(wizard.wiring.overlaps()).toBe(0);
    const [board] = siteEntriesOf(wizard.state(), () => port).devices.boards;
    expect(board).toMatchObject({ name: 'boardA', driver: 'lock-board-8a', address: 1, port, channels: 4 });
    expect(board?.sensorByChannel).toHaveLength(2);
    for (const { channel, bit } of board?.sensorByChannel ?? [])
      expect(cabinet.locks.find((lock) => lock.channel === channel)?.bit?.bit).toBe(bit);
    expect(siteEntriesOf(wizard.state(), () => port).cabinet).toEqual([
      {
        bank: 'A',
        columns: [cabinet.locks.map(({ cell, channel }) => ({ cell, board: 'boardA', channel, size: 'small' }))],
      },
    ]);
    await Promise.all([wizard.run.stop(), wizard.clock.advance(1_000)]);
    expect(wizard.wiring.closed()).toBe(true);
  });

  it('comes to the same end when every tenth answer is lost', async () => {
    const cabinet = createFakeCabinet(12, { ...noFaults, crossedLocks: true }, { cells: 3 });
    const wizard = wizardOn(cabinet, 0.1);
    await wizard.toTheEnd();
    const { cells } = acceptanceOf(wizard.state());
    expect(cells.map(({ channel }) => channel)).toEqual(cabinet.locks.map(({ channel }) => channel));
    await Promise.all([wizard.run.stop(), wizard.clock.advance(1_000)]);
  });

  it('does not fire a channel again within three seconds, even if the rules were to ask for it', async () => {
    const cabinet = createFakeCabinet(1, noFaults);
    const wizard = wizardOn(cabinet);
    const [board] = cabinet.boards;
    if (board === undefined) throw new Error('the cabinet has a board');
    wizard.run.run({ do: 'fire', board, channel: 1 });
    wizard.run.run({ do: 'fire', board, channel: 1 });
    wizard.run.run({ do: 'fire', board, channel: 2 });
    await wizard.clock.advance(400);
    expect(cabinet.pulses.map(({ channel }) => channel)).toEqual([1]);
    await wizard.clock.advance(3_000);
    wizard.run.run({ do: 'fire', board, channel: 1 });
    await wizard.clock.advance(100);
    expect(cabinet.pulses.map(({ channel }) => channel)).toEqual([1, 1]);
    await Promise.all([wizard.run.stop(), wizard.clock.advance(1_000)]);
  });

  it('fires nothing after it was stopped', async () => {
    const cabinet = createFakeCabinet(1, noFaults);
    const wizard = wizardOn(cabinet);
    const [board] = cabinet.boards;
    if (board === undefined) throw new Error('the cabinet has a board');
    const stopping = wizard.run.stop();
    wizard.run.run({ do: 'fire', board, channel: 1 });
    await Promise.all([stopping, wizard.clock.advance(1_000)]);
    expect(cabinet.pulses).toEqual([]);
  });
});

describe('a saved wizard', () => {
  it('goes on from its text, and another version is refused by name', async () => {
    const cabinet = createFakeCabinet(2, noFaults, { cells: 2 });
    const wizard = wizardOn(cabinet);
    await wizard.toTheEnd();
    await Promise.all([wizard.run.stop(), wizard.clock.advance(1_000)]);
    const text = JSON.stringify(wizard.state());
    const resumed = wiringFrom(text, 5);
    expect(resumed.ok && acceptanceOf(resumed.value).cells).toEqual(acceptanceOf(wizard.state()).cells);
    expect(wiringFrom(text.replace('"form":1', '"form":2'), 5)).toEqual({
      ok: false,
      problem: ['form: is of another version'],
    });
    expect(wiringFrom('{', 5).ok).toBe(false);
  });
});
