// Leaving: the way back from each screen, and the end of a visit that may have something open.

import { itemsIn } from './cell.ts';
import { dropOffLeft } from './dropping-off.ts';
import { openingAbandoned } from './opening.ts';
import { printQuestionLeft } from './print-doubt.ts';
import type { Session } from './session.ts';
import { giveUpTrial } from './trying.ts';
import type { Turn } from './turn.ts';
import { endVisit, goHome, idleUntil } from './visit.ts';
import { leaveWizard } from './wiring-session.ts';

/** From a list to the menu, from a problem to where the visit goes on; a question about paper or a door is never skipped. */
export function goBack(turn: Turn, session: Session): void {
  switch (session.at) {
    case 'documents':
    case 'licences':
    case 'printed':
    case 'collected':
    case 'dropOffs':
    case 'droppedOff':
      return goHome(turn, session.visit);
    case 'problem':
      if (session.visit === null) return turn.go({ at: 'welcome' });
      return session.problem === 'nothingForYou' ? endVisit(turn, 'finished') : goHome(turn, session.visit);
    case 'code':
      return turn.go({ at: 'welcome' });
    case 'sign':
      return turn.go({ at: 'licences', visit: session.visit, deadline: idleUntil(turn) });
    case 'fetching':
    case 'menu':
    case 'pin':
    case 'deposit':
    case 'entering':
    case 'technician':
      return endVisit(turn, 'finished');
    case 'trying':
    case 'judging':
      return giveUpTrial(turn, session.visit);
    case 'secondPerson':
    case 'secondPin':
      return goHome(turn, session.visit);
    case 'worklist':
    case 'worksheet': {
      const { list: _, ...visit } = session.visit;
      return goHome(turn, visit);
    }
    case 'wiring':
      return leaveWizard(turn);
    default:
      return;
  }
}

/** Ends a visit that may have something open; what was not answered becomes a doubt, never a guess. */
export function leave(turn: Turn, session: Session, how: 'finished' | 'timeOut'): void {
  if (session.at === 'didItPrint') printQuestionLeft(turn, session.job);
  if (session.at === 'didItOpen') openingAbandoned(turn, turn.order(session.order));
  if (session.at === 'didYouTake')
    turn.doubtCell(session.cell, 'leftInside', itemsIn(turn.cell(session.cell)), 'leftInside');
  if (session.at === 'confirmRecall')
    turn.doubtCell(session.cell, 'recall', itemsIn(turn.cell(session.cell)), 'recall');
  if (session.at === 'confirmDeposit')
    turn.doubtCell(session.cell, 'depositCancelled', itemsIn(turn.cell(session.cell)), 'deposit');
  if (session.at === 'confirmDropOff') dropOffLeft(turn, session);
  endVisit(turn, how);
}
