// Ticking: what time alone does; every deadline of the rules ends here.

import { enteringTick, exitTick, mayIdleOut } from './diagnostics.ts';
import { endsInFire } from './fire.ts';
import { hallTick } from './hall-door.ts';
import { doorOpenTooLong, doorsTick } from './held-open.ts';
import { helpTick } from './help.ts';
import { keepingTick } from './keeping.ts';
import { leave } from './leaving.ts';
import { openAllTick } from './open-all.ts';
import { openingLate } from './opening.ts';
import { takePower } from './power.ts';
import { printingTick } from './printing.ts';
import { watchHolds } from './recalling.ts';
import { readInTrial } from './trying.ts';
import type { Turn } from './turn.ts';
import { cardFailed, documentsCame, endRestingVisit, endVisit, goHome } from './visit.ts';
import { wizardHappens } from './wiring-session.ts';
import { wrongDoorLeft } from './wrong-door.ts';

export function tick(turn: Turn): void {
  hallTick(turn);
  takePower(turn, { is: 'tick' });
  if (turn.kiosk.power.is === 'leaving') endRestingVisit(turn);
  if (endsInFire(turn)) leave(turn, turn.kiosk.session, 'finished');
  for (const cell of turn.kiosk.cells.values()) {
    if (cell.state.is !== 'justEmptied' || turn.now <= cell.state.until) continue;
    // Nothing is laid behind a lock that sticks before somebody has mended it.
    if (cell.fault === 'slowLock') turn.setCell(cell.id, { is: 'outOfService', why: 'lock', items: [] });
    else turn.setCell(cell.id, { is: 'free' });
  }
  keepingTick(turn);
  watchHolds(turn);
  exitTick(turn);
  helpTick(turn);
  const { session } = turn.kiosk;
  if (session.at === 'wiring') return wizardHappens(turn, { is: 'tick' });
  doorsTick(turn);
  if (session.at === 'openingAll') return openAllTick(turn, session);
  if (session.at === 'printing') return printingTick(turn, session);
  if (session.at === 'entering') return enteringTick(turn, session.visit, session.deadline);
  if (session.at === 'welcome' || turn.now < session.deadline) return;
  switch (session.at) {
    case 'reading':
      return cardFailed(turn, 'cardUnreadable');
    case 'fetching':
      return documentsCame(turn, session.visit.id, null);
    case 'opening':
      return openingLate(turn, session);
    case 'doorOpen':
      return doorOpenTooLong(turn, session);
    case 'wrongDoor':
      return wrongDoorLeft(turn);
    case 'secondPerson':
    case 'secondPin':
      return goHome(turn, session.visit);
    case 'trying':
      return readInTrial(turn, session, 'nothing');
    case 'technician':
      return mayIdleOut(turn.kiosk, turn.now - session.deadline) ? leave(turn, session, 'timeOut') : undefined;
    case 'thanks':
      return turn.go({ at: 'welcome' });
    case 'problem':
      return session.visit === null ? turn.go({ at: 'welcome' }) : endVisit(turn, 'timeOut');
    default:
      return leave(turn, session, 'timeOut');
  }
}
