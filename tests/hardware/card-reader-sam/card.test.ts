// Cards: what is read from the text block, what is refused, and what never is.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCard, encodeCardText } from '../../../hardware/drivers/card-reader-sam/card.ts';
import {
  icaoCheckDigit,
  isForeignerNumber2017,
  isForeignerNumber2023,
  isResidentNumber,
  linkOfFormerNumber,
  rebuildFormerNumber,
} from '../../../hardware/drivers/card-reader-sam/card-number.ts';
import { kindPlace, places, writeField } from '../../../hardware/drivers/card-reader-sam/card-text.ts';
import { failed, ok } from '../../../src/base/result.ts';
import { specimenCard } from '../../support/specimen-cards.ts';
import { anyCard } from './random-card.ts';

const photo = specimenCard.resident.photo;

function decodedWith(change: (text: Uint8Array) => void) {
  const text = encodeCardText(specimenCard.resident);
  change(text);
  return decodeCard(text, photo);
}

test('any card is read as it was written', () => {
  fc.assert(
    fc.property(anyCard, (card) => {
      expect(decodeCard(encodeCardText(card), card.photo)).toEqual(ok(card));
    }),
  );
});

test('no text block makes the reading throw, and what is read has a good number', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 256, maxLength: 256 }), (text) => {
      const card = decodeCard(text, photo);
      if (!card.ok) return;
      const { idNumber } = card.value;
      expect(isResidentNumber(idNumber) || isForeignerNumber2017(idNumber) || isForeignerNumber2023(idNumber)).toBe(
        true,
      );
    }),
  );
});

describe('refused', () => {
  const { idNumber, birth, validFrom, validTo, name } = places.resident;

  test('a number with one digit changed', () => {
    for (let place = 0; place < 18; place += 1) {
      const right = '11010519491231002X';
      const changed = (Number.parseInt(right[place] ?? '', 10) + 1) % 10 || 0;
      const wrong = right.slice(0, place) + changed + right.slice(place + 1);
      expect(decodedWith((text) => writeField(text, idNumber, wrong))).toEqual(failed('number'));
    }
  });

  test.each([
    ['a birth date that does not exist', birth, '19490231'],
    ['a birth date of letters', birth, '1949XX31'],
    ['a first day that does not exist', validFrom, '20201301'],
    ['a last day that does not exist', validTo, '20300229'],
    ['a last day before the first', validTo, '20191231'],
    ['a missing last day', validTo, '        '],
  ])('%s', (_, place, value) => {
    expect(decodedWith((text) => writeField(text, place, value))).toEqual(failed('date'));
  });

  test('control characters in a name, and a name that is missing', () => {
    expect(decodedWith((text) => writeField(text, name, '测\u0007'))).toEqual(failed('text'));
    expect(decodedWith((text) => writeField(text, name, '测\uffff'))).toEqual(failed('text'));
    expect(decodedWith((text) => writeField(text, name, ' '.repeat(15)))).toEqual(failed('text'));
  });

  test('an unknown kind of card', () => {
    expect(decodedWith((text) => writeField(text, kindPlace, 'Q'))).toEqual(failed('kind'));
  });

  test('a memory chip full of zeros or of ones', () => {
    expect(decodeCard(new Uint8Array(256), photo).ok).toBe(false);
    expect(decodeCard(new Uint8Array(256).fill(0xff), photo).ok).toBe(false);
  });
});

describe('never a reason to refuse', () => {
  const { name, sex, nation, validTo } = places.resident;

  test('a sex that disagrees with the number, and a sex that is no known code', () => {
    expect(decodedWith((text) => writeField(text, sex, '1'))).toMatchObject({ value: { sex: 'male' } });
    expect(decodedWith((text) => writeField(text, sex, '7'))).toMatchObject({ value: { sex: 'unknown' } });
  });

  test('a half surrogate or a private character in a name', () => {
    const rare = '甲\ud840\ue123';
    expect(decodedWith((text) => writeField(text, name, rare))).toMatchObject({ value: { name: rare } });
  });

  test('a nation that is in no list', () => {
    expect(decodedWith((text) => writeField(text, nation, '59'))).toMatchObject({ value: { nation: '59' } });
  });

  test('padding with NUL instead of blanks, and blanks inside a name', () => {
    expect(decodedWith((text) => writeField(text, name, `甲 乙${'\0'.repeat(12)}`))).toMatchObject({
      value: { name: '甲 乙' },
    });
    expect(decodedWith((text) => writeField(text, kindPlace, '\0'))).toMatchObject({ value: { kind: 'resident' } });
  });

  test('长期: valid without end', () => {
    expect(decodedWith((text) => writeField(text, validTo, '长期    '))).toMatchObject({ value: { validTo: null } });
  });
});

describe('numbers', () => {
  test.each(['11010519491231002X', '440524188001010014', '810000199001010019'])('%s is good', (number) => {
    expect(isResidentNumber(number)).toBe(true);
  });

  test.each(['110105194912310021', '11010519491331002X', '911124198108030024', '1101051949123100', ''])(
    '%s is no resident number',
    (number) => {
      expect(isResidentNumber(number)).toBe(false);
    },
  );

  test.each(['932682198501010017', '911124198108030024', '931586198001010028'])('%s is good (2023)', (number) => {
    expect(isForeignerNumber2023(number)).toBe(true);
  });

  test.each(['KAZ110090123105', 'PAK310080010103'])('%s is good (2017)', (number) => {
    expect(isForeignerNumber2017(number)).toBe(true);
    expect(icaoCheckDigit(number.slice(0, 14))).toBe(number.slice(14));
    expect(isForeignerNumber2017(`${number.slice(0, 14)}${(Number(number[14]) + 1) % 10}`)).toBe(false);
  });

  test('the number before 2023 is rebuilt, and leads back to the link on the card', () => {
    const card = { idNumber: '931586198001010028', nationality: 'PAK', link: '000' };
    expect(rebuildFormerNumber(card)).toBe('PAK310080010103');
    expect(linkOfFormerNumber('PAK310080010103')).toBe('000');
    expect(rebuildFormerNumber({ ...card, link: '' })).toBe(null);
    expect(linkOfFormerNumber(null)).toBe('');
  });
});

test('an English name of 2023 goes on in its second field, in the middle of a word or after one', () => {
  const long = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ ABCDEFGHIJKLMNOP';
  const card = { ...specimenCard.foreigner2023, englishName: long };
  expect(decodeCard(encodeCardText(card), photo)).toMatchObject({ value: { englishName: long } });
  const text = encodeCardText(specimenCard.foreigner2023);
  writeField(text, places.foreigner2023.englishName, 'ZHENGJIAN'.padEnd(35));
  writeField(text, places.foreigner2023.englishNameEnd, 'YANGBEN');
  expect(decodeCard(text, photo)).toMatchObject({ value: { englishName: 'ZHENGJIAN YANGBEN' } });
});

test('writing a card with a value that is too long throws', () => {
  expect(() => encodeCardText({ ...specimenCard.resident, name: '甲'.repeat(16) })).toThrow('15');
});
