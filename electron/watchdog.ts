// Watchdog: tells systemd that the shell still turns. When it no longer does, the whole session is ended and started again.

import type { Clock } from '../src/base/clock.ts';

export interface WatchdogOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** As systemd sets it: the socket to tell, and after how many microseconds without a word it gives up. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Tells it once. */
  readonly tell: () => void;
}

/** Does nothing where no systemd asks for it. Tells three times in each span, so that one lost word ends nothing. */
export function startWatchdog({ clock, environment, tell }: WatchdogOptions): void {
  const spanMs = Number(environment['WATCHDOG_USEC']) / 1_000;
  if (environment['NOTIFY_SOCKET'] === undefined || !(spanMs >= 3_000)) return;
  const beat = (): void => {
    tell();
    clock.after(spanMs / 3, beat);
  };
  beat();
}
