// Wiring: does on the wire what the wizard's rules ask for, one thing at a time, and tells them what the boards say.

import { channelOf } from '../../hardware/classes/lock-board.ts';
import { boardModels, type FoundBoard, type Wiring } from '../../hardware/classes/wiring.ts';
import { type Clock, pause } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { unreachable } from '../base/result.ts';
import { type BoardHere, keyOf, type WiringState } from '../core/wiring.ts';
import type { WiringEffect, WiringEvent } from '../core/wiring-event.ts';
import { boardsToRead } from '../core/wiring-step.ts';

export interface WiringRun {
  /** Begins to read what the rules want read. */
  start(): void;
  /** Does one thing that the rules asked for; its outcome comes as an event. */
  run(effect: WiringEffect): void;
  /** Ends after the request that is out, and gives the wire back. */
  stop(): Promise<void>;
}

export interface WiringRunOptions {
  readonly wiring: Wiring;
  readonly clock: Clock;
  readonly log: Log;
  state(): WiringState;
  readonly dispatch: (event: WiringEvent) => void;
}

/** Between two rounds of readings while a door is watched; a contact's bounce lasts longer. */
const roundMs = 40;
const idleMs = 100;
/** The rules rest coils by their own clock; this one is asked once more before anything is fired. */
const coilRestMs = 3_000;
const boardRestMs = 500;

function foundBoard({ model, address, bits, disturbed }: BoardHere): FoundBoard | undefined {
  const known = boardModels.find((one) => one === model);
  return known === undefined ? undefined : { model: known, address, bits, disturbed };
}

export function createWiringRun({ wiring, clock, log, state, dispatch }: WiringRunOptions): WiringRun {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let busy: Promise<void> = Promise.resolve();
  const firedAt = new Map<string, number>();

  /** One request on the wire at a time; a request that was waiting when the wizard ended is not sent. */
  function alone(act: () => Promise<void>): Promise<void> {
    busy = busy.then(() => (stopped ? undefined : act()));
    return busy;
  }

  function tell(event: WiringEvent): void {
    if (!stopped) dispatch(event);
  }

  async function find(): Promise<void> {
    try {
      tell({ is: 'found', boards: await wiring.find() });
    } catch (error) {
      log.error('the search for boards failed', { error });
      tell({ is: 'found', boards: [] });
    }
  }

  function rests(board: string, channel: number): boolean {
    const now = clock.monotonic();
    const within = (key: string, ms: number) => now - (firedAt.get(key) ?? Number.NEGATIVE_INFINITY) < ms;
    return within(`${board} ${channel}`, coilRestMs) || within(board, boardRestMs);
  }

  async function fire(board: BoardHere, number: number): Promise<void> {
    const key = keyOf(board);
    const here = foundBoard(board);
    const channel = channelOf(number);
    const fired = (outcome: Extract<WiringEvent, { is: 'fired' }>['outcome']) =>
      tell({ is: 'fired', board: key, channel: number, outcome });
    if (here === undefined || !channel.ok || rests(key, number)) return fired('notSent');
    firedAt.set(key, clock.monotonic());
    firedAt.set(`${key} ${number}`, clock.monotonic());
    try {
      const result = await wiring.fire(here, channel.value);
      if (result.ok) return fired(result.value.acknowledged ? 'acknowledged' : 'silent');
      return fired(result.problem === 'noAnswer' ? 'silent' : result.problem);
    } catch (error) {
      // A bug: the lock may have been fired all the same.
      log.error('firing a lock failed', { board: key, channel: number, error });
      return fired('silent');
    }
  }

  async function read(board: BoardHere): Promise<void> {
    const here = foundBoard(board);
    const result = here === undefined ? undefined : await wiring.read(here);
    tell({ is: 'read', board: keyOf(board), bits: result?.ok === true ? result.value : null });
  }

  async function watch(): Promise<void> {
    while (!stopped) {
      const boards = boardsToRead(state());
      for (const board of boards) await alone(() => read(board));
      tell({ is: 'tick' });
      await pause(clock, boards.length > 0 ? roundMs : idleMs);
    }
  }

  return {
    start() {
      running = watch().catch((error: unknown) => {
        log.error('reading the boards failed', { error });
        tell({ is: 'said', act: { is: 'stop' } });
      });
    },
    run(effect) {
      switch (effect.do) {
        case 'find':
          void alone(find);
          return;
        case 'fire':
          void alone(() => fire(effect.board, effect.channel));
          return;
        default:
          return unreachable(effect);
      }
    },
    async stop() {
      stopped = true;
      await busy;
      await running;
      await wiring.close();
    },
  };
}
