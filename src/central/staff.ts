// Staff: who may put in and who may repair at a kiosk. PINs are kept, and sent to the kiosk, as scrypt hashes only.

import { scrypt, timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '../base/result.ts';
import type { PersonAnswer } from '../contract/admin.ts';
import type { PersonKey, StaffRole } from '../core/person.ts';
import { announce } from './feed.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

const cost = { N: 16_384, r: 8, p: 1 };
const hashBytes = 32;

function derive(pin: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, hashBytes, cost, (error, hash) => (error === null ? resolve(hash) : reject(error)));
  });
}

/** `scrypt$N$r$p$salt$hash`, salt and hash in base64. */
export async function pinHashOf(pin: string, salt: Uint8Array): Promise<string> {
  const hash = await derive(pin, salt);
  return ['scrypt', cost.N, cost.r, cost.p, Buffer.from(salt).toString('base64'), hash.toString('base64')].join('$');
}

async function isPinOf(pinHash: string, pin: string): Promise<boolean> {
  const [, , , , salt = '', hash = ''] = pinHash.split('$');
  return timingSafeEqual(await derive(pin, Buffer.from(salt, 'base64')), Buffer.from(hash, 'base64'));
}

interface StaffRow {
  readonly role: StaffRole;
  readonly badge: string;
  readonly pin_hash: string;
}

export interface NewStaff {
  readonly kiosk: string;
  readonly person: PersonKey;
  readonly role: StaffRole;
  readonly badge: string;
  readonly pin: string;
}

/** Adds or changes; the same again is no news. */
export async function setStaff(
  { database, clock, random }: Office,
  { kiosk, person, role, badge, pin }: NewStaff,
): Promise<Result<PersonAnswer, Refusal>> {
  const [before] = await database.query<StaffRow>('select * from staff where kiosk = $1 and person = $2', [
    kiosk,
    person,
  ]);
  if (before?.role === role && before.badge === badge && (await isPinOf(before.pin_hash, pin)))
    return ok({ person, added: false });
  const pinHash = await pinHashOf(pin, random(16));
  return database.transaction(async (queries) => {
    const [hall] = await queries.query('select 1 from kiosks where kiosk = $1 for no key update', [kiosk]);
    if (hall === undefined) return failed(refusal('kioskNotRegistered'));
    await queries.query(
      `insert into staff (kiosk, person, role, badge, pin_hash) values ($1, $2, $3, $4, $5)
       on conflict (kiosk, person) do update set role = excluded.role, badge = excluded.badge, pin_hash = excluded.pin_hash`,
      [kiosk, person, role, badge, pinHash],
    );
    const staff = { person, role, badge, pinHash };
    await announce(queries, { kiosk, change: { is: 'staffAdded', staff }, now: clock.now() });
    return ok({ person, added: true });
  });
}

export async function removeStaff(
  { database, clock }: Office,
  { kiosk, person }: { readonly kiosk: string; readonly person: PersonKey },
): Promise<Result<PersonAnswer, Refusal>> {
  return database.transaction(async (queries) => {
    const gone = await queries.query('delete from staff where kiosk = $1 and person = $2 returning 1', [kiosk, person]);
    if (gone.length === 0) return failed(refusal('notFound'));
    await announce(queries, { kiosk, change: { is: 'staffRemoved', person }, now: clock.now() });
    return ok({ person, added: false });
  });
}
