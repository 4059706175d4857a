// Step: the one door into the rules. (kiosk, event, moment) → the next kiosk, what to put on disk, what to do.

import { unreachable } from '../base/result.ts';
import type { Act } from './act.ts';
import { itemsIn } from './cell.ts';
import {
  closeCell,
  foundItems,
  mayBeClosed,
  mayBeFound,
  mayBeLookedAt,
  mayBeVerified,
  openForLook,
  showWorksheet,
  verifyCell,
} from './checking.ts';
import { beginCode, codeChecked, enterCode, mayTryCode, mayUseCode } from './code-entry.ts';
import { answerTaken, collect, reopen, sayEmpty, sayMissing, sayNotMine, showLicences, sign } from './collecting.ts';
import {
  answerLeftEmpty,
  askForLarger,
  confirmDeposit,
  deposit,
  lastOfBatch,
  mayConfirm,
  openAgain,
  takeBack,
} from './depositing.ts';
import { doorChanged } from './doors.ts';
import { mayServeVerified, serveVerified } from './emergency-end.ts';
import type { Event, Moment } from './event.ts';
import { hallAlarms, hallCardRead, hallCardRefused, hallInputs, hallTick } from './hall-door.ts';
import { doorOpenTooLong, doorsTick, maySayShut, sayShut } from './held-open.ts';
import type { Condition, Kiosk } from './kiosk.ts';
import { applyNews } from './news.ts';
import { askOpenAll, maySayAllShut, mayStopOpenAll, openAllTick, sayAllShut, stopOpenAll } from './open-all.ts';
import { answerOpened, openingAbandoned, openingLate, pulsed } from './opening.ts';
import { takePower } from './power.ts';
import type { PrinterKind } from './print-job.ts';
import {
  answerPrinted,
  askRecords,
  mayStopPrinting,
  print,
  printEnded,
  printingTick,
  printLookedUp,
  printProgress,
  printQuestionLeft,
  printStarting,
  stopPrinting,
} from './printing.ts';
import { notRecalled, recall, recalled, showRecalls, skipRecall, watchHolds } from './recalling.ts';
import { codeScanned, followScanner } from './scanning.ts';
import { type Session, visitOf, waitsForPerson } from './session.ts';
import { isSignature } from './signature.ts';
import { createTurn, type StepResult, type Turn } from './turn.ts';
import {
  cardFailed,
  cardRead,
  cardSeen,
  documentsCame,
  endRestingVisit,
  endVisit,
  enterPin,
  goHome,
  idleUntil,
  pinChecked,
  pinMayBeTried,
  pinOwner,
  showProblem,
} from './visit.ts';
import {
  beginWizard,
  leaveWizard,
  mayLeaveWizard,
  mayWire,
  placingOf,
  takesWord,
  wizardHappens,
  wizardNotOpened,
  wizardOpened,
} from './wiring-session.ts';
import { mayResume, resumeBoard, wrongDoorLeft } from './wrong-door.ts';

/** The order of things is sure all the same, but times in the records are not. */
const wrongClockMs = 30_000;

export function step(kiosk: Kiosk, event: Event, moment: Moment): StepResult {
  const turn = createTurn(kiosk, moment);
  take(turn, event);
  followScanner(turn);
  return turn.end();
}

