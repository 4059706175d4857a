// View: the picture of the kiosk's state that the window draws. Nothing is in it that the screen does not show.

import { unreachable } from '../base/result.ts';
import type { Site } from '../contract/config.ts';
import type {
  BankPicture,
  CellPicture,
  LicenceChoice,
  LicenceLine,
  PrintingStage,
  RecallLine,
  Screen,
  SheetLine,
  TakenLine,
  ThingLine,
  View,
  Works,
} from '../contract/view.ts';
import { type Cell, type CellId, itemsIn } from '../core/cell.ts';
import { candidatesFor, worksheet } from '../core/checking.ts';
import { isUsable, lastOfBatch, mayConfirm } from '../core/depositing.ts';
import { isClosedByEmergency, mayServeVerified } from '../core/emergency-end.ts';
import { isAlarmed } from '../core/hall-door.ts';
import { strayOpenDoor } from '../core/held-open.ts';
import { cellOf, type ItemId } from '../core/item.ts';
import {
  boardWorks,
  doorReads,
  isStarting,
  itemsWaitingFor,
  type Kiosk,
  nothingWaits,
  pinLockedUntil,
  printerProblem,
} from '../core/kiosk.ts';
import { mayStopOpenAll, progressOf } from '../core/open-all.ts';
import { codeEntryLockedUntil } from '../core/pickup-code.ts';
import { mayStopPrinting, printProblem } from '../core/printing.ts';
import type { Problem } from '../core/problem.ts';
import { caseNumberOf } from '../core/problem.ts';
import { recallList } from '../core/recalling.ts';
import { type Session, type Visit, visitOf, waitsForPerson } from '../core/session.ts';
import { pinOwner } from '../core/visit.ts';
import type { Language, Words } from '../core/words.ts';
import { doorsToShut } from '../core/wrong-door.ts';
import { deliveryTitle } from '../documents/delivery-receipt.ts';
import { wiringScreen } from './wiring-view.ts';

/** What the person at the window has chosen; back to the defaults when the session ends. */
export interface Presentation {
  readonly language: Language;
  readonly elder: boolean;
}

export interface QueueState {
  readonly waiting: number;
  readonly parked: number;
  readonly oldestAt: number | null;
}

export interface ViewSource {
  readonly kiosk: Kiosk;
  readonly site: Site;
  readonly presentation: Presentation;
  readonly queue: QueueState;
  readonly descriptions: ReadonlyMap<string, string>;
  readonly now: number;
}

function works(problem: Problem | null): Works {
  return problem === null ? { works: true } : { works: false, why: problem };
}

const nothing: Words = { zh: '', en: '' };

/** The view without its number and time, which the loop adds. */
export function viewOf(source: ViewSource): Omit<View, 'sequence' | 'madeAt'> {
  const { kiosk, site, presentation, now } = source;
  const { session } = kiosk;
  const lit = 'cell' in session ? session.cell : null;
  const askStay =
    waitsForPerson(session) &&
    session.at !== 'welcome' &&
    'deadline' in session &&
    session.deadline - now <= kiosk.settings.warnMs;
  return {
    ...presentation,
    pointName: site.point.name,
    phone: site.point.phone,
    trial: site.trial,
    languages: site.languages,
    now: {
      receipts: works(kiosk.centralOnline ? printerProblem(kiosk, 'receiptPrinter') : 'centralOffline'),
      proofs: works(kiosk.centralOnline ? printerProblem(kiosk, 'documentPrinter') : 'centralOffline'),
      pickup: works(pickupProblem(kiosk)),
    },
    centralOnline: kiosk.centralOnline,
    rightsAsOf: kiosk.rightsAsOf,
    banks: site.cabinet.map(
      ({ bank, columns }): BankPicture => ({
        id: bank,
        columns: columns.map((column) => column.map(({ cell }) => cellPicture(kiosk, cell, lit))),
      }),
    ),
    screen: screenOf(source),
    endsAt: askStay ? session.deadline : null,
  };
}

