// Turns: one slip at a time. One that waits can be taken back at once, one that is being printed is told to end.

import { createLock } from '../../../src/base/lock.ts';
import type { PrintOutcome } from '../../classes/printing.ts';

export interface Turn {
  isCancelled(): boolean;
  /** Called once when somebody takes the job back from now on. */
  onCancel(act: () => void): void;
}

export interface Turns {
  run(job: string, print: (turn: Turn) => Promise<PrintOutcome>): Promise<PrintOutcome>;
  /** Resolves when none of that name, or none at all, is waiting or being printed any more. */
  cancel(job?: string): Promise<void>;
}

interface Entry {
  readonly job: string;
  readonly cancel: () => void;
  readonly ended: Promise<PrintOutcome>;
}

export function createTurns(): Turns {
  const lock = createLock();
  const entries = new Set<Entry>();

  function enter(job: string, print: (turn: Turn) => Promise<PrintOutcome>): Entry {
    let isCancelled = false;
    let hasBegun = false;
    let tellCancelled: () => void = () => undefined;
    let endAtOnce: (outcome: PrintOutcome) => void = () => undefined;
    const takenBack = new Promise<PrintOutcome>((resolve) => {
      endAtOnce = resolve;
    });
    const printed = lock.run(async (): Promise<PrintOutcome> => {
      if (isCancelled) return takenBack;
      hasBegun = true;
      return print({
        isCancelled: () => isCancelled,
        onCancel(act) {
          tellCancelled = act;
        },
      });
    });
    return {
      job,
      ended: Promise.race([printed, takenBack]),
      cancel() {
        if (isCancelled) return;
        isCancelled = true;
        if (hasBegun) tellCancelled();
        else endAtOnce({ is: 'notStarted', why: 'cancelled' });
      },
    };
  }

  return {
    async run(job, print) {
      const entry = enter(job, print);
      entries.add(entry);
      try {
        return await entry.ended;
      } finally {
        entries.delete(entry);
      }
    },
    async cancel(job) {
      const chosen = [...entries].filter((entry) => job === undefined || entry.job === job);
      for (const entry of chosen) entry.cancel();
      await Promise.allSettled(chosen.map(({ ended }) => ended));
    },
  };
}
