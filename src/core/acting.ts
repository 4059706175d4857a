// Acting: what a person did at the window, handed to the rules of its flow.

import type { Act } from './act.ts';
import { closeCell, foundItems, openForLook, showWorksheet, verifyCell } from './checking.ts';
import { beginCode, enterCode } from './code-entry.ts';
import { answerTaken, collect, reopen, sayEmpty, sayMissing, sayNotMine, showLicences, sign } from './collecting.ts';
import { answerLeftEmpty, askForLarger, confirmDeposit, deposit, openAgain, takeBack } from './depositing.ts';
import { confirmDropOff, dropOff, openForDropOffAgain, showDropOffs } from './dropping-off.ts';
import { serveVerified } from './emergency-end.ts';
import { extendHold } from './extension.ts';
import { sayShut } from './held-open.ts';
import { callHelp, withdrawHelp } from './help.ts';
import { keepCell, letCellGo } from './keeping.ts';
import { goBack, leave } from './leaving.ts';
import { askOpenAll, sayAllShut, stopOpenAll } from './open-all.ts';
import { answerOpened } from './opening.ts';
import { isAllowed } from './permission.ts';
import { answerPrinted } from './print-doubt.ts';
import { print, printDelivery, printDropOff, stopPrinting } from './printing.ts';
import { printReport } from './readiness.ts';
import { notRecalled, recall, recalled, showRecalls, skipRecall } from './recalling.ts';
import { type Session, visitOf, waitsForPerson } from './session.ts';
import { printSheet } from './sheet.ts';
import { beginTrial, judge } from './trying.ts';
import type { Turn } from './turn.ts';
import { enterPin, idleUntil, showProblem } from './visit.ts';
import { beginWizard, placingOf, wizardHappens } from './wiring-session.ts';
import { resumeBoard } from './wrong-door.ts';