function take(turn: Turn, event: Event): void {
  switch (event.is) {
    case 'tick':
      return tick(turn);
    case 'act':
      return act(turn, event.act);
    case 'cardSeen':
      return cardSeen(turn);
    case 'cardRead':
      return cardRead(turn, event.holder);
    case 'cardFailed':
      return cardFailed(turn, event.why);
    case 'hallCardRead':
      return hallCardRead(turn, event.holder);
    case 'hallCardFailed':
      return hallCardRefused(turn, event.why);
    case 'hallInputs':
      return hallInputs(turn, event);
    case 'hallAlarms':
      return hallAlarms(turn, event);
    case 'doorChanged':
      return turn.kiosk.cells.has(event.cell) ? doorChanged(turn, event.cell, event.reads) : undefined;
    case 'pulsed':
      return pulsed(turn, event.order, event.outcome);
    case 'documentsCame':
      return documentsCame(turn, event.visit, event.found);
    case 'printStarting':
      return printStarting(turn, event);
    case 'printProgress':
      return printProgress(turn, event.job, event.progress);
    case 'printEnded':
      return printEnded(turn, event.job, event.outcome);
    case 'printLookedUp':
      return printLookedUp(turn, event.job, event.found);
    case 'codeScanned':
      return codeScanned(turn, event.text);
    case 'codeChecked':
      return codeChecked(turn, event.tried, event.right);
    case 'pinChecked':
      return pinChecked(turn, event.person, event.right);
    case 'deviceChanged': {
      const before = turn.kiosk.devices.get(event.device);
      turn.set({ devices: new Map(turn.kiosk.devices).set(event.device, event.condition) });
      if (before?.word !== event.condition.word)
        turn.record({ is: 'deviceChanged', device: event.device, state: event.condition.word });
      if (isPrinter(event.device) && answers(event.condition) && !(before !== undefined && answers(before)))
        askRecords(turn, event.device);
      return;
    }
    case 'deviceTested':
      return turn.set({
        tests: new Map(turn.kiosk.tests).set(event.device, {
          at: turn.now,
          passed: event.passed,
          detail: event.detail,
        }),
      });
    case 'power':
      return takePower(turn, event);
    case 'wiringOpened':
      return wizardOpened(turn, event.line, event.saved);
    case 'wiringNotOpened':
      return wizardNotOpened(turn, event.line);
    case 'wiring':
      return wizardHappens(turn, event.event);
    case 'clockCompared': {
      const isWrong = Math.abs(event.offsetMs) > wrongClockMs;
      if (isWrong === turn.kiosk.isClockWrong) return;
      turn.set({ isClockWrong: isWrong });
      return turn.record({ is: 'clockCompared', offsetMs: Math.round(event.offsetMs), isWrong });
    }
    case 'centralChanged':
      return turn.set({ centralOnline: event.online });
    case 'news':
      applyNews(turn, event.news);
      turn.setRightsAsOf(event.asOf);
      return turn.setCursor(event.cursor);
    case 'upToDate':
      return turn.setRightsAsOf(event.asOf);
    default:
      return unreachable(event);
  }
}

function isPrinter(device: string): device is PrinterKind {
  return device === 'receiptPrinter' || device === 'documentPrinter';
}

function answers({ word }: Condition): boolean {
  return word !== 'offline' && word !== 'unknown';
}

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
      return waitsForPerson(session) || session.at === 'thanks' || session.at === 'fetching';
    case 'finish':
      return waitsForPerson(session) || session.at === 'thanks' || session.at === 'fetching';
    case 'sayShut':
      return maySayShut(kiosk, wish.cell);
    case 'showDocuments':
    case 'showLicences':
      return (
        (session.at === 'menu' || session.at === 'printed' || session.at === 'collected') &&
        session.visit.proof.is === 'card'
      );
    case 'print':
      return session.at === 'documents';
    case 'stopPrinting':
      return mayStopPrinting(kiosk, moment.now);
    case 'answerPrinted':
      return session.at === 'didItPrint';
    case 'useCode':
      return mayUseCode(session);
    case 'enterCode':
      return mayTryCode({ kiosk, now: moment.now });
    case 'sign':
      return session.at === 'sign' && isSignature(wish.strokes);
    case 'skipSignature':
      return session.at === 'sign' && kiosk.settings.signature === 'optional';
    case 'collect':
      return session.at === 'licences';
    case 'answerOpened':
      return session.at === 'didItOpen';
    case 'answerTaken':
      return session.at === 'didYouTake';
    case 'sayEmpty':
    case 'sayMissing':
    case 'sayNotMine':
      return (
        (session.at === 'doorOpen' || session.at === 'collected' || session.at === 'didYouTake') &&
        visit?.role === 'citizen'
      );
    case 'reopen':
      return session.at === 'collected' && moment.now <= session.reopenUntil;
    case 'pin':
      return (
        (session.at === 'pin' || session.at === 'secondPin') &&
        pinMayBeTried(createTurn(kiosk, moment), pinOwner(session))
      );
    case 'deposit':
      return session.at === 'deposit';
    case 'confirmDeposit':
      return session.at === 'confirmDeposit' && mayConfirm(kiosk, session, wish.putIn);
    case 'largerCell':
    case 'openAgain':
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
    case 'notRecalled':
      return session.at === 'confirmRecall';
    case 'testDevice':
      return (
        session.at === 'technician' && kiosk.devices.has(wish.device) && kiosk.tests.get(wish.device) !== 'running'
      );
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

