// Identity: turns what a card says into a keyed hash and masks, and checks pickup codes and the PIN of staff.

import { scrypt, timingSafeEqual } from 'node:crypto';
import type { Card } from '../../hardware/classes/card-reader.ts';
import { type Holder, maskName, maskNumber } from '../core/person.ts';
import { codeText, phoneText } from '../core/pickup-code.ts';
import type { Right } from '../core/right.ts';
import type { Keys } from './keys.ts';

/** All that the rules ever learn of a card; undefined before enrolment, when nobody can be known yet. */
export function holderOf(card: Card, keys: Pick<Keys, 'personKey'>): Holder | undefined {
  const person = keys.personKey(card.idNumber);
  if (person === undefined) return undefined;
  const name = card.name === '' && 'englishName' in card ? card.englishName : card.name;
  return {
    person,
    maskedName: maskName(name),
    maskedNumber: maskNumber(card.idNumber),
    validFrom: card.validFrom,
    validTo: card.validTo,
  };
}

export interface EnteredCode {
  readonly code: string;
  readonly phone: string;
  readonly rights: readonly Right[];
}
export interface CodeFound {
  /** Rights whose phone number that is. */
  readonly tried: readonly string[];
  readonly right: string | null;
}

/** Which right was meant by the phone number, and whether its code was given. */
export async function checkCode(
  { code, phone, rights }: EnteredCode,
  keys: Pick<Keys, 'keyedHash'>,
): Promise<CodeFound> {
  const tried: string[] = [];
  let found: string | null = null;
  for (const { id, pickup } of rights) {
    if (pickup === undefined || keys.keyedHash(phoneText(id, phone)) !== pickup.phone) continue;
    tried.push(id);
    if (await checkPin(pickup.code, keys.keyedHash(codeText(id, code)) ?? '')) found ??= id;
  }
  return { tried, right: found };
}

interface Cost {
  /** Rounds, a power of two. */
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 16 MiB and some 50 ms on a kiosk: a PIN is short, so each guess must cost something. */
const usualCost: Cost = { N: 16_384, r: 8, p: 1 };
/** A hash that asks for more than this would hold up the kiosk; it cannot come from our central. */
const highestCost: Cost = { N: 131_072, r: 16, p: 4 };
const hashBytes = 32;

function derive(digits: string, salt: Uint8Array, { N, r, p }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // All that RFC 7914 needs, or a cheap hash would be refused for its memory.
    const maxmem = 128 * r * (N + p + 2);
    scrypt(digits, salt, hashBytes, { N, r, p, maxmem }, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}

/** `scrypt$N$r$p$salt$hash` (RFC 7914), salt and 32-byte hash in base64: the same text that central stores. */
export async function hashPin(digits: string, salt: Uint8Array): Promise<string> {
  const hash = await derive(digits, salt, usualCost);
  const { N, r, p } = usualCost;
  return ['scrypt', N, r, p, Buffer.from(salt).toString('base64'), hash.toString('base64')].join('$');
}

/** Undefined for what scrypt does not know (RFC 7914 section 2) and for what would hold up the kiosk. */
function costOf(N: number, r: number, p: number): Cost | undefined {
  const isPowerOfTwo = N > 1 && (N & (N - 1)) === 0;
  if (!isPowerOfTwo || r === 0 || p === 0 || N >= 2 ** (16 * r)) return undefined;
  return N > highestCost.N || r > highestCost.r || p > highestCost.p ? undefined : { N, r, p };
}

/** False for a wrong PIN and for a hash that is not in that form. Compared in constant time. */
export async function checkPin(pinHash: string, digits: string): Promise<boolean> {
  const form = /^scrypt\$(\d{1,6})\$(\d{1,2})\$(\d)\$([A-Za-z0-9+/]+={0,2})\$([A-Za-z0-9+/]{43}=)$/.exec(pinHash);
  if (form === null) return false;
  const [, N, r, p, salt, hash] = form;
  const cost = costOf(Number(N), Number(r), Number(p));
  if (cost === undefined) return false;
  const found = await derive(digits, Buffer.from(salt ?? '', 'base64'), cost);
  return timingSafeEqual(found, Buffer.from(hash ?? '', 'base64'));
}
