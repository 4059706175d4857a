// Problems: the closed list of everything that can go wrong for a person at the kiosk. Each has its words in src/ui/text.

import { printTroubles } from './print-job.ts';

export const problems = [
  // the card
  'cardUnreadable',
  'cardMoved',
  'cardWrongKind',
  'cardExpired',
  'cardNotYetValid',
  'readerFault',
  // what the person wants
  'nothingForYou',
  'noDocuments',
  'noLicence',
  'notNow',
  'rightExpired',
  'rightsTooOld',
  'notReleased',
  'itemFrozen',
  'moreInside',
  'itemRecalled',
  'itemCollected',
  'pinWrong',
  'pinLocked',
  // printing
  ...printTroubles,
  'printExpired',
  'printCancelled',
  'printNotConfirmed',
  'documentUnavailable',
  'characterMissing',
  'fileUnusable',
  // the cell
  'doorDidNotOpen',
  'boardOffline',
  'cellEmpty',
  'notYourItem',
  'wrongDoor',
  'doorLeftOpen',
  'noFreeCell',
  'codeUnknown',
  'wrongCell',
  'lookAtCell',
  'leftInside',
  // papers that a person leaves
  'dropOffOver',
  'dropOffTooOften',
  'dropOffNotIn',
  'dropOffUnsure',
  'dropOffDoorStuck',
  'bankFull',
  // the hall
  'centralOffline',
  'outOfService',
  'onBattery',
  'restarted',
  'maintenance',
  // the program behind the screen is away and is started again and again
  'recovering',
  'hallClosed',
  'fireAlarm',
] as const;

export type Problem = (typeof problems)[number];

/** A short number that a citizen can read out on the phone, made from the id of the event. */
export function caseNumberOf(eventId: string): string {
  return shortSigns(eventId, 6);
}

/** Signs without look-alikes, from the last digits of an id. */
export function shortSigns(id: string, count: number): string {
  const signs = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  let number = Number.parseInt(id.replaceAll('-', '').slice(-12), 16);
  let text = '';
  for (let place = 0; place < count; place += 1) {
    text += signs[number % signs.length];
    number = Math.floor(number / signs.length);
  }
  return text;
}
