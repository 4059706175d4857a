// Screen: the picture of what the session is at, with nothing in it that is not shown there.

import { unreachable } from '../base/result.ts';
import type { Site } from '../contract/config.ts';
import type { Instead, Screen } from '../contract/view.ts';

import { worksheet } from '../core/checking.ts';
import { isUsable, lastOfBatch, mayConfirm } from '../core/depositing.ts';
import { diagnosticsProblem } from '../core/diagnostics.ts';
import { dropOffsOf } from '../core/drop-off-list.ts';
import { isClosedByEmergency, mayServeVerified } from '../core/emergency-end.ts';
import { isAlarmed } from '../core/hall-door.ts';
import { strayOpenDoor } from '../core/held-open.ts';
import { keptCellOf } from '../core/keeping.ts';
import { isStarting, itemsWaitingFor, type Kiosk, nothingWaits, pinLockedUntil } from '../core/kiosk.ts';
import { mayStopOpenAll, progressOf } from '../core/open-all.ts';
import { codeEntryLockedUntil } from '../core/pickup-code.ts';
import { mayStopPrinting, printProblem } from '../core/printing.ts';
import type { Problem } from '../core/problem.ts';
import { caseNumberOf } from '../core/problem.ts';
import { holdsEnvelope, recallList } from '../core/recalling.ts';
import { visitOf } from '../core/session.ts';
import { maySheetBePrinted } from '../core/sheet.ts';
import { pinOwner } from '../core/visit.ts';
import { doorsToShut } from '../core/wrong-door.ts';
import { pickupProblem, works } from './available.ts';
import {
  documentTitle,
  dropOffLines,
  droppedOffScreen,
  itemsAt,
  licenceChoices,
  linesOf,
  nothing,
  orderTitle,
  printedThing,
  recallLines,
  sheetOf,
  stageOf,
} from './screen-lists.ts';
import { technicianScreen } from './technician-screen.ts';
import type { ViewSource } from './view.ts';
import { wiringScreen } from './wiring-view.ts';

const cardTroubles: readonly Problem[] = ['cardUnreadable', 'cardMoved', 'cardWrongKind', 'readerFault'];

function codeHelps(kiosk: Kiosk, problem: Problem): boolean {
  return cardTroubles.includes(problem) && pickupProblem(kiosk) === null;
}