function cellPicture(kiosk: Kiosk, id: CellId, lit: CellId | null): CellPicture {
  const cell = kiosk.cells.get(id);
  const size = cell?.size ?? 'medium';
  if (id === lit) return { id, size, looks: 'lit' };
  if (doorReads(kiosk, id) === 'open') return { id, size, looks: 'open' };
  const out = cell?.state.is === 'outOfService' || cell?.state.is === 'unverified' || !boardWorks(kiosk, id);
  return { id, size, looks: out ? 'outOfService' : 'plain' };
}

function pickupProblem(kiosk: Kiosk): Problem | null {
  const cells = [...kiosk.cells.keys()];
  if (cells.length === 0 || isClosedByEmergency(kiosk)) return 'outOfService';
  if (!cells.some((cell) => boardWorks(kiosk, cell))) return 'boardOffline';
  return null;
}

const cardTroubles: readonly Problem[] = ['cardUnreadable', 'cardMoved', 'cardWrongKind', 'readerFault'];

function codeHelps(kiosk: Kiosk, problem: Problem): boolean {
  return cardTroubles.includes(problem) && pickupProblem(kiosk) === null;
}

function linesOf(kiosk: Kiosk, orderId: string): readonly TakenLine[] {
  return (kiosk.orders.get(orderId)?.items ?? []).flatMap((id) => {
    const item = kiosk.items.get(id);
    if (item === undefined) return [];
    const { title, caseNumber, state } = item;
    return [{ item: id, title, caseNumber, missing: state.is === 'missing' }];
  });
}

function orderTitle(kiosk: Kiosk, orderId: string): Words {
  return linesOf(kiosk, orderId)[0]?.title ?? nothing;
}

/** The cells in which something waits for this person. */
function licenceChoices(kiosk: Kiosk, visit: Visit, now: number): readonly LicenceChoice[] {
  const cells = new Map<CellId, LicenceLine[]>();
  for (const item of itemsWaitingFor(kiosk, visit, now)) {
    const cell = cellOf(item);
    const line = { item: item.id, title: item.title, caseNumber: item.caseNumber };
    if (cell !== null) cells.set(cell, [...(cells.get(cell) ?? []), line]);
  }
  return [...cells].map(([cell, items]) => ({
    cell,
    items,
    isOver: items.some(({ item }) => kiosk.items.get(item)?.hold.isOver === true),
    collectable: works(boardWorks(kiosk, cell) ? null : 'boardOffline'),
  }));
}

function itemsAt(kiosk: Kiosk, id: CellId): number {
  const cell = kiosk.cells.get(id);
  return cell === undefined ? 0 : itemsIn(cell).length;
}

/** What was left for later comes last. */
function recallLines(kiosk: Kiosk, visit: Visit): readonly RecallLine[] {
  const later = visit.list?.is === 'recall' ? visit.list.skipped : [];
  const lines = recallList(kiosk).map(({ cell, reason, items }) => ({
    cell,
    reason,
    items: items.flatMap((id) => {
      const item = kiosk.items.get(id);
      if (item === undefined) return [];
      const { title, caseNumber, maskedName } = item;
      return [{ item: id, title, caseNumber, maskedName }];
    }),
    skipped: later.includes(cell),
    openable: works(boardWorks(kiosk, cell) ? null : 'boardOffline'),
  }));
  return [...lines].sort((one, other) => Number(one.skipped) - Number(other.skipped));
}

/** The cells to look into, and what may be found in them. */
function sheetOf(kiosk: Kiosk): { readonly cells: readonly SheetLine[]; readonly things: readonly ThingLine[] } {
  const cells = worksheet(kiosk);
  const things = new Map<ItemId, ThingLine>();
  for (const cell of cells) {
    for (const item of candidatesFor(kiosk, cell)) {
      const { id, title, caseNumber, maskedName, state } = item;
      const at = state.is === 'handedOver' ? state.cell : cellOf(item);
      const isSought = state.is === 'missing' || state.is === 'lost' || state.is === 'disputed';
      things.set(id, { item: id, title, caseNumber, maskedName, at, isSought });
    }
  }
  return {
    cells: cells.flatMap((id) => {
      const cell = kiosk.cells.get(id);
      if (cell === undefined) return [];
      const openable = works(boardWorks(kiosk, id) ? null : 'boardOffline');
      return [{ cell: id, content: contentOf(cell), door: doorReads(kiosk, id), openable }];
    }),
    things: [...things.values()],
  };
}

