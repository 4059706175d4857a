// Visit: how a person gets in, moves between the screens and leaves; the parts that every flow shares.

import { cardProblem } from './access.ts';
import { isOfficeOpen } from './calendar.ts';
import type { CellId } from './cell.ts';
import { diagnosticsProblem, enterDiagnostics, leaveDiagnostics, technicianIdleMs } from './diagnostics.ts';
import { dropOffsOf } from './drop-off-list.ts';
import { isClosedByEmergency } from './emergency-end.ts';
import type { Found } from './event.ts';
import { isAlarmed } from './hall-door.ts';
import { isStarting, itemsWaitingFor, pinLockedUntil, printInDoubtOf } from './kiosk.ts';
import { beginOpenAll, secondCard } from './open-all.ts';
import type { Holder, PersonKey } from './person.ts';
import { caseNumberOf, type Problem } from './problem.ts';
import { type Session, type Visit, visitOf } from './session.ts';
import { abandonTrial, readInTrial, trialCameHome } from './trying.ts';
import type { Turn } from './turn.ts';

const readingMs = 15_000;
const fetchingMs = 12_000;
const thanksMs = 8_000;

export function idleUntil(turn: Turn, at?: Session['at']): number {
  return turn.now + (at === 'technician' ? technicianIdleMs : turn.kiosk.settings.idleMs);
}

export function cardSeen(turn: Turn): void {
  const { session } = turn.kiosk;
  if (
    session.at === 'welcome' ||
    session.at === 'code' ||
    session.at === 'thanks' ||
    (session.at === 'problem' && session.visit === null)
  ) {
    turn.go({ at: 'reading', deadline: turn.now + readingMs });
  }
}

export function cardFailed(turn: Turn, why: Problem): void {
  const { session } = turn.kiosk;
  if (session.at === 'trying' && session.device === 'kioskReader') return readInTrial(turn, session, 'nothing');
  if (session.at !== 'reading' && session.at !== 'welcome') return;
  turn.record({ is: 'cardRefused', why });
  showProblem(turn, why, { visit: null });
}

/** A card counts only when nobody is being served: a card laid down in the middle of a visit changes nothing. */
export function cardRead(turn: Turn, holder: Holder): void {
  const { session } = turn.kiosk;
  if (session.at === 'trying' && session.device === 'kioskReader') return readInTrial(turn, session, 'came');
  if (turn.kiosk.session.at === 'secondPerson') return secondCard(turn, turn.kiosk.session, holder);
  cardSeen(turn);
  if (turn.kiosk.session.at !== 'reading') return;
  // A visit that begins now might not reach its end.
  if (turn.kiosk.power.is !== 'mains') return cardFailed(turn, 'onBattery');
  if (isStarting(turn.kiosk)) return cardFailed(turn, 'restarted');
  const closed = diagnosticsProblem(turn.kiosk);
  if (closed !== null) return cardFailed(turn, closed);
  if (isClosedByEmergency(turn.kiosk) && !turn.kiosk.staff.has(holder.person)) return cardFailed(turn, 'outOfService');
  const { calendar } = turn.kiosk.settings;
  const problem = cardProblem(holder, calendar, turn.now);
  if (problem !== null) return cardFailed(turn, problem);
  const staff = turn.kiosk.staff.get(holder.person);
  // Nobody is kept here while it burns; a technician must be able to find a cut wire of the fire input.
  if (isAlarmed(turn.kiosk, 'fire') && staff?.role !== 'technician') return cardFailed(turn, 'fireAlarm');
  const visit: Visit = {
    id: turn.id,
    holder,
    role: staff?.role ?? 'citizen',
    documents: [],
    elsewhere: [],
    batch: [],
    proof: { is: 'card' },
  };
  if (turn.kiosk.restarted !== null) turn.set({ restarted: null });
  turn.record({ is: 'visitBegan', person: holder.person, offHours: !isOfficeOpen(calendar, turn.now) });
  if (staff !== undefined) return turn.go({ at: 'pin', visit, deadline: idleUntil(turn) });
  if (turn.kiosk.centralOnline) {
    turn.go({ at: 'fetching', visit, deadline: turn.now + fetchingMs });
    turn.ask({ do: 'fetchDocuments', visit: visit.id, person: holder.person });
    return;
  }
  beginServing(turn, visit);
}

/** `null`: central could not be asked. The lockers work all the same. */
export function documentsCame(turn: Turn, visitId: string, found: Found | null): void {
  const { session } = turn.kiosk;
  if (session.at !== 'fetching' || session.visit.id !== visitId) return;
  beginServing(turn, { ...session.visit, ...found }, found !== null);
}