function act(turn: Turn, wish: Act): void {
  if (!isAllowed(turn.kiosk, wish, turn)) return;
  const { session } = turn.kiosk;
  const visit = visitOf(session);
  switch (wish.act) {
    case 'chooseLanguage':
    case 'elder':
      return;
    case 'stay':
      return waitsForPerson(session) ? turn.go({ ...session, deadline: idleUntil(turn) } as Session) : undefined;
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
    case 'useCode':
      return beginCode(turn);
    case 'enterCode':
      return enterCode(turn, wish);
    case 'sign':
      return sign(turn, wish.strokes);
    case 'skipSignature':
      return sign(turn, null);
    case 'confirmDeposit':
      return confirmDeposit(turn, wish.putIn);
    case 'largerCell':
      return askForLarger(turn);
    case 'openAgain':
      return openAgain(turn);
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
      turn.set({ tests: new Map(turn.kiosk.tests).set(wish.device, 'running') });
      return turn.ask({ do: 'testDevice', device: wish.device });
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
    case 'deposit':
    case 'undoDeposit':
    case 'showRecalls':
    case 'recall':
    case 'skipRecall':
    case 'showWorksheet':
    case 'foundItems':
    case 'askOpenAll':
    case 'serveVerified':
    case 'resumeBoard':
    case 'closeCell':
    case 'openForLook':
    case 'verifyCell':
    case 'beginWiring':
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
    case 'deposit':
      return deposit(turn, visit, wish.item);
    case 'undoDeposit':
      return takeBack(turn, visit);
    case 'showRecalls':
      return showRecalls(turn, visit);
    case 'showWorksheet':
      return showWorksheet(turn, visit);
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
    case 'beginWiring':
      return beginWizard(turn, visit, wish.line);
  }
}

/** From a list to the menu, from a problem to where the visit goes on; a question about paper or a door is never skipped. */
function goBack(turn: Turn, session: Session): void {
  switch (session.at) {
    case 'documents':
    case 'licences':
    case 'printed':
    case 'collected':
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
    case 'technician':
      return endVisit(turn, 'finished');
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
function leave(turn: Turn, session: Session, how: 'finished' | 'timeOut'): void {
  if (session.at === 'didItPrint') printQuestionLeft(turn, session.job);
  if (session.at === 'didItOpen') openingAbandoned(turn, turn.order(session.order));
  if (session.at === 'didYouTake')
    turn.doubtCell(session.cell, 'leftInside', itemsIn(turn.cell(session.cell)), 'leftInside');
  if (session.at === 'confirmRecall')
    turn.doubtCell(session.cell, 'recall', itemsIn(turn.cell(session.cell)), 'recall');
  if (session.at === 'confirmDeposit')
    turn.doubtCell(session.cell, 'depositCancelled', itemsIn(turn.cell(session.cell)), 'deposit');
  endVisit(turn, how);
}

function tick(turn: Turn): void {
  hallTick(turn);
  takePower(turn, { is: 'tick' });
  if (turn.kiosk.power.is === 'leaving') endRestingVisit(turn);
  for (const cell of turn.kiosk.cells.values()) {
    if (cell.state.is !== 'justEmptied' || turn.now <= cell.state.until) continue;
    // Nothing is laid behind a lock that sticks before somebody has mended it.
    if (cell.fault === 'slowLock') turn.setCell(cell.id, { is: 'outOfService', why: 'lock', items: [] });
    else turn.setCell(cell.id, { is: 'free' });
  }
  watchHolds(turn);
  const { session } = turn.kiosk;
  if (session.at === 'wiring') return wizardHappens(turn, { is: 'tick' });
  doorsTick(turn);
  if (session.at === 'openingAll') return openAllTick(turn, session);
  if (session.at === 'printing') return printingTick(turn, session);
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
    case 'thanks':
      return turn.go({ at: 'welcome' });
    case 'problem':
      return session.visit === null ? turn.go({ at: 'welcome' }) : endVisit(turn, 'timeOut');
    default:
      return leave(turn, session, 'timeOut');
  }
}
