// Waking: the computer has slept, e.g. after somebody pressed its power button, and nothing ran meanwhile. Whoever was served
// then does not stand there by right any more: the visit ends, and what was not finished is in doubt as after a restart.
// Without this a lock that had not been seen to open would be tried again, hours later and for nobody.

import { doorOpenTooLong } from './held-open.ts';
import { leave } from './leaving.ts';
import { mayStopOpenAll, stopOpenAll } from './open-all.ts';
import { openingAbandoned } from './opening.ts';
import { printsAfterRestart } from './print-doubt.ts';
import type { Turn } from './turn.ts';
import { endVisit } from './visit.ts';
import { abandonWizard } from './wiring-session.ts';
import { wrongDoorLeft } from './wrong-door.ts';

export function woke(turn: Turn): void {
  const { session } = turn.kiosk;
  switch (session.at) {
    case 'welcome':
      return;
    case 'opening':
      openingAbandoned(turn, turn.order(session.order));
      return endVisit(turn, 'timeOut');
    case 'doorOpen':
      return doorOpenTooLong(turn, { ...session, heldOpenTold: true });
    case 'wrongDoor':
      return wrongDoorLeft(turn);
    case 'openingAll':
      if (session.order !== null) openingAbandoned(turn, turn.order(session.order));
      if (mayStopOpenAll(turn.kiosk)) stopOpenAll(turn, session);
      return endVisit(turn, 'timeOut');
    case 'printing': {
      // Nobody stands there to take it: what has not been sent stays unsent, the rest is looked up.
      const job = turn.job(session.job);
      printsAfterRestart(turn, [job]);
      turn.ask({ do: 'cancelPrint', job: job.id, printer: job.printer });
      return endVisit(turn, 'timeOut');
    }
    case 'wiring':
      return abandonWizard(turn);
    default:
      return leave(turn, session, 'timeOut');
  }
}
