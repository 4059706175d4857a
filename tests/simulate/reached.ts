// Reached: which exception of the reference a fact or a door shows.

import type { Fact } from '../../src/core/fact.ts';
import type { Exception } from './coverage.ts';
import { isPapers } from './paper-office.ts';
import type { World } from './world.ts';

export function noteExceptions(
  fact: Fact,
  { truth, coverage, office }: Pick<World, 'truth' | 'coverage' | 'office'>,
): void {
  const exception = exceptionOf(fact);
  if (exception !== undefined) coverage.reach(exception);
  if (fact.is === 'openOrdered' && truth.stuckSensors.get(fact.cell) === 'open') coverage.reach('E19');
  // Taken out before the kiosk could hear that it was taken back.
  if (fact.is === 'itemHandedOver' && office.isWithdrawn(fact.item)) coverage.reach('E22');
  if (fact.is === 'itemHandedOver' && fact.proof === 'code') coverage.reach('code');
  if (fact.is === 'opened' && fact.evidence === 'statement' && truth.stuckSensors.get(fact.cell) === 'closed')
    coverage.reach('E20');
}

/** A lock that lets go when the kiosk has given up on its pulse. */
export function noteLateDoors({ hall, clock, coverage }: Pick<World, 'hall' | 'clock' | 'coverage'>): void {
  hall.onDoor(({ cell, door }) => {
    const ms = clock.monotonic() - hall.pulsedAt(cell);
    if (door === 'open' && ms > 1_500 && ms < 60_000) coverage.reach('E2');
  });
}

function exceptionOf(fact: Fact): Exception | undefined {
  switch (fact.is) {
    case 'cellOutOfService':
      return fact.why === 'lock' ? 'E1' : undefined;
    case 'doorHeldOpen':
      return 'E3';
    case 'openedWithoutOrder':
      return 'E7';
    case 'dropOffReceived':
      return fact.evidence === 'staff' ? 'papersFound' : undefined;
    case 'itemRecalled':
      return isPapers(fact.item) ? 'papersOut' : undefined;
    case 'printOrdered':
      return fact.kind === 'dropOffSlip' ? 'papersSlip' : undefined;
    case 'cellKept':
      return 'kept';
    case 'cellKeptEnded':
      return fact.why === 'used' ? 'keptUsed' : 'keptEnded';
    case 'itemExtended':
      return 'extended';
    case 'wiringFired':
      return 'wiring';
    case 'codeRefused':
      return 'codeWrong';
    case 'codeLocked':
      return 'codeLocked';
    case 'wrongLabel':
      return 'wrongLabel';
    case 'cellDoubted':
      if (fact.why === 'dropOff') return 'papersDoubt';
      return fact.why === 'leftInside' ? 'E8' : undefined;
    case 'itemHandedOver':
      return fact.person === fact.addressee ? undefined : 'E25';
    case 'itemMissing':
      return 'E9';
    case 'depositCancelled':
      return isPapers(fact.item) ? 'papersNotIn' : 'E11';
    case 'openedLate':
      return 'E2';
    case 'wrongDoorOpened':
      return 'E5';
    case 'itemExpired':
      return 'E14';
    case 'openAllBegan':
      return 'E29';
    case 'problemShown':
      return fact.problem === 'noFreeCell' ? 'E13' : undefined;
    case 'collectRefused':
      if (fact.why === 'rightExpired') return 'E14';
      return fact.why === 'rightsTooOld' ? 'E22' : undefined;
    case 'started':
      return fact.openOrdersInDoubt > 0 ? 'E16' : undefined;
    case 'powerChanged':
      return fact.to === 'onBattery' ? 'E17' : undefined;
    case 'deviceChanged':
      return fact.device.startsWith('board') && (fact.state === 'offline' || fact.state === 'fault')
        ? 'E18'
        : undefined;
    case 'cardRefused':
      return ['cardUnreadable', 'cardMoved', 'readerFault'].includes(fact.why) ? 'E24' : undefined;
    case 'hallDoorAlarm':
      return fact.alarm === 'fire' ? 'E28' : undefined;
    default:
      return undefined;
  }
}
