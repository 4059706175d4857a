// ID-card reader: tells when a card comes, what it says, and when it goes. It never keeps a card's data.

import type { Undo } from '../../src/base/undo.ts';
import type { Device } from './device.ts';

interface Printed {
  readonly name: string;
  readonly idNumber: string;
  /** YYYY-MM-DD */
  readonly birth: string;
  /** YYYY-MM-DD */
  readonly validFrom: string;
  /** YYYY-MM-DD, valid through that day; null = 长期, without end. */
  readonly validTo: string | null;
  /** WLT picture as read, 1,024 bytes, not decoded. */
  readonly photo: Uint8Array;
}

/** GB/T 2261.1 */
export type Sex = 'unknown' | 'male' | 'female' | 'notStated';

/** The four kinds of card that a resident ID reader knows (GA/T 490 and the 2017/2023 residence cards). */
export type Card =
  | (Printed & {
      readonly kind: 'resident';
      readonly sex: Sex;
      /** GB/T 3304 code, two digits. */
      readonly nation: string;
      readonly address: string;
      readonly authority: string;
    })
  | (Printed & {
      readonly kind: 'hongKongMacaoTaiwan';
      readonly sex: Sex;
      readonly address: string;
      readonly authority: string;
      readonly passNumber: string;
      readonly issueCount: string;
    })
  | (Printed & {
      readonly kind: 'foreigner2017';
      readonly sex: Sex;
      readonly englishName: string;
      /** ISO 3166 alpha-3. */
      readonly nationality: string;
      readonly authority: string;
    })
  | (Printed & {
      readonly kind: 'foreigner2023';
      readonly sex: Sex;
      readonly englishName: string;
      readonly nationality: string;
      readonly issueCount: string;
      /** Number of the card before 2023, rebuilt from the link digits; null when the card has none. */
      readonly formerNumber: string | null;
    });

/** Why a card that was there could not be read. */
export type ReadFailure = 'moved' | 'unreadable' | 'wrongCard' | 'readerFault';

export type CardEvent =
  /** A card answered; reading has begun. */
  | { readonly is: 'seen' }
  | { readonly is: 'read'; readonly card: Card }
  | { readonly is: 'failed'; readonly why: ReadFailure }
  /** The card has gone; only after this is another `seen` possible. */
  | { readonly is: 'removed' };

export interface CardReader extends Device {
  onCard(listener: (event: CardEvent) => void): Undo;
}
