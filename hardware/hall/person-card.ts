// Person's card: makes the card that a synthetic person carries, as the reader's simulator needs it.

import { certain, unreachable } from '../../src/base/result.ts';
import type { SyntheticPerson } from '../../src/contract/synthetic-people.ts';
import type { Card } from '../classes/card-reader.ts';

/** The photo is left to the simulator, which has one without a face. */
export function cardOf(person: SyntheticPerson): Card {
  const { name, idNumber, birth, validFrom, validTo, sex, address, authority, kind } = person;
  const printed = { name, idNumber, birth, validFrom, validTo, sex, photo: new Uint8Array() };
  const field = (value: string | undefined, what: string) => certain(value, `${what} of ${person.id}`);
  switch (kind) {
    case 'resident':
      return { kind, ...printed, nation: field(person.nation, 'nation'), address, authority };
    case 'hongKongMacaoTaiwan':
      return {
        kind,
        ...printed,
        address,
        authority,
        passNumber: field(person.passNumber, 'pass number'),
        issueCount: field(person.issueCount, 'issue count'),
      };
    case 'foreigner2017':
      return {
        kind,
        ...printed,
        englishName: field(person.englishName, 'English name'),
        nationality: field(person.nationality, 'nationality'),
        authority,
      };
    case 'foreigner2023':
      return {
        kind,
        ...printed,
        englishName: field(person.englishName, 'English name'),
        nationality: field(person.nationality, 'nationality'),
        issueCount: field(person.issueCount, 'issue count'),
        formerNumber: null,
      };
    default:
      return unreachable(kind);
  }
}
