// Wiring actor: a technician who lets the wizard learn a few locks while things lie in their cells, and stops.

import type { WiringAct } from '../../src/core/wiring-event.ts';
import { openDoors } from './at-the-kiosk.ts';
import type { Shown, World } from './world.ts';

type Question = Extract<Shown, { readonly at: 'wiring' }>['question'];

/** Nobody learns a whole cabinet on an ordinary day. */
const mostLocks = 3;

export function createWiringActor(world: World) {
  let fired = 0;

  async function shutAll(): Promise<void> {
    for (const cell of openDoors(world)) {
      world.hall.pushShut(cell);
      await world.pass(600);
    }
  }

  /** Undefined: only waits. */
  async function answerTo(question: Question): Promise<WiringAct | undefined> {
    switch (question.ask) {
      case 'begin':
        return { is: 'search' };
      case 'place':
        return { is: 'leftOut', board: question.board };
      case 'shutAll':
        await shutAll();
        return { is: 'allShut' };
      case 'go':
        await shutAll();
        if (fired >= mostLocks || question.blocked !== null) return { is: 'stop' };
        fired += 1;
        return { is: 'go', board: question.board, channel: question.channel };
      case 'door': {
        await world.pass(1_500);
        const [first, ...more] = openDoors(world);
        return { is: 'door', opened: first === undefined ? 'none' : more.length > 0 ? 'several' : first };
      }
      case 'sensor':
        return { is: 'sensor', has: 'broken' };
      case 'shut':
        await world.pass(1_000);
        await shutAll();
        return question.bySensor ? undefined : { is: 'shut' };
      case 'noBoards':
      case 'review':
      case 'done':
        return { is: 'stop' };
      case 'wait':
      case 'rest':
        return undefined;
    }
  }

  return {
    async face({ question }: Extract<Shown, { readonly at: 'wiring' }>): Promise<void> {
      const say = await answerTo(question);
      if (say !== undefined && say.is !== 'placed') world.act({ act: 'wiring', say });
      await world.pass(1_000);
    },
  };
}
