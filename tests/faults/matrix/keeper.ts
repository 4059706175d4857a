// Keeper: starts the controller again whenever it has ended, as the shell does, while something is wrong around it.

import type { Bench, StartHow } from './bench.ts';
import { pause } from './hands.ts';

export interface Keeper {
  /** How each of its lives ended so far. */
  readonly deaths: readonly string[];
  /** Ends the keeping; the controller of the moment goes on when it is up. */
  stop(): Promise<void>;
}

/** Shorter than the shell's first pause, for there is no citizen to wait for. */
const pauseMs = 300;

export function keepRunning(bench: Bench, how: () => StartHow = () => ({})): Keeper {
  const deaths: string[] = [];
  let stopped = false;
  async function keep(): Promise<void> {
    while (!stopped) {
      if (!bench.isRunning()) {
        if (deaths.length > 0) await pause(pauseMs);
        await bench.start(how()).then(
          () => undefined,
          (error: unknown) => deaths.push(error instanceof Error ? error.message : String(error)),
        );
      } else {
        await pause(50);
        if (!bench.isRunning()) deaths.push((await bench.ended()).how);
      }
    }
  }
  const keeping = keep();
  return {
    deaths,
    async stop() {
      stopped = true;
      await keeping;
    },
  };
}
