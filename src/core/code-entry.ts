// Code entry: the way in for whoever's card cannot be read, by the code of the message and the last digits of the phone.
// Every try is counted before it is checked, on disk, so that neither time nor a restart gives more of them.

import { isOfficeOpen } from './calendar.ts';
import { isClosedByEmergency } from './emergency-end.ts';
import { isAlarmed } from './hall-door.ts';
import { isStarting } from './kiosk.ts';
import { codeEntryLockedUntil, isCodeLocked, triesPerCode } from './pickup-code.ts';
import type { Session, Visit } from './session.ts';
import type { Turn } from './turn.ts';
import { goHome, idleUntil, showProblem } from './visit.ts';

/** Checking takes a moment by intention; this is the last net under it. */
const checkingMs = 15_000;
const all = 'kiosk';

export function mayUseCode(session: Session): boolean {
  return (
    session.at === 'welcome' ||
    session.at === 'reading' ||
    session.at === 'thanks' ||
    (session.at === 'problem' && session.visit === null)
  );
}

export function beginCode(turn: Turn): void {
  if (turn.kiosk.power.is !== 'mains') return showProblem(turn, 'onBattery', { visit: null });
  if (isAlarmed(turn.kiosk, 'fire')) return showProblem(turn, 'fireAlarm', { visit: null });
  if (isStarting(turn.kiosk)) return showProblem(turn, 'restarted', { visit: null });
  if (isClosedByEmergency(turn.kiosk)) return showProblem(turn, 'outOfService', { visit: null });
  turn.go({ at: 'code', checking: false, deadline: idleUntil(turn) });
}

export function mayTryCode({ kiosk, now }: Pick<Turn, 'kiosk' | 'now'>): boolean {
  const { session } = kiosk;
  return session.at === 'code' && !session.checking && codeEntryLockedUntil(kiosk.codeTries.get(all), now) === null;
}

export function enterCode(turn: Turn, { code, phone }: { readonly code: string; readonly phone: string }): void {
  turn.setCodeTries({ subject: all, wrong: wrongSoFar(turn, all) + 1, lastAt: turn.now });
  turn.ask({ do: 'checkCode', code, phone, rights: [...turn.kiosk.rights.values()] });
  turn.go({ at: 'code', checking: true, deadline: turn.now + checkingMs });
}

function wrongSoFar(turn: Turn, subject: string): number {
  return turn.kiosk.codeTries.get(subject)?.wrong ?? 0;
}

/** `tried`: rights whose phone number was given. `right`: the one whose code was given as well. */
export function codeChecked(turn: Turn, tried: readonly string[], right: string | null): void {
  const found = right === null ? undefined : turn.kiosk.rights.get(right);
  const item = found === undefined ? undefined : turn.kiosk.items.get(found.item);
  // A code that was tried too often is as wrong as any other: whoever guesses learns nothing.
  if (found === undefined || item === undefined || isCodeLocked(turn.kiosk.codeTries.get(found.id)))
    return codeWrong(turn, tried);
  turn.setCodeTries({ subject: all, wrong: 0, lastAt: turn.now });
  turn.setCodeTries({ subject: found.id, wrong: 0, lastAt: turn.now });
  const { session } = turn.kiosk;
  if (session.at !== 'code') return;
  const { person, cell } = found;
  const visit: Visit = {
    id: turn.id,
    holder: { person, maskedName: item.maskedName, maskedNumber: '', validFrom: '', validTo: null },
    role: 'citizen',
    documents: [],
    elsewhere: [],
    batch: [],
    proof: { is: 'code', cell },
  };
  turn.record({ is: 'visitBegan', person, offHours: !isOfficeOpen(turn.kiosk.settings.calendar, turn.now) });
  goHome(turn, visit);
}

function codeWrong(turn: Turn, tried: readonly string[]): void {
  for (const id of tried) {
    const right = turn.kiosk.rights.get(id);
    const wrong = wrongSoFar(turn, id) + 1;
    if (right === undefined) continue;
    turn.setCodeTries({ subject: id, wrong, lastAt: turn.now });
    if (wrong === triesPerCode) turn.record({ is: 'codeLocked', item: right.item });
  }
  turn.record({ is: 'codeRefused', wrong: wrongSoFar(turn, all) });
  if (turn.kiosk.session.at === 'code') turn.go({ at: 'code', checking: false, deadline: idleUntil(turn) });
}
