// Person's card: makes the card that a synthetic person carries, as the reader's simulator needs it.

import { unreachable } from '../../src/base/result.ts';
import type { Card, Sex } from '../classes/card-reader.ts';

/** One synthetic person; the list is `src/contract/synthetic-people.ts`. */
export interface HallPerson {
  readonly id: string;
  readonly idNumber: string;
  readonly name: string;
  readonly englishName?: string | undefined;
  readonly kind: Card['kind'];
  readonly sex: Sex;
  /** GB/T 3304 code; of a resident only. */
  readonly nation?: string | undefined;
  /** ISO 3166 alpha-3; of a foreigner only. */
  readonly nationality?: string | undefined;
  readonly birth: string;
  readonly address: string;
  readonly authority: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly role: string;
  readonly pin?: string | undefined;
  readonly expired?: boolean | undefined;
}

/** Code of the authority on cards of 2017: the National Immigration Administration. */
const authority2017 = '1500';
const specimen = { nation: '01', nationality: 'XXA', passNumber: 'H00000000', issueCount: '01' } as const;

/** The photo is left to the simulator, which has one without a face. */
export function cardOf(person: HallPerson): Card {
  const { name, idNumber, birth, validFrom, validTo, sex, kind } = person;
  const printed = { name, idNumber, birth, validFrom, validTo, sex, photo: new Uint8Array() };
  const { address, authority, englishName = '' } = person;
  const nationality = person.nationality ?? specimen.nationality;
  switch (kind) {
    case 'resident':
      return { kind, ...printed, nation: person.nation ?? specimen.nation, address, authority };
    case 'hongKongMacaoTaiwan':
      return {
        kind,
        ...printed,
        address,
        authority,
        passNumber: specimen.passNumber,
        issueCount: specimen.issueCount,
      };
    case 'foreigner2017':
      return { kind, ...printed, englishName, nationality, authority: authority2017 };
    case 'foreigner2023':
      return {
        kind,
        ...printed,
        englishName,
        nationality,
        issueCount: specimen.issueCount,
        formerNumber: null,
      };
    default:
      return unreachable(kind);
  }
}
