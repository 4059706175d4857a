// Random cards of all four kinds, as fast-check arbitraries; no number in them belongs to anybody on purpose.

import fc from 'fast-check';
import type { Card, Sex } from '../../../hardware/classes/card-reader.ts';
import {
  icaoCheckDigit,
  rebuildFormerNumber,
  residentCheckDigit,
} from '../../../hardware/drivers/card-reader-sam/card-number.ts';

const dayMs = 86_400_000;
const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / dayMs, max: Date.UTC(2099, 11, 31) / dayMs })
  .map((days) => new Date(days * dayMs).toISOString().slice(0, 10));
const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));
const sex = fc.constantFrom<Sex>('unknown', 'male', 'female', 'notStated');

/** Chinese, private-use and half-surrogate characters, with blanks between but not at the ends. */
const chinese = (maxLength: number) =>
  fc
    .array(
      fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: 0x4e00, max: 0x9fa5 }) },
        { weight: 1, arbitrary: fc.constantFrom(0x20, 0xb7, 0xe000, 0xf8ff, 0xd840, 0xdc0b) },
      ),
      { minLength: 1, maxLength },
    )
    .map((units) => String.fromCharCode(...units).replace(/^ | +$/g, '甲'))
    .filter((text) => text.length <= maxLength);

const latin = (maxLength: number) =>
  fc
    .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ,'), { minLength: 1, maxLength })
    .map((letters) => letters.join(''));
const country = fc.constantFrom('PAK', 'KAZ', 'CAN', 'SAU', 'D');
const threeLetters = fc.constantFrom('PAK', 'KAZ', 'CAN', 'SAU');

const withCheckDigit = (first17: string) => first17 + residentCheckDigit(first17);
const photo = fc.uint8Array({ minLength: 1024, maxLength: 1024 });
const validity = fc.tuple(day, fc.option(day)).map(([one, other]) => {
  if (other === null) return { validFrom: one, validTo: null };
  return one < other ? { validFrom: one, validTo: other } : { validFrom: other, validTo: one };
});
const common = fc
  .record({ name: chinese(15), birth: day, validity, photo, sex })
  .map(({ validity: { validFrom, validTo }, ...rest }) => ({ ...rest, validFrom, validTo }));

const resident = fc
  .tuple(common, digits(5), digits(3), digits(2), chinese(35), chinese(15), fc.integer({ min: 1, max: 8 }))
  .map(([printed, region, sequence, nation, address, authority, first]): Card => {
    const idNumber = withCheckDigit(first + region + printed.birth.replaceAll('-', '') + sequence);
    return { kind: 'resident', ...printed, idNumber, nation, address, authority };
  });

const hongKongMacaoTaiwan = fc
  .tuple(common, fc.constantFrom('81', '82', '83'), digits(3), chinese(35), chinese(15), digits(8), digits(2))
  .map(([printed, place, sequence, address, authority, pass, issueCount]): Card => {
    const idNumber = withCheckDigit(`${place}0000${printed.birth.replaceAll('-', '')}${sequence}`);
    const passNumber = `H${pass}`;
    return { kind: 'hongKongMacaoTaiwan', ...printed, idNumber, address, authority, passNumber, issueCount };
  });

const foreigner2017 = fc
  .tuple(common, threeLetters, digits(4), digits(1), latin(60), country, digits(4))
  .map(([printed, letters, region, sequence, englishName, nationality, authority]): Card => {
    const body = letters + region + printed.birth.replaceAll('-', '').slice(2) + sequence;
    const idNumber = body + icaoCheckDigit(body);
    return { kind: 'foreigner2017', ...printed, idNumber, englishName, nationality, authority };
  });

const foreigner2023 = fc
  .tuple(common, digits(5), digits(3), latin(46), threeLetters, digits(2), fc.option(digits(3)))
  .map(([printed, place, sequence, englishName, nationality, issueCount, link]): Card => {
    const idNumber = withCheckDigit(`9${place}${printed.birth.replaceAll('-', '')}${sequence}`);
    const formerNumber = link === null ? null : rebuildFormerNumber({ idNumber, nationality, link });
    return { kind: 'foreigner2023', ...printed, idNumber, englishName, nationality, issueCount, formerNumber };
  });

export const anyCard: fc.Arbitrary<Card> = fc.oneof(resident, hongKongMacaoTaiwan, foreigner2017, foreigner2023);
