// Wiring lines: gives the technician's page the wire of a line, keeps the wizard's state on disk, and gives the wire back.

import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Wiring } from '../../hardware/classes/wiring.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Site } from '../contract/config.ts';
import { wireOf } from '../contract/devices.ts';
import type { Effect, Event } from '../core/event.ts';
import type { Kiosk } from '../core/kiosk.ts';
import { beginWiring, type WiringState } from '../core/wiring.ts';
import type { WiringEffect } from '../core/wiring-event.ts';
import { acceptanceOf } from '../core/wiring-record.ts';
import { createWiringRun, type WiringRun } from './wiring.ts';
import { readWiring } from './wiring-saved.ts';
import { siteEntriesOf } from './wiring-site.ts';

/** Lines of this kiosk with lock boards. `open` stops the devices of that line, `Wiring.close` starts them again. */
export interface WiringSurrounding {
  readonly lines: readonly string[];
  open(line: string): Promise<Wiring>;
}

export interface WiringLines {
  run(effect: Extract<Effect, { readonly do: 'openWiring' | 'closeWiring' | 'keepWiring' }> | WiringEffect): void;
  /** Gives the wire back when the session is over in any other way than by the wizard's end. */
  follow(kiosk: Kiosk): void;
  stop(): Promise<void>;
}

export interface WiringLinesOptions {
  readonly surrounding: WiringSurrounding | undefined;
  readonly site: Site;
  /** States and records lie here. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly kiosk: () => Kiosk;
  readonly dispatch: (event: Event) => void;
}

function wizardOf({ session }: Kiosk): WiringState | null {
  return session.at === 'wiring' ? session.wizard : null;
}

export function createWiringLines(options: WiringLinesOptions): WiringLines {
  const { surrounding, site, folder, clock, log, dispatch } = options;
  let open: WiringRun | undefined;
  /** Openings and closings, one after the other, so that a line is never opened before it was given back. */
  let turns: Promise<void> = Promise.resolve();

  function stateFile(line: string): string {
    return join(folder, `${line.replace(/[^0-9A-Za-z]+/g, '-')}.json`);
  }

  function saved(line: string): WiringState | null {
    const file = stateFile(line);
    if (!existsSync(file)) return null;
    const state = readWiring(file, clock.now());
    if (!state.ok) log.warn('a saved wizard cannot be gone on with', { file, why: state.problem });
    return state.ok ? state.value : null;
  }

  async function begin(line: string): Promise<void> {
    const wiring = await surrounding?.open(line);
    if (wiring === undefined) return dispatch({ is: 'wiringNotOpened', line });
    const run = createWiringRun({
      wiring,
      clock,
      log,
      // Between the end of the session and that of the run nothing is read.
      state: () => wizardOf(options.kiosk()) ?? beginWiring(clock.now()),
      dispatch: (event) => dispatch({ is: 'wiring', event }),
    });
    open = run;
    dispatch({ is: 'wiringOpened', line, saved: saved(line) });
    run.start();
  }

  function close(): void {
    turns = turns
      .then(async () => {
        const run = open;
        open = undefined;
        await run?.stop();
      })
      .catch((error: unknown) => log.error('the wire was not given back', { error }));
  }

  /** The wizard's own file, replaced whole. What a full disk costs is the going on, not the wizard. */
  function write(file: string, value: unknown): void {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`);
      renameSync(`${file}.new`, file);
    } catch (error) {
      log.error('the state of the wiring wizard could not be written', { file, error });
    }
  }

  function keepRecord(line: string, state: WiringState | null): void {
    const port = site.devices.boards.find((board) => wireOf(board.port) === line)?.port;
    if (state === null || state.plan.length === 0 || port === undefined) return;
    const name = `${line.replace(/[^0-9A-Za-z]+/g, '-')}-${new Date(clock.now()).toISOString().replace(/[:.]/g, '-')}`;
    write(join(folder, `acceptance-${name}.json`), { line, ...acceptanceOf(state) });
    write(
      join(folder, `boards-${name}.json`),
      siteEntriesOf(state, () => port),
    );
  }

  return {
    run(effect) {
      switch (effect.do) {
        case 'openWiring':
          turns = turns
            .then(() => begin(effect.line))
            .catch((error: unknown) => {
              log.error('the line was not given to the wizard', { line: effect.line, error });
              dispatch({ is: 'wiringNotOpened', line: effect.line });
            });
          return;
        case 'closeWiring':
          keepRecord(effect.line, effect.state);
          return close();
        case 'keepWiring':
          return write(stateFile(effect.line), effect.state);
        case 'find':
        case 'fire':
          return open?.run(effect);
      }
    },
    follow(kiosk) {
      if (open !== undefined && kiosk.session.at !== 'wiring') close();
    },
    async stop() {
      close();
      await turns;
    },
  };
}
