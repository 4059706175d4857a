// Heartbeat: asks something whether it still turns, and tells once when it has not answered several times in a row.

import type { Clock } from '../src/base/clock.ts';

export interface Heartbeat {
  /** It has answered, or said anything at all. */
  heard(): void;
  stop(): void;
}

export interface HeartbeatOptions {
  readonly clock: Pick<Clock, 'after'>;
  readonly everyMs: number;
  /**
   * So many questions without an answer make it dead. Questions are counted and not time, so that a computer that slept
   * for an hour, and the shell with it, accuses nobody.
   */
  readonly missed: number;
  readonly ask: () => void;
  readonly onDead: () => void;
}

export function startHeartbeat({ clock, everyMs, missed, ask, onDead }: HeartbeatOptions): Heartbeat {
  let unanswered = 0;
  let cancel = clock.after(everyMs, beat);

  function beat(): void {
    if (unanswered >= missed) return onDead();
    unanswered += 1;
    cancel = clock.after(everyMs, beat);
    ask();
  }

  return {
    heard() {
      unanswered = 0;
    },
    stop: () => cancel(),
  };
}
