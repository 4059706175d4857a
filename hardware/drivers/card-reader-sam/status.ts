// Status words of a SAM module (SW3): what each means, and what it means for the person with the card.

import type { ReadFailure } from '../../classes/card-reader.ts';

export const status = {
  good: 0x90,
  /** The thing asked for is not on the card. */
  notOnCard: 0x91,
  found: 0x9f,
  noCard: 0x80,
  selectFailed: 0x81,
  hostChecksum: 0x10,
  hostLength: 0x11,
  wrongCommand: 0x21,
  cardRefusesModule: 0x31,
  moduleRefusesCard: 0x32,
  wrongCard: 0x40,
  readFailed: 0x41,
  selfTestFailed: 0x60,
  notAuthorised: 0x66,
} as const;

const meanings: Readonly<Record<number, string>> = {
  144: 'success',
  145: 'not on this card',
  159: 'card found',
  128: 'no card found',
  129: 'selecting the card failed',
  16: 'the frame from the computer had a wrong checksum',
  17: 'the frame from the computer had a wrong length',
  33: 'unknown command',
  35: 'operation not permitted',
  36: 'unrecognised error',
  49: 'the card did not accept the module',
  50: 'the module did not accept the card',
  51: 'information verification failed',
  55: 'fingerprint verification failed',
  63: 'information of a wrong length',
  64: 'unrecognised type of card',
  65: 'reading the card failed',
  71: 'getting a random number failed',
  78: 'unknown sub-command (clone firmware)',
  96: 'self-test of the module failed',
  102: 'the module is not authorised',
  103: 'network module fault',
  105: 'network module fault',
  113: 'network module fault',
  114: 'network module fault',
  115: 'network module fault',
};

/** In words for the technician, with the number, e.g. `81: selecting the card failed`. */
export function describeStatus(sw3: number): string {
  return `${sw3.toString(16).padStart(2, '0')}: ${meanings[sw3] ?? 'unknown status'}`;
}

/** The module is well and tells of the card, or of the lack of one. */
export function isAboutCard(sw3: number): boolean {
  const aboutCard = [0x80, 0x81, 0x91, 0x31, 0x32, 0x33, 0x37, 0x3f, 0x40, 0x41, 0x47];
  return aboutCard.includes(sw3);
}

/** After these the whole cycle is worth one more try: the card lay badly or came late. */
export function isWorthRetrying(sw3: number): boolean {
  const passing: readonly number[] = [
    status.selectFailed,
    status.readFailed,
    status.cardRefusesModule,
    status.moduleRefusesCard,
  ];
  return passing.includes(sw3);
}

/** Why the card that was there could not be read, from the last status. */
export function failureOf(sw3: number): ReadFailure {
  switch (sw3) {
    case status.noCard:
    case status.selectFailed:
    case status.readFailed:
      return 'moved';
    case status.wrongCard:
      return 'wrongCard';
    case status.cardRefusesModule:
    case status.moduleRefusesCard:
    case status.notOnCard:
    case 0x33:
    case 0x37:
    case 0x3f:
      return 'unreadable';
    default:
      return 'readerFault';
  }
}