/** `sha256`: of the text of a signature. */
export function act(turn: Turn, wish: Act, sha256: string | null): void {
  if (!isAllowed(turn.kiosk, wish, turn)) return;
  const { session } = turn.kiosk;
  const visit = visitOf(session);
  switch (wish.act) {
    case 'chooseLanguage':
    case 'elder':
      return;
    case 'callHelp':
      return callHelp(turn);
    case 'withdrawHelp':
      return withdrawHelp(turn);
    case 'stay':
      return waitsForPerson(session)
        ? turn.go({ ...session, deadline: idleUntil(turn, session.at) } as Session)
        : undefined;
    case 'finish':
      return visit === null ? turn.go({ at: 'welcome' }) : leave(turn, session, 'finished');
    case 'back':
      return goBack(turn, session);
    case 'pin':
      return enterPin(turn, wish.digits);
    case 'stopPrinting':
      return stopPrinting(turn);
    case 'answerPrinted':
      return answerPrinted(turn, wish.printed);
    case 'answerOpened':
      return answerOpened(turn, wish.opened);
    case 'answerTaken':
      return answerTaken(turn, wish.taken);
    case 'sayEmpty':
      return sayEmpty(turn);
    case 'sayMissing':
      return sayMissing(turn, wish.item);
    case 'sayNotMine':
      return sayNotMine(turn);
    case 'reopen':
      return reopen(turn);
    case 'printDelivery':
      return printDelivery(turn);
    case 'useCode':
      return beginCode(turn);
    case 'enterCode':
      return enterCode(turn, wish);
    case 'sign':
      return sign(turn, { strokes: wish.strokes, sha256 });
    case 'skipSignature':
      return sign(turn, null);
    case 'confirmDeposit':
      return confirmDeposit(turn, wish.putIn);
    case 'largerCell':
      return askForLarger(turn);
    case 'openAgain':
      return session.at === 'confirmDropOff' ? openForDropOffAgain(turn, session) : openAgain(turn);
    case 'confirmDropOff':
      return confirmDropOff(turn, wish.putIn);
    case 'answerLeftEmpty':
      return answerLeftEmpty(turn, wish.empty);
    case 'stopOpenAll':
      return session.at === 'openingAll' ? stopOpenAll(turn, session) : undefined;
    case 'sayAllShut':
      return session.at === 'openingAll' ? sayAllShut(turn, session) : undefined;
    case 'recalled':
      return recalled(turn, wish.place);
    case 'notRecalled':
      return notRecalled(turn, wish.why);
    case 'sayShut':
      return sayShut(turn, wish.cell);
    case 'testDevice':
      turn.set({ testing: new Set([...turn.kiosk.testing, wish.device]) });
      return turn.ask({ do: 'testDevice', device: wish.device });
    case 'judgeTest':
      return session.at === 'judging' ? judge(turn, session, wish.good) : undefined;
    case 'retrySync':
      return turn.ask({ do: 'retrySync' });
    case 'placeBoard': {
      const plan = placingOf(turn.kiosk, wish);
      return plan === undefined ? undefined : wizardHappens(turn, { is: 'said', act: plan });
    }
    case 'wiring':
      return wizardHappens(turn, { is: 'said', act: wish.say });
    case 'showDocuments':
    case 'showLicences':
    case 'print':
    case 'collect':
    case 'extendHold':
    case 'deposit':
    case 'keepCell':
    case 'letCellGo':
    case 'showDropOffs':
    case 'dropOff':
    case 'printDropOff':
    case 'undoDeposit':
    case 'showRecalls':
    case 'recall':
    case 'skipRecall':
    case 'showWorksheet':
    case 'printSheet':
    case 'foundItems':
    case 'askOpenAll':
    case 'serveVerified':
    case 'resumeBoard':
    case 'closeCell':
    case 'openForLook':
    case 'verifyCell':
    case 'beginWiring':
    case 'tryDevice':
    case 'printReport':
      break;
  }
  if (visit === null) return;
  switch (wish.act) {
    case 'showDocuments':
      return visit.documents.length === 0
        ? showProblem(turn, turn.kiosk.centralOnline ? 'noDocuments' : 'centralOffline', { visit })
        : turn.go({ at: 'documents', visit, deadline: idleUntil(turn) });
    case 'showLicences':
      return showLicences(turn, visit);
    case 'print':
      return print(turn, visit, wish.document);
    case 'collect':
      return collect(turn, visit, wish.cell);
    case 'extendHold':
      return extendHold(turn, visit, wish.cell);
    case 'keepCell':
      return keepCell(turn, visit, wish.item);
    case 'letCellGo':
      return letCellGo(turn, visit, wish.item);
    case 'showDropOffs':
      return showDropOffs(turn, visit);
    case 'dropOff':
      return dropOff(turn, visit, wish.item);
    case 'printDropOff':
      return printDropOff(turn, visit, turn.item(wish.item), null);
    case 'deposit':
      return deposit(turn, visit, wish.item);
    case 'undoDeposit':
      return takeBack(turn, visit);
    case 'showRecalls':
      return showRecalls(turn, visit);
    case 'showWorksheet':
      return showWorksheet(turn, visit);
    case 'printSheet':
      return printSheet(turn, visit, wish.which);
    case 'foundItems':
      return foundItems(turn, visit, wish.cell, wish.items);
    case 'askOpenAll':
      return askOpenAll(turn, visit);
    case 'serveVerified':
      return serveVerified(turn, visit);
    case 'recall':
      return recall(turn, visit, wish.cell);
    case 'skipRecall':
      return skipRecall(turn, visit, wish.cell);
    case 'resumeBoard':
      return resumeBoard(turn, visit, wish.board);
    case 'closeCell':
      return closeCell(turn, visit, wish.cell);
    case 'openForLook':
      return openForLook(turn, visit, wish.cell);
    case 'verifyCell':
      return verifyCell(turn, visit, wish.cell, wish.found);
    case 'printReport':
      return printReport(turn, visit);
    case 'tryDevice':
      return beginTrial(turn, visit, wish);
    case 'beginWiring':
      return beginWizard(turn, visit, wish.line);
  }
}
