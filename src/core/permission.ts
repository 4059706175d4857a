// Permission: whether an act may be done now, on this screen and by this person.

import { unreachable } from '../base/result.ts';
import type { Act } from './act.ts';
import { mayBeClosed, mayBeFound, mayBeLookedAt, mayBeVerified } from './checking.ts';
import { mayTryCode, mayUseCode } from './code-entry.ts';
import { lastOfBatch, mayConfirm } from './depositing.ts';
import { diagnosticsProblem } from './diagnostics.ts';
import { mayPrintDropOff } from './dropping-off.ts';
import { mayServeVerified } from './emergency-end.ts';
import type { Moment } from './event.ts';
import { extendableIn } from './extension.ts';
import { maySayShut } from './held-open.ts';
import { mayCallHelp } from './help.ts';
import type { Kiosk } from './kiosk.ts';
import { maySayAllShut, mayStopOpenAll } from './open-all.ts';
import { mayStopPrinting } from './printing.ts';
import { mayBeRecalledTo } from './recalling.ts';
import { type Session, visitOf, waitsForPerson } from './session.ts';
import { maySheetBePrinted } from './sheet.ts';
import { isSignature } from './signature.ts';
import { mayTry } from './trying.ts';
import { createTurn } from './turn.ts';
import { pinMayBeTried, pinOwner } from './visit.ts';
import { mayLeaveWizard, mayWire, placingOf, takesWord } from './wiring-session.ts';
import { mayResume } from './wrong-door.ts';

/** Whether this act may be done now. The window asks first, so that a late tap is refused instead of misunderstood. */
export function isAllowed(kiosk: Kiosk, wish: Act, moment: Moment): boolean {
  const { session } = kiosk;
  const visit = visitOf(session);
  switch (wish.act) {
    case 'chooseLanguage':
    case 'elder':
      return true;
    case 'stay':
      return waitsForPerson(session);
    case 'back':
      if (session.at === 'wiring') return mayLeaveWizard(kiosk);
      return mayLeave(session);
    case 'finish':
      return mayLeave(session);
    case 'callHelp':
      return mayCallHelp(kiosk);
    case 'withdrawHelp':
      return kiosk.help !== null;
    case 'sayShut':
      return maySayShut(kiosk, wish.cell);
    case 'showDocuments':
    case 'showLicences':
      return (
        (session.at === 'menu' || session.at === 'printed' || session.at === 'collected') &&
        session.visit.proof.is === 'card' &&
        session.visit.collected === undefined
      );
    case 'print':
      return session.at === 'documents';
    case 'stopPrinting':
      return mayStopPrinting(kiosk, moment.now);
    case 'answerPrinted':
      return session.at === 'didItPrint';
    case 'useCode':
      return mayUseCode(session) && diagnosticsProblem(kiosk) === null;
    case 'enterCode':
      return mayTryCode({ kiosk, now: moment.now });
    case 'sign':
      return session.at === 'sign' && isSignature(wish.strokes);
    case 'skipSignature':
      return session.at === 'sign' && kiosk.settings.signature === 'optional';
    case 'collect':
      return session.at === 'licences';
    case 'extendHold':
      return session.at === 'licences' && extendableIn(kiosk, session.visit, wish.cell).length > 0;
    case 'answerOpened':
      return session.at === 'didItOpen';
    case 'answerTaken':
      return session.at === 'didYouTake';
    case 'sayEmpty':
    case 'sayMissing':
    case 'sayNotMine':
      return (
        (session.at === 'doorOpen' || session.at === 'collected' || session.at === 'didYouTake') &&
        visit?.role === 'citizen' &&
        kiosk.orders.get(session.order)?.why !== 'dropOff'
      );
    case 'reopen':
      return session.at === 'collected' && moment.now <= session.reopenUntil;
    case 'printDelivery':
      return session.at === 'collected' && session.delivery !== null;
    case 'showDropOffs':
      return session.at === 'menu' && session.visit.role === 'citizen' && session.visit.proof.is === 'card';
    case 'dropOff':
      return session.at === 'dropOffs';
    case 'confirmDropOff':
      return session.at === 'confirmDropOff';
    case 'printDropOff':
      return mayPrintDropOff(kiosk, wish.item, moment.now);
    case 'pin':
      return (
        (session.at === 'pin' || session.at === 'secondPin') &&
        pinMayBeTried(createTurn(kiosk, moment), pinOwner(session))
      );
    case 'deposit':
    case 'keepCell':
    case 'letCellGo':
      return session.at === 'deposit';
    case 'confirmDeposit':
      return session.at === 'confirmDeposit' && mayConfirm(kiosk, session, wish.putIn);
    case 'openAgain':
      if (session.at === 'confirmDropOff') return true;
      return session.at === 'confirmDeposit' && kiosk.orders.get(session.order)?.why === 'deposit';
    case 'largerCell':
      return session.at === 'confirmDeposit' && kiosk.orders.get(session.order)?.why === 'deposit';
    case 'answerLeftEmpty':
      return session.at === 'leftEmpty';
    case 'undoDeposit':
      return session.at === 'deposit' && lastOfBatch(kiosk, session.visit) !== null;
    case 'showRecalls':
      return session.at === 'deposit' || session.at === 'technician';
    case 'recall':
    case 'skipRecall':
      return session.at === 'worklist';
    case 'recalled':
      return session.at === 'confirmRecall' && mayBeRecalledTo(kiosk, session.order, wish.place);
    case 'notRecalled':
      return session.at === 'confirmRecall';
    case 'testDevice':
      return session.at === 'technician' && kiosk.devices.has(wish.device) && !kiosk.testing.has(wish.device);
    case 'tryDevice':
      return mayTry(kiosk, wish);
    case 'judgeTest':
      return session.at === 'judging';
    case 'printReport':
    case 'retrySync':
      return session.at === 'technician';
    case 'resumeBoard':
      return mayResume(kiosk, wish.board);
    case 'closeCell':
      return mayBeClosed(kiosk, wish.cell);
    case 'openForLook':
      return mayBeLookedAt(kiosk, wish.cell);
    case 'verifyCell':
      return mayBeVerified(kiosk, wish.cell);
    case 'foundItems':
      return mayBeVerified(kiosk, wish.cell) && mayBeFound(kiosk, wish.cell, wish.items);
    case 'printSheet':
      return session.at === 'worksheet' && maySheetBePrinted(kiosk, wish.which);
    case 'showWorksheet':
    case 'askOpenAll':
      return session.at === 'deposit' || session.at === 'technician' || session.at === 'worksheet';
    case 'stopOpenAll':
      return mayStopOpenAll(kiosk);
    case 'sayAllShut':
      return maySayAllShut(kiosk);
    case 'serveVerified':
      return mayServeVerified(kiosk);
    case 'beginWiring':
      return mayWire({ kiosk }, wish.line);
    case 'placeBoard': {
      const plan = placingOf(kiosk, wish);
      return plan !== undefined && takesWord(kiosk, plan, moment.now);
    }
    case 'wiring':
      return takesWord(kiosk, wish.say, moment.now);
    default:
      return unreachable(wish);
  }
}

/** Nothing is open and nothing moves. */
function mayLeave(session: Session): boolean {
  return waitsForPerson(session) || ['thanks', 'fetching', 'entering', 'trying'].includes(session.at);
}
