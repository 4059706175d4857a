// Card: the text and photo blocks of all four kinds of card, read into `Card` and written back.

import { failed, ok, type Result, unreachable } from '../../../src/base/result.ts';
import type { Card, Sex } from '../../classes/card-reader.ts';
import {
  isDate,
  isForeignerNumber2017,
  isForeignerNumber2023,
  isResidentNumber,
  linkOfFormerNumber,
  rebuildFormerNumber,
} from './card-number.ts';
import { blankText, isPrinted, kindPlace, type Place, places, readField, writeField } from './card-text.ts';

export type CardProblem =
  /** The kind of card is none of the four. */
  | 'kind'
  /** A field holds what is no text, or the name is missing. */
  | 'text'
  | 'number'
  | 'date';

type Kind = Card['kind'];
const kindLetters: Readonly<Record<Kind, string>> = {
  resident: '',
  hongKongMacaoTaiwan: 'J',
  foreigner2017: 'I',
  foreigner2023: 'Y',
};

/** GB/T 2261.1. An unknown digit is no reason to refuse a card. */
const sexes: Readonly<Record<string, Sex>> = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'notStated' };
const sexDigits: Readonly<Record<Sex, string>> = { unknown: '0', male: '1', female: '2', notStated: '9' };

const withoutEnd = '长期';
/** The only version of the 2017 card. */
const version2017 = '01';
/** Room for an English name in the first of its two fields on the 2023 card. */
const englishNameRoom = places.foreigner2023.englishName[1];

/**
 * `text` 256 bytes, `photo` 1,024 bytes as read. Whether the sex agrees with the number is not checked: cards exist where
 * it does not.
 */
export function decodeCard(text: Uint8Array, photo: Uint8Array): Result<Card, CardProblem> {
  const letter = readField(text, kindPlace);
  const kind = (Object.keys(kindLetters) as Kind[]).find((name) => kindLetters[name] === letter);
  if (kind === undefined) return failed('kind');
  const card = readCard(kind, text, photo);
  const problem = problemOf(card, readField(text, places[kind].birth), readField(text, places[kind].validTo));
  return problem === undefined ? ok(card) : failed(problem);
}

function readCard(kind: Kind, text: Uint8Array, photo: Uint8Array): Card {
  const field = (place: Place) => readField(text, place);
  const table = places[kind];
  const validTo = field(table.validTo);
  const printed = {
    name: field(table.name),
    idNumber: field(table.idNumber),
    birth: dashed(field(table.birth)),
    validFrom: dashed(field(table.validFrom)),
    validTo: validTo === withoutEnd ? null : dashed(validTo),
    photo: Uint8Array.from(photo),
    sex: sexes[field(table.sex)] ?? 'unknown',
  };
  switch (kind) {
    case 'resident': {
      const { nation, address, authority } = places.resident;
      return { kind, ...printed, nation: field(nation), address: field(address), authority: field(authority) };
    }
    case 'hongKongMacaoTaiwan': {
      const { address, authority, passNumber, issueCount } = places.hongKongMacaoTaiwan;
      return {
        kind,
        ...printed,
        address: field(address),
        authority: field(authority),
        passNumber: field(passNumber),
        issueCount: field(issueCount),
      };
    }
    case 'foreigner2017': {
      const { englishName, nationality, authority } = places.foreigner2017;
      return {
        kind,
        ...printed,
        englishName: field(englishName),
        nationality: field(nationality),
        authority: field(authority),
      };
    }
    case 'foreigner2023': {
      const { englishName, englishNameEnd, issueCount, nationality, link } = places.foreigner2023;
      const numbers = { idNumber: printed.idNumber, nationality: field(nationality), link: field(link) };
      return {
        kind,
        ...printed,
        englishName: joinEnglishName(field(englishName), field(englishNameEnd)),
        issueCount: field(issueCount),
        nationality: numbers.nationality,
        formerNumber: rebuildFormerNumber(numbers),
      };
    }
    default:
      return unreachable(kind);
  }
}

function problemOf(card: Card, birthDigits: string, validToDigits: string): CardProblem | undefined {
  for (const value of Object.values(card)) {
    if (typeof value === 'string' && !isPrinted(value)) return 'text';
  }
  // A foreigner need not have a Chinese name; the name in Latin letters is always there.
  if (('englishName' in card ? card.englishName : card.name) === '') return 'text';
  if (!hasGoodNumber(card)) return 'number';
  const endIsGood = card.validTo === null || (isDate(validToDigits) && card.validTo >= card.validFrom);
  if (!isDate(birthDigits) || !isDate(card.validFrom.replaceAll('-', '')) || !endIsGood) return 'date';
  return undefined;
}

function hasGoodNumber(card: Card): boolean {
  switch (card.kind) {
    case 'resident':
    case 'hongKongMacaoTaiwan':
      return isResidentNumber(card.idNumber);
    case 'foreigner2017':
      return isForeignerNumber2017(card.idNumber);
    case 'foreigner2023':
      return isForeignerNumber2023(card.idNumber);
    default:
      return unreachable(card);
  }
}

/** The text block as the card holds it. Throws when a value is longer than the card has room for. */
export function encodeCardText(card: Card): Uint8Array {
  const text = blankText();
  const write = (place: Place, value: string) => writeField(text, place, value);
  const table = places[card.kind];
  write(kindPlace, kindLetters[card.kind]);
  write(table.name, card.name);
  write(table.sex, sexDigits[card.sex]);
  write(table.birth, undashed(card.birth));
  write(table.idNumber, card.idNumber);
  write(table.validFrom, undashed(card.validFrom));
  write(table.validTo, card.validTo === null ? withoutEnd : undashed(card.validTo));
  switch (card.kind) {
    case 'resident':
      write(places.resident.nation, card.nation);
      write(places.resident.address, card.address);
      write(places.resident.authority, card.authority);
      return text;
    case 'hongKongMacaoTaiwan':
      write(places.hongKongMacaoTaiwan.address, card.address);
      write(places.hongKongMacaoTaiwan.authority, card.authority);
      write(places.hongKongMacaoTaiwan.passNumber, card.passNumber);
      write(places.hongKongMacaoTaiwan.issueCount, card.issueCount);
      return text;
    case 'foreigner2017':
      write(places.foreigner2017.englishName, card.englishName);
      write(places.foreigner2017.nationality, card.nationality);
      write(places.foreigner2017.version, version2017);
      write(places.foreigner2017.authority, card.authority);
      return text;
    case 'foreigner2023':
      write(places.foreigner2023.englishName, card.englishName.slice(0, englishNameRoom));
      write(places.foreigner2023.englishNameEnd, card.englishName.slice(englishNameRoom));
      write(places.foreigner2023.issueCount, card.issueCount);
      write(places.foreigner2023.nationality, card.nationality);
      write(places.foreigner2023.link, linkOfFormerNumber(card.formerNumber));
      return text;
    default:
      return unreachable(card);
  }
}

/** A first part that fills its field was cut in the middle of a word; one that does not ended with one. */
function joinEnglishName(first: string, second: string): string {
  return second === '' || first.length === englishNameRoom ? first + second : `${first} ${second}`;
}

function dashed(digits: string): string {
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

function undashed(date: string): string {
  return date.replaceAll('-', '');
}
