// A technician in front of a cabinet: answers what the wizard asks, honestly, tired or at random. Seeded.

import { seededRandom } from '../../src/base/random.ts';
import type { CellId } from '../../src/core/cell.ts';
import { type Job, keyOf, type WiringState } from '../../src/core/wiring.ts';
import type { WiringAct } from '../../src/core/wiring-event.ts';
import { acceptanceOf } from '../../src/core/wiring-record.ts';
import { boardsToPlace } from '../../src/core/wiring-step.ts';
import type { FakeCabinet } from './fake-cabinet.ts';

/** tired: says while learning that the expected door opened, whatever did. lying: every third answer is any answer. */
export type Character = 'honest' | 'tired' | 'lying';

const triesBeforeGivingUp = 3;

export interface Technician {
  /** What this person does now; undefined while only looking. */
  act(state: WiringState, now: number): WiringAct | undefined;
}

export function createTechnician(cabinet: FakeCabinet, character: Character, seed: number): Technician {
  const random = seededRandom(seed);
  const cells = cabinet.locks.map(({ cell }) => cell);
  const repeated = new Set<CellId>();
  let tries = 0;
  let wasReady = false;
  let last = '';
  let shutSince = 0;

  const nameOf = (job: Job) => JSON.stringify(job);

  function shutAll(now: number): void {
    for (const { cell } of cabinet.locks) cabinet.shut(cell, now);
  }

  function plannedCell(job: Job): CellId | undefined {
    return cabinet.plans.find(({ board }) => board === job.board)?.cells.find(({ channel }) => channel === job.channel)
      ?.cell;
  }

  function door(job: Job, pulled: boolean, now: number): WiringAct {
    if (pulled) pull(job, now);
    const open = cabinet.openDoors(now);
    const [first, ...more] = open;
    const honest = first === undefined ? 'none' : more.length > 0 ? 'several' : first;
    if (character === 'lying' && random.chance(0.33))
      return { is: 'door', opened: random.pick([...cells, 'none' as const, 'several' as const]) };
    const expected = plannedCell(job);
    const tired = character === 'tired' && job.is === 'learn' && expected !== undefined;
    return { is: 'door', opened: tired ? expected : honest };
  }

  /** Pulls every door of this channel whose latch has let go. */
  function pull(job: Job, now: number): void {
    for (const { cell, board, channel } of cabinet.locks) {
      const stays = board === job.board && channel === job.channel && !cabinet.openDoors(now).includes(cell);
      if (stays && cabinet.lock(cell).sticks && isReleased(cell, now)) cabinet.openByHand(cell, now);
    }
  }

  /** The latch has let go although the door stands in its frame. */
  function isReleased(cell: CellId, now: number): boolean {
    const lock = cabinet.lock(cell);
    const pulse = cabinet.pulses.findLast(({ board, channel }) => board === lock.board && channel === lock.channel);
    return !lock.dead && pulse !== undefined && now >= pulse.at + lock.opensAfterMs;
  }

  return {
    act(state, now) {
      const { place } = state;
      switch (place.is) {
        case 'begin':
          return { is: 'search' };
        case 'placing': {
          const [board] = boardsToPlace(state);
          if (board === undefined) return { is: 'search' };
          const plan = cabinet.plans.find((one) => one.board === keyOf(board));
          if (plan === undefined || board.disturbed) return { is: 'leftOut', board: keyOf(board) };
          const columns = [plan.cells.map(({ cell }) => cell)];
          return { is: 'placed', plan, bank: plan.name.slice(-1), columns };
        }
        case 'shutAll':
          shutAll(now);
          return cabinet.openDoors(now).length === 0 ? { is: 'allShut' } : undefined;
        case 'opening': {
          const { job, stage } = place.opening;
          if (stage.is === 'ready') {
            if (last !== nameOf(job)) [last, tries] = [nameOf(job), 0];
            else if (!wasReady && stage.trouble !== null) tries += 1;
            wasReady = true;
            shutAll(now);
            if (tries >= triesBeforeGivingUp) return { is: 'giveUp' };
            shutSince = now;
            return { is: 'go', board: job.board, channel: job.channel };
          }
          wasReady = false;
          if (stage.is === 'firing' || stage.is === 'resting' || stage.is === 'watching') return undefined;
          if (stage.is === 'asking') return door(job, stage.pulled, now);
          if (stage.is === 'noFlip')
            return { is: 'sensor', has: cabinet.lock(stage.cell).bit === null ? 'none' : 'broken' };
          // Only what is seen open: a door that stands loose in its frame looks shut.
          for (const cell of cabinet.openDoors(now)) cabinet.shut(cell, now);
          if (stage.saidAt !== null) return undefined;
          if (cabinet.openDoors(now).length > 0) shutSince = now;
          return now - shutSince > 8_000 || stage.sensor.is !== 'seen' ? { is: 'shut' } : undefined;
        }
        case 'review': {
          const wrong = acceptanceOf(state).cells.find(
            ({ cell, reasons }) =>
              !repeated.has(cell) && reasons.some((why) => why === 'namedTwice' || why === 'sensorShared'),
          );
          if (wrong === undefined) return { is: 'accept' };
          repeated.add(wrong.cell);
          return { is: 'repeat', cell: wrong.cell };
        }
        case 'searching':
        case 'baseline':
        case 'done':
        case 'stopped':
          return undefined;
      }
    },
  };
}
