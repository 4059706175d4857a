// Text block of a card: 128 UTF-16 characters in little-endian order, fields at fixed places padded with blanks.

import { textBytes } from './protocol.ts';

/** First character and number of characters. */
export type Place = readonly [at: number, length: number];

/** Tells the kind of card: blank = resident, I, Y or J. */
export const kindPlace: Place = [124, 1];

const common = { validFrom: [94, 8], validTo: [102, 8] } as const;
const resident = {
  ...common,
  name: [0, 15],
  sex: [15, 1],
  birth: [18, 8],
  address: [26, 35],
  idNumber: [61, 18],
  authority: [79, 15],
} as const;

/** GA/T 490 (resident) and the vendors' tables of the residence cards. */
export const places = {
  resident: { ...resident, nation: [16, 2] },
  hongKongMacaoTaiwan: { ...resident, passNumber: [110, 9], issueCount: [119, 2] },
  foreigner2017: {
    ...common,
    englishName: [0, 60],
    sex: [60, 1],
    idNumber: [61, 15],
    nationality: [76, 3],
    name: [79, 15],
    birth: [110, 8],
    version: [118, 2],
    authority: [120, 4],
  },
  foreigner2023: {
    ...common,
    name: [0, 15],
    sex: [15, 1],
    issueCount: [16, 2],
    birth: [18, 8],
    englishName: [26, 35],
    idNumber: [61, 18],
    englishNameEnd: [110, 11],
    nationality: [121, 3],
    link: [125, 3],
  },
} as const satisfies Record<string, Record<string, Place>>;

/** The characters of a field without the padding at its end. Half surrogates come through unharmed. */
export function readField(text: Uint8Array, [at, length]: Place): string {
  let field = '';
  for (let place = at; place < at + length; place += 1) {
    field += String.fromCharCode((text[2 * place] ?? 0) + (text[2 * place + 1] ?? 0) * 256);
  }
  return trimPadding(field);
}

/** Cards pad with blanks, some with NUL; blanks inside a name are part of it. */
function trimPadding(field: string): string {
  let end = field.length;
  while (end > 0 && (field[end - 1] === ' ' || field[end - 1] === '\0')) end -= 1;
  return field.slice(0, end);
}

export function blankText(): Uint8Array {
  return Uint8Array.from({ length: textBytes }, (_, index) => (index % 2 === 0 ? 0x20 : 0));
}

/** Throws when the value is longer than the card has room for. */
export function writeField(text: Uint8Array, [at, length]: Place, value: string): void {
  if (value.length > length) throw new Error(`a card has ${length} characters for what has ${value.length}`);
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index);
    text[2 * (at + index)] = unit & 0xff;
    text[2 * (at + index) + 1] = unit >> 8;
  }
}

/** Control characters and the two codes that are no characters: not something that was ever printed on a card. */
export function isPrinted(field: string): boolean {
  for (let index = 0; index < field.length; index += 1) {
    const unit = field.charCodeAt(index);
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || unit >= 0xfffe) return false;
  }
  return true;
}

/** Characters of one record of 30 03; a card has room for four. */
export const addressLength = 35;

/** The records of a reply to 30 03, without those never used, oldest first. */
export function readNewAddresses(data: Uint8Array): readonly string[] {
  const records = Array.from(
    { length: data.length / (2 * addressLength) },
    (_, index): Place => [index * addressLength, addressLength],
  );
  return records.map((place) => readField(data, place)).filter((address) => address !== '');
}

/** The data of a reply to 30 03: one record for each address, blank ones after them. */
export function writeNewAddresses(addresses: readonly string[], records = addresses.length): Uint8Array {
  const data = Uint8Array.from({ length: records * addressLength * 2 }, (_, index) => (index % 2 === 0 ? 0x20 : 0));
  for (const [index, address] of addresses.entries()) {
    if (address.length > addressLength) throw new Error(`an address has room for ${addressLength} characters`);
    writeField(data, [index * addressLength, addressLength], address);
  }
  return data;
}
