// Numbers on cards: check digits, and the number that a residence card had before 2023.

import { certain, unreachable } from '../../../src/base/result.ts';
import type { Card } from '../../classes/card-reader.ts';

const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** MOD 11-2 (GB 11643-1999) over the first 17 digits. */
export function residentCheckDigit(number: string): string {
  const sum = residentWeights.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return certain('10X98765432'[sum % 11], 'a check digit');
}

/** Resident card and residence permit: 18 places, the first 1 to 8, with a real birth date and the right last place. */
export function isResidentNumber(number: string): boolean {
  return /^[1-8]\d{16}[\dX]$/.test(number) && isDate(number.slice(6, 14)) && number[17] === residentCheckDigit(number);
}

/** Residence card of 2023: 9, province, country, birth date, sequence, MOD 11-2. */
export function isForeignerNumber2023(number: string): boolean {
  return /^9\d{16}[\dX]$/.test(number) && isDate(number.slice(6, 14)) && number[17] === residentCheckDigit(number);
}

/** Residence card of 2017: three letters, region, YYMMDD, sequence and an ICAO 9303 check digit. */
export function isForeignerNumber2017(number: string): boolean {
  return /^[A-Z]{3}\d{12}$/.test(number) && number[14] === icaoCheckDigit(number.slice(0, 14));
}

/** ICAO 9303: weights 7 3 1, A = 10 … Z = 35, modulo 10. */
export function icaoCheckDigit(text: string): string {
  const weights = [7, 3, 1];
  const sum = [...text].reduce(
    (total, letter, place) => total + Number.parseInt(letter, 36) * certain(weights[place % 3], 'a weight'),
    0,
  );
  return (sum % 10).toString();
}

/** The 15-place number before 2023, from the new number, the nationality and the three link digits of the card. */
export function rebuildFormerNumber(card: {
  readonly idNumber: string;
  readonly nationality: string;
  readonly link: string;
}): string | null {
  const { idNumber, nationality, link } = card;
  if (!/^\d{3}$/.test(link) || !/^[A-Z]{3}$/.test(nationality)) return null;
  const body = nationality + idNumber.slice(1, 3) + link.slice(0, 2) + idNumber.slice(8, 14) + link.slice(2);
  return body + icaoCheckDigit(body);
}

/** The three link digits that lead back to a former number; empty when the card has none. */
export function linkOfFormerNumber(formerNumber: string | null): string {
  return formerNumber === null ? '' : formerNumber.slice(5, 7) + formerNumber.slice(13, 14);
}

/** The fields that say something else than the number does. No reason to refuse a card: issued cards are like that. */
export function disagreements(card: Card): readonly ('birth' | 'sex')[] {
  const [birth, order] = partsOfNumber(card);
  const sexOfNumber = order === undefined ? undefined : Number(order) % 2 === 1 ? 'male' : 'female';
  const isTold = card.sex === 'male' || card.sex === 'female';
  return [
    ...(card.birth.replaceAll('-', '').endsWith(birth) ? [] : (['birth'] as const)),
    ...(!isTold || sexOfNumber === undefined || sexOfNumber === card.sex ? [] : (['sex'] as const)),
  ];
}

/** Birth date in the number, of six or eight digits, and the last digit of the order: odd for men, where it tells. */
function partsOfNumber({ kind, idNumber }: Card): readonly [birth: string, order?: string] {
  switch (kind) {
    case 'resident':
    case 'hongKongMacaoTaiwan':
    case 'foreigner2023':
      return [idNumber.slice(6, 14), idNumber.slice(16, 17)];
    case 'foreigner2017':
      return [idNumber.slice(7, 13)];
    default:
      return unreachable(kind);
  }
}

/** YYYYMMDD of a day that exists. */
export function isDate(digits: string): boolean {
  if (!/^\d{8}$/.test(digits)) return false;
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6))];
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= 1000 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  );
}
