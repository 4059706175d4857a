// Decode: explains lines between a computer and a NUT server to a technician; a password never shows.

import { toHex } from '../../../src/base/bytes.ts';
import { decodeNutLine, decodeNutRequest } from './protocol.ts';

/** Plain JSON; a password stands neither in `hex` nor anywhere else. */
export type NutDecoded =
  | { readonly ok: true; readonly from: 'host' | 'device'; readonly hex: string; readonly kind: string }
  | { readonly ok: false; readonly from: 'host' | 'device'; readonly hex: string; readonly problem: string };

const lineEnd = 0x0a;

/** Without `from` a line is the server's when it can be, else the computer's. */
export function decodeNut(
  bytes: Uint8Array,
  { from }: { readonly from?: 'host' | 'device' | undefined } = {},
): readonly NutDecoded[] {
  const decoded: NutDecoded[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(lineEnd, at);
    const next = end < 0 ? bytes.length : end + 1;
    decoded.push(end < 0 ? unended(bytes.slice(at), from) : explain(bytes.slice(at, next), from));
    at = next;
  }
  return decoded;
}

function unended(bytes: Uint8Array, from: 'host' | 'device' | undefined): NutDecoded {
  return { ok: false, from: from ?? 'device', hex: mask(bytes), problem: 'incomplete' };
}

function explain(line: Uint8Array, from: 'host' | 'device' | undefined): NutDecoded {
  const content = line.slice(0, -1);
  const hex = mask(line);
  const said = decodeNutLine(content);
  if (from !== 'host' && said.ok) {
    const { is, ...rest } = said.value;
    return { ok: true, from: 'device', hex, kind: is, ...rest };
  }
  const asked = decodeNutRequest(content);
  if (from !== 'device' && asked.ok) {
    if (asked.value.ask === 'password') return { ok: true, from: 'host', hex, kind: 'password' };
    const { ask, ...rest } = asked.value;
    return { ok: true, from: 'host', hex, kind: ask, ...rest };
  }
  const problem = from === 'host' ? asked : said;
  return { ok: false, from: from ?? 'device', hex, problem: problem.ok ? 'unknownLine' : problem.problem };
}

/** The word PASSWORD stays, what stands behind it goes. */
function mask(line: Uint8Array): string {
  const word = 'PASSWORD';
  const isPassword = new TextDecoder().decode(line).includes(word);
  return isPassword ? toHex(new TextEncoder().encode(word)) : toHex(line);
}
