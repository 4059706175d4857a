// Sweeping: forgets, once a minute and in one process at a time, what has no more use.

import type { Undo } from '../base/undo.ts';
import type { EndDuty } from './database.ts';
import type { Office } from './office.ts';
import { forgetNonces } from './signed-request.ts';

const everyMs = 60_000;

export async function startSweeping(office: Office): Promise<EndDuty> {
  const { clock, log } = office;
  let running: Promise<void> = Promise.resolve();
  let cancel: Undo = () => undefined;
  let isOver = false;

  function next(): void {
    if (isOver) return;
    cancel = clock.after(everyMs, () => {
      running = forgetNonces(office)
        .catch((error: unknown) => log.warn('sweeping failed', { error }))
        .then(next);
    });
  }

  next();
  return async () => {
    isOver = true;
    cancel();
    await running;
  };
}
