// Bell: waits for a time or for a ring, whichever comes first; a ring while nobody waits is kept for the next who does.

import type { Clock } from '../../base/clock.ts';

export interface Bell {
  ring(): void;
  /** Resolves at the next ring, or after `ms` when given. */
  wait(ms?: number): Promise<void>;
}

export function createBell(clock: Pick<Clock, 'after'>): Bell {
  let isRung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    async wait(ms) {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          const cancel = ms === undefined ? undefined : clock.after(ms, resolve);
          wake = () => {
            cancel?.();
            resolve();
          };
        });
      }
      wake = undefined;
      isRung = false;
    },
  };
}