function beginServing(turn: Turn, visit: Visit, centralAnswered = false): void {
  const doubtful = printInDoubtOf(turn.kiosk, visit.holder.person);
  if (doubtful !== undefined) return turn.go({ at: 'didItPrint', visit, job: doubtful.id, deadline: idleUntil(turn) });
  const nothing =
    visit.documents.length === 0 &&
    visit.elsewhere.length === 0 &&
    itemsWaitingFor(turn.kiosk, visit, turn.now).length === 0 &&
    dropOffsOf(turn.kiosk, visit, turn.now).length === 0;
  if (nothing && centralAnswered) return showProblem(turn, 'nothingForYou', { visit });
  turn.go({ at: 'menu', visit, deadline: idleUntil(turn) });
}

/** Where a visit goes on after something is finished or has failed. */
export function goHome(turn: Turn, visit: Visit): void {
  if (visit.trial !== undefined) return trialCameHome(turn, visit, visit.trial);
  const deadline = idleUntil(turn);
  if (visit.collected !== undefined) {
    const { collected, ...rest } = visit;
    return turn.go({ at: 'collected', visit: rest, ...collected, deadline });
  }
  // A code is for collecting only.
  if (visit.proof.is === 'code')
    return itemsWaitingFor(turn.kiosk, visit, turn.now).length === 0
      ? endVisit(turn, 'finished')
      : turn.go({ at: 'licences', visit, deadline });
  if (visit.list?.is === 'recall') turn.go({ at: 'worklist', visit, deadline });
  else if (visit.list?.is === 'worksheet') turn.go({ at: 'worksheet', visit, deadline });
  else if (visit.role === 'depositor') turn.go({ at: 'deposit', visit, deadline });
  else if (visit.role === 'technician') turn.go({ at: 'technician', visit, deadline: idleUntil(turn, 'technician') });
  else turn.go({ at: 'menu', visit, deadline });
}

export function showProblem(
  turn: Turn,
  problem: Problem,
  { visit, cell = null }: { readonly visit: Visit | null; readonly cell?: CellId | null },
): void {
  const caseNumber = caseNumberOf(turn.id);
  turn.record({ is: 'problemShown', problem, caseNumber });
  turn.go({ at: 'problem', problem, caseNumber, cell, visit, deadline: idleUntil(turn) });
}

export function endVisit(turn: Turn, how: 'finished' | 'timeOut' | 'problem'): void {
  abandonTrial(turn, visitOf(turn.kiosk.session));
  if (visitOf(turn.kiosk.session) !== null) turn.record({ is: 'visitEnded', how });
  turn.go(how === 'finished' ? { at: 'thanks', deadline: turn.now + thanksMs } : { at: 'welcome' });
  turn.ask({ do: 'wipe' });
  leaveDiagnostics(turn);
}

/** The battery ends: a visit in which nothing is open and no paper is on its way begins no further step. */
export function endRestingVisit(turn: Turn): void {
  switch (turn.kiosk.session.at) {
    case 'fetching':
    case 'menu':
    case 'documents':
    case 'licences':
    case 'dropOffs':
    case 'droppedOff':
    case 'pin':
    case 'deposit':
    case 'worklist':
    case 'worksheet':
    case 'entering':
    case 'trying':
    case 'judging':
    case 'technician':
      return endVisit(turn, 'problem');
    default:
      return;
  }
}

/** Whose PIN is asked. */
export function pinOwner(session: Extract<Session, { at: 'pin' | 'secondPin' }>): PersonKey {
  return session.at === 'pin' ? session.visit.holder.person : session.second.person;
}

export function enterPin(turn: Turn, digits: string): void {
  const { session } = turn.kiosk;
  if (session.at !== 'pin' && session.at !== 'secondPin') return;
  const staff = turn.kiosk.staff.get(pinOwner(session));
  if (staff === undefined) return endVisit(turn, 'problem');
  turn.ask({ do: 'checkPin', person: staff.person, pinHash: staff.pinHash, digits });
}

export function pinMayBeTried(turn: Turn, person: PersonKey): boolean {
  return pinLockedUntil(turn.kiosk.pins.get(person), turn.now) === null;
}

export function pinChecked(turn: Turn, person: PersonKey, right: boolean): void {
  const { session } = turn.kiosk;
  const wrong = right ? 0 : (turn.kiosk.pins.get(person)?.wrong ?? 0) + 1;
  turn.setPin({ person, wrong, lastAt: turn.now });
  if (!right) turn.record({ is: 'staffRefused', person, wrongPins: wrong });
  if (session.at === 'secondPin' && session.second.person === person && right) return beginOpenAll(turn, session);
  if (session.at !== 'pin' || session.visit.holder.person !== person) return;
  if (!right) return turn.go({ ...session, deadline: idleUntil(turn) });
  if (session.visit.role === 'citizen') return endVisit(turn, 'problem');
  turn.record({ is: 'staffSignedIn', person, role: session.visit.role });
  if (session.visit.role === 'technician') return enterDiagnostics(turn, session.visit);
  goHome(turn, session.visit);
}