export function screenOf(source: ViewSource): Screen {
  const { kiosk, site, placeOf, now } = source;
  const { session } = kiosk;
  if (isAlarmed(kiosk, 'fire') && visitOf(session)?.role !== 'technician')
    return { at: 'outOfService', why: 'fireAlarm', codeHelps: false };
  switch (session.at) {
    case 'welcome': {
      const stray = strayOpenDoor(kiosk, now);
      if (stray !== null) return { at: 'closeDoor', cell: stray };
      if (kiosk.power.is !== 'mains') return { at: 'outOfService', why: 'onBattery', codeHelps: false };
      const reader = kiosk.devices.get('kioskReader');
      if (reader === undefined || reader.word === 'unknown' || isStarting(kiosk)) return { at: 'starting' };
      const closed = diagnosticsProblem(kiosk);
      if (closed !== null) return { at: 'outOfService', why: closed, codeHelps: false };
      if (isClosedByEmergency(kiosk)) return { at: 'outOfService', why: 'outOfService', codeHelps: false };
      if (kiosk.restarted !== null && now < kiosk.restarted.until)
        return { at: 'restarted', cells: kiosk.restarted.cells };
      return reader.problem === null
        ? { at: 'welcome' }
        : { at: 'outOfService', why: reader.problem, codeHelps: codeHelps(kiosk, reader.problem) };
    }
    case 'reading':
    case 'fetching':
      return { at: session.at };
    case 'thanks': {
      // Nobody is thanked away from an open door.
      const stray = strayOpenDoor(kiosk, now);
      if (stray !== null) return { at: 'closeDoor', cell: stray };
      const closed = diagnosticsProblem(kiosk);
      return closed === null ? { at: 'thanks' } : { at: 'outOfService', why: closed, codeHelps: false };
    }
    case 'menu': {
      const waiting = itemsWaitingFor(kiosk, session.visit, now).length;
      const documents = kiosk.centralOnline
        ? session.visit.documents.length > 0
          ? null
          : 'noDocuments'
        : 'centralOffline';
      return {
        at: 'menu',
        maskedName: session.visit.holder.maskedName,
        documents: works(documents),
        licences: works(waiting > 0 ? pickupProblem(kiosk) : nothingWaits(kiosk, session.visit.holder.person)),
        dropOffs: dropOffsOf(kiosk, session.visit, now).length,
        waiting,
        elsewhere: session.visit.elsewhere,
      };
    }
    case 'documents':
      return {
        at: 'documents',
        documents: session.visit.documents.map((document) => ({
          ...document,
          printable: works(printProblem(kiosk, document)),
        })),
      };
    case 'printing':
      return {
        at: 'printing',
        ...printedThing(session.visit, kiosk, session.job),
        stage: stageOf(kiosk, session),
        mayStop: mayStopPrinting(kiosk, now),
        caseNumber: caseNumberOf(session.job),
      };
    case 'printed':
      return { at: 'printed', ...printedThing(session.visit, kiosk, session.job) };
    case 'didItPrint':
      return {
        at: 'didItPrint',
        title: documentTitle(session.visit, kiosk, session.job),
        caseNumber: caseNumberOf(session.job),
      };
    case 'licences':
      return {
        at: 'licences',
        licences: licenceChoices(kiosk, session.visit, now),
      };
    case 'code': {
      const tries = kiosk.codeTries.get('kiosk');
      const lockedUntil = codeEntryLockedUntil(tries, now);
      return { at: 'code', wrong: tries?.wrong ?? 0, lockedUntil, checking: session.checking };
    }
    case 'sign':
      return {
        at: 'sign',
        cell: session.cell,
        items: licenceChoices(kiosk, session.visit, now).find(({ cell }) => cell === session.cell)?.items ?? [],
        mayBeSkipped: kiosk.settings.signature === 'optional',
      };
    case 'opening':
      return { at: 'opening', cell: session.cell, attempt: session.attempt };
    case 'didItOpen':
      return { at: 'didItOpen', cell: session.cell };
    case 'doorOpen': {
      const why = kiosk.orders.get(session.order)?.why;
      if (why === 'dropOff')
        return {
          at: 'putIn',
          cell: session.cell,
          title: session.heldOpenTold ? nothing : orderTitle(kiosk, session.order),
          takingBack: false,
          label: 'none',
        };
      if (why === 'deposit' || why === 'takeBack')
        return {
          at: 'putIn',
          cell: session.cell,
          title: orderTitle(kiosk, session.order),
          takingBack: why === 'takeBack',
          label: why === 'takeBack' || !kiosk.settings.cellLabels ? 'none' : session.labelSeen ? 'seen' : 'wanted',
        };
      return {
        at: 'takeOut',
        cell: session.cell,
        // Whoever comes by now sees which door to shut, and not whose it is.
        items: session.heldOpenTold ? [] : linesOf(kiosk, session.order),
        openTooLong: session.heldOpenTold,
      };
    }
    case 'wrongDoor':
      return { at: 'wrongDoor', cells: doorsToShut(kiosk), caseNumber: caseNumberOf(session.order) };
    case 'didYouTake':
      return { at: 'didYouTake', cell: session.cell };
    case 'collected':
      return {
        at: 'collected',
        cell: session.cell,
        items: linesOf(kiosk, session.order),
        reopenUntil: session.reopenUntil,
        receipt: session.delivery === null ? null : works(printProblem(kiosk, { kind: 'deliveryReceipt' })),
      };
    case 'confirmDeposit':
      return {
        at: 'confirmDeposit',
        cell: session.cell,
        title: orderTitle(kiosk, session.order),
        takingBack: kiosk.orders.get(session.order)?.why === 'takeBack',
        labelMissing: !mayConfirm(kiosk, session, true),
      };
    case 'dropOffs':
      return { at: 'dropOffs', lines: dropOffLines(kiosk, session.visit, now) };
    case 'confirmDropOff':
      return {
        at: 'confirmDropOff',
        cell: session.cell,
        title: orderTitle(kiosk, session.order),
        slammed: session.slammed,
      };
    case 'droppedOff':
      return droppedOffScreen(kiosk, session.item, placeOf);
    case 'leftEmpty':
      return { at: 'leftEmpty', cell: session.cell, others: itemsAt(kiosk, session.cell) };
    case 'pin':
    case 'secondPin': {
      const person = pinOwner(session);
      const pin = kiosk.pins.get(person);
      const role = kiosk.staff.get(person)?.role ?? 'depositor';
      return { at: 'pin', role, wrong: pin?.wrong ?? 0, lockedUntil: pinLockedUntil(pin, now) };
    }
    case 'deposit':
      return {
        at: 'deposit',
        items: [...kiosk.items.values()]
          .filter((item) => item.state.is === 'expected' && item.dropOff === undefined)
          .map(({ id, title, caseNumber, maskedName, size }) => {
            const kept = keptCellOf(kiosk, id)?.id ?? null;
            return { item: id, title, caseNumber, maskedName, size, kept };
          }),
        recalls: recallList(kiosk).length,
        toCheck: worksheet(kiosk).length,
        freeCells: freeCells(kiosk),
        instead: freeCells(kiosk) === 0 ? insteadOf(site) : null,
        batch: session.visit.batch.map(({ item, cell }) => ({ title: kiosk.items.get(item)?.title ?? nothing, cell })),
        mayUndo: lastOfBatch(kiosk, session.visit) !== null,
        scanner: kiosk.devices.get('codeScanner')?.problem === null,
      };
    case 'worksheet': {
      const { emergency } = kiosk;
      return {
        at: 'worksheet',
        ...sheetOf(kiosk),
        print: { doubtful: maySheetBePrinted(kiosk, 'doubtful'), all: maySheetBePrinted(kiosk, 'all') },
        emergency: emergency === null ? null : { mayServe: mayServeVerified(kiosk) },
      };
    }
    case 'secondPerson':
      return { at: 'secondPerson', refused: session.refused };
    case 'openingAll': {
      const { opened, of, failed, stillOpen } = progressOf(kiosk, session);
      const toShut = session.order === null && session.left.length === 0 ? stillOpen : null;
      return { at: 'openingAll', opened, of, failed, toShut, mayStop: mayStopOpenAll(kiosk) };
    }
    case 'worklist':
      return { at: 'worklist', recalls: recallLines(kiosk, session.visit) };
    case 'confirmRecall':
      return {
        at: 'confirmRecall',
        cell: session.cell,
        items: linesOf(kiosk, session.order),
        isDropOff: holdsEnvelope(kiosk, session.order),
        counters: site.counters,
      };
    case 'entering':
      return { at: 'entering' };
    case 'trying':
    case 'judging':
      return { at: session.at, device: session.device };
    case 'technician':
      return technicianScreen(source);
    case 'wiring':
      return wiringScreen(session.line, session.wizard);
    case 'problem':
      return {
        at: 'problem',
        problem: session.problem,
        caseNumber: session.caseNumber,
        cell: session.cell,
        codeHelps: session.visit === null && codeHelps(kiosk, session.problem),
        instead: session.problem === 'noFreeCell' || session.problem === 'bankFull' ? insteadOf(site) : null,
      };
    default:
      return unreachable(session);
  }
}

function freeCells(kiosk: Kiosk): number {
  return [...kiosk.cells.values()].filter((cell) => cell.state.is === 'free' && isUsable(kiosk, cell)).length;
}

function insteadOf({ deposit, counters }: Pick<Site, 'deposit' | 'counters'>): Instead {
  return { places: [...deposit.elsewhere].sort((one, other) => one.metres - other.metres), windows: counters };
}
