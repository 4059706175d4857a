// Hourglass watch: turns tickets when their time has come, in one process at a time. What fell due while nobody watched is
// due at once; what was turned already is not due any more, so nothing is lost and nothing comes twice.

import type { Undo } from '../base/undo.ts';
import type { EndDuty } from './database.ts';
import type { Office } from './office.ts';
import { keepQueueTime } from './queue-time.ts';
import { ripenTickets } from './tickets.ts';

/** Also without anything due: the time of the queue is written down. */
const longestMs = 60_000;
const retryMs = 1_000;

export async function watchHourglass(office: Office): Promise<EndDuty> {
  const { database, clock, log, queueNow } = office;
  let isOver = false;
  let isTurning = false;
  let again = false;
  let cancel: Undo = () => undefined;
  let running: Promise<void> = Promise.resolve();

  async function turn(): Promise<number> {
    const next = await ripenTickets(office);
    await keepQueueTime(database, queueNow());
    return next === null ? longestMs : Math.min(longestMs, Math.max(0, next - queueNow()));
  }

  function wake(): void {
    if (isOver) return;
    if (isTurning) {
      again = true;
      return;
    }
    cancel();
    isTurning = true;
    running = turn()
      .catch((error: unknown) => {
        log.error('the hourglass could not be turned', { error });
        return retryMs;
      })
      .then((waitMs) => {
        isTurning = false;
        if (isOver) return;
        if (!again) {
          cancel = clock.after(waitMs, wake);
          return;
        }
        again = false;
        wake();
      });
  }

  const unlisten = await database.listen('nighthall_console', (table) => {
    if (table === undefined || table === 'tickets') wake();
  });
  wake();
  return async () => {
    isOver = true;
    cancel();
    await unlisten();
    await running;
  };
}