function documentTitle(visit: Visit, kiosk: Kiosk, jobId: string): Words {
  const job = kiosk.jobs.get(jobId);
  if (job?.kind === 'deliveryReceipt') return deliveryTitle;
  return visit.documents.find((document) => document.id === job?.document)?.title ?? nothing;
}

function printedThing(visit: Visit, kiosk: Kiosk, job: string) {
  return { title: documentTitle(visit, kiosk, job), kind: kiosk.jobs.get(job)?.kind ?? 'proof' } as const;
}

function stageOf(kiosk: Kiosk, { job, cancelled }: Extract<Session, { at: 'printing' }>): PrintingStage {
  const state = kiosk.jobs.get(job)?.state;
  if (cancelled !== null) return { is: 'stopping' };
  if (state?.is === 'stopped') return { is: 'stopped', why: state.why };
  return { is: state?.is === 'queued' ? 'preparing' : 'printing' };
}

function screenOf({ kiosk, site, queue, descriptions, now }: ViewSource): Screen {
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
      return stray === null ? { at: 'thanks' } : { at: 'closeDoor', cell: stray };
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
          .filter((item) => item.state.is === 'expected')
          .map(({ id, title, caseNumber, maskedName, size }) => ({ item: id, title, caseNumber, maskedName, size })),
        recalls: recallList(kiosk).length,
        toCheck: worksheet(kiosk).length,
        freeCells: [...kiosk.cells.values()].filter((cell) => cell.state.is === 'free' && isUsable(kiosk, cell)).length,
        batch: session.visit.batch.map(({ item, cell }) => ({ title: kiosk.items.get(item)?.title ?? nothing, cell })),
        mayUndo: lastOfBatch(kiosk, session.visit) !== null,
        scanner: kiosk.devices.get('codeScanner')?.problem === null,
      };
    case 'worksheet': {
      const { emergency } = kiosk;
      return {
        at: 'worksheet',
        ...sheetOf(kiosk),
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
        counters: site.counters,
      };
    case 'technician':
      return {
        at: 'technician',
        devices: [...kiosk.devices].map(([name, condition]) => ({
          name,
          description: descriptions.get(name) ?? '',
          state: condition.word,
          detail: name === 'hallDoor' ? hallDoorDetail(kiosk, condition.detail) : condition.detail,
          suspended: kiosk.suspended.has(name),
          test: kiosk.tests.get(name) ?? null,
        })),
        cells: [...kiosk.cells.values()].map((cell) => ({
          cell: cell.id,
          content: contentOf(cell),
          door: doorReads(kiosk, cell.id),
        })),
        toCheck: worksheet(kiosk).length,
        queue,
        lines: (kiosk.settings.wiring ?? []).map(({ line }) => line),
      };
    case 'wiring':
      return wiringScreen(session.line, session.wizard);
    case 'problem':
      return {
        at: 'problem',
        problem: session.problem,
        caseNumber: session.caseNumber,
        cell: session.cell,
        codeHelps: session.visit === null && codeHelps(kiosk, session.problem),
      };
    default:
      return unreachable(session);
  }
}

/** Alarms of the door beside what the device says of itself. */
function hallDoorDetail({ hallDoor }: Kiosk, detail: string): string {
  return [detail, ...hallDoor.alarms.map((alarm) => `alarm: ${alarm}`)].filter((part) => part !== '').join('; ');
}

/** For technicians: what the cell holds, never whose it is. */
function contentOf(cell: Cell): string {
  return cell.state.is === 'unverified' || cell.state.is === 'outOfService'
    ? `${cell.state.is}:${cell.state.why}`
    : cell.state.is;
}
