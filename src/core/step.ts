// Step: the one door into the rules. (kiosk, event, moment) → the next kiosk, what to put on disk, what to do.

import { unreachable } from '../base/result.ts';
import { act } from './acting.ts';
import { codeChecked } from './code-entry.ts';
import { noteTest } from './device-test.ts';
import { testedOnExit } from './diagnostics.ts';
import { doorChanged } from './doors.ts';
import type { Event, Moment } from './event.ts';
import { hallAlarms, hallCardRead, hallCardRefused, hallInputs } from './hall-door.ts';
import type { Condition, Kiosk } from './kiosk.ts';
import { applyNews } from './news.ts';
import { pulsed } from './opening.ts';
import { takePower } from './power.ts';
import { askRecords, printLookedUp } from './print-doubt.ts';
import type { PrinterKind } from './print-job.ts';
import { printEnded, printProgress, printStarting } from './printing.ts';
import { codeScanned, followScanner, scannerLost, scannerNotArmed } from './scanning.ts';
import { tick } from './ticking.ts';
import { createTurn, type StepResult, type Turn } from './turn.ts';
import { cardFailed, cardRead, cardSeen, documentsCame, pinChecked } from './visit.ts';
import { woke } from './waking.ts';
import { wizardHappens, wizardNotOpened, wizardOpened } from './wiring-session.ts';

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
    case 'woke':
      return woke(turn);
    case 'act':
      return act(turn, event.act, event.sha256 ?? null);
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
    case 'scannerNotArmed':
      return scannerNotArmed(turn);
    case 'codeChecked':
      return codeChecked(turn, event.tried, event.right);
    case 'pinChecked':
      return pinChecked(turn, event.person, event.right);
    case 'deviceChanged': {
      const before = turn.kiosk.devices.get(event.device);
      turn.set({ devices: new Map(turn.kiosk.devices).set(event.device, event.condition) });
      if (before?.word !== event.condition.word) {
        const since = { at: turn.now, event: turn.id };
        turn.set({ deviceSince: new Map(turn.kiosk.deviceSince).set(event.device, since) });
        turn.record({ is: 'deviceChanged', device: event.device, state: event.condition.word });
      }
      if (isPrinter(event.device) && answers(event.condition) && !(before !== undefined && answers(before)))
        askRecords(turn, event.device);
      if (event.device === 'codeScanner') scannerLost(turn);
      return;
    }
    case 'deviceTested':
      return deviceTested(turn, event);
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
      const changes = isWrong !== turn.kiosk.isClockWrong;
      turn.set({ isClockWrong: isWrong, clockOffsetMs: Math.round(event.offsetMs) });
      if (!changes) return;
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

function deviceTested(turn: Turn, { device, passed, detail }: Extract<Event, { is: 'deviceTested' }>): void {
  if (!turn.kiosk.testing.has(device)) return;
  const testing = new Set(turn.kiosk.testing);
  testing.delete(device);
  turn.set({ testing });
  testedOnExit(turn, noteTest(turn, { device, level: 'internal', outcome: passed ? 'passed' : 'failed', detail }));
}

function isPrinter(device: string): device is PrinterKind {
  return device === 'receiptPrinter' || device === 'documentPrinter';
}

function answers({ word }: Condition): boolean {
  return word !== 'offline' && word !== 'unknown';
}
