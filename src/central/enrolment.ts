// Enrolment: a computer joins as a kiosk with a one-time code and its own public key.

import { createHash, timingSafeEqual } from 'node:crypto';
import { failed, ok, type Result } from '../base/result.ts';
import type { EnrolAnswer, EnrolRequest } from '../contract/sync.ts';
import type { Queries } from './database.ts';
import { ringFor } from './feed.ts';
import type { Office } from './office.ts';
import { type Refusal, refusal } from './problem-document.ts';

const codeLifeMs = 24 * 3_600_000;
/** 32 signs without look-alikes, so that five bits make one sign and the code can be read out. */
const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const hashOf = (code: string) => createHash('sha256').update(code.toUpperCase().replaceAll('-', '')).digest();

/** Twenty signs (100 bits) in groups of five. Only its hash is kept. */
export async function makeCode(
  { database, clock, random }: Office,
  kiosk: string,
): Promise<{ readonly code: string; readonly expiresAt: number }> {
  const text = [...random(20)].map((byte) => signs[byte % 32]).join('');
  const code = [0, 5, 10, 15].map((at) => text.slice(at, at + 5)).join('-');
  const expiresAt = clock.now() + codeLifeMs;
  await database.query('insert into enrolment_codes (code_hash, kiosk, expires_at) values ($1, $2, $3)', [
    hashOf(code).toString('hex'),
    kiosk,
    expiresAt,
  ]);
  return { code, expiresAt };
}

/**
 * The computer that used this code, asking again because the answer never reached it. Only until its first signed request:
 * from then on it has what it needs, and a used code is worth nothing to anybody.
 */
async function isUnanswered(
  queries: Queries,
  { kiosk, publicKey, usedAt }: { readonly kiosk: string; readonly publicKey: string; readonly usedAt: number },
): Promise<boolean> {
  const rows = await queries.query(
    `select 1 from kiosks where kiosk = $1 and public_key = $2 and enrolled_at = $3
     and (last_seen_at is null or last_seen_at < $3)`,
    [kiosk, publicKey, usedAt],
  );
  return rows.length > 0;
}

interface CodeRow {
  readonly code_hash: string;
  readonly expires_at: number;
  readonly used_at: number | null;
}

export async function enrol(
  { database, keys, clock, log }: Office,
  { code, kiosk, publicKey, software }: EnrolRequest,
): Promise<Result<EnrolAnswer, Refusal>> {
  if (Buffer.from(publicKey, 'base64').length !== 32)
    return failed(refusal('malformed', { detail: 'publicKey: must be 32 bytes' }));
  const now = clock.now();
  const hash = hashOf(code);
  return database.transaction(async (queries) => {
    const rows = await queries.query<CodeRow>(
      'select code_hash, expires_at, used_at from enrolment_codes where kiosk = $1 for update',
      [kiosk],
    );
    const row = rows.find(({ code_hash }) => timingSafeEqual(Buffer.from(code_hash, 'hex'), hash));
    if (row === undefined) return failed(refusal('codeWrong'));
    const answer: EnrolAnswer = { personHashKey: keys.personHashKey, centralKey: keys.publicKey, serverTime: now };
    if (row.used_at !== null) {
      const again = now < row.expires_at && (await isUnanswered(queries, { kiosk, publicKey, usedAt: row.used_at }));
      return again ? ok(answer) : failed(refusal('codeUsed'));
    }
    if (now >= row.expires_at) return failed(refusal('codeExpired'));
    await queries.query('update enrolment_codes set used_at = $2 where code_hash = $1', [row.code_hash, now]);
    // A computer that joins anew begins its messages at 1; those it had sent before are known by their ids.
    await queries.query(
      `update kiosks set public_key = $2, software = $3, enrolled_at = $4, enrolment = enrolment + 1, acknowledged = 0,
         revoked_at = null, revoked_why = null, key_changed_at = null
       where kiosk = $1`,
      [kiosk, publicKey, software, now],
    );
    await queries.query(
      'insert into kiosk_keys (kiosk, public_key, since) values ($1, $2, $3) on conflict do nothing',
      [kiosk, publicKey, now],
    );
    // Whatever still listens as this kiosk is another computer.
    await ringFor(queries, kiosk);
    log.info('kiosk joined', { kiosk, software });
    return ok(answer);
  });
}
