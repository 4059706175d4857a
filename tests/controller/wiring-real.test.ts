// The wizard over the real drivers: rules, line and protocol of the 8A boards, with simulated locks at the other end.

import { afterEach, expect, it } from 'vitest';
import { lockFamily } from '../../hardware/boards/lock-line.ts';
import { createWiring } from '../../hardware/boards/wiring.ts';
import { lock8aDialect } from '../../hardware/drivers/lock-board-8a/dialect.ts';
import { createLockBoard8aSimulator } from '../../hardware/drivers/lock-board-8a/simulator.ts';
import { createMemoryLink } from '../../hardware/transport/memory.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { createWiringRun, type WiringRun } from '../../src/controller/wiring.ts';
import { beginWiring, keyOf, type WiringState } from '../../src/core/wiring.ts';
import type { WiringAct, WiringEvent } from '../../src/core/wiring-event.ts';
import { planBoard } from '../../src/core/wiring-plan.ts';
import { acceptanceOf } from '../../src/core/wiring-record.ts';
import { boardsToPlace, stepWiring } from '../../src/core/wiring-step.ts';
import { createManualClock } from '../support/manual-clock.ts';

const locks = 3;
const clock = createManualClock();
let run: WiringRun | undefined;
afterEach(async () => {
  await Promise.all([run?.stop(), clock.advance(2_000)]);
});

it('learns polarity, byte order and crossed wires of an 8A board from its bytes', async () => {
  const random = seededRandom(9);
  const link = createMemoryLink({ clock, speed: 9_600 });
  const simulator = createLockBoard8aSimulator({
    clock,
    random,
    boards: [
      {
        address: 3,
        channels: 24,
        feedback: 'openWhenSet',
        feedbackByChannel: new Map([[2, 'closedWhenSet']]),
        // Low group first: channels 1 and 3 change places.
        sensorByChannel: new Map([
          [1, 2],
          [3, 0],
        ]),
        statusOrder: 'lowFirst',
      },
    ],
  });
  simulator.attach(link.wire);
  const wiring = createWiring({
    description: 'memory',
    families: [lockFamily(lock8aDialect)],
    openTransport: () => link.transport,
    clock,
    log: silentLog,
    random: () => 0,
  });
  let state: WiringState = beginWiring(clock.now());
  function happen(event: WiringEvent): void {
    const moved = stepWiring(state, event, clock.now());
    state = moved.state;
    for (const effect of moved.effects) run?.run(effect);
  }
  run = createWiringRun({ wiring, clock, log: silentLog, state: () => state, dispatch: happen });
  run.start();

  const cells = ['A01', 'A02', 'A03'];
  const openDoor = () => cells.findIndex((_, place) => simulator.door(3, place + 1) === 'open');

  function answer(): WiringAct | undefined {
    const { place } = state;
    if (place.is === 'begin') return { is: 'search' };
    if (place.is === 'shutAll') return { is: 'allShut' };
    if (place.is === 'review') return { is: 'accept' };
    if (place.is === 'placing') {
      const [board] = boardsToPlace(state);
      return board === undefined ? undefined : planBoard(state, board, { bank: 'A', count: locks });
    }
    if (place.is !== 'opening') return undefined;
    const { job, stage } = place.opening;
    if (stage.is === 'ready') return { is: 'go', board: job.board, channel: job.channel };
    if (stage.is === 'asking') {
      const planned = state.plan.flatMap((board) => board.cells)[openDoor()];
      return { is: 'door', opened: planned?.cell ?? 'none' };
    }
    if (stage.is === 'shutting' && openDoor() >= 0) simulator.simulatePushShut(3, openDoor() + 1);
    return undefined;
  }

  for (let turn = 0; turn < 2_000 && state.place.is !== 'done'; turn += 1) {
    await clock.advance(200);
    const act = answer();
    if (act !== undefined) happen({ is: 'said', act });
  }

  const { cells: records, boards, verdict } = acceptanceOf(state);
  expect(state.boards.map(keyOf)).toEqual(['lock-board-8a/3']);
  expect(records.map(({ cell, sensor, openings }) => [cell, sensor, openings])).toEqual(
    cells.map((cell) => [cell, 'bothWays', 3]),
  );
  expect(boards).toMatchObject([
    {
      feedback: 'openWhenSet',
      feedbackByChannel: [{ channel: 2, feedback: 'closedWhenSet' }],
      sensorByChannel: [
        { channel: 1, bit: 2 },
        { channel: 3, bit: 0 },
      ],
      statusOrder: 'lowFirst',
    },
  ]);
  expect(verdict).toBe('acceptedWithRemarks');
  expect(simulator.pulses.length).toBe(locks * 4);
  for (const { openingMs } of records) expect(openingMs?.median).toBeLessThan(1_500);
}, 60_000);
