// Plays the wizard's rules against a cabinet and a technician, in steps of 50 ms, and notes every word and every pulse.

import { seededRandom } from '../../src/base/random.ts';
import { beginWiring, keyOf, type WiringState } from '../../src/core/wiring.ts';
import type { WiringEvent } from '../../src/core/wiring-event.ts';
import { boardsToRead, stepWiring } from '../../src/core/wiring-step.ts';
import type { FakeCabinet } from './fake-cabinet.ts';
import type { Technician } from './wiring-technician.ts';

export interface Played {
  readonly state: WiringState;
  /** Pulses for which there was no word of the technician left. */
  readonly unasked: number;
}

export interface Noise {
  readonly seed: number;
  /** Share of readings that get no answer, and of pulses that are not sent or whose answer is lost. */
  readonly lost: number;
  /** Share of steps in which a passer-by opens some door. */
  readonly passer: number;
}

export const noNoise: Noise = { seed: 1, lost: 0, passer: 0 };

const stepMs = 50;
const thinkMs = 300;

export function playWizard(cabinet: FakeCabinet, technician: Technician, noise = noNoise, steps = 60_000): Played {
  const random = seededRandom(noise.seed);
  let now = 1_000_000;
  let state = beginWiring(now);
  let unasked = 0;
  const words: string[] = [];
  let actAt = now;

  function happen(event: WiringEvent): void {
    const moved = stepWiring(state, event, now);
    state = moved.state;
    for (const effect of moved.effects) {
      if (effect.do === 'find') happen({ is: 'found', boards: cabinet.boards });
      else {
        const board = keyOf(effect.board);
        const { channel } = effect;
        const word = words.indexOf(`${board} ${channel}`);
        if (word < 0) unasked += 1;
        else words.splice(word, 1);
        const lost = random.chance(noise.lost);
        const sent = !lost || random.chance(0.5);
        if (sent) cabinet.fire(board, channel, now);
        now += 20;
        happen({ is: 'fired', board, channel, outcome: sent ? (lost ? 'silent' : 'acknowledged') : 'notSent' });
      }
    }
  }

  for (let step = 0; step < steps && state.place.is !== 'done' && state.place.is !== 'stopped'; step += 1) {
    now += stepMs;
    if (noise.passer > 0 && random.chance(noise.passer)) cabinet.openByHand(random.pick(cabinet.locks).cell, now);
    for (const board of boardsToRead(state)) {
      const bits = random.chance(noise.lost) ? null : cabinet.bits(keyOf(board), now);
      happen({ is: 'read', board: keyOf(board), bits });
    }
    happen({ is: 'tick' });
    if (now < actAt) continue;
    actAt = now + thinkMs;
    const act = technician.act(state, now);
    if (act === undefined) continue;
    if (act.is === 'go') words.push(`${act.board} ${act.channel}`);
    const before = state;
    happen({ is: 'said', act });
    // A word that the rules did not take is no word.
    if (act.is === 'go' && before.place === state.place) words.pop();
  }
  return { state, unasked };
}
