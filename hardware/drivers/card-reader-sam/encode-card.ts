// Card from JSON: the data of a reply to 30 01 or 30 10.

import { unreachable } from '../../../src/base/result.ts';
import type { Card, Sex } from '../../classes/card-reader.ts';
import { type CardProblem, decodeCard, encodeCardText } from './card.ts';
import { type Place, places } from './card-text.ts';
import type { Json, JsonFields } from './json-fields.ts';
import { fingerprintBytes, photoBytes, writeCardBlocks } from './protocol.ts';

const nothing = new Uint8Array();

/**
 * From `card`, `photo` (hex; zeros when left out) and `fingerprints` (hex; may be empty), which makes it an answer to
 * 30 10. Does not fit: what no card says, e.g. a wrong check digit.
 */
export function encodeCardJson(json: Json, fields: JsonFields): Uint8Array {
  const photo = json['photo'] === undefined ? new Uint8Array(photoBytes) : fields.hex(json, 'photo');
  if (photo.length !== photoBytes) return fields.unfit('photo', `is ${photoBytes} bytes in hex`, nothing);
  const card = cardOf(fields.object(json['card'], 'card'), photo, fields);
  const text = encodeCardText(card);
  const read = decodeCard(text, photo);
  if (!read.ok) return fields.unfit(...whatIsWrong[read.problem], nothing);
  if (json['fingerprints'] === undefined) return writeCardBlocks(text, photo);
  const fingerprints = fields.hex(json, 'fingerprints');
  const fit = [0, 1, 2].some((templates) => fingerprints.length === templates * fingerprintBytes);
  if (!fit) fields.unfit('fingerprints', `is 0, ${fingerprintBytes} or ${2 * fingerprintBytes} bytes in hex`, nothing);
  return writeCardBlocks(text, photo, fingerprints);
}

const whatIsWrong: Readonly<Record<CardProblem, readonly [field: string, problem: string]>> = {
  kind: ['card.kind', 'is no kind of card'],
  text: ['card', 'has control characters in a text, or no name'],
  number: ['card.idNumber', 'has not the form or the check digit of that kind of card'],
  date: ['card.birth, validFrom or validTo', 'is a day that does not exist or in the wrong order'],
};

const sexes: readonly Sex[] = ['unknown', 'male', 'female', 'notStated'];

function cardOf(json: Json, photo: Uint8Array, fields: JsonFields): Card {
  const text = (field: string, place: Place) => {
    const value = fields.text(json, field, `card.${field}`);
    return value.length <= place[1] ? value : fields.unfit(`card.${field}`, `has room for ${place[1]} characters`, '');
  };
  const day = (field: string) => {
    const value = fields.text(json, field, `card.${field}`);
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : fields.unfit(`card.${field}`, 'is a day, YYYY-MM-DD', '');
  };
  const sex = sexes.find((candidate) => candidate === json['sex']);
  const kind = kindOf(json, fields);
  const table = places[kind];
  const printed = {
    name: text('name', table.name),
    idNumber: text('idNumber', table.idNumber),
    birth: day('birth'),
    validFrom: day('validFrom'),
    validTo: json['validTo'] === null ? null : day('validTo'),
    photo,
    sex: sex ?? fields.unfit('card.sex', `is one of ${sexes.join(', ')}`, 'unknown' as const),
  };
  switch (kind) {
    case 'resident': {
      const { nation, address, authority } = places.resident;
      const more = { nation: text('nation', nation), address: text('address', address) };
      return { kind, ...printed, ...more, authority: text('authority', authority) };
    }
    case 'hongKongMacaoTaiwan': {
      const { address, authority, passNumber, issueCount } = places.hongKongMacaoTaiwan;
      const more = { address: text('address', address), authority: text('authority', authority) };
      const pass = { passNumber: text('passNumber', passNumber), issueCount: text('issueCount', issueCount) };
      return { kind, ...printed, ...more, ...pass };
    }
    case 'foreigner2017': {
      const { englishName, nationality, authority } = places.foreigner2017;
      const more = { englishName: text('englishName', englishName), nationality: text('nationality', nationality) };
      return { kind, ...printed, ...more, authority: text('authority', authority) };
    }
    case 'foreigner2023': {
      const { englishName, englishNameEnd, nationality, issueCount } = places.foreigner2023;
      const more = { nationality: text('nationality', nationality), issueCount: text('issueCount', issueCount) };
      const name = text('englishName', [0, englishName[1] + englishNameEnd[1]]);
      return { kind, ...printed, ...more, englishName: name, formerNumber: formerNumberOf(json, fields) };
    }
    default:
      return unreachable(kind);
  }
}

function kindOf(json: Json, fields: JsonFields): Card['kind'] {
  const kinds = Object.keys(places) as Card['kind'][];
  return (
    kinds.find((kind) => kind === json['kind']) ??
    fields.unfit('card.kind', `is one of ${kinds.join(', ')}`, 'resident')
  );
}

function formerNumberOf(json: Json, fields: JsonFields): string | null {
  const value = json['formerNumber'];
  if (value === null || value === undefined) return null;
  const isNumber = typeof value === 'string' && /^[A-Z]{3}\d{12}$/.test(value);
  return isNumber ? value : fields.unfit('card.formerNumber', 'is three letters and twelve digits, or null', null);
}
