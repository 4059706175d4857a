// ID number: the printed numbers of the four kinds of card, parsed with their check digits.

import * as v from 'valibot';

const weights11 = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** MOD 11-2 (GB 11643-1999); the number of a residence card of 2023 uses the same. */
function fits11(number: string): boolean {
  const sum = weights11.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return '10X98765432'[sum % 11] === number[17];
}

/** ICAO 9303: weights 7 3 1, A = 10 … Z = 35, modulo 10; the number of a residence card of 2017. */
function fitsIcao(number: string): boolean {
  const weights = [7, 3, 1];
  const sum = [...number.slice(0, 14)].reduce(
    (total, sign, place) => total + Number.parseInt(sign, 36) * (weights[place % 3] ?? 0),
    0,
  );
  return String(sum % 10) === number[14];
}

/** Upper case, 18 places (resident, residence permit, foreigner 2023) or 15 (foreigner 2017). */
export const idNumber = v.pipe(
  v.string('must be text'),
  v.toUpperCase(),
  v.check(
    (number) =>
      (/^[1-9]\d{16}[\dX]$/.test(number) && fits11(number)) || (/^[A-Z]{3}\d{12}$/.test(number) && fitsIcao(number)),
    'is not a number that a card can have',
  ),
);
