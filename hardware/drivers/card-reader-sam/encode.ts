// Encoding for people: plain JSON, in the form that decoding tells unmasked, to the bytes of one frame.

import { joinBytes } from '../../../src/base/bytes.ts';
import { failed, ok, type Result } from '../../../src/base/result.ts';
import { addressLength, writeNewAddresses } from './card-text.ts';
import { encodeCardJson } from './encode-card.ts';
import { encodeFrame, longestBody } from './frames.ts';
import { createJsonFields, type Json, type JsonFields } from './json-fields.ts';
import { type CommandName, command, writeSamId } from './protocol.ts';
import { status } from './status.ts';

/**
 * One frame from `{ "kind": "command" | "status" | "found" | "selected" | "samId" | "chipNumber" | "newAddress" | "card", … }`.
 * What is told only for the reader's sake (`meaning`, `fingers`) is not looked at. Fails with the field and what is wrong.
 */
export function encodeIdCard(value: unknown): Result<Uint8Array, string> {
  const fields = createJsonFields();
  const body = bodyOf(fields.object(value, 'the whole'), fields);
  if (body.length > longestBody) fields.unfit('data', `is at most ${longestBody - 2} bytes`, undefined);
  const problem = fields.problem();
  return problem === undefined ? ok(encodeFrame(body)) : failed(problem);
}

const nothing = new Uint8Array();

function bodyOf(json: Json, fields: JsonFields): Uint8Array {
  switch (fields.text(json, 'kind')) {
    case 'command':
      return joinBytes(codeOf(json, fields), optionalHex(json, 'data', fields));
    case 'status':
      return replyBody(json, nothing, undefined, fields);
    case 'found':
      return replyBody(json, sized(json, 'chip', [0, 4], fields), status.found, fields);
    case 'selected':
      return replyBody(json, sized(json, 'chip', [8], fields), status.good, fields);
    case 'samId':
      return replyBody(json, samIdOf(json, fields), status.good, fields);
    case 'chipNumber':
      return replyBody(json, sized(json, 'chipNumber', [24, 28], fields), status.good, fields);
    case 'newAddress':
      return replyBody(json, addressesOf(json, fields), status.good, fields);
    case 'card':
      return replyBody(json, encodeCardJson(json, fields), status.good, fields);
    default: {
      const kinds = 'command, status, found, selected, samId, chipNumber, newAddress or card';
      return fields.unfit('kind', `is ${kinds}`, nothing);
    }
  }
}

/** CMD and PARA, by name or as four hex digits; vendors' commands have digits only. */
function codeOf(json: Json, fields: JsonFields): Uint8Array {
  const code = json['code'] === undefined ? undefined : fields.hex(json, 'code');
  if (code !== undefined && code.length !== 2) return fields.unfit('code', 'is four hex digits', nothing);
  const name = json['command'];
  if (name === undefined || name === 'unknown') return code ?? fields.unfit('command', 'or code is needed', nothing);
  const known = (Object.keys(command) as CommandName[]).find((candidate) => candidate === name);
  if (known === undefined) return fields.unfit('command', `is one of ${Object.keys(command).join(', ')}`, nothing);
  const [high, low] = [command[known] >> 8, command[known] & 0xff];
  if (code !== undefined && (code[0] !== high || code[1] !== low)) fields.unfit('code', `is not ${known}`, undefined);
  return Uint8Array.of(high, low);
}

/** SW1 SW2 from `cardStatus`, SW3 from `status`, which may be left out where only one fits. */
function replyBody(json: Json, data: Uint8Array, usual: number | undefined, fields: JsonFields): Uint8Array {
  const ofCard = json['cardStatus'] === undefined ? new Uint8Array(2) : fields.hex(json, 'cardStatus');
  if (ofCard.length !== 2) fields.unfit('cardStatus', 'is four hex digits', undefined);
  const isUsual = json['status'] === undefined && usual !== undefined;
  const sw3 = isUsual ? Uint8Array.of(usual) : fields.hex(json, 'status');
  if (sw3.length !== 1) fields.unfit('status', 'is two hex digits', undefined);
  if (usual !== undefined && sw3[0] !== usual)
    fields.unfit('status', `is ${usual.toString(16)} with that kind`, undefined);
  return joinBytes(ofCard, sw3, data);
}

function optionalHex(json: Json, field: string, fields: JsonFields): Uint8Array {
  return json[field] === undefined ? nothing : fields.hex(json, field);
}

function sized(json: Json, field: string, sizes: readonly number[], fields: JsonFields): Uint8Array {
  const bytes = optionalHex(json, field, fields);
  return sizes.includes(bytes.length) ? bytes : fields.unfit(field, `is ${sizes.join(' or ')} bytes in hex`, bytes);
}

function samIdOf(json: Json, fields: JsonFields): Uint8Array {
  const form = 'has the form 05.01-20250101-0001234567-0987654321';
  return writeSamId(fields.text(json, 'samId')) ?? fields.unfit('samId', form, nothing);
}

function addressesOf(json: Json, fields: JsonFields): Uint8Array {
  const { addresses, records = Array.isArray(addresses) ? addresses.length : 0 } = json;
  if (!Array.isArray(addresses)) return fields.unfit('addresses', 'is a list', nothing);
  const fewest = Math.max(addresses.length, 1);
  if (typeof records !== 'number' || !Number.isInteger(records) || records < fewest || records > 4)
    return fields.unfit('records', 'is 1 to 4, at least one for each address', nothing);
  const texts = addresses.map((address: unknown, index) => {
    const fits = typeof address === 'string' && address !== '' && address.length <= addressLength;
    return fits ? address : fields.unfit(`addresses.${index}`, `is a text of 1 to ${addressLength} characters`, '');
  });
  return writeNewAddresses(texts, records);
}
