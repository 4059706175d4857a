// Counters of the simulated printer: kept over switching off, as far as they were saved. Real ones save now and then only,
// so that a power cut takes the last cuts out of the count.

import type { Clock } from '../../../src/base/clock.ts';
import type { Undo } from '../../../src/base/undo.ts';

export interface SimulatedCounters {
  cuts(): number;
  fedLines(): number;
  countCut(): void;
  countLines(lines: number): void;
  /** What was not saved is gone. */
  losePower(): void;
}

/** `savedAfterMs` 0: each change is saved at once. */
export function createSimulatedCounters(clock: Clock, savedAfterMs: number): SimulatedCounters {
  let now = { cuts: 0, fedLines: 0 };
  let saved = now;
  let cancelSave: Undo | undefined;

  function change(next: typeof now): void {
    now = next;
    if (savedAfterMs === 0) saved = now;
    else
      cancelSave ??= clock.after(savedAfterMs, () => {
        saved = now;
        cancelSave = undefined;
      });
  }

  return {
    cuts: () => now.cuts,
    fedLines: () => now.fedLines,
    countCut: () => change({ ...now, cuts: now.cuts + 1 }),
    countLines: (lines) => change({ ...now, fedLines: now.fedLines + lines }),
    losePower() {
      cancelSave?.();
      cancelSave = undefined;
      now = saved;
    },
  };
}
